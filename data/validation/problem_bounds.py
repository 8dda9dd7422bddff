"""Limits the number of problems: a mistake in a million rows becomes a few problems that count the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .report import Problem

# The most problems of one kind in a column that are listed one by one.
LISTED_MOST = 200
FIRST_ROWS = 5
VALUE_LENGTH = 200


def cell_problems(
    cells: pa.Array, rows: npt.NDArray[np.int64], message: Callable[[str], str], problem: Problem
) -> list[Problem]:
    """The problems of cells that break one rule, each with its row: one for each cell, or where there are too many, one
    for each different text. `problem` has what they share."""
    if len(cells) <= LISTED_MOST:
        return [
            replace(problem, message=message(cell), row=int(row), value=cell[:VALUE_LENGTH])
            for cell, row in zip(cells.to_pylist(), rows, strict=True)
        ]
    encoded = (
        cells.combine_chunks().dictionary_encode() if isinstance(cells, pa.ChunkedArray) else cells.dictionary_encode()
    )
    texts, codes = encoded.dictionary.to_pylist(), encoded.indices.to_numpy()
    counts = np.bincount(codes, minlength=len(texts))
    problems = []
    for code, text in enumerate(texts[:LISTED_MOST]):
        first = rows[np.flatnonzero(codes == code)[:FIRST_ROWS]]
        count = int(counts[code])
        if code == LISTED_MOST - 1:
            count += int(counts[LISTED_MOST:].sum())
        problems.append(
            replace(
                problem,
                message=message(text),
                row=int(first[0]),
                value=text[:VALUE_LENGTH],
                count=count,
                rows=tuple(int(row) for row in first),
            )
        )
    return problems


def bound_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return at most `LISTED_MOST` problems of each kind in a column. The last one of them also counts the rest."""
    listed: list[Problem] = []
    last: dict[tuple[str, str, str], int] = {}
    numbers: dict[tuple[str, str, str], int] = {}
    more: dict[int, int] = {}
    for problem in problems:
        key = (problem.file, problem.kind, problem.column)
        numbers[key] = numbers.get(key, 0) + 1
        if numbers[key] <= LISTED_MOST:
            last[key] = len(listed)
            listed.append(problem)
        else:
            more[last[key]] = more.get(last[key], 0) + problem.count
    for place, count in more.items():
        listed[place] = replace(listed[place], count=listed[place].count + count)
    return listed
