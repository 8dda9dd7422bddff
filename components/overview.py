"""What stands in each cell of the comparison, issue by party: how many statements, the latest stance, its last change.

As long as no filter leaves out statements of a party on an issue, a cell holds the same whichever others are
chosen: then all cells are asked for once and kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, TypeVar

import pandas as pd

from data import Dataset, Distance, Filters, Issue, Party, Stance, date_label, distance, stance
from data import query as queries

from .kept import kept

__all__ = [
    "NEWEST_MOST",
    "Change",
    "Count",
    "Key",
    "Overview",
    "Standing",
    "changes",
    "counts",
    "issues_of",
    "newest_places",
    "overview_of",
    "standings",
    "standings_at_least",
]

Key = tuple[str, str]
Held = TypeVar("Held")

# Of more cells a view asks for its own. So many take 70 MB by what was measured of 14,388 with short ids.
CELLS_MOST = 60_000
STANDING_BYTES, CHANGE_BYTES = 425, 370
# Of how many statements of a cell the places are kept, the newest: eight bytes each beside those of a list.
NEWEST_MOST = 13
NEWEST_BYTES = 300 + 8 * NEWEST_MOST
# More than they take, as what is larger than this would be asked for again and again.
CELLS_MEGABYTES = 64


class Count(NamedTuple):
    """How many statements a party has on an issue, and the place in time of the newest."""

    n: int
    newest: int


class Standing(NamedTuple):
    """The same, and where the party stands: the `stance` of its latest statement that takes one, or else of its latest,
    with its `value`, None if it takes none, and its `position` in time."""

    n: int
    newest: int
    stance: str
    value: int | None
    position: int


class Change(NamedTuple):
    """A party's stance on an issue that is no longer what it was, since the place `position` in time.
    `size` is how far it moved, 1 to 4."""

    party: Party
    issue: Issue
    before: Stance
    before_date: str
    before_id: str
    after: Stance
    after_date: str
    after_id: str
    size: int
    position: int


@dataclass(frozen=True)
class Overview:
    """The cells of all issues with any statement: what order and summary need. `newest` is by
    issue, the changes are in order of time."""

    cells: Mapping[Key, Standing]
    newest: Mapping[str, int]
    changes: Mapping[Key, Change]

    def distance(self, issue: str, parties: Sequence[Party]) -> Distance | None:
        """The largest between two of the parties' latest stances on an issue; None if fewer than two take a stand."""
        cells = (self.cells.get((issue, party.id)) for party in parties)
        values = [cell.value for cell in cells if cell and cell.value is not None]
        return distance(max(values), min(values)) if len(values) > 1 else None

    def count(self, issue: str, parties: Sequence[Party]) -> int:
        """How many statements of the parties stand on an issue."""
        return sum(self.cells[issue, party.id].n for party in parties if (issue, party.id) in self.cells)

    @property
    def statements(self) -> int:
        """How many statements there are in all."""
        return sum(cell.n for cell in self.cells.values())


def overview_of(dataset: Dataset, filters: Filters) -> Overview:
    """The cells of all issues, of the statements that pass the filters."""
    cells = standings(dataset, filters)
    newest: dict[str, int] = {}
    for (issue, _), cell in cells.items():
        newest[issue] = max(newest.get(issue, -1), cell.newest)
    return Overview(cells, newest, _last_changes(dataset, filters))


def standings(dataset: Dataset, filters: Filters) -> Mapping[Key, Standing]:
    """Where each party stands on each issue, as in `data.query.latest`."""
    if _same_for_all(dataset, filters):
        return _within(dataset, _standings_of_all(dataset), filters)
    return _standings(queries.latest(dataset, filters))


def standings_at_least(dataset: Dataset, filters: Filters) -> Mapping[Key, Standing]:
    """The same with, perhaps, cells of other parties and issues, where these are kept anyhow."""
    return _standings_of_all(dataset) if _same_for_all(dataset, filters) else standings(dataset, filters)


def counts(dataset: Dataset, filters: Filters) -> Mapping[Key, Count | Standing]:
    """How many statements each party has on each issue, as in `data.query.counts`."""
    if _same_for_all(dataset, filters):
        return _within(dataset, _standings_of_all(dataset), filters)
    return _cells(queries.counts(dataset, filters), Count, ("n", "newest"))


