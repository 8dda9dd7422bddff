"""Groups of equal problems for curators: the number, the first rows, and the likely cause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .problem_kinds import ProblemKind
from .report import Problem

MAX_FIRST_ROWS = 5
MAX_EXAMPLES = 5
# A column with more different mistakes has one group for those that are left.
MAX_GROUPS_OF_COLUMN = 10
# Kinds whose problems are equal only if the cell is the same; in others, cells of the same form are.
KINDS_GROUPED_BY_VALUE = {ProblemKind.CHOICE, ProblemKind.REFERENCE}


@dataclass(frozen=True)
class ProblemGroup:
    """Equal problems. `first` is one of them, `count` their number, `rows` the first rows and `values` some of their
    cells, each once."""

    first: Problem
    count: int
    rows: tuple[int, ...]
    values: tuple[str, ...]

    def __str__(self) -> str:
        """One line: a single problem as it is, several with their number and first rows."""
        if self.count == 1:
            return str(replace(self.first, count=1))
        if self.first.kind == ProblemKind.COLUMN_MISSING:
            return f"{self.first.file}: columns {', '.join(self.values)} are missing"
        column = f", column {self.first.column}" if self.first.column else ""
        rows = (
            f"; rows {', '.join(map(str, self.rows))}{' …' if self.count > len(self.rows) else ''}" if self.rows else ""
        )
        return f"{self.first.file}{column}: {self.count:,} times: {self.first.message}{rows}"


def group_problems(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """The groups of problems, in the order of the first of each."""
    members: dict[tuple[str, ...], list[Problem]] = {}
    forms: dict[tuple[str, ...], int] = {}
    for problem in problems:
        place = (problem.file, problem.kind, problem.column)
        key = (*place, _group_key(problem))
        if key not in members:
            forms[place] = forms.get(place, 0) + 1
            if forms[place] > MAX_GROUPS_OF_COLUMN:
                key = (*place, "\x00others")
        members.setdefault(key, []).append(problem)
    return [_group(each) for each in members.values()]


def _group(problems: Sequence[Problem]) -> ProblemGroup:
    rows = sorted({row for problem in problems for row in problem.rows or (problem.row,) if row is not None})
    most = None if problems[0].kind == ProblemKind.COLUMN_MISSING else MAX_EXAMPLES
    values = tuple(dict.fromkeys(problem.value for problem in problems if problem.value))[:most]
    return ProblemGroup(problems[0], sum(problem.count for problem in problems), tuple(rows[:MAX_FIRST_ROWS]), values)


def _group_key(problem: Problem) -> str:
    """The key that equal problems of one column share: the cell, or its form."""
    if problem.kind in KINDS_GROUPED_BY_VALUE:
        return problem.value
    form = re.sub(r"[^\W\d_]+", "a", problem.value)
    return re.sub(r"\d+", "9", form)[:60] if problem.kind in KINDS_GROUPED_BY_FORM else ""


KINDS_GROUPED_BY_FORM = {
    ProblemKind.DATE_FORM,
    ProblemKind.NUMBER_FORM,
    ProblemKind.YEAR_FORM,
    ProblemKind.COLOUR_FORM,
    ProblemKind.URL_FORM,
}
