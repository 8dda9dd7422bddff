"""The report of a check: every problem of a dataset at once, not only the first."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.model.errors import CounterpointError
from data.translation import gettext

from .problem_kinds import ProblemKind

# Problems of the place of a dataset. They name folders, hosts and databases, which are for operators alone.
LOCATION_PROBLEM_KINDS = {kind for kind in ProblemKind if kind.startswith("database-")}
LOCATION_PROBLEM_KINDS |= {ProblemKind.LOCATION, ProblemKind.UNREADABLE}


@dataclass(frozen=True)
class Problem:
    """One problem, and its place.

    `row` counts as a spreadsheet does: the header is row 1. `key` names the row where a number does not, as in a
    database. `message` says what was found and what would be right. `value` is the cell, where there is one. Of many
    equal problems only some are listed: `count` says for how many rows one stands, `rows` are the first of them.
    """

    file: str
    message: str
    kind: ProblemKind
    row: int | None = None
    column: str = ""
    key: str = ""
    value: str = ""
    count: int = 1
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f" row {self.row}"
        if self.key:
            where += f" ({self.key})"
        if self.column:
            where += f", column {self.column}"
        more = f" (and {self.count - 1:,} more rows)" if self.count > 1 else ""
        return f"{where}: {self.message}{more}"

    @property
    def reader_text(self) -> str:
        """The problem as pages and the API show it: a file is named within the dataset. The log has more."""
        if self.kind not in LOCATION_PROBLEM_KINDS:
            return str(self)
        if self.kind.startswith("database-"):
            return gettext("At the moment the database cannot be read. The server's log says why.")
        return gettext("At the moment the dataset cannot be read. The server's log says why.")


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
        count = sum(problem.count for problem in self.problems)
        head = f"{self.directory}: {count:,} problem{'' if count == 1 else 's'}"
        return "\n".join([head, *(str(problem) for problem in self.problems)])


class DatasetError(CounterpointError):
    """A dataset has problems, so nothing of it is served."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(str(report))