def newest_places(dataset: Dataset, filters: Filters, per_cell: int) -> list[int]:
    """Where in time the newest statements of each cell stand, at most `NEWEST_MOST` of one, as in
    `data.query.newest_places`."""
    if _same_for_all(dataset, filters):
        found = _within(dataset, _newest_of_all(dataset), filters)
        return [place for places in found.values() for place in places[-per_cell:]]
    places: list[int] = queries.newest_places(dataset, filters, per_cell)["position"].tolist()
    return places


def _last_changes(dataset: Dataset, filters: Filters) -> Mapping[Key, Change]:
    if _same_for_all(dataset, filters):
        found = _within(dataset, _last_changes_of_all(dataset), filters)
        return dict(sorted(found.items(), key=lambda cell: cell[1].position))
    return _by_cell(_changes(dataset, queries.last_changes(dataset, filters)))


def _same_for_all(dataset: Dataset, filters: Filters) -> bool:
    # A cluster takes a list of places as so many conditions: it is asked for few.
    few = len(dataset.parties) * len(dataset.issues) <= CELLS_MOST and not dataset.engine.remote
    return few and not filters.narrows_statements


@kept(CELLS_MEGABYTES, lambda cells: STANDING_BYTES * len(cells) + 1, attrgetter("state"))
def _standings_of_all(dataset: Dataset) -> Mapping[Key, Standing]:
    return _standings(queries.latest(dataset, Filters()))


@kept(CELLS_MEGABYTES, lambda cells: CHANGE_BYTES * len(cells) + 1, attrgetter("state"))
def _last_changes_of_all(dataset: Dataset) -> Mapping[Key, Change]:
    return _by_cell(_changes(dataset, queries.last_changes(dataset, Filters())))


@kept(CELLS_MEGABYTES, lambda cells: NEWEST_BYTES * len(cells) + 1, attrgetter("state"))
def _newest_of_all(dataset: Dataset) -> Mapping[Key, Sequence[int]]:
    found = queries.newest_places(dataset, Filters(), NEWEST_MOST)
    cells: dict[Key, array[int]] = {}
    for issue, party, place in zip(*(found[name].tolist() for name in ("issue", "party", "position")), strict=True):
        cells.setdefault((issue, party), array("q")).append(place)
    return cells


def _standings(found: pd.DataFrame) -> dict[Key, Standing]:
    values = found["value"].astype(object).where(found["value"].notna(), None)
    return _cells(found.assign(value=values), Standing, ("n", "newest", "stance", "value", "position"))


def _cells(found: pd.DataFrame, made: Callable[..., Held], columns: Sequence[str]) -> dict[Key, Held]:
    # Lists: going through a column of text itself takes pandas sixteen times as long.
    keys = zip(found["issue"].tolist(), found["party"].tolist(), strict=True)
    return dict(zip(keys, map(made, *(found[column].tolist() for column in columns)), strict=True))


def _within(dataset: Dataset, cells: Mapping[Key, Held], filters: Filters) -> dict[Key, Held]:
    """The cells of the chosen parties, issues and themes."""
    parties, issues = filters.party or tuple(dataset.parties), issues_of(dataset, filters)
    return {key: cells[key] for issue in issues for party in parties if (key := (issue.id, party)) in cells}


def issues_of(dataset: Dataset, filters: Filters) -> list[Issue]:
    """The chosen issues, of the chosen themes, in the dataset's order."""
    return [
        issue
        for issue in dataset.issues.values()
        if (not filters.theme or issue.theme in filters.theme) and (not filters.issue or issue.id in filters.issue)
    ]


def changes(dataset: Dataset, filters: Filters, limit: int) -> tuple[int, list[Change]]:
    """How many changes of a party's stance on an issue there are, and the newest of
    them, oldest first."""
    count, found = queries.changes(dataset, filters, limit)
    return count, _changes(dataset, found)


def _by_cell(changes: Sequence[Change]) -> dict[Key, Change]:
    return {(change.issue.id, change.party.id): change for change in changes}


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
            position=row["position"],
        )
        for row in queries.rows(frame)
    ]
