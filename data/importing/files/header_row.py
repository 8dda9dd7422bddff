"""Finds the row of a sheet that names its columns."""

from __future__ import annotations

from collections.abc import Sequence

from ..words.headers import count_known_headers

ROWS_BEFORE_HEADER = 20


def find_header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the header: of the first rows the one that holds the most known headers, if it holds two; or else
    the first with two filled cells, or the first that is filled at all. None if all are empty."""
    first = [[cell for cell in row if cell.strip()] for row in rows[:ROWS_BEFORE_HEADER]]
    known = [count_known_headers(cells) for cells in first]
    if known and max(known) >= 2:
        return known.index(max(known))
    filled = [index for index, cells in enumerate(first) if len(cells) > 1]
    filled += [index for index, cells in enumerate(first) if cells]
    return filled[0] if filled else None
