"""Breakdowns: how many statements of each party have each value of a property."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data import Dataset

# Rows of a table that can still be read.
ROWS_MOST = 80

# Labels, each with how many statements each party has, by the party's id. Two issues may have one name.
LabelledCounts = Sequence[tuple[str, Mapping[str, int]]]


@dataclass(frozen=True)
class BalanceRow:
    """One row of a balance table. `counts` has one number a column."""

    label: str
    counts: tuple[int, ...]
    total: int
    silent: int


@dataclass(frozen=True)
class StatementBreakdown:
    """Statements by one property. `left_out` counts rows for which there is no room. `party_totals` has the statements
    of each party in all where shares are to be shown, and is empty elsewhere."""

    title: str
    property: str
    caption: str
    rows: tuple[BalanceRow, ...]
    left_out: int
    largest: int
    party_totals: tuple[int, ...] = ()


def break_down(
    dataset: Dataset,
    titles: tuple[str, str, str],
    counts: LabelledCounts,
    *,
    rows_most: int = ROWS_MOST,
    party_totals: Sequence[int] = (),
) -> StatementBreakdown:
    """The table of these counts, in their order, with at most `rows_most` rows. `titles` are those of the table, of its
    first column, and its caption."""
    rows = [
        BalanceRow(
            label,
            tuple(own.get(party, 0) for party in dataset.parties),
            sum(own.values()),
            sum(not own.get(party) for party in dataset.parties),
        )
        for label, own in counts
    ]
    largest = max((max(row.counts, default=0) for row in rows), default=0)
    left_out = max(0, len(rows) - rows_most)
    return StatementBreakdown(*titles, tuple(rows[:rows_most]), left_out, largest, tuple(party_totals))
