"""Coding together: a second coder sees what a statement says, and not how the first coder reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class CodingItem:
    """A statement as a second coder sees it: what the party says on a proposition, without the first stance."""

    id: str
    proposition: str
    party: str
    date: str
    words: str
    summary: str


def coding_items(tables: Mapping[str, pd.DataFrame]) -> list[CodingItem]:
    """The statements of a dataset's tables to be coded, in an order that has nothing to do with party, issue or time,
    the same each time."""
    issues, parties = (tables[name].set_index("id") for name in ("issues", "parties"))
    items = [
        CodingItem(
            row["id"],
            issues["proposition"].get(row["issue"], row["issue"]),
            parties["name"].get(row["party"], row["party"]),
            row["date"],
            row.get("translation") or row.get("quote", ""),
            row.get("summary", "") or row.get("text", ""),
        )
        for row in tables["statements"].to_dict("records")
    ]
    return sorted(items, key=lambda item: hashlib.sha256(item.id.encode()).digest())


def next_item(items: list[CodingItem], stances: Mapping[str, str], after: int = -1) -> int | None:
    """The place of the next item without a stance behind a place, from the beginning again at the end; None if all have
    one."""
    places = [*range(after + 1, len(items)), *range(0, after + 1)]
    return next((place for place in places if not stances.get(items[place].id)), None)
