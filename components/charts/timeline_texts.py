"""The texts of the chart of statements in time: table, hover, screen reader, alternative text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from components.parts.cards import Card
from data import Event, Issue, Party
from data.translation import gettext, ngettext

from .chart import ChartTableRow, escape_for_plotly

# Up to sixty letters to a blank or the end, or sixty of a longer word. `textwrap` takes ten times as long, which for a
# thousand statements is a third of the chart.
HOVER_LINE_PATTERN = re.compile(r"\S.{0,59}(?: |$)|\S{60}")

# First sentences of a party that are longer have no room beside a point.
MAX_QUOTED_LENGTH = 600


def timeline_table_row(card: Card, link: Callable[[str], str], issue_name: Callable[[str], str]) -> ChartTableRow:
    """The row of a statement in the chart's table."""
    issue, stance = issue_name(card.issue), card.stance.word
    return ChartTableRow(
        (card.date_label, card.party.short_name, card.said_by, issue, stance, card.in_short), link(card.id)
    )


def screen_reader_text(card: Card, issue: Issue) -> str:
    """A statement as a screen reader says it."""
    return gettext(
        "{date}, {party}, {speaker}. {proposition} {stance}. {summary}",
        date=card.date_label,
        party=card.party.short_name,
        speaker=card.said_by,
        proposition=issue.proposition,
        stance=card.stance.word,
        summary=card.in_short,
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in HOVER_LINE_PATTERN.findall(" ".join(text.split()))]


def _bounded_words(card: Card) -> str:
    """The summary, cut; or the party's own first sentences, whole or not at all."""
    return card.summary[:300] or (card.in_short if len(card.in_short) <= MAX_QUOTED_LENGTH else "")


def hover_text(card: Card, issue: Issue) -> str:
    """The card in short: who, when, the proposition and the answer, what, quote, source."""
    lines = [
        f"<b>{escape_for_plotly(card.said_by[:80])}</b>, {escape_for_plotly(card.date_label)}",
        *(escape_for_plotly(line) for line in _lines(issue.proposition[:160])),
        f"{escape_for_plotly(card.party.short_name[:40])}: <b>{escape_for_plotly(card.stance.word)}</b>",
        *(escape_for_plotly(line) for line in _lines(_bounded_words(card))),
    ]
    if card.quote:
        lines += [f"<i>{escape_for_plotly(line)}</i>" for line in _lines(f"“{card.quote[:200]}”")]
    return "<br>".join([*lines, escape_for_plotly((card.source.publisher or card.source.title)[:80])])


def alternative_text(cards: Sequence[Card], parties: Sequence[Party], events: Sequence[tuple[int, Event]]) -> str:
    """The chart in words."""
    if not cards:
        return gettext("No statement to draw.")
    counts = ", ".join(f"{party.short_name} {sum(card.party == party for card in cards)}" for party in parties)
    drawn = ngettext(
        "{num} statement from {first} to {last}, one row for each issue and party: {counts}.",
        "{num} statements from {first} to {last}, one row for each issue and party: {counts}.",
        len(cards),
        first=cards[0].date_label,
        last=cards[-1].date_label,
        counts=counts,
    )
    if not events:
        return drawn
    lines = ngettext("Dotted lines mark {num} event.", "Dotted lines mark {num} events.", len(events))
    return f"{drawn} {lines}"
