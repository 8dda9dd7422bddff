"""A statement as every page shows it: one record with all that stands on a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data import Dataset, Party, Source, Stance, date_label, stance
from data import statements as queries

__all__ = ["Card", "Coding", "Report", "cards", "party_list", "reports_of"]


@dataclass(frozen=True)
class Coding:
    """A stance that a further coder set, where it differs from the first."""

    coder: str
    stance: Stance


@dataclass(frozen=True)
class Report:
    """Another document's report of the same occasion, on the same issue."""

    card: Card
    differs: bool


class Card(NamedTuple):
    """One statement, ready to be shown. `position` is its place in time. Of a thousand on a page, a dataclass takes
    three times as long to make."""

    id: str
    date: str
    date_label: str
    party: Party
    speaker: str
    role: str
    issue: str
    stance: Stance
    summary: str
    quote: str
    responds_to: str
    occasion: str
    source: Source
    locator: str
    checked: str
    note: str
    other_codings: tuple[Coding, ...]
    position: int

    def __hash__(self) -> int:
        # A hash of all that stands in it would take ten times as long; equality still compares all of it.
        return hash(self.id)

    @property
    def said_by(self) -> str:
        """The speaker, or the party where the party as such is reported."""
        return self.speaker or self.party.name


def cards(dataset: Dataset, frame: pd.DataFrame) -> list[Card]:
    """The rows of a frame with the columns of `data.statements.CARD_COLUMNS`, as cards in the same order."""
    # Column by column, and handed over by place: of five hundred on a page, mappings take half as long again.
    return [
        _card(dataset, *cells) for cells in zip(*(frame[name].tolist() for name in queries.CARD_COLUMNS), strict=True)
    ]


def _card(
    dataset: Dataset,
    id: str,  # noqa: A002 - the columns' names
    date: str,
    party: str,
    speaker: str,
    role: str,
    issue: str,
    chosen: str,
    summary: str,
    quote: str,
    responds_to: str,
    occasion: str,
    source: str,
    locator: str,
    checked: str,
    note: str,
    position: int,
) -> Card:
    by, own = dataset.speakers.get(speaker), stance(chosen)
    codings = dataset.codings.get(id)
    return Card(
        id,
        date,
        date_label(date),
        dataset.parties[party],
        by.name if by else "",
        role or (by.role if by else ""),
        issue,
        own,
        summary,
        quote,
        responds_to,
        occasion,
        dataset.sources[source],
        locator,
        checked,
        note,
        tuple(Coding(coder, stance(further)) for coder, further in codings if further != own.id) if codings else (),
        int(position),
    )


def reports_of(card: Card, others: Iterable[Card]) -> tuple[Report, ...]:
    """What other documents report of the occasion of `card`, on its issue."""
    return tuple(
        Report(other, differs=other.stance != card.stance)
        for other in others
        if card.occasion
        and other.occasion == card.occasion
        and (other.party, other.issue) == (card.party, card.issue)
        and other.source.id != card.source.id
    )


def party_list(parties: Sequence[Party]) -> str:
    """Party names as a sentence lists them: `Russia, NATO and China`."""
    names = [party.short_name for party in parties]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
