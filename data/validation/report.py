"""The report of a check: every problem of a dataset at once, not only the first."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.model.errors import CounterpointError

from .problem_kinds import ProblemKind


@dataclass(frozen=True)
class Problem:
    """One problem, and its place.

    `row` counts as a spreadsheet does: the header is row 1. `key` names the row where a number does not, as in a
    database. `message` says what was found and what would be right.
    """

    file: str
    message: str
    kind: ProblemKind
    row: int | None = None
    column: str = ""
    key: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f" row {self.row}"
        if self.key:
            where += f" ({self.key})"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.message}"


@dataclass
class Report:
    """The problems of one dataset. Empty means that it may be served.

    `warnings` are oddities that stop nothing, such as a column that the format does not know.
    """

    directory: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{self.directory}: {count} problem{'' if count == 1 else 's'}"
        return "\n".join([head, *(str(problem) for problem in self.problems)])


class DatasetError(CounterpointError):
    """A dataset has problems, so nothing of it is served."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(str(report))
