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


def join_header_rows(rows: Sequence[Sequence[str]], header: int) -> list[str] | None:
    """The header of a table whose names stand in two rows, such as `CDU` above `Position` and `Quote`: each repeated
    name has the one above it before it. A name above holds for the empty cells after it, as in merged cells. None if
    no name is repeated or the row above names nothing twice."""
    names = [cell.strip() for cell in rows[header]]
    above = [cell.strip() for cell in rows[header - 1]] if header else []
    repeated = {name for name in names if name and names.count(name) > 1}
    if not repeated or len([cell for cell in above if cell]) < 2:
        return None
    joined, last = [], ""
    for number, name in enumerate(names):
        last = (above[number] if number < len(above) else "") or last
        joined.append(f"{last} {name}" if name in repeated else name or last)
    return joined


def describe_header(number: int, is_joined: bool) -> str:
    """The sentence of the report on a header that is not in the first row; `number` counts as the file does."""
    if is_joined:
        return f"rows {number - 1} and {number} are the header; other rows above it are left out"
    return f"row {number} is the header; rows above it are left out"
