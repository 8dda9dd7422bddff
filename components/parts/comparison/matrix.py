"""The matrix: the latest stance of every party on the issues of a page, at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.parts.comparison.cell_summaries import CellSummaries, cell_summaries
from components.parts.comparison.stands import Stand, stand_of
from components.parts.issues import HasIssue, rows_by_theme
from components.parts.pager import Pager, pager
from components.parts.party_order import parties_by_group, parties_by_name
from components.url.display import MATRIX_ORDERS
from components.url.view import View
from data import Dataset, Issue, Party, Theme
from data.statements import party_agreement
from data.statements.party_agreement import parties_by_similarity
from data.translation import gettext

MAX_MATRIX_PARTIES = 30


@dataclass(frozen=True)
class MatrixRow(HasIssue):
    """One issue of the matrix: the stand of each party of the matrix."""

    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class Matrix:
    """Issues by parties, for the rows of this page and one page of the parties. `orders` are the orders of parties
    between which a reader can choose, with their labels; empty where there is nothing to order."""

    parties: tuple[Party, ...]
    groups: tuple[tuple[Theme | None, tuple[MatrixRow, ...]], ...]
    pager: Pager
    orders: Mapping[str, str]


def build_matrix(dataset: Dataset, view: View, issues: Sequence[Issue], cells: CellSummaries) -> Matrix:
    """The matrix of these issues: a page of the parties of the dataset, or of the view's group, in the order of the
    view. `cells` has the cells of the chosen parties."""
    chosen = view.filters.party
    every = matrix_parties(dataset, view) if issues else list(chosen)
    at = pager(len(every), MAX_MATRIX_PARTIES, view.matrix_page)
    parties = every[at.entries]
    known, rows = dict(cells.cells), []
    others = tuple(party for party in parties if party not in chosen)
    if others and issues:
        columns = view.with_filters(party=others, issue=tuple(issue.id for issue in issues))
        known |= cell_summaries(dataset, columns.filters).cells
    for issue in issues:
        latest = [(party, cell.latest if (cell := known.get((issue.id, party))) else None) for party in parties]
        rows.append(MatrixRow(issue, tuple(stand_of(dataset, dataset.parties[party], own) for party, own in latest)))
    return Matrix(
        parties=tuple(dataset.parties[party] for party in parties),
        groups=tuple(rows_by_theme(rows, view.sort, dataset)),
        pager=at,
        orders=_orders(dataset, view),
    )


def matrix_parties(dataset: Dataset, view: View) -> list[str]:
    """The parties of the matrix, on all its pages, in the order of the view. As listed, the chosen ones come first."""
    chosen, members = view.filters.party, dataset.parties_of_group(view.group)
    if view.matrix_order == "chosen":
        return list(chosen)
    listed = [*chosen, *(party for party in members if party not in chosen)]
    if view.matrix_order == "name":
        return parties_by_name(dataset, listed)
    if view.matrix_order == "group":
        return parties_by_group(dataset, listed)
    if view.matrix_order == "similarity":
        known = set(listed)
        similar = [party for party in parties_by_similarity(party_agreement(dataset, view.filters)) if party in known]
        return [*similar, *(party for party in listed if party not in set(similar))]
    return listed


def _orders(dataset: Dataset, view: View) -> dict[str, str]:
    if len(dataset.parties_of_group(view.group)) <= len(view.filters.party):
        return {}
    return {
        name: gettext(label)
        for name, label in MATRIX_ORDERS.items()
        if name != "group" or len(dataset.party_groups) > 1
    }
