"""The matrix: the latest stance of every party on the issues of a page, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.url.view import View
from data import Dataset, Issue, Party, Theme

from .cell_summaries import CellSummaries, cell_summaries
from .issues import HasIssue, rows_by_theme
from .stands import Stand, stand_of

MATRIX_PARTIES_MOST = 40


@dataclass(frozen=True)
class MatrixRow(HasIssue):
    """One issue of the matrix: the stand of each party of the matrix."""

    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class Matrix:
    """Issues by parties, for the rows of this page. `left_out` counts parties
    for which there is no room."""

    parties: tuple[Party, ...]
    groups: tuple[tuple[Theme | None, tuple[MatrixRow, ...]], ...]
    left_out: int


def build_matrix(dataset: Dataset, view: View, issues: Sequence[Issue], cells: CellSummaries) -> Matrix:
    """The matrix of these issues: all parties of the dataset, or of the view's group, as far as there is room, the
    chosen ones first. `cells` has the cells of the chosen parties."""
    chosen = view.filters.party
    candidates = tuple(party for party in dataset.parties_of_group(view.group) if party not in chosen)
    others = candidates[: max(0, MATRIX_PARTIES_MOST - len(chosen))]
    known = dict(cells.cells)
    if others and issues:
        columns = view.with_filters(party=others, issue=tuple(issue.id for issue in issues))
        known |= cell_summaries(dataset, columns.filters).cells
    parties, rows = (*chosen, *others), []
    for issue in issues:
        latest = [(party, cell.latest if (cell := known.get((issue.id, party))) else None) for party in parties]
        rows.append(MatrixRow(issue, tuple(stand_of(dataset, dataset.parties[party], own) for party, own in latest)))
    return Matrix(
        parties=tuple(dataset.parties[party] for party in parties),
        groups=tuple(rows_by_theme(rows, view.sort, dataset)),
        left_out=len(candidates) - len(others),
    )
