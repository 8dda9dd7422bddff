"""The summary of a comparison: same stances, large distances, parties alone on record, changes of stance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data import Distance, Issue, Party

from .cell_summaries import CellSummaries
from .stance_changes import StanceChange

SUMMARY_MOST = 6

# Issues, each with the page of the comparison that has its row.
IssuePages = tuple[tuple[Issue, int], ...]


@dataclass(frozen=True)
class ComparisonSummary:
    """The whole comparison in a few lines, over all pages. Each list is cut to
    a few entries; the number in front of it is the whole count."""

    agree: tuple[int, IssuePages]
    apart: tuple[int, IssuePages]
    alone: tuple[tuple[Party, int, IssuePages], ...]
    changed: tuple[int, tuple[tuple[StanceChange, int], ...]]


def summarize_comparison(
    issues: Sequence[Issue],
    parties: Sequence[Party],
    cells: CellSummaries,
    distances: Mapping[str, Distance | None],
    changes: tuple[int, Sequence[StanceChange]],
    per_page: int,
) -> ComparisonSummary:
    """The summary of the issues of a comparison, in its order. `changes` is how many cells changed stance, and the
    largest of these changes; `per_page` is how many rows a page has."""
    page_of = {issue.id: number // per_page + 1 for number, issue in enumerate(issues)}

    def with_pages(own: Sequence[Issue]) -> tuple[int, IssuePages]:
        return len(own), tuple((issue, page_of[issue.id]) for issue in own[:SUMMARY_MOST])

    apart = [(largest.value, issue) for issue in issues if (largest := distances[issue.id])]
    apart.sort(key=lambda pair: -pair[0])
    alone = [(party, *with_pages(_only_by(party, issues, parties, cells))) for party in parties]
    count, largest_changes = changes
    return ComparisonSummary(
        agree=with_pages([issue for value, issue in apart if value == 0]),
        apart=with_pages([issue for value, issue in apart if value >= 3]),
        alone=tuple(alone) if len(parties) > 1 else (),
        changed=(count, tuple((change, page_of[change.issue.id]) for change in largest_changes)),
    )


def _only_by(party: Party, issues: Sequence[Issue], parties: Sequence[Party], cells: CellSummaries) -> list[Issue]:
    """The issues on which this party alone is on record."""
    return [
        issue for issue in issues if {other.id for other in parties if cells.latest(issue.id, other.id)} == {party.id}
    ]
