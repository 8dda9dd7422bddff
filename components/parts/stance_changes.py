"""Changes of a party's stance on an issue, from one statement to a later one."""

from __future__ import annotations

from dataclasses import dataclass

from data import Dataset, Filters, Issue, Party, Stance, date_label, stance_by_id
from data import statements as queries

from .cards import Card


@dataclass(frozen=True)
class ChangeEnd:
    """One end of a change: the stance of the statement `id`."""

    stance: Stance
    date_label: str
    id: str


@dataclass(frozen=True)
class StanceChange:
    """A party's stance on an issue that changed from one statement to a later one."""

    party: Party
    issue: Issue
    before: ChangeEnd
    after: ChangeEnd


def stance_change_between(dataset: Dataset, before: Card, after: Card) -> StanceChange:
    """The change of stance from one statement of a cell to a later one."""
    ends = [ChangeEnd(card.stance, card.date_label, card.id) for card in (before, after)]
    return StanceChange(after.party, dataset.issues[after.issue], *ends)


def newest_stance_changes(dataset: Dataset, filters: Filters, limit: int) -> tuple[int, list[StanceChange]]:
    """How many changes of a party's stance on an issue there are, and the newest of them, oldest first."""
    count, frame = queries.stance_changes(dataset, filters, limit)
    changes = [
        StanceChange(
            dataset.parties[row["party"]],
            dataset.issues[row["issue"]],
            ChangeEnd(stance_by_id(row["from_stance"]), date_label(row["from_date"]), row["from_id"]),
            ChangeEnd(stance_by_id(row["stance"]), date_label(row["date"]), row["id"]),
        )
        for row in queries.row_mappings(frame)
    ]
    return count, changes
