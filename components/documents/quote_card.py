"""Quote cards: a cell, a statement or an exchange as a picture to post, with the proposition, the sources and a QR
code.

A text stands on the picture whole or not at all: cut in the middle, a claim says something else.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import segno
from PIL import Image, ImageDraw, ImageFont

from components.parts.cards import Card, card_by_id, cards
from components.parts.cell_summaries import latest_stance_by_cell
from components.rendering import render
from components.theme.tokens import LIGHT
from components.url.links import Links
from components.url.view import View, query_string
from data import Dataset, Issue, Party
from data import statements as queries
from data.translation import gettext

from .glyphs import drawable_text
from .preview_picture import drawing, fit_text, picture_font

INK, SOFT, RULE, PAPER, LINK = (LIGHT[name] for name in ("ink", "soft", "rule", "paper", "link"))
MARGIN, GAP = 56, 44
# The largest size in which a text fits is taken.
PROPOSITION_SIZES, TEXT_SIZES = (44, 40, 36, 32, 28, 25, 22), (44, 38, 34, 30, 27, 24, 22, 20)
SUMMARY_SIZES, SOURCE_SIZES, HEADING_SIZES = (26, 24, 22, 20), (20, 18, 16), (26, 23, 20)
LEADING = 1.27


class Shape(NamedTuple):
    """The size of a picture, and of the code on it, in pixels. A phone reads modules of 3 pixels and more."""

    width: int
    height: int
    code: int


SHAPES = {"wide": Shape(1200, 630, 165), "square": Shape(1080, 1080, 220)}


@dataclass(frozen=True)
class Position:
    """A party on a card: its statement, or None where nothing is on record."""

    party: Party
    card: Card | None

    @property
    def said(self) -> str:
        """The words: the quote in quotation marks, else the summary, else the first sentences of the party's own."""
        if self.card is None:
            return gettext("Nothing on record. That is no neutral position.")
        return self.card.words

    @property
    def summary(self) -> str:
        """The summary or the first sentences, where `said` is the quote."""
        return self.card.in_short if self.card and self.card.quote else ""

    @property
    def heading(self) -> str:
        """Party, stance and date."""
        if self.card is None:
            return self.party.short_name
        return f"{self.party.short_name}: {self.card.stance.word}, {self.card.date_label}"

    @property
    def source(self) -> str:
        """Speaker, publisher and paragraph or page."""
        if self.card is None:
            return ""
        source = self.card.source
        return ", ".join(filter(None, (self.card.said_by, source.publisher or source.title, self.card.locator)))


@dataclass(frozen=True)
class QuoteCard:
    """The content of a quote card. `link` leads to its view, relative to the server."""

    issue: Issue
    positions: tuple[Position, ...]
    link: str

    @property
    def alternative_text(self) -> str:
        """All that the picture says, in words."""
        parts = [
            f"{each.heading}. {each.said} {f'({each.source})' if each.source else ''}".strip()
            for each in self.positions
        ]
        return " ".join((gettext("Proposition: {proposition}", proposition=self.issue.proposition), *parts))


def quote_card(dataset: Dataset, view: View, page: str) -> QuoteCard | None:
    """The card of a view: of one statement; on the page `exchanges` of a reply with the statement that it answers; of
    one issue. None for a view of several issues."""
    links = Links(dataset.version, view.as_of)
    if card := card_by_id(dataset, view.id):
        answered = card_by_id(dataset, card.responds_to) if page == "exchanges" else None
        positions = [Position(each.party, each) for each in (answered, card) if each]
        return QuoteCard(dataset.issues[card.issue], tuple(positions), links.statement(card.id))
    if len(view.filters.issue) != 1:
        return None
    cells = latest_stance_by_cell(dataset, view.filters)
    latest = {party: cell.position for (_, party), cell in cells.items()}
    rows = queries.cell_statements(dataset, view.filters, 0, [], list(latest.values())) if latest else None
    known = {card.position: card for card in cards(dataset, rows)} if rows is not None else {}
    positions = [Position(dataset.parties[party], known.get(latest.get(party, -1))) for party in view.filters.party]
    return QuoteCard(dataset.issues[view.filters.issue[0]], tuple(positions), links.page("compare", view))


def quote_card_html(dataset: Dataset, view: View, page: str, site: str) -> str | None:
    """The page that offers the pictures of a view's card with their alternative text; None if the view has none."""
    card = quote_card(dataset, view, page)
    if card is None:
        return None
    query = query_string(view, dataset.version)
    return render(
        "quote_card_page.html",
        dataset=dataset,
        card=card,
        link=f"{site}/{card.link}",
        pictures=[(shape, size, f"quote.png?{query}&of={page}&shape={shape}") for shape, size in SHAPES.items()],
    )


def draw_quote_card(dataset: Dataset, card: QuoteCard, shape: Shape, site: str) -> bytes:
    """The picture of a card as PNG."""
    with drawing:
        canvas = _CardCanvas(shape)
        y = canvas.head(dataset, card.issue)
        canvas.positions(card.positions, y)
        canvas.foot(dataset, site, f"{site}/{card.link}")
        return canvas.png()


