"""The summary of a comparison: same stances, large distances, issues with one party on record, changes of stance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.parts.comparison.cell_summaries import CellSummaries
from components.parts.comparison.stands import Stand, stand_of
from components.parts.stance_changes import StanceChange
from data import Dataset, Distance, Issue, Party

MAX_SUMMARY_ISSUES = 4


@dataclass(frozen=True)
class SummaryEntry:
    """An issue, the page of the comparison that has its row, and the parties' stands on it."""

    issue: Issue
    page: int
    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class IssueGroup:
    """Issues of one kind: how many, the first few of them, and the ids of all."""

    total: int
    entries: tuple[SummaryEntry, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True)
class ChangedStances:
    """The numbers of stances that changed and that reversed, and the largest of these changes, each with the page of
    the comparison that has its row. Of each stance the last change counts."""

    total: int
    reversals: int
    largest: tuple[tuple[StanceChange, int], ...]

    @property
    def shifts(self) -> int:
        """The number of changes that do not cross neutral."""
        return self.total - self.reversals


@dataclass(frozen=True)
class ComparisonSummary:
    """The whole comparison in a few lines, over all pages."""

    agree: IssueGroup
    apart: IssueGroup
    alone: tuple[tuple[Party, IssueGroup], ...]
    changed: ChangedStances


def summarize_comparison(
    dataset: Dataset,
    issues: Sequence[Issue],
    parties: Sequence[Party],
    cells: CellSummaries,
    distances: Mapping[str, Distance | None],
    changed: ChangedStances,
    per_page: int,
) -> ComparisonSummary:
    """The summary of the issues of a comparison, in its order; `per_page` is how many rows a page has."""
    page_of = pages_of_issues(issues, per_page)

    def group(own: Sequence[Issue]) -> IssueGroup:
        entries = (
            SummaryEntry(issue, page_of[issue.id], stands_on(dataset, issue, parties, cells))
            for issue in own[:MAX_SUMMARY_ISSUES]
        )
        return IssueGroup(len(own), tuple(entries), tuple(issue.id for issue in own))

    apart = [(largest.value, issue) for issue in issues if (largest := distances[issue.id])]
    apart.sort(key=lambda pair: -pair[0])
    alone = [(party, group(_issues_only_with(party, issues, parties, cells))) for party in parties]
    return ComparisonSummary(
        agree=group([issue for value, issue in apart if value == 0]),
        apart=group([issue for value, issue in apart if value >= 3]),
        alone=tuple(alone) if len(parties) > 1 else (),
        changed=changed,
    )


def pages_of_issues(issues: Sequence[Issue], per_page: int) -> dict[str, int]:
    """The page of the comparison that has the row of each issue, by the issue's id."""
    return {issue.id: number // per_page + 1 for number, issue in enumerate(issues)}


def stands_on(dataset: Dataset, issue: Issue, parties: Sequence[Party], cells: CellSummaries) -> tuple[Stand, ...]:
    """The stands of the parties on an issue."""
    return tuple(stand_of(dataset, party, cells.latest(issue.id, party.id)) for party in parties)


def _issues_only_with(
    party: Party, issues: Sequence[Issue], parties: Sequence[Party], cells: CellSummaries
) -> list[Issue]:
    """The issues on which this party alone is on record."""
    return [
        issue for issue in issues if {other.id for other in parties if cells.latest(issue.id, other.id)} == {party.id}
    ]
