"""The comparison of parties, issue by issue: what the Compare page shows.

Pure: filters in, records out. The queries bound what is fetched; what is
computed here over all issues is one number or stance per issue and party.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data import Dataset, Distance, Issue, Party, Stance, Theme, stance
from data import statements as queries

from .cards import Card, Report, cards, reports_of
from .overview import (
    CellSummary,
    Change,
    Key,
    LatestStance,
    Overview,
    change_between,
    issues_of,
    latest_stances,
    overview_of,
)
from .pager import Pager, pager
from .view import View

__all__ = [
    "MATRIX_PARTIES_MOST",
    "OTHERS_MOST",
    "ROWS_PER_PAGE",
    "Board",
    "Cell",
    "Gap",
    "Group",
    "Matrix",
    "Row",
    "Summary",
    "board",
]

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


@dataclass(frozen=True)
class Gap:
    """How far apart the chosen parties are on an issue; `page` is where its row stands."""

    issue: Issue
    distance: Distance
    page: int


@dataclass(frozen=True)
class Summary:
    """The whole comparison in a few lines, over all pages. Each list is cut to
    a few entries; the number in front of it is the whole count."""

    agree: tuple[int, tuple[Gap, ...]]
    apart: tuple[int, tuple[Gap, ...]]
    alone: tuple[tuple[Party, int, tuple[tuple[Issue, int], ...]], ...]
    changed: tuple[int, tuple[tuple[Change, int], ...]]


@dataclass(frozen=True)
class MatrixRow:
    """One issue of the matrix: a stance, or None, for each party of the matrix."""

    issue: Issue
    stances: tuple[Stance | None, ...]
    distance: Distance | None


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
    ordered = _ordered(listed, dataset, view, overview, parties)
    at = pager(len(ordered), ROWS_PER_PAGE, view.page)
    on_page = ordered[at.entries]
    largest = _largest_changes(ordered, overview)
    found = _statements(dataset, view, on_page, parties, overview, largest)
    return Board(
        parties=parties,
        groups=_groups(dataset, view, on_page, overview, parties, found),
        summary=_summary(dataset, ordered, overview, parties, largest, found),
        matrix=_matrix(dataset, view, on_page, overview),
        issues=len(ordered),
        hidden=len(chosen) - len(listed),
        statements=overview.statements,
        pager=at,
    )


def _ordered(
    issues: list[Issue], dataset: Dataset, view: View, overview: Overview, parties: Sequence[Party]
) -> list[Issue]:
    """The issues in the order of the view. Ties, and the order `listed`, follow
    the dataset: by theme, then as the issues stand in their file."""
    themes = {theme: number for number, theme in enumerate(dataset.themes)}
    listed = sorted(issues, key=lambda issue: themes[issue.theme])

    def apart(issue: Issue) -> int:
        found = overview.distance(issue.id, parties)
        return -1 if found is None else found.value

    match view.sort:
        case "divergence":
            return sorted(listed, key=apart, reverse=True)
        case "recent":
            return sorted(listed, key=lambda issue: overview.newest(issue.id, parties), reverse=True)
        case "statements":
            return sorted(listed, key=lambda issue: overview.count(issue.id, parties), reverse=True)
        case _:
            return listed


@dataclass(frozen=True)
class _Statements:
    """The statements of a page: those that a cell shows, newest first, and all by their positions."""

    of_cells: Mapping[Key, list[Card]]
    by_position: Mapping[int, Card]


def _statements(
    dataset: Dataset,
    view: View,
    issues: Sequence[Issue],
    parties: Sequence[Party],
    overview: Overview,
    changes: Sequence[tuple[Key, CellSummary]],
) -> _Statements:
    """The statements that the cells of these issues show, and those between which the changes lie."""
    if not issues:
        return _Statements({}, {})
    cells = [
        cell for issue in issues for party in parties if (cell := overview.cells.get((issue.id, party.id))) is not None
    ]
    leading = [cell.latest.position for cell in cells if cell.latest]
    changed = [cell for cell in (*cells, *(cell for _, cell in changes)) if cell.changed >= 0]
    ends = {position for cell in changed for position in (cell.changed, cell.changed_from)}
    # The summary may name changes on issues of other pages.
    asked = dict.fromkeys([*(issue.id for issue in issues), *(issue for (issue, _), _ in changes)])
    others = max(OTHERS_LEAST, min(OTHERS_MOST, OTHERS_ON_PAGE // (len(issues) * len(parties))))
    filters = view.with_filters(issue=tuple(asked)).filters
    frame = queries.cell_statements(dataset, filters, others + 1, leading, sorted(ends | set(leading)))
    known, of_cells = set(leading), dict[Key, list[Card]]()
    every = cards(dataset, frame)
    for card, place in zip(reversed(every), reversed(frame["place"].tolist()), strict=True):
        if place or card.position in known:
            of_cells.setdefault((card.issue, card.party.id), []).append(card)
    return _Statements(of_cells, {card.position: card for card in every})


def _groups(
    dataset: Dataset,
    view: View,
    issues: list[Issue],
    overview: Overview,
    parties: Sequence[Party],
    found: _Statements,
) -> tuple[Group, ...]:
    occasions: dict[str, list[Card]] = {}
    for card in found.by_position.values():
        if card.occasion:
            occasions.setdefault(card.occasion, []).append(card)
    rows = [
        Row(
            issue,
            tuple(_cell(dataset, party, (issue.id, party.id), overview, found, occasions) for party in parties),
            overview.distance(issue.id, parties),
        )
        for issue in issues
    ]
    if view.sort != "listed":
        return (Group(None, tuple(rows)),) if rows else ()
    return tuple(Group(theme, own) for theme, own in _by_theme(dataset, rows))


Item = TypeVar("Item", Row, MatrixRow)


def _by_theme(dataset: Dataset, rows: Sequence[Item]) -> list[tuple[Theme, tuple[Item, ...]]]:
    grouped = [(theme, tuple(row for row in rows if row.issue.theme == theme.id)) for theme in dataset.themes.values()]
    return [(theme, found) for theme, found in grouped if found]


def _cell(
    dataset: Dataset,
    party: Party,
    key: Key,
    overview: Overview,
    found: _Statements,
    occasions: Mapping[str, Sequence[Card]],
) -> Cell:
    summary = overview.cells.get(key)
    if summary is None or summary.latest is None:
        return Cell(party, None, outside=summary.total if summary else 0)
    own = found.of_cells[key]
    card = found.by_position[summary.latest.position]
    return Cell(
        party=party,
        card=card,
        others=tuple(other for other in own if other.position != card.position),
        reports=reports_of(card, occasions.get(card.occasion, ())),
        change=_change(dataset, summary, found),
        count=summary.latest.n,
        outside=summary.total - summary.latest.n,
        newer_outside=summary.newest_of_all > own[0].position,
    )


def _change(dataset: Dataset, summary: CellSummary, found: _Statements) -> Change | None:
    if summary.changed < 0:
        return None
    return change_between(dataset, found.by_position[summary.changed_from], found.by_position[summary.changed])


def _largest_changes(issues: Sequence[Issue], overview: Overview) -> list[tuple[Key, CellSummary]]:
    """The changes that the summary names: the largest, and of these the oldest first."""
    shown = {issue.id for issue in issues}
    changes = [(key, cell) for key, cell in overview.cells.items() if cell.changed >= 0 and key[0] in shown]
    changes.sort(key=lambda change: (-abs(change[1].step), change[1].changed))
    return changes[:SUMMARY_MOST]


def _summary(
    dataset: Dataset,
    issues: list[Issue],
    overview: Overview,
    parties: Sequence[Party],
    largest: Sequence[tuple[Key, CellSummary]],
    found: _Statements,
) -> Summary:
    page_of = {issue.id: place // ROWS_PER_PAGE + 1 for place, issue in enumerate(issues)}
    gaps = [
        Gap(issue, found_distance, page_of[issue.id])
        for issue in issues
        if (found_distance := overview.distance(issue.id, parties)) is not None
    ]
    agree = [gap for gap in gaps if gap.distance.value == 0]
    apart = sorted((gap for gap in gaps if gap.distance.value >= 3), key=lambda gap: -gap.distance.value)
    changes = [(_change(dataset, cell, found), page_of[issue]) for (issue, _), cell in largest]
    count = sum(cell.changed >= 0 and issue in page_of for (issue, _), cell in overview.cells.items())
    return Summary(
        agree=(len(agree), tuple(agree[:SUMMARY_MOST])),
        apart=(len(apart), tuple(apart[:SUMMARY_MOST])),
        alone=_alone(issues, overview, parties, page_of) if len(parties) > 1 else (),
        changed=(count, tuple((change, page) for change, page in changes if change)),
    )


def _alone(
    issues: list[Issue], overview: Overview, parties: Sequence[Party], page_of: Mapping[str, int]
) -> tuple[tuple[Party, int, tuple[tuple[Issue, int], ...]], ...]:
    """For each party the issues on which it alone of the chosen ones is on record."""
    found = []
    for party in parties:
        issues_alone = [
            issue
            for issue in issues
            if {other.id for other in parties if overview.latest(issue.id, other.id)} == {party.id}
        ]
        placed = tuple((issue, page_of[issue.id]) for issue in issues_alone[:SUMMARY_MOST])
        found.append((party, len(issues_alone), placed))
    return tuple(found)


def _matrix(dataset: Dataset, view: View, issues: list[Issue], overview: Overview) -> Matrix:
    """All parties of the dataset as far as there is room, the chosen ones first."""
    chosen = view.filters.party
    known = (*chosen, *(party for party in dataset.parties if party not in chosen))[:MATRIX_PARTIES_MOST]
    parties = tuple(dataset.parties[party] for party in known)
    latest: Mapping[Key, LatestStance] = {key: cell.latest for key, cell in overview.cells.items() if cell.latest}
    if known != chosen and issues:
        columns = view.with_filters(party=known, issue=tuple(issue.id for issue in issues)).filters
        latest = latest_stances(dataset, columns)
    columns_chosen = [dataset.parties[party] for party in chosen]
    rows = [
        MatrixRow(
            issue,
            tuple(stance(cell.stance) if (cell := latest.get((issue.id, party))) else None for party in known),
            overview.distance(issue.id, columns_chosen),
        )
        for issue in issues
    ]
    groups = _by_theme(dataset, rows) if view.sort == "listed" else [(None, tuple(rows))] if rows else []
    return Matrix(parties, tuple(groups), len(dataset.parties) - len(parties))
