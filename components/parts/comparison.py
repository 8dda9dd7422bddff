"""The comparison of parties, issue by issue: what the Compare page shows.

Pure: filters in, records out. The queries bound what is fetched; what is
computed here over all issues is one number or stance per issue and party.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from components.parts.pager import Pager, pager
from components.url.view import View
from data import Dataset, Distance, Issue, Party, Stance, Theme, stance
from data import statements as queries

from .cards import Card, Report, cards, reports_of
from .cell_summaries import (
    CellSummary,
    Change,
    Key,
    Overview,
    change_between,
    issues_of,
    overview_of,
)

__all__ = ["OTHERS_MOST", "ROWS_PER_PAGE", "Board", "Cell", "board"]

ROWS_PER_PAGE = 50
# Further statements that open inside a cell, and on a whole page: the more cells there are, the fewer
# each has, but some. The rest stands behind a link.
OTHERS_MOST = 12
OTHERS_LEAST = 3
OTHERS_ON_PAGE = 400
MATRIX_PARTIES_MOST = 40
SUMMARY_MOST = 6


@dataclass(frozen=True)
class Cell:
    """What one party has on record on one issue.

    `card` is its latest position among the statements chosen, or, where none
    takes a stand, its latest statement, or None where nothing is on record.
    `others` are further statements, newest first, `count` all that were chosen;
    `outside` counts the statements that the filters leave out, and
    `newer_outside` says whether one of them is newer than all that is shown.
    """

    party: Party
    card: Card | None
    others: tuple[Card, ...] = ()
    reports: tuple[Report, ...] = ()
    change: Change | None = None
    count: int = 0
    outside: int = 0
    newer_outside: bool = False


@dataclass(frozen=True)
class Row:
    """One issue, one cell for each chosen party. `distance` is the largest
    between two of their latest stances; None if fewer than two take a stand."""

    issue: Issue
    cells: tuple[Cell, ...]
    distance: Distance | None


@dataclass(frozen=True)
class Group:
    """The rows of one theme; `theme` is None where the order is not by theme."""

    theme: Theme | None
    rows: tuple[Row, ...]


# Issues, each with the page on which its row stands.
Placed = tuple[tuple[Issue, int], ...]


@dataclass(frozen=True)
class Summary:
    """The whole comparison in a few lines, over all pages. Each list is cut to
    a few entries; the number in front of it is the whole count."""

    agree: tuple[int, Placed]
    apart: tuple[int, Placed]
    alone: tuple[tuple[Party, int, Placed], ...]
    changed: tuple[int, tuple[tuple[Change, int], ...]]


@dataclass(frozen=True)
class MatrixRow:
    """One issue of the matrix: a stance, or None, for each party of the matrix."""

    issue: Issue
    stances: tuple[Stance | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Issues by parties, for the rows of this page. `left_out` counts parties
    for which there is no room."""

    parties: tuple[Party, ...]
    groups: tuple[tuple[Theme | None, tuple[MatrixRow, ...]], ...]
    left_out: int


@dataclass(frozen=True)
class Board:
    """One page of the comparison. `issues` counts all that the filters leave in,
    `hidden` those without any statement that passes them."""

    parties: tuple[Party, ...]
    groups: tuple[Group, ...]
    summary: Summary
    matrix: Matrix
    issues: int
    hidden: int
    statements: int
    pager: Pager


def board(dataset: Dataset, view: View) -> Board:
    """The page of the comparison that a view asks for; the last page if it asks
    for one beyond."""
    filters = view.filters
    parties = tuple(dataset.parties[party] for party in filters.party)
    overview = overview_of(dataset, filters)
    chosen = issues_of(dataset, filters)
    listed = [issue for issue in chosen if not filters.narrows_statements or overview.count(issue.id, parties)]
    distances = {issue.id: overview.distance(issue.id, parties) for issue in listed}
    ordered = _ordered(listed, dataset, view, overview, parties, distances)
    at = pager(len(ordered), ROWS_PER_PAGE, view.page)
    parts = _Parts(dataset, view, parties, overview, distances, ordered, ordered[at.entries])
    changed = parts.changed_cells()
    statements = parts.statements(changed[:SUMMARY_MOST])
    return Board(
        parties=parties,
        groups=parts.groups(statements),
        summary=parts.summary(changed, statements),
        matrix=parts.matrix(),
        issues=len(ordered),
        hidden=len(chosen) - len(listed),
        statements=overview.statements,
        pager=at,
    )


