"""Limits the number of problems: a mistake in a million rows becomes a few problems that count the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .report import Problem

# The most problems of one kind in a column that are listed one by one.
MAX_PROBLEMS = 200
MAX_FIRST_ROWS = 5
MAX_VALUE_LENGTH = 200


def cell_problems(
    cells: pa.Array, rows: npt.NDArray[np.int64], message: Callable[[str], str], problem: Problem
) -> list[Problem]:
    """The problems of cells that break one rule, each with its row: one for each cell, or where there are too many, one
    for each different text. `problem` has what they share."""
    if len(cells) <= MAX_PROBLEMS:
        return [
            replace(problem, message=message(cell), row=int(row), value=cell[:MAX_VALUE_LENGTH])
            for cell, row in zip(cells.to_pylist(), rows, strict=True)
        ]
    encoded = (
        cells.combine_chunks().dictionary_encode() if isinstance(cells, pa.ChunkedArray) else cells.dictionary_encode()
    )
    texts, codes = encoded.dictionary.to_pylist(), encoded.indices.to_numpy()
    counts = np.bincount(codes, minlength=len(texts))
    problems = []
    for code, text in enumerate(texts[:MAX_PROBLEMS]):
        first = rows[np.flatnonzero(codes == code)[:MAX_FIRST_ROWS]]
        count = int(counts[code])
        if code == MAX_PROBLEMS - 1:
            count += int(counts[MAX_PROBLEMS:].sum())
        problems.append(
            replace(
                problem,
                message=message(text),
                row=int(first[0]),
                value=text[:MAX_VALUE_LENGTH],
                count=count,
                rows=tuple(int(row) for row in first),
            )
        )
    return problems


def bound_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return at most `MAX_PROBLEMS` problems of each kind in a column. The last one of them also counts the rest."""
    listed: list[Problem] = []
    last: dict[tuple[str, str, str], int] = {}
    numbers: dict[tuple[str, str, str], int] = {}
    more: dict[int, int] = {}
    for problem in problems:
        key = (problem.file, problem.kind, problem.column)
        numbers[key] = numbers.get(key, 0) + 1
        if numbers[key] <= MAX_PROBLEMS:
            last[key] = len(listed)
            listed.append(problem)
        else:
            more[last[key]] = more.get(last[key], 0) + problem.count
    for place, count in more.items():
        listed[place] = replace(listed[place], count=listed[place].count + count)
    return listed
