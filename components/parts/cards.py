"""A statement as every page shows it: one record with all that stands on a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import Dataset, Party, Source, Stance, beginning_of, date_label
from data import statements as queries
from data.translation import gettext

# The most publishers in the credit of a chart.
MAX_CREDITED_PUBLISHERS = 12


@dataclass(frozen=True)
class Coding:
    """A stance that a further coder set, where it differs from the first."""

    coder: str
    stance: Stance


@dataclass(frozen=True)
class OtherReport:
    """Another document's report of the same occasion, on the same issue."""

    card: Card
    differs: bool


@dataclass(frozen=True)
class Card:
    """One statement, ready to be shown. `position` is its place in time, `term` the speaker's term of office as it is
    read, `basis` is 'declared', 'vote' or 'coded', and `weight` is 'aside' or ''. `summary` are the curators' words,
    `text` the party's own."""

    id: str
    date: str
    party: Party
    speaker: str
    role: str
    term: str
    issue: str
    stance: Stance
    basis: str
    weight: str
    summary: str
    text: str
    quote: str
    translation: str
    responds_to: str
    occasion: str
    source: Source
    locator: str
    checked: str
    note: str
    position: int
    date_label: str
    other_codings: tuple[Coding, ...]

    @property
    def said_by(self) -> str:
        """The speaker, or the party where the party as such is reported."""
        return self.speaker or self.party.name

    @property
    def beginning(self) -> str:
        """The first sentences of the party's own words, as the source has them."""
        return beginning_of(self.text)

    @property
    def in_short(self) -> str:
        """The summary; without one the first sentences of the party's own words, in quotation marks."""
        return self.summary or (gettext("“{words}”", words=self.beginning) if self.text else "")

    @property
    def words(self) -> str:
        """The quote in quotation marks; without one the same as `in_short`."""
        return gettext("“{words}”", words=self.quote) if self.quote else self.in_short


def cards(dataset: Dataset, frame: pd.DataFrame) -> list[Card]:
    """The rows of a frame with the columns of `data.statements.CARD_COLUMNS`, as cards in the same order."""
    return [_card(dataset, row) for row in queries.row_mappings(frame[list(queries.CARD_COLUMNS)])]


def card_by_id(dataset: Dataset, statement_id: str) -> Card | None:
    """The card of the statement of this id; None if there is none."""
    return (
        next(iter(cards(dataset, queries.statement_row_by_id(dataset, statement_id))), None) if statement_id else None
    )


def _card(dataset: Dataset, row: Mapping[str, Any]) -> Card:
    """The card of a row; what the row names by an id is the record of that id."""
    speaker, own = dataset.speakers.get(row["speaker"]), dataset.stances[row["stance"]]
    codings = dataset.codings.get(row["id"], ())
    records = {
        "party": dataset.parties[row["party"]],
        "speaker": speaker.name if speaker else "",
        "role": row["role"] or (speaker.role if speaker else ""),
        # A role in the statement itself is another office.
        "term": speaker.term if speaker and not row["role"] else "",
        "stance": own,
        "basis": row["basis"] or "coded",
        "source": dataset.sources[row["source"]],
        "date_label": date_label(row["date"]),
        "other_codings": tuple(Coding(coder, dataset.stances[other]) for coder, other in codings if other != own.id),
    }
    return Card(**{**row, **records})


def other_reports_of_occasion(card: Card, others: Iterable[Card]) -> tuple[OtherReport, ...]:
    """The reports of the occasion of `card` in other documents, on its issue."""
    return tuple(
        OtherReport(other, differs=other.stance != card.stance)
        for other in others
        if card.occasion
        and other.occasion == card.occasion
        and (other.party, other.issue) == (card.party, card.issue)
        and other.source.id != card.source.id
    )


def list_party_names(parties: Sequence[Party]) -> str:
    """Party names as a sentence lists them: `Russia, NATO and China`."""
    names = [party.short_name for party in parties]
    if len(names) < 2:
        return "".join(names)
    return gettext("{parties} and {last}", parties=", ".join(names[:-1]), last=names[-1])


def chart_source_line(dataset: Dataset, sources: Iterable[Source]) -> str:
    """The credit line of a chart: the publishers of its sources, and the version of the dataset."""
    publishers = list(dict.fromkeys(source.publisher or source.title for source in sources))
    credit = gettext("Dataset: {title}, version {version}.", title=dataset.title, version=dataset.version)
    if not publishers:
        return credit
    names = ", ".join(publishers[:MAX_CREDITED_PUBLISHERS])
    if more := publishers[MAX_CREDITED_PUBLISHERS:]:
        names = gettext("{names} and {count} more", names=names, count=len(more))
    return f"{gettext('Sources: {names}.', names=names)} {credit}"