def _ordered(
    issues: list[Issue],
    dataset: Dataset,
    view: View,
    overview: Overview,
    parties: Sequence[Party],
    distances: Mapping[str, Distance | None],
) -> list[Issue]:
    """The issues in the order of the view. Ties, and the order `listed`, follow
    the dataset: by theme, then as the issues stand in their file."""
    themes = {theme: number for number, theme in enumerate(dataset.themes)}
    listed = sorted(issues, key=lambda issue: themes[issue.theme])

    def apart(issue: Issue) -> int:
        found = distances[issue.id]
        return -1 if found is None else found.value

    keys: Mapping[str, Callable[[Issue], int]] = {
        "divergence": apart,
        "recent": lambda issue: overview.newest(issue.id, parties),
        "statements": lambda issue: overview.count(issue.id, parties),
    }
    return sorted(listed, key=keys[view.sort], reverse=True) if view.sort in keys else listed


@dataclass(frozen=True)
class _Statements:
    """The statements of a page: those that a cell shows, newest first, and all by their positions."""

    of_cells: Mapping[Key, list[Card]]
    by_position: Mapping[int, Card]

    def change(self, dataset: Dataset, cell: CellSummary) -> Change | None:
        """The last change of stance in a cell; None if there is none."""
        if cell.changed < 0:
            return None
        return change_between(dataset, self.by_position[cell.changed_from], self.by_position[cell.changed])


Item = TypeVar("Item", Row, MatrixRow)


