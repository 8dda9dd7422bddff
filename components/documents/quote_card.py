"""Quote cards: a cell, a statement, an exchange or a stated figure as a picture to post, with the claim, the sources
and a QR code.

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
from components.parts.comparison.cell_summaries import latest_stance_by_cell
from components.parts.figures.answer_sentence import answer_sentence
from components.parts.figures.figure_view import figure_view
from components.rendering import render
from components.theme.tokens import LIGHT_COLOURS
from components.url.links import Links
from components.url.view import View, query_string
from data import Dataset, Issue, Party
from data import statements as queries
from data.model import Figure
from data.translation import gettext

from .embed_page import FRAME_HEIGHTS, frame_html
from .glyphs import drawable_text
from .preview_picture import drawing, fit_text, picture_font

INK, SOFT, RULE, PAPER, LINK = (LIGHT_COLOURS[name] for name in ("ink", "soft", "rule", "paper", "link"))
CARD_MARGIN, COLUMN_GAP = 56, 44
# Font sizes, of which the largest that fits is used.
PROPOSITION_FONT_SIZES, TEXT_FONT_SIZES = (44, 40, 36, 32, 28, 25, 22), (44, 38, 34, 30, 27, 24, 22, 20, 18)
SUMMARY_FONT_SIZES, SOURCE_FONT_SIZES, HEADING_FONT_SIZES = (26, 24, 22, 20), (20, 18, 16), (26, 23, 20)
LINE_SPACING = 1.27


class CardShape(NamedTuple):
    """The size of a picture, and of the code on it, in pixels. A phone reads modules of 3 pixels and more."""

    width: int
    height: int
    code: int


CARD_SHAPES = {"wide": CardShape(1200, 630, 165), "square": CardShape(1080, 1080, 220)}


@dataclass(frozen=True)
class CardPosition:
    """One side of a card in words: `heading` above the `text`, a `summary` where that is a quote, and the
    `source`, empty where nothing is on record. `width` is its share of a wide card, beside those of the others."""

    heading: str
    text: str
    colour: str
    summary: str = ""
    source: str = ""
    width: int = 1


@dataclass(frozen=True)
class QuoteCard:
    """The content of a quote card: the `claim` that the positions are about, in words and with its kind before it, and
    a short `name` for files. `link` leads to its view, relative to the server."""

    name: str
    claim: str
    labelled_claim: str
    positions: tuple[CardPosition, ...]
    link: str

    @property
    def alternative_text(self) -> str:
        """The content of the picture in words."""
        parts = [
            f"{each.heading}. {each.text} {f'({each.source})' if each.source else ''}".strip()
            for each in self.positions
        ]
        return " ".join((self.labelled_claim, *parts))


def quote_card(dataset: Dataset, view: View, page: str) -> QuoteCard | None:
    """The card of a view: of one statement; on the page `exchanges` of a reply with the statement that it answers; of
    a stated figure; of one issue. None for a view of several issues."""
    links = Links(dataset.version, view.as_of)
    if card := card_by_id(dataset, view.id):
        answered = card_by_id(dataset, card.responds_to) if page == "exchanges" else None
        positions = [_position(each.party, each) for each in (answered, card) if each]
        return _issue_card(dataset.issues[card.issue], positions, links.statement(card.id))
    if figure := dataset.figure_records.figures.get(view.figure_selection.figure):
        return _figure_card(dataset, view, figure, links.page("figures", view))
    if len(view.filters.issue) != 1:
        return None
    cells = latest_stance_by_cell(dataset, view.filters)
    latest = {party: cell.position for (_, party), cell in cells.items()}
    rows = queries.cell_statements(dataset, view.filters, 0, [], list(latest.values())) if latest else None
    known = {card.position: card for card in cards(dataset, rows)} if rows is not None else {}
    positions = [_position(dataset.parties[party], known.get(latest.get(party, -1))) for party in view.filters.party]
    return _issue_card(dataset.issues[view.filters.issue[0]], positions, links.page("compare", view))


def _issue_card(issue: Issue, positions: Sequence[CardPosition], link: str) -> QuoteCard:
    labelled = gettext("Proposition: {proposition}", proposition=issue.proposition)
    return QuoteCard(issue.id, issue.proposition, labelled, tuple(positions), link)


def _position(party: Party, card: Card | None) -> CardPosition:
    """A party with its statement, or with the words that nothing is on record."""
    if card is None:
        return CardPosition(party.short_name, gettext("Nothing on record. That is no neutral position."), party.colour)
    source = ", ".join(filter(None, (card.said_by, card.source.publisher or card.source.title, card.locator)))
    heading = f"{party.short_name}: {card.stance.word}, {card.date_label}"
    return CardPosition(heading, card.words, party.colour, card.in_short if card.quote else "", source)


def _figure_card(dataset: Dataset, view: View, figure: Figure, link: str) -> QuoteCard:
    """A stated figure beside what Counterpoint computes."""
    stated, selection = figure_view(dataset, figure), view.figure_selection
    source = ", ".join(filter(None, (stated.source.publisher or stated.source.title, figure.locator)))
    colour = stated.by_party.colour if stated.by_party else SOFT
    heading = gettext("{by}, {date}", by=stated.by, date=stated.date_label)
    positions = [CardPosition(heading, stated.label, colour, figure.definition, source)]
    if stated.recomputable:
        answer, heading = answer_sentence(dataset, figure, selection.within), gettext("Computed by Counterpoint")
        source = gettext("From the published series of {dataset}", dataset=dataset.title)
        positions.append(CardPosition(heading, answer, LIGHT_COLOURS["strong"], source=source, width=2))
    labelled = gettext("Figure: {figure}", figure=stated.headline)
    return QuoteCard(figure.id, stated.headline, labelled, tuple(positions), link)


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
        embed=frame_of_card(card, view, page, f"{site}/embed?{query}"),
        pictures=[(shape, size, f"quote.png?{query}&of={page}&shape={shape}") for shape, size in CARD_SHAPES.items()],
    )


def frame_of_card(card: QuoteCard, view: View, page: str, address: str) -> str:
    """The HTML that embeds what a card shows."""
    kind = "exchange" if page == "exchanges" else "statement" if view.id else "row" if view.filters.issue else "figure"
    return frame_html(address + ("&of=exchanges" if kind == "exchange" else ""), card.claim, FRAME_HEIGHTS[kind])


def draw_quote_card(dataset: Dataset, card: QuoteCard, shape: CardShape, site: str) -> bytes:
    """The picture of a card as PNG."""
    with drawing:
        canvas = _CardCanvas(shape)
        y = canvas.head(dataset, card.claim)
        canvas.positions(card.positions, y)
        canvas.foot(dataset, site, f"{site}/{card.link}")
        return canvas.png()


class _CardCanvas:
    """The picture of a card, and the methods that draw on it."""

    def __init__(self, shape: CardShape) -> None:
        self._shape = shape
        self._image = Image.new("RGB", (shape.width, shape.height), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._bottom = shape.height - shape.code - 64

    def head(self, dataset: Dataset, claim: str) -> int:
        """Draws the name and the claim. Returns where the positions may begin."""
        width = self._shape.width - 2 * CARD_MARGIN
        self._draw.text((CARD_MARGIN, 36), "Counterpoint", INK, picture_font("serif", 28, "bold"))
        self._draw_line(CARD_MARGIN + 200, 44, width - 200, dataset.title, 20, SOFT)
        self._draw.line((CARD_MARGIN, 80, CARD_MARGIN + width, 80), INK, 3)
        return self._draw_text(CARD_MARGIN, 96, width, 150, claim, PROPOSITION_FONT_SIZES, "bold") + 20

    def positions(self, positions: Sequence[CardPosition], top: int) -> None:
        """Draws the positions side by side, or one below the other on a card that is not wide."""
        count = max(1, len(positions))
        width, height = self._shape.width - 2 * CARD_MARGIN, self._bottom - top
        beside = self._shape.width > self._shape.height
        free = (width if beside else height) - COLUMN_GAP * (count - 1)
        shares = sum(position.width for position in positions)
        x, y = CARD_MARGIN, top
        for position in positions:
            if beside:
                own = free * position.width // shares
                self._position(position, x, y, own, height)
                x += own + COLUMN_GAP
            else:
                self._position(position, x, y, width, free // count)
                y += free // count + COLUMN_GAP

    def foot(self, dataset: Dataset, site: str, link: str) -> None:
        """Draws the code that leads to the view, the server and the version."""
        y = self._shape.height - self._shape.code - 28
        self._draw.line((CARD_MARGIN, y - 20, self._shape.width - CARD_MARGIN, y - 20), RULE, 1)
        x = self._shape.width - CARD_MARGIN - self._shape.code
        self._code(link, x, y)
        width = x - 2 * CARD_MARGIN
        self._draw_line(CARD_MARGIN, y + 12, width, gettext("Sources and all statements: scan the code"), 21, INK)
        self._draw_line(CARD_MARGIN, y + 46, width, site.partition("://")[2] or "Counterpoint", 20, SOFT)
        release = " ".join(filter(None, (dataset.release, gettext("version {version}", version=dataset.version))))
        self._draw_line(CARD_MARGIN, y + 76, width, f"{dataset.title}, {release}", 20, SOFT)

    def png(self) -> bytes:
        """The picture in the format PNG."""
        out = io.BytesIO()
        picture = self._image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        picture.save(out, "PNG", compress_level=6)
        return out.getvalue()

    def _position(self, position: CardPosition, x: int, y: int, width: int, height: int) -> None:
        left, x, width = x, x + 24, width - 24
        end = self._draw_text(x, y, width, 64, position.heading, HEADING_FONT_SIZES, "bold", "sans") + 8
        line = _fit_whole_text(position.source, picture_font("sans", SOURCE_FONT_SIZES[0]), width, 1)
        bottom = y + height - (0 if not position.source else 60 if line is None else 34)
        # The summary follows the quote if both fit completely.
        summary = _height(position.summary, width, bottom - end) if position.summary else 0
        room = bottom - end - summary
        beside = bool(summary) and _fit_whole_text(
            position.text, picture_font("serif", 26), width, int(room / (26 * LINE_SPACING))
        )
        end = self._draw_text(x, end, width, room if beside else bottom - end, position.text, TEXT_FONT_SIZES) + 10
        if beside:
            end = self._draw_text(x, end, width, bottom - end, position.summary, SUMMARY_FONT_SIZES, face="sans") + 10
        end = self._draw_text(x, end, width, 60, position.source, SOURCE_FONT_SIZES, face="sans", colour=SOFT)
        self._draw.rectangle((left, y, left + 6, end + 4), position.colour)

    def _draw_text(
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
            lines = _fit_whole_text(text, picture_font(face, size, weight), width, int(height / (size * LINE_SPACING)))
            if lines is not None:
                break
        else:
            size, lines = sizes[-1], (gettext("Too long for a picture: scan the code to read it."),)
        for number, line in enumerate(lines):
            self._draw.text(
                (x, y + round(number * size * LINE_SPACING)), line, colour, picture_font(face, size, weight)
            )
        return y + round(len(lines) * size * LINE_SPACING)

    def _draw_line(self, x: int, y: int, width: int, text: str, size: int, colour: str) -> None:
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
    size = SUMMARY_FONT_SIZES[-1]
    lines = _fit_whole_text(summary, picture_font("sans", size), width, int(most / (size * LINE_SPACING)))
    return round(len(lines) * size * LINE_SPACING) + 14 if lines else 0


def _fit_whole_text(text: str, font: ImageFont.FreeTypeFont, width: int, lines: int) -> tuple[str, ...] | None:
    """The lines of a text that fits whole; None if it does not."""
    if lines < 1:
        return None if text else ()
    fitted = fit_text(text, font, width, lines)
    return fitted if " ".join(fitted).replace(" ", "") == text.replace(" ", "") else None
