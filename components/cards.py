"""A statement as every page shows it: one record with all that stands on a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from data import Dataset, Party, Source, Stance, date_label, stance
from data.query import rows

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

    @property
    def said_by(self) -> str:
        """The speaker, or the party where the party as such is reported."""
        return self.speaker or self.party.name


def cards(dataset: Dataset, frame: pd.DataFrame) -> list[Card]:
    """The rows of a frame with the columns of `data.query.CARD`, as cards in the same order."""
    return [_card(dataset, row) for row in rows(frame)]


def _card(dataset: Dataset, row: dict[str, Any]) -> Card:
    speaker = dataset.speakers.get(row["speaker"])
    own = stance(row["stance"])
    return Card(
        id=row["id"],
        date=row["date"],
        date_label=date_label(row["date"]),
        party=dataset.parties[row["party"]],
        speaker=speaker.name if speaker else "",
        role=row["role"] or (speaker.role if speaker else ""),
        issue=row["issue"],
        stance=own,
        summary=row["summary"],
        quote=row["quote"],
        responds_to=row["responds_to"],
        occasion=row["occasion"],
        source=dataset.sources[row["source"]],
        locator=row["locator"],
        checked=row["checked"],
        note=row["note"],
        other_codings=tuple(
            Coding(coder, stance(chosen)) for coder, chosen in dataset.codings.get(row["id"], ()) if chosen != own.id
        ),
        position=int(row["position"]),
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
