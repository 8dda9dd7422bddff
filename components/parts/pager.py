"""The pages of a long list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pager:
    """Page `number` of a list of `count` entries on `pages` pages; `entries` are those that stand on it."""

    count: int
    number: int
    pages: int
    entries: slice


def pager(count: int, per_page: int, number: int) -> Pager:
    """The page of this number, counted from 1; the last page if there are fewer."""
    pages = max(1, -(-count // per_page))
    number = min(number, pages)
    return Pager(count, number, pages, slice((number - 1) * per_page, number * per_page))
