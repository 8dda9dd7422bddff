"""The class sheet: some issues on paper, two positions side by side, also as "Who said it?" without names, with the
answers on a page of their own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import segno
from markupsafe import Markup

from components.parts.cards import Card
from components.parts.comparison.comparison import compare_parties
from components.rendering import render
from components.url.links import Links
from components.url.view import View
from data import Dataset, Issue

from .print_page import print_foot_text

MAX_ISSUES = 12
# A gap to fill in.
ANSWER_GAP = "▁▁▁▁▁"
# Shorter parts of names, such as initials and "de", occur in many words.
MIN_NAME_LENGTH = 3


@dataclass(frozen=True)
class SheetRow:
    """An issue, with a letter and the latest statement of each party that has one."""

    issue: Issue
    positions: tuple[tuple[str, Card], ...]


def class_sheet_html(dataset: Dataset, view: View, site: str, *, names_hidden: bool) -> str:
    """The sheet as a whole document without scripts. With `names_hidden` the texts have a gap for each name of a party
    or speaker, a translation stands in place of a quote, whose language would tell, the order of the positions differs
    from issue to issue, and the answers follow on a page of their own."""
    comparison = compare_parties(dataset, view)
    rows = [row for group in comparison.groups for row in group.rows]
    found = [(row.issue, [cell.card for cell in row.cells if cell.card]) for row in rows]
    sheet = [_sheet_row(issue, cards, names_hidden) for issue, cards in found if cards]
    link = f"{site}/{Links(dataset.version).page('compare', view)}"
    hide = _names_pattern(dataset) if names_hidden else None
    return render(
        "class_sheet.html",
        dataset=dataset,
        rows=sheet[:MAX_ISSUES],
        left_out=len(sheet) - MAX_ISSUES,
        names_hidden=names_hidden,
        hidden=lambda text: hide.sub(ANSWER_GAP, text) if hide else text,
        link=link,
        code=qr_code_svg(link),
        foot=print_foot_text(dataset, link),
    )


def qr_code_svg(link: str) -> Markup:
    """A QR code that leads to a link, as SVG."""
    # segno writes the SVG, which contains no text of the link.
    return Markup(segno.make(link, error="l", micro=False).svg_inline(scale=3, border=2))  # noqa: S704


def _sheet_row(issue: Issue, cards: list[Card], mixed: bool) -> SheetRow:
    """The positions on an issue. `mixed`: in an order that the party does not give away, always the same."""
    ordered = sorted(cards, key=lambda card: hashlib.sha256(card.id.encode()).digest()) if mixed else cards
    return SheetRow(issue, tuple(zip("ABCDEFGH", ordered, strict=False)))


def _names_pattern(dataset: Dataset) -> re.Pattern[str]:
    """Matches the names of parties and speakers, with what is derived from them: `Russia`, `Russian`, `Russia's`."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in _party_and_speaker_names(dataset))})\w*(?:['’]s)?")


def _party_and_speaker_names(dataset: Dataset) -> list[str]:
    def parts() -> Iterable[str]:
        for party in dataset.parties.values():
            yield from (party.name, party.short_name)
        for speaker in dataset.speakers.values():
            yield speaker.name
            # Texts use a surname, or the name of an institution, alone.
            yield speaker.name.split()[-1]

    # The longest first, so that no part of a name is left.
    return sorted({part for part in parts() if len(part) >= MIN_NAME_LENGTH}, key=lambda part: (-len(part), part))
