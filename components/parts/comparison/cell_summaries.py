"""The cells of the comparison, issue by party: how many statements, the latest stance, and its last change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data import Dataset, Distance, Filters, Party, distance_of_values, is_reversal
from data import statements as queries

# The ids of an issue and a party.
CellKey = tuple[str, str]


class LatestStance(NamedTuple):
    """The number of statements of a party on an issue, the position in time of the newest, and the `stance` of the
    latest that takes one, or else of the latest, with its `value`, None if it takes none, its `position`, its `year`,
    its `age` in years before the dataset's newest statement, whether further `coders` `agree` or `differ` ('' without
    any), and how much of the document was read, `checked`."""

    n: int
    newest: int
    stance: str
    value: int | None
    position: int
    year: int
    age: int
    coders: str
    checked: str


class CellSummary(NamedTuple):
    """A cell of the comparison: `latest` of the statements that pass the filters, None if none does; `total` and
    `newest_of_all` of all statements; and the positions of the last change of stance and of the statement before it, -1
    if there is none, with `step`, by how much the value changed."""

    latest: LatestStance | None
    total: int
    newest_of_all: int
    changed: int
    changed_from: int
    step: int

    @property
    def is_reversal(self) -> bool:
        """True if the last change of stance crosses neutral."""
        if self.changed < 0 or self.latest is None or self.latest.value is None:
            return False
        return is_reversal(self.latest.value - self.step, self.latest.value)


@dataclass(frozen=True)
class CellSummaries:
    """The cells of all chosen issues and parties with any statement."""

    cells: Mapping[CellKey, CellSummary]

    def latest(self, issue: str, party: str) -> LatestStance | None:
        """The latest stance of a party on an issue; None if no statement passes the filters."""
        cell = self.cells.get((issue, party))
        return cell.latest if cell else None

    def distance(self, issue: str, parties: Sequence[Party]) -> Distance | None:
        """Return the largest distance between two of the parties' latest stances on an issue; None if fewer than two
        take a stand."""
        stances = (self.latest(issue, party.id) for party in parties)
        values = [latest.value for latest in stances if latest and latest.value is not None]
        return distance_of_values(max(values), min(values)) if len(values) > 1 else None

    def statement_count(self, issue: str, parties: Sequence[Party]) -> int:
        """The number of statements of the parties on an issue."""
        return sum(latest.n for party in parties if (latest := self.latest(issue, party.id)))

    def newest(self, issue: str, parties: Sequence[Party]) -> int:
        """The position of the parties' newest statement on an issue; -1 if there is none."""
        return max((latest.newest for party in parties if (latest := self.latest(issue, party.id))), default=-1)

    @property
    def statements(self) -> int:
        """The number of all statements that pass the filters."""
        return sum(cell.latest.n for cell in self.cells.values() if cell.latest)


def cell_summaries(dataset: Dataset, filters: Filters) -> CellSummaries:
    """The cells of all chosen issues and parties."""
    frame = queries.comparison_cells(dataset, filters)
    latest = _latest_of(frame)
    names = ("total", "newest_of_all", "changed", "changed_from", "step")
    rest = zip(*(queries.column_values(frame[name]) for name in names), strict=True)
    return CellSummaries(
        {
            key: CellSummary(found if found.n else None, *numbers)
            for (key, found), numbers in zip(latest.items(), rest, strict=True)
        }
    )


def latest_stance_by_cell(dataset: Dataset, filters: Filters) -> Mapping[CellKey, LatestStance]:
    """The latest stance of each party on each issue."""
    return _latest_of(queries.latest_stances(dataset, filters))


def _latest_of(frame: pd.DataFrame) -> dict[CellKey, LatestStance]:
    columns = [queries.column_values(frame[name]) for name in ("issue", "party", *LatestStance._fields)]
    return {(issue, party): LatestStance(*cell) for issue, party, *cell in zip(*columns, strict=True)}