class _CardCanvas:
    """The picture of a card, and the methods that draw on it."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._image = Image.new("RGB", (shape.width, shape.height), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._bottom = shape.height - shape.code - 64

    def head(self, dataset: Dataset, issue: Issue) -> int:
        """Draws the name and the proposition. Returns where the positions may begin."""
        width = self._shape.width - 2 * MARGIN
        self._draw.text((MARGIN, 36), "Counterpoint", INK, picture_font("serif", 28, "bold"))
        self._line(MARGIN + 200, 44, width - 200, dataset.title, 20, SOFT)
        self._draw.line((MARGIN, 80, MARGIN + width, 80), INK, 3)
        return self._text(MARGIN, 96, width, 150, issue.proposition, PROPOSITION_SIZES, "bold") + 20

    def positions(self, positions: Sequence[Position], top: int) -> None:
        """Draws the positions side by side, or one below the other on a card that is not wide."""
        count = max(1, len(positions))
        width, height = self._shape.width - 2 * MARGIN, self._bottom - top
        beside = self._shape.width > self._shape.height
        if beside:
            width = (width - GAP * (count - 1)) // count
        else:
            height = (height - GAP * (count - 1)) // count
        for number, position in enumerate(positions):
            x = MARGIN + number * (width + GAP) if beside else MARGIN
            y = top if beside else top + number * (height + GAP)
            self._position(position, x, y, width, height)

    def foot(self, dataset: Dataset, site: str, link: str) -> None:
        """Draws the code that leads to the view, the server and the version."""
        y = self._shape.height - self._shape.code - 28
        self._draw.line((MARGIN, y - 20, self._shape.width - MARGIN, y - 20), RULE, 1)
        x = self._shape.width - MARGIN - self._shape.code
        self._code(link, x, y)
        width = x - 2 * MARGIN
        self._line(MARGIN, y + 12, width, gettext("Sources and all statements: scan the code"), 21, INK)
        self._line(MARGIN, y + 46, width, site.partition("://")[2] or "Counterpoint", 20, SOFT)
        release = " ".join(filter(None, (dataset.release, gettext("version {version}", version=dataset.version))))
        self._line(MARGIN, y + 76, width, f"{dataset.title}, {release}", 20, SOFT)

    def png(self) -> bytes:
        """The picture in the format PNG."""
        out = io.BytesIO()
        picture = self._image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        picture.save(out, "PNG", compress_level=6)
        return out.getvalue()

    def _position(self, position: Position, x: int, y: int, width: int, height: int) -> None:
        left, x, width = x, x + 24, width - 24
        end = self._text(x, y, width, 64, position.heading, HEADING_SIZES, "bold", "sans") + 8
        bottom = y + height - (60 if position.card else 0)
        # The summary comes with the quote where there is room for all of both.
        summary = _height(position.summary, width, bottom - end) if position.summary else 0
        room = bottom - end - summary
        beside = bool(summary) and _whole(position.said, picture_font("serif", 26), width, int(room / (26 * LEADING)))
        end = self._text(x, end, width, room if beside else bottom - end, position.said, TEXT_SIZES) + 10
        if beside:
            end = self._text(x, end, width, bottom - end, position.summary, SUMMARY_SIZES, face="sans") + 10
        end = self._text(x, end, width, 60, position.source, SOURCE_SIZES, face="sans", colour=SOFT)
        self._draw.rectangle((left, y, left + 6, end + 4), position.party.colour)

    def _text(
        self,
        x: int,
        y: int,
        width: int,
        height: int,
        text: str,
        sizes: Sequence[int],
        weight: str = "regular",
        face: str = "serif",
        colour: str = INK,
    ) -> int:
        """A text in the largest of the sizes in which it fits whole; where it fits in none, a line that says so.
        Returns where the next line may begin."""
        written = drawable_text(text, face)
        if face == "serif" and text and (not written or written.count("…") > text.count("…")):
            # Propositions and quotes are never shown in part.
            written = gettext("In a script that this picture cannot show: scan the code to read it.")
        text = written
        for size in sizes:
            lines = _whole(text, picture_font(face, size, weight), width, int(height / (size * LEADING)))
            if lines is not None:
                break
        else:
            size, lines = sizes[-1], (gettext("Too long for a picture: scan the code to read it."),)
        for number, line in enumerate(lines):
            self._draw.text((x, y + round(number * size * LEADING)), line, colour, picture_font(face, size, weight))
        return y + round(len(lines) * size * LEADING)

    def _line(self, x: int, y: int, width: int, text: str, size: int, colour: str) -> None:
        font = picture_font("sans", size)
        lines = fit_text(drawable_text(text, "sans"), font, width, 1)
        self._draw.text((x, y), lines[0] if lines else "", colour, font)

    def _code(self, link: str, x: int, y: int) -> None:
        code = segno.make(link, error="l", micro=False)
        modules = [list(row) for row in code.matrix_iter(border=2)]
        size = max(1, self._shape.code // len(modules))
        left = x + self._shape.code - size * len(modules)
        for row, line in enumerate(modules):
            for column, dark in enumerate(line):
                if dark:
                    place = (left + column * size, y + row * size)
                    self._draw.rectangle((*place, place[0] + size - 1, place[1] + size - 1), INK)


def _height(summary: str, width: int, most: int) -> int:
    """The height in pixels that a summary takes in its smallest size, with the space below; 0 if it needs more than
    `most`."""
    size = SUMMARY_SIZES[-1]
    lines = _whole(summary, picture_font("sans", size), width, int(most / (size * LEADING)))
    return round(len(lines) * size * LEADING) + 14 if lines else 0


def _whole(text: str, font: ImageFont.FreeTypeFont, width: int, lines: int) -> tuple[str, ...] | None:
    """The lines of a text that fits whole; None if it does not."""
    if lines < 1:
        return None if text else ()
    fitted = fit_text(text, font, width, lines)
    return fitted if " ".join(fitted).replace(" ", "") == text.replace(" ", "") else None
