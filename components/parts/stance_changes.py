"""Changes of a party's stance on an issue, from one statement to a later one."""

from __future__ import annotations

from dataclasses import dataclass

from data import Dataset, Filters, Issue, Party, Stance, date_label, is_reversal
from data import statements as queries

from .cards import Card


@dataclass(frozen=True)
class ChangeEnd:
    """One end of a change: the stance of the statement `id`, its date, and whether coders differ on it."""

    stance: Stance
    date: str
    id: str
    is_disputed: bool = False

    @property
    def date_label(self) -> str:
        """The date as it is read."""
        return date_label(self.date)

    @property
    def year(self) -> str:
        """The year, the first one of a period."""
        return self.date[:4]


@dataclass(frozen=True)
class StanceChange:
    """A party's stance on an issue that changed from one statement to a later one."""

    party: Party
    issue: Issue
    before: ChangeEnd
    after: ChangeEnd

    @property
    def is_reversal(self) -> bool:
        """True if the change crosses neutral; False if it is a shift."""
        before, after = self.before.stance.value, self.after.stance.value
        return before is not None and after is not None and is_reversal(before, after)


@dataclass(frozen=True)
class ChangeCounts:
    """The numbers of stances that changed, of all changes, and of reversals among them."""

    stances: int
    changes: int
    reversals: int

    @property
    def shifts(self) -> int:
        """The number of changes that do not cross neutral."""
        return self.changes - self.reversals


def stance_change_between(dataset: Dataset, before: Card, after: Card) -> StanceChange:
    """The change of stance from one statement of a cell to a later one."""
    ends = [ChangeEnd(card.stance, card.date, card.id, bool(card.other_codings)) for card in (before, after)]
    return StanceChange(after.party, dataset.issues[after.issue], *ends)


def count_stance_changes(dataset: Dataset, filters: Filters) -> ChangeCounts:
    """Count the changes of a party's stance on an issue."""
    frame = queries.stance_change_counts(dataset, filters)
    return ChangeCounts(len(frame), int(frame["changes"].sum()), int(frame["reversals"].sum()))


def newest_stance_changes(dataset: Dataset, filters: Filters, limit: int) -> list[StanceChange]:
    """The newest changes of a party's stance on an issue, oldest first."""
    _, frame = queries.stance_changes(dataset, filters, limit)
    return [
        StanceChange(
            dataset.parties[row["party"]],
            dataset.issues[row["issue"]],
            _change_end(dataset, row["from_stance"], row["from_date"], row["from_id"]),
            _change_end(dataset, row["stance"], row["date"], row["id"]),
        )
        for row in queries.row_mappings(frame)
    ]


def _change_end(dataset: Dataset, stance: str, date: str, statement: str) -> ChangeEnd:
    differs = any(other != stance for _, other in dataset.codings.get(statement, ()))
    return ChangeEnd(dataset.stances[stance], date, statement, differs)
