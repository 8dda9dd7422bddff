"""The comparison of parties, issue by issue: what the Compare page shows.

Pure: filters in, records out. The queries bound what is fetched; what is
computed here over all issues is one number or stance per issue and party.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data import Dataset, Distance, Filters, Issue, Party, Stance, Theme, stance
from data import query as queries

from .cards import Card, Report, cards_at, reports_of
from .overview import (
    NEWEST_MOST,
    Change,
    Count,
    Key,
    Overview,
    Standing,
    counts,
    issues_of,
    newest_places,
    overview_of,
    standings_at_least,
)
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
OTHERS_MOST = NEWEST_MOST - 1
OTHERS_LEAST = 3
OTHERS_ON_PAGE = 400
REPORTS_MOST = 500
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
    page: int
    pages: int


def board(dataset: Dataset, view: View) -> Board:
    """The page of the comparison that a view asks for; the last page if it asks
    for one beyond."""
    filters = view.filters
    parties = tuple(dataset.parties[party] for party in filters.party)
    overview = overview_of(dataset, filters)
    chosen = issues_of(dataset, filters)
    listed = [issue for issue in chosen if not filters.narrows_statements or overview.count(issue.id, parties)]
    ordered = _ordered(listed, dataset, view, overview, parties)
    pages = max(1, -(-len(ordered) // ROWS_PER_PAGE))
    page = min(view.page, pages)
    on_page = ordered[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    return Board(
        parties=parties,
        groups=_groups(dataset, view, on_page, overview, parties),
        summary=_summary(ordered, overview, parties),
        matrix=_matrix(dataset, view, on_page, overview),
        issues=len(ordered),
        hidden=len(chosen) - len(listed),
        statements=overview.statements,
        page=page,
        pages=pages,
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
            return sorted(listed, key=lambda issue: overview.newest.get(issue.id, -1), reverse=True)
        case "statements":
            return sorted(listed, key=lambda issue: overview.count(issue.id, parties), reverse=True)
        case _:
            return listed


def _groups(
    dataset: Dataset, view: View, issues: list[Issue], overview: Overview, parties: Sequence[Party]
) -> tuple[Group, ...]:
    made = _cells(dataset, view, issues, overview, parties)
    rows = [
        Row(issue, tuple(made[issue.id, party.id] for party in parties), overview.distance(issue.id, parties))
        for issue in issues
    ]
    if view.sort != "listed":
        return (Group(None, tuple(rows)),) if rows else ()
    return tuple(Group(theme, found) for theme, found in _by_theme(dataset, rows))


Item = TypeVar("Item", Row, MatrixRow)


def _by_theme(dataset: Dataset, rows: Sequence[Item]) -> list[tuple[Theme, tuple[Item, ...]]]:
    grouped = [(theme, tuple(row for row in rows if row.issue.theme == theme.id)) for theme in dataset.themes.values()]
    return [(theme, found) for theme, found in grouped if found]


def _cells(
    dataset: Dataset, view: View, issues: list[Issue], overview: Overview, parties: Sequence[Party]
) -> dict[Key, Cell]:
    on_page = view.with_filters(issue=tuple(issue.id for issue in issues)).filters
    shown = _shown(dataset, on_page, overview, len(issues) * len(parties)) if issues else {}
    leading = [_leading_first(found)[0] for found in shown.values()]
    occasions = sorted({card.occasion for card in leading} - {""})
    siblings = cards_at(dataset, queries.reports(dataset, occasions, REPORTS_MOST)) if occasions else []
    narrowed = view.filters.narrows_statements and issues
    everything = counts(dataset, on_page.only_rows_and_columns()) if narrowed else {}
    return {
        (issue.id, party.id): _cell(
            party, shown.get((issue.id, party.id), []), siblings, overview, everything, issue.id
        )
        for issue in issues
        for party in parties
    }


def _shown(dataset: Dataset, filters: Filters, overview: Overview, cells: int) -> dict[Key, list[Card]]:
    """The statements of each cell, newest first. The position of a party may be older than the newest."""
    others = max(OTHERS_LEAST, min(OTHERS_MOST, OTHERS_ON_PAGE // cells))
    standing = (
        overview.cells[key].position
        for issue in filters.issue
        for party in filters.party
        if (key := (issue, party)) in overview.cells
    )
    places = [*newest_places(dataset, filters, others + 1), *standing]
    shown: dict[Key, list[Card]] = {}
    for card in reversed(cards_at(dataset, places)):
        shown.setdefault((card.issue, card.party.id), []).append(card)
    return shown


def _leading_first(found: list[Card]) -> list[Card]:
    """The latest statement that takes a stand in front, the others as they are."""
    for place, card in enumerate(found):
        if card.stance.value is not None:
            return [card, *found[:place], *found[place + 1 :]]
    return found


def _cell(
    party: Party,
    found: list[Card],
    siblings: list[Card],
    overview: Overview,
    everything: Mapping[Key, Count | Standing],
    issue: str,
) -> Cell:
    own = overview.cells.get((issue, party.id))
    count = own.n if own else 0
    unfiltered = everything.get((issue, party.id), Count(count, -1))
    if not found:
        return Cell(party, None, outside=unfiltered.n)
    card, *others = _leading_first(found)
    return Cell(
        party=party,
        card=card,
        others=tuple(others),
        reports=reports_of(card, siblings),
        change=overview.changes.get((issue, party.id)),
        count=count,
        outside=unfiltered.n - count,
        newer_outside=unfiltered.newest > max(shown.position for shown in found),
    )


def _summary(issues: list[Issue], overview: Overview, parties: Sequence[Party]) -> Summary:
    page_of = {issue.id: place // ROWS_PER_PAGE + 1 for place, issue in enumerate(issues)}
    gaps = [
        Gap(issue, found, page_of[issue.id])
        for issue in issues
        if (found := overview.distance(issue.id, parties)) is not None
    ]
    agree = [gap for gap in gaps if gap.distance.value == 0]
    apart = sorted((gap for gap in gaps if gap.distance.value >= 3), key=lambda gap: -gap.distance.value)
    changed = sorted(
        ((change, page_of[issue]) for (issue, _), change in overview.changes.items() if issue in page_of),
        key=lambda found: -found[0].size,
    )
    return Summary(
        agree=(len(agree), tuple(agree[:SUMMARY_MOST])),
        apart=(len(apart), tuple(apart[:SUMMARY_MOST])),
        alone=_alone(issues, overview, parties, page_of) if len(parties) > 1 else (),
        changed=(len(changed), tuple(changed[:SUMMARY_MOST])),
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
            if {other.id for other in parties if (issue.id, other.id) in overview.cells} == {party.id}
        ]
        placed = tuple((issue, page_of[issue.id]) for issue in issues_alone[:SUMMARY_MOST])
        found.append((party, len(issues_alone), placed))
    return tuple(found)


def _matrix(dataset: Dataset, view: View, issues: list[Issue], overview: Overview) -> Matrix:
    """All parties of the dataset as far as there is room, the chosen ones first."""
    chosen = view.filters.party
    known = (*chosen, *(party for party in dataset.parties if party not in chosen))[:MATRIX_PARTIES_MOST]
    parties = tuple(dataset.parties[party] for party in known)
    cells = overview.cells
    if known != chosen and issues:
        columns = view.with_filters(party=known, issue=tuple(issue.id for issue in issues)).filters
        cells = standings_at_least(dataset, columns)
    columns_chosen = [dataset.parties[party] for party in chosen]
    rows = [
        MatrixRow(
            issue,
            tuple(stance(cell.stance) if (cell := cells.get((issue.id, party))) else None for party in known),
            overview.distance(issue.id, columns_chosen),
        )
        for issue in issues
    ]
    groups = _by_theme(dataset, rows) if view.sort == "listed" else [(None, tuple(rows))] if rows else []
    return Matrix(parties, tuple(groups), len(dataset.parties) - len(parties))
