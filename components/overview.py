"""What stands in each cell of the comparison, issue by party: how many statements, the latest stance, its last change.

As long as no filter leaves out statements of a party on an issue, a cell holds the same whichever others are
chosen: then all cells are asked for once and kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pandas as pd

from data import Dataset, Distance, Filters, Issue, Party, Stance, date_label, distance, stance
from data import query as queries

from .kept import kept

__all__ = ["Change", "Key", "Overview", "by_cell", "changes", "counts", "latest", "overview_of"]

Key = tuple[str, str]

# Of more cells a view asks for its own. So many take 15 MB with short ids, 30 with long ones.
CELLS_MOST = 60_000
# More than they take, as what is larger than this would be asked for again and again.
CELLS_MEGABYTES = 64


@dataclass(frozen=True)
class Change:
    """A party's stance on an issue that is no longer what it was. `size` is how
    far it moved, 1 to 4."""

    party: Party
    issue: Issue
    before: Stance
    before_date: str
    before_id: str
    after: Stance
    after_date: str
    after_id: str
    size: int


@dataclass(frozen=True)
class Overview:
    """One line per issue and party for all issues: what order and summary need.
    `values` lacks what takes no stand."""

    counts: Mapping[Key, int]
    newest: Mapping[str, int]
    stances: Mapping[Key, str]
    values: Mapping[Key, int]
    positions: Mapping[Key, int]
    changes: Mapping[Key, Change]

    def distance(self, issue: str, parties: Sequence[Party]) -> Distance | None:
        """The largest between two of the parties' latest stances on an issue; None if fewer than two take a stand."""
        values = [self.values[issue, party.id] for party in parties if (issue, party.id) in self.values]
        return distance(max(values), min(values)) if len(values) > 1 else None

    def count(self, issue: str, parties: Sequence[Party]) -> int:
        """How many statements of the parties stand on an issue."""
        return sum(self.counts.get((issue, party.id), 0) for party in parties)


def overview_of(dataset: Dataset, filters: Filters) -> Overview:
    """The cells of all issues, of the statements that pass the filters."""
    found = latest(dataset, filters)
    newest: dict[str, int] = {}
    for issue, position in zip(found["issue"].tolist(), found["newest"].tolist(), strict=True):
        newest[issue] = max(newest.get(issue, -1), position)
    return Overview(
        counts=by_cell(found, "n"),
        newest=newest,
        stances=by_cell(found, "stance"),
        values=by_cell(found[found["value"].notna()], "value"),
        positions=by_cell(found, "position"),
        changes={
            (change.issue.id, change.party.id): change for change in _changes(dataset, _last_changes(dataset, filters))
        },
    )


def by_cell(frame: pd.DataFrame, column: str) -> dict[Key, Any]:
    """A column of a frame by its `issue` and `party`."""
    # Lists: going through a column of text itself takes pandas sixteen times as long.
    keys = zip(frame["issue"].tolist(), frame["party"].tolist(), strict=True)
    return dict(zip(keys, frame[column].tolist(), strict=True))


def latest(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """As `data.query.latest`."""
    if _same_for_all(dataset, filters):
        return _within(dataset, _latest_of_all(dataset), filters)
    return queries.latest(dataset, filters)


def counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """As `data.query.counts`."""
    if _same_for_all(dataset, filters):
        return _within(dataset, _latest_of_all(dataset), filters)[["issue", "party", "n", "newest"]]
    return queries.counts(dataset, filters)


def _last_changes(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    if _same_for_all(dataset, filters):
        return _within(dataset, _last_changes_of_all(dataset), filters)
    return queries.last_changes(dataset, filters)


def _same_for_all(dataset: Dataset, filters: Filters) -> bool:
    # A cluster takes a list of places as so many conditions: it is asked for few.
    few = len(dataset.parties) * len(dataset.issues) <= CELLS_MOST and not dataset.engine.remote
    return few and not filters.narrows_statements


def _size(frame: pd.DataFrame) -> int:
    return int(frame.memory_usage(deep=True).sum())


@kept(CELLS_MEGABYTES, _size, attrgetter("state"))
def _latest_of_all(dataset: Dataset) -> pd.DataFrame:
    return queries.latest(dataset, Filters())


@kept(CELLS_MEGABYTES, _size, attrgetter("state"))
def _last_changes_of_all(dataset: Dataset) -> pd.DataFrame:
    return queries.last_changes(dataset, Filters())


def _within(dataset: Dataset, cells: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The cells of the chosen parties, issues and themes."""
    chosen = pd.Series(True, cells.index)
    if filters.party:
        chosen &= cells["party"].isin(filters.party)
    if filters.issue:
        chosen &= cells["issue"].isin(filters.issue)
    if filters.theme:
        chosen &= cells["issue"].isin([issue.id for issue in dataset.issues.values() if issue.theme in filters.theme])
    return cells[chosen].reset_index(drop=True)


def changes(dataset: Dataset, filters: Filters, limit: int) -> tuple[int, list[Change]]:
    """How many changes of a party's stance on an issue there are, and the newest of
    them, oldest first."""
    count, found = queries.changes(dataset, filters, limit)
    return count, _changes(dataset, found)


def _changes(dataset: Dataset, frame: pd.DataFrame) -> list[Change]:
    return [
        Change(
            party=dataset.parties[row["party"]],
            issue=dataset.issues[row["issue"]],
            before=stance(row["from_stance"]),
            before_date=date_label(row["from_date"]),
            before_id=row["from_id"],
            after=stance(row["stance"]),
            after_date=date_label(row["date"]),
            after_id=row["id"],
            size=abs(int(row["value"]) - int(row["from_value"])),
        )
        for row in queries.rows(frame)
    ]
