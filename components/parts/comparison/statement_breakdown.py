"""Breakdowns: how many statements of each party have each value of a property."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# The most rows of a readable table.
MAX_ROWS = 80


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


def build_statement_breakdown(
    titles: tuple[str, str, str],
    labels: Sequence[str],
    counts: np.ndarray,
    *,
    rows_most: int = MAX_ROWS,
    with_shares: bool = False,
) -> StatementBreakdown:
    """The table of these counts, which have a row for each label and a column for each party, in their order, with at
    most `rows_most` rows. `titles` are those of the table, of its first column, and its caption. `with_shares` says
    that shares of each party's statements are to be shown."""
    rows = [
        BalanceRow(label, tuple(own.tolist()), int(own.sum()), int((own == 0).sum()))
        for label, own in zip(labels[:rows_most], counts, strict=False)
    ]
    party_totals = tuple(counts.sum(axis=0).tolist()) if with_shares else ()
    left_out = max(0, len(labels) - rows_most)
    return StatementBreakdown(*titles, tuple(rows), left_out, int(counts.max(initial=0)), party_totals)
