"""The cells of the comparison, issue by party: how many statements, the latest stance, and its last change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data import Dataset, Distance, Filters, Issue, Party, Stance, date_label, distance, stance
from data import statements as queries
from data.statements import FACETS

from .cards import Card

__all__ = [
    "CellSummary",
    "Change",
    "Key",
    "LatestStance",
    "Overview",
    "change_between",
    "issues_of",
    "latest_stances",
    "overview_of",
    "stance_changes",
]

Key = tuple[str, str]


class LatestStance(NamedTuple):
    """How many statements a party has on an issue, the position in time of the newest, and the `stance` of the latest
    that takes one, or else of the latest, with its `value`, None if it takes none, and its `position`."""

    n: int
    newest: int
    stance: str
    value: int | None
    position: int


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


@dataclass(frozen=True)
class ChangeEnd:
    """One end of a change: the stance of the statement `id`."""

    stance: Stance
    date_label: str
    id: str


@dataclass(frozen=True)
class Change:
    """A party's stance on an issue that changed from one statement to a later one."""

    party: Party
    issue: Issue
    before: ChangeEnd
    after: ChangeEnd


@dataclass(frozen=True)
class Overview:
    """The cells of all chosen issues and parties with any statement."""

    cells: Mapping[Key, CellSummary]

    def latest(self, issue: str, party: str) -> LatestStance | None:
        """Where a party stands on an issue; None if no statement passes the filters."""
        cell = self.cells.get((issue, party))
        return cell.latest if cell else None

    def distance(self, issue: str, parties: Sequence[Party]) -> Distance | None:
        """The largest between two of the parties' latest stances on an issue; None if fewer than two take a stand."""
        found = (self.latest(issue, party.id) for party in parties)
        values = [latest.value for latest in found if latest and latest.value is not None]
        return distance(max(values), min(values)) if len(values) > 1 else None

    def count(self, issue: str, parties: Sequence[Party]) -> int:
        """How many statements of the parties stand on an issue."""
        return sum(latest.n for party in parties if (latest := self.latest(issue, party.id)))

    def newest(self, issue: str, parties: Sequence[Party]) -> int:
        """The position of the parties' newest statement on an issue; -1 if there is none."""
        return max((latest.newest for party in parties if (latest := self.latest(issue, party.id))), default=-1)

    @property
    def statements(self) -> int:
        """How many statements pass the filters in all."""
        return sum(cell.latest.n for cell in self.cells.values() if cell.latest)


def overview_of(dataset: Dataset, filters: Filters) -> Overview:
    """The cells of all chosen issues and parties."""
    frame = queries.comparison(dataset, filters)
    latest = _latest_of(frame)
    names = ("total", "newest_of_all", "changed", "changed_from", "step")
    rest = zip(*(queries.values_of(frame[name]) for name in names), strict=True)
    return Overview(
        {
            key: CellSummary(found if found.n else None, *numbers)
            for (key, found), numbers in zip(latest.items(), rest, strict=True)
        }
    )


def latest_stances(dataset: Dataset, filters: Filters) -> Mapping[Key, LatestStance]:
    """Where each party stands on each issue."""
    return _latest_of(queries.latest_stances(dataset, filters))


def _latest_of(frame: pd.DataFrame) -> dict[Key, LatestStance]:
    columns = [queries.values_of(frame[name]) for name in ("issue", "party", *LatestStance._fields)]
    return {(issue, party): LatestStance(*cell) for issue, party, *cell in zip(*columns, strict=True)}


def issues_of(dataset: Dataset, filters: Filters) -> list[Issue]:
    """The issues that the filters choose, by themselves, their themes or other columns, in the dataset's order."""
    choices = {
        facet.column.partition(".")[2] or "id": filters[facet.name]
        for facet in FACETS
        if facet.column.partition(".")[0] == "issue" and filters[facet.name]
    }
    return [
        issue
        for issue in dataset.issues.values()
        if all(getattr(issue, column) in values for column, values in choices.items())
    ]


def change_between(dataset: Dataset, before: Card, after: Card) -> Change:
    """The change of stance from one statement of a cell to a later one."""
    ends = [ChangeEnd(card.stance, card.date_label, card.id) for card in (before, after)]
    return Change(after.party, dataset.issues[after.issue], *ends)


def stance_changes(dataset: Dataset, filters: Filters, limit: int) -> tuple[int, list[Change]]:
    """How many changes of a party's stance on an issue there are, and the newest of them, oldest first."""
    count, frame = queries.stance_changes(dataset, filters, limit)
    changes = [
        Change(
            dataset.parties[row["party"]],
            dataset.issues[row["issue"]],
            ChangeEnd(stance(row["from_stance"]), date_label(row["from_date"]), row["from_id"]),
            ChangeEnd(stance(row["stance"]), date_label(row["date"]), row["id"]),
        )
        for row in queries.rows_of(frame)
    ]
    return count, changes