@dataclass(frozen=True)
class _Parts:
    """What the parts of a board are made from: all issues in the order of the view, and those of the page."""

    dataset: Dataset
    view: View
    parties: tuple[Party, ...]
    overview: Overview
    distances: Mapping[str, Distance | None]
    issues: Sequence[Issue]
    on_page: Sequence[Issue]

    def changed_cells(self) -> list[tuple[Key, CellSummary]]:
        """The cells in which the stance changed: those of the largest change first, and of these the oldest."""
        listed = {issue.id for issue in self.issues}
        changed = [(key, cell) for key, cell in self.overview.cells.items() if cell.changed >= 0 and key[0] in listed]
        return sorted(changed, key=lambda change: (-abs(change[1].step), change[1].changed))

    def statements(self, changed: Sequence[tuple[Key, CellSummary]]) -> _Statements:
        """The statements that the cells of the page show, and those between which the changes lie."""
        if not self.on_page:
            return _Statements({}, {})
        keys = [(issue.id, party.id) for issue in self.on_page for party in self.parties]
        cells = [self.overview.cells[key] for key in keys if key in self.overview.cells]
        leading = {cell.latest.position for cell in cells if cell.latest}
        changing = [cell for cell in (*cells, *(cell for _, cell in changed)) if cell.changed >= 0]
        ends = {position for cell in changing for position in (cell.changed, cell.changed_from)}
        # The summary may name changes on issues of other pages.
        issues = dict.fromkeys([*(issue.id for issue in self.on_page), *(issue for (issue, _), _ in changed)])
        others = max(OTHERS_LEAST, min(OTHERS_MOST, OTHERS_ON_PAGE // len(keys)))
        filters = self.view.with_filters(issue=tuple(issues)).filters
        frame = queries.cell_statements(self.dataset, filters, others + 1, sorted(leading), sorted(ends | leading))
        of_cells: dict[Key, list[Card]] = {}
        every = cards(self.dataset, frame)
        for card, place in zip(reversed(every), reversed(frame["place"].tolist()), strict=True):
            if place or card.position in leading:
                of_cells.setdefault((card.issue, card.party.id), []).append(card)
        return _Statements(of_cells, {card.position: card for card in every})

    def groups(self, statements: _Statements) -> tuple[Group, ...]:
        """The rows of the page, by theme where that is their order."""
        occasions: dict[str, list[Card]] = {}
        for card in statements.by_position.values():
            if card.occasion:
                occasions.setdefault(card.occasion, []).append(card)
        rows = []
        for issue in self.on_page:
            cells = tuple(self.cell(party, (issue.id, party.id), statements, occasions) for party in self.parties)
            rows.append(Row(issue, cells, self.distances[issue.id]))
        return tuple(Group(theme, own) for theme, own in self.by_theme(rows))

    def cell(self, party: Party, key: Key, statements: _Statements, occasions: Mapping[str, Sequence[Card]]) -> Cell:
        """What a party has on record on an issue."""
        summary = self.overview.cells.get(key)
        if summary is None or summary.latest is None:
            return Cell(party, None, outside=summary.total if summary else 0)
        own, card = statements.of_cells[key], statements.by_position[summary.latest.position]
        return Cell(
            party=party,
            card=card,
            others=tuple(other for other in own if other.position != card.position),
            reports=reports_of(card, occasions.get(card.occasion, ())),
            change=statements.change(self.dataset, summary),
            count=summary.latest.n,
            outside=summary.total - summary.latest.n,
            newer_outside=summary.newest_of_all > own[0].position,
        )

    def by_theme(self, rows: Sequence[Item]) -> list[tuple[Theme | None, tuple[Item, ...]]]:
        """Rows in groups of one theme; in one group where they are ordered otherwise."""
        if self.view.sort != "listed":
            return [(None, tuple(rows))] if rows else []
        themes = self.dataset.themes.values()
        grouped = [(theme, tuple(row for row in rows if row.issue.theme == theme.id)) for theme in themes]
        return [(theme, own) for theme, own in grouped if own]

    def summary(self, changed: Sequence[tuple[Key, CellSummary]], statements: _Statements) -> Summary:
        """The comparison in a few lines."""
        page_of = {issue.id: place // ROWS_PER_PAGE + 1 for place, issue in enumerate(self.issues)}

        def placed(issues: Sequence[Issue]) -> tuple[int, Placed]:
            return len(issues), tuple((issue, page_of[issue.id]) for issue in issues[:SUMMARY_MOST])

        apart = [(found.value, issue) for issue in self.issues if (found := self.distances[issue.id])]
        apart.sort(key=lambda pair: -pair[0])
        largest = changed[:SUMMARY_MOST]
        changes = [(statements.change(self.dataset, cell), page_of[issue]) for (issue, _), cell in largest]
        alone = ((party, *placed(self.only_by(party))) for party in self.parties) if len(self.parties) > 1 else ()
        return Summary(
            agree=placed([issue for value, issue in apart if value == 0]),
            apart=placed([issue for value, issue in apart if value >= 3]),
            alone=tuple(alone),
            changed=(len(changed), tuple((change, page) for change, page in changes if change)),
        )

    def only_by(self, party: Party) -> list[Issue]:
        """The issues on which a party alone of the chosen ones is on record."""
        latest = self.overview.latest
        return [
            issue
            for issue in self.issues
            if {other.id for other in self.parties if latest(issue.id, other.id)} == {party.id}
        ]

    def matrix(self) -> Matrix:
        """All parties of the dataset as far as there is room, the chosen ones first."""
        dataset, chosen = self.dataset, self.view.filters.party
        others = tuple(party for party in dataset.parties if party not in chosen)
        others = others[: max(0, MATRIX_PARTIES_MOST - len(chosen))]
        cells = dict(self.overview.cells)
        if others and self.on_page:
            columns = self.view.with_filters(party=others, issue=tuple(issue.id for issue in self.on_page))
            cells |= overview_of(dataset, columns.filters).cells
        known, rows = (*chosen, *others), []
        for issue in self.on_page:
            latest = [cell.latest if (cell := cells.get((issue.id, party))) else None for party in known]
            rows.append(MatrixRow(issue, tuple(stance(found.stance) if found else None for found in latest)))
        parties = tuple(dataset.parties[party] for party in known)
        return Matrix(parties, tuple(self.by_theme(rows)), len(dataset.parties) - len(parties))
