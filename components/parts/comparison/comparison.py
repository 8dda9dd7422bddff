"""The comparison of parties, issue by issue, as the Compare page shows it.

Computes records from a view, without side effects. The queries bound the amount of data: over all issues this module
handles only one number or stance for each issue and party.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.parts.cards import Card, OtherReport, cards, other_reports_of_occasion
from components.parts.comparison.cell_summaries import CellKey, CellSummaries, CellSummary, cell_summaries
from components.parts.comparison.matrix import Matrix, build_matrix
from components.parts.comparison.stands import Stand, stand_of
from components.parts.comparison.summary import (
    MAX_SUMMARY_ISSUES,
    ChangedStances,
    ComparisonSummary,
    pages_of_issues,
    summarize_comparison,
)
from components.parts.issues import HasIssue, issues_of, rows_by_theme, sort_issues
from components.parts.pager import Pager, pager
from components.parts.stance_changes import StanceChange, stance_change_between
from components.url.view import View
from data import IN_PASSING, Dataset, Distance, Filters, Issue, Party, Stance, Theme
from data import statements as queries

ROWS_PER_PAGE = 50
# Further statements that open inside a cell, and on a whole page: the more cells there are, the fewer
# each has, but some. The rest stands behind a link.
MAX_OTHER_PARTIES = 12
MIN_OTHER_PARTIES = 3
MAX_OTHER_CELLS_ON_PAGE = 400
# Summary and glance stand above more rows than these.
MIN_OVERVIEW_ISSUES = 3


@dataclass(frozen=True)
class ComparisonCell:
    """The statements of one party on one issue.

    `card` is its latest position among the statements that pass the filters, or, where none takes a stand, its latest
    statement, or None where there is none. It is an aside only where all are. `aside` is the newest statement where
    that is an aside and `card` is older. `others` are further statements, newest first, `count` all that pass;
    `outside` counts the statements that the filters leave out, and `newer_outside` says whether one of them is newer
    than all that is shown. `stand` is the position in words, and `coders` whether further coders `agree` or `differ`.
    """

    party: Party
    card: Card | None
    aside: Card | None = None
    others: tuple[Card, ...] = ()
    reports: tuple[OtherReport, ...] = ()
    change: StanceChange | None = None
    count: int = 0
    outside: int = 0
    newer_outside: bool = False
    stand: Stand | None = None
    coders: str = ""

    @property
    def stance(self) -> Stance | None:
        """The stance of the cell: that of `card`, or `IN_PASSING` where there are only asides."""
        if self.card is None:
            return None
        return IN_PASSING if self.card.weight else self.card.stance


@dataclass(frozen=True)
class ComparisonRow(HasIssue):
    """One issue, one cell for each chosen party. `distance` is the largest
    between two of their latest stances; None if fewer than two take a stand."""

    cells: tuple[ComparisonCell, ...]
    distance: Distance | None

    @property
    def stands(self) -> tuple[Stand, ...]:
        """The stand of each party."""
        return tuple(cell.stand or Stand(cell.party) for cell in self.cells)


@dataclass(frozen=True)
class ThemeRows:
    """The rows of one theme; `theme` is None where the order is not by theme."""

    theme: Theme | None
    rows: tuple[ComparisonRow, ...]


@dataclass(frozen=True)
class Comparison:
    """One page of the comparison. `issues` counts all that the filters leave in, `hidden` those without any statement
    that passes them. `is_whole` is True without filters, except for parties."""

    parties: tuple[Party, ...]
    groups: tuple[ThemeRows, ...]
    summary: ComparisonSummary
    matrix: Matrix
    issues: int
    hidden: int
    statements: int
    pager: Pager
    is_whole: bool

    @property
    def has_overview(self) -> bool:
        """True if there are enough issues for a summary and a matrix to add something to the rows."""
        return self.issues > MIN_OVERVIEW_ISSUES

    @property
    def rows(self) -> list[ComparisonRow]:
        """The rows of the page."""
        return [row for group in self.groups for row in group.rows]


def compare_parties(dataset: Dataset, view: View) -> Comparison:
    """Return the page of the comparison that a view names, or the last page if its number is too high."""
    filters = view.filters
    parties = tuple(dataset.parties[party] for party in filters.party)
    cells = cell_summaries(dataset, filters)
    every = issues_of(dataset, filters)
    narrows = filters.narrows_statements
    with_statements = [issue for issue in every if not narrows or cells.statement_count(issue.id, parties)]
    distances = {issue.id: cells.distance(issue.id, parties) for issue in with_statements}
    issues = sort_issues(with_statements, view.sort, dataset, cells, parties, distances)
    pages = pages_of_issues(issues, ROWS_PER_PAGE)
    at = pager(len(issues), ROWS_PER_PAGE, view.page)
    on_page = issues[at.entries]
    changed = _changed_cells(cells, issues)
    largest = changed[:MAX_SUMMARY_ISSUES]
    statements = _statements(dataset, view, on_page, parties, cells, largest)
    changes = [change for _, cell in largest if (change := statements.change(dataset, cell))]
    rows = [
        ComparisonRow(
            issue,
            tuple(_cell(dataset, party, cells.cells.get((issue.id, party.id)), statements, issue) for party in parties),
            distances[issue.id],
        )
        for issue in on_page
    ]
    return Comparison(
        parties=parties,
        groups=tuple(ThemeRows(theme, own) for theme, own in rows_by_theme(rows, view.sort, dataset)),
        summary=summarize_comparison(
            dataset,
            issues,
            parties,
            cells,
            distances,
            ChangedStances(
                len(changed),
                sum(cell.is_reversal for _, cell in changed),
                tuple((change, pages[change.issue.id]) for change in changes),
            ),
            ROWS_PER_PAGE,
        ),
        matrix=build_matrix(dataset, view, on_page, cells),
        issues=len(issues),
        hidden=len(every) - len(with_statements),
        statements=cells.statements,
        pager=at,
        is_whole=filters == Filters(party=filters.party),
    )


def _changed_cells(cells: CellSummaries, issues: Sequence[Issue]) -> list[tuple[CellKey, CellSummary]]:
    """The cells in which the stance changed: reversals first, then those of the largest change, of these the oldest."""
    listed = {issue.id for issue in issues}
    changed = [(key, cell) for key, cell in cells.cells.items() if cell.changed >= 0 and key[0] in listed]
    return sorted(changed, key=lambda change: (not change[1].is_reversal, -abs(change[1].step), change[1].changed))


@dataclass(frozen=True)
class _Statements:
    """The statements of a page: those that a cell shows, newest first; all by their positions; and all reports by
    their occasions."""

    of_cells: Mapping[CellKey, list[Card]]
    by_position: Mapping[int, Card]
    by_occasion: Mapping[str, list[Card]]

    def change(self, dataset: Dataset, cell: CellSummary) -> StanceChange | None:
        """The last change of stance in a cell; None if there is none."""
        if cell.changed < 0:
            return None
        return stance_change_between(dataset, self.by_position[cell.changed_from], self.by_position[cell.changed])


def _statements(
    dataset: Dataset,
    view: View,
    on_page: Sequence[Issue],
    parties: Sequence[Party],
    summaries: CellSummaries,
    changed: Sequence[tuple[CellKey, CellSummary]],
) -> _Statements:
    """The statements that the cells of the page show, and those between which the changes lie."""
    if not on_page:
        return _Statements({}, {}, {})
    keys = [(issue.id, party.id) for issue in on_page for party in parties]
    cells = [summaries.cells[key] for key in keys if key in summaries.cells]
    leading = {cell.latest.position for cell in cells if cell.latest}
    changing = [cell for cell in (*cells, *(cell for _, cell in changed)) if cell.changed >= 0]
    ends = {position for cell in changing for position in (cell.changed, cell.changed_from)}
    # The summary may name changes on issues of other pages.
    issues = dict.fromkeys([*(issue.id for issue in on_page), *(issue for (issue, _), _ in changed)])
    others = max(MIN_OTHER_PARTIES, min(MAX_OTHER_PARTIES, MAX_OTHER_CELLS_ON_PAGE // len(keys)))
    filters = view.with_filters(issue=tuple(issues)).filters
    frame = queries.cell_statements(dataset, filters, others + 1, sorted(leading), sorted(ends | leading))
    every = cards(dataset, frame)
    of_cells: dict[CellKey, list[Card]] = {}
    by_occasion: dict[str, list[Card]] = {}
    for card, place in zip(reversed(every), reversed(frame["place"].tolist()), strict=True):
        if place or card.position in leading:
            of_cells.setdefault((card.issue, card.party.id), []).append(card)
    for card in every:
        if card.occasion:
            by_occasion.setdefault(card.occasion, []).append(card)
    return _Statements(of_cells, {card.position: card for card in every}, by_occasion)


def _cell(
    dataset: Dataset, party: Party, summary: CellSummary | None, statements: _Statements, issue: Issue
) -> ComparisonCell:
    """The cell of a party on an issue."""
    if summary is None or summary.latest is None:
        return ComparisonCell(party, None, outside=summary.total if summary else 0)
    own, card = statements.of_cells[issue.id, party.id], statements.by_position[summary.latest.position]
    aside = own[0] if own[0].weight and own[0].position > card.position else None
    return ComparisonCell(
        party=party,
        card=card,
        aside=aside,
        others=tuple(other for other in own if other.position != card.position),
        reports=other_reports_of_occasion(card, statements.by_occasion.get(card.occasion, ())),
        change=statements.change(dataset, summary),
        count=summary.latest.n,
        outside=summary.total - summary.latest.n,
        newer_outside=summary.newest_of_all > own[0].position,
        stand=stand_of(dataset, party, summary.latest),
        coders=summary.latest.coders,
    )
