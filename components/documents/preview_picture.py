"""A view as a picture of 1200 by 630 pixels, as messengers show a link.

Drawn, not photographed: no browser, bounded work. The typefaces are those of the
pages, each in one file with Latin, Cyrillic, Greek and Vietnamese.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from threading import Lock

from PIL import Image, ImageDraw, ImageFont

from components.parts.cards import Card, card_by_id, list_party_names
from components.parts.comparison.cell_summaries import latest_stance_by_cell
from components.parts.comparison.stands import Stand, stand_of
from components.parts.figures.figure_view import figure_view
from components.parts.sidebar import filters_title
from components.theme.stylesheet import FONT_FOLDER
from components.theme.tokens import LIGHT_COLOURS, STANCE_COLOURS
from components.url.view import View
from data import Dataset, Issue, Party, Stance
from data.translation import gettext, ngettext

from .figure_picture import draw_figure
from .glyphs import drawable_text

INK, SOFT, RULE, PAPER = (LIGHT_COLOURS[name] for name in ("ink", "soft", "rule", "paper"))

PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630
PICTURE_MARGIN = 64
MAX_ROWS = 5
ROW_HEIGHT = 62
# Letters of a party's own text for which there is room.
MAX_QUOTED_LENGTH = 420
PARTY_COLUMN_WIDTH = 250

SCALE_STANCES = ("disagree", "partly-disagree", "neutral", "partly-agree", "agree")
FONT_WEIGHTS = {"regular": 400, "bold": 640}

# Pillow's image writers, loaded here so that the first reader does not wait for them.
Image.preinit()

# Two threads must not use FreeType's faces at once.
drawing = Lock()


def draw_preview_picture(dataset: Dataset, view: View, site: str) -> bytes:
    """The picture of a view as PNG: of one statement, of one stated figure, or of
    the comparison with the rows that say most."""
    card = card_by_id(dataset, view.id)
    figure = dataset.figure_records.figures.get(view.figure_selection.figure)
    with drawing:
        canvas = Canvas()
        canvas.frame(dataset, site)
        if card:
            _statement(canvas, dataset, card)
        elif figure:
            draw_figure(canvas, dataset, view, figure_view(dataset, figure))
        else:
            _comparison(canvas, dataset, view)
        return canvas.png()


class Canvas:
    """A preview picture, and the methods that draw on it."""

    width, height, margin = PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_MARGIN

    def __init__(self) -> None:
        self.image = Image.new("RGB", (PICTURE_WIDTH, PICTURE_HEIGHT), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def png(self) -> bytes:
        """The picture in the format PNG."""
        out = io.BytesIO()
        self.image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            out, "PNG", compress_level=6
        )
        return out.getvalue()

    def paragraph(
        self, x: int, y: int, width: int, height: int, text: str, sizes: Sequence[int], weight: str = "regular"
    ) -> int:
        """A text in the serif face, in the largest of some sizes in which it fits, cut in the smallest. Returns where
        the next line may begin."""
        text = drawable_text(text, "serif")
        for size in sizes:
            font, leading = picture_font("serif", size, weight), round(size * 1.25)
            lines = fit_text(text, font, width, max(1, height // leading))
            if not (lines and lines[-1].endswith("…")):
                break
        for number, line in enumerate(lines):
            self.draw.text((x, y + number * leading), line, INK, font)
        return y + len(lines) * leading

    def line(
        self, x: int, y: int, width: int, text: str, size: int, weight: str = "regular", colour: str = INK
    ) -> None:
        """One line of the sans face, cut to a width."""
        cut = fit_text(drawable_text(text, "sans"), picture_font("sans", size, weight), width, 1)
        self.draw.text((x, y), cut[0] if cut else "", colour, picture_font("sans", size, weight))

    def frame(self, dataset: Dataset, site: str) -> None:
        """Draws what every picture has: the name, the dataset, its version, the server."""
        self.draw.text((PICTURE_MARGIN, 40), "Counterpoint", INK, picture_font("serif", 34, "bold"))
        self.line(PICTURE_MARGIN + 240, 50, PICTURE_WIDTH - 2 * PICTURE_MARGIN - 240, dataset.title, 24, colour=SOFT)
        self.draw.line((PICTURE_MARGIN, 92, PICTURE_WIDTH - PICTURE_MARGIN, 92), INK, 3)
        self.draw.line(
            (PICTURE_MARGIN, PICTURE_HEIGHT - 66, PICTURE_WIDTH - PICTURE_MARGIN, PICTURE_HEIGHT - 66), RULE, 1
        )
        host = site.partition("://")[2] or "Counterpoint"
        self.line(PICTURE_MARGIN, PICTURE_HEIGHT - 54, 560, host, 22, colour=SOFT)
        version = drawable_text(gettext("version {version}", version=dataset.version), "sans")
        font = picture_font("sans", 22)
        self.draw.text(
            (PICTURE_WIDTH - PICTURE_MARGIN - font.getlength(version), PICTURE_HEIGHT - 54), version, SOFT, font
        )

    def mark(self, x: int, y: int, stance: Stance) -> None:
        """The five boxes of a stance, the chosen one filled and taller."""
        for place, step in enumerate(SCALE_STANCES):
            left = x + place * 18
            if step == stance.id:
                self.draw.rectangle((left, y - 3, left + 14, y + 25), STANCE_COLOURS[step])
            else:
                self.draw.rectangle((left, y + 1, left + 14, y + 21), None, SOFT)


def _comparison(canvas: Canvas, dataset: Dataset, view: View) -> None:
    width = PICTURE_WIDTH - 2 * PICTURE_MARGIN
    parties = [dataset.parties[party] for party in view.filters.party]
    rows, counted = _most_distant(dataset, view)
    if len(rows) == 1:
        _position(canvas, *rows[0], parties)
        return
    y = (
        canvas.paragraph(PICTURE_MARGIN, 108, width, 100, filters_title(dataset, view.filters), (42, 36, 32), "bold")
        + 4
    )
    canvas.line(
        PICTURE_MARGIN, y, width, gettext("{statements}, each with its source", statements=counted), 24, colour=SOFT
    )
    y += 44
    column = min(PARTY_COLUMN_WIDTH, (width - 340) // max(len(parties), 1))
    first = PICTURE_WIDTH - PICTURE_MARGIN - column * len(parties)
    for number, party in enumerate(parties):
        x = first + number * column
        canvas.draw.rectangle((x, y + 32, x + column - 16, y + 37), party.colour)
        canvas.line(x, y, column - 16, party.short_name, 24, "bold")
    y += 48
    for issue, stands in rows[: min(MAX_ROWS, (PICTURE_HEIGHT - 70 - y) // ROW_HEIGHT)]:
        _draw_issue_row(canvas, issue, [stands[party.id] for party in parties], y, first, column)
        y += ROW_HEIGHT
    if not rows:
        canvas.line(
            PICTURE_MARGIN,
            y,
            width,
            gettext("Nothing on record of {parties} in this choice.", parties=list_party_names(parties)),
            28,
        )


def _most_distant(dataset: Dataset, view: View) -> tuple[list[tuple[Issue, dict[str, Stand]]], str]:
    """The issues with the stand of each party, those furthest apart first, and how much there is, in words."""
    found = latest_stance_by_cell(dataset, view.filters)
    parties = [dataset.parties[party] for party in view.filters.party]
    issues = {issue for issue, _ in found}

    def distance_on(issue: str) -> int:
        cells = [found.get((issue, party.id)) for party in parties]
        values = [cell.value for cell in cells if cell and cell.value is not None]
        return max(values) - min(values) if len(values) > 1 else -1

    ranked = sorted((issue for issue in dataset.issues if issue in issues), key=lambda issue: -distance_on(issue))
    stands = {
        issue: {party.id: stand_of(dataset, party, found.get((issue, party.id))) for party in parties}
        for issue in ranked[:MAX_ROWS]
    }
    statements = sum(cell.n for cell in found.values())
    counted = gettext(
        "{statements} on {issues}",
        statements=ngettext("{num} statement", "{num} statements", statements),
        issues=ngettext("{num} issue", "{num} issues", len(ranked)),
    )
    return [(dataset.issues[issue], own) for issue, own in stands.items()], counted


def _position(canvas: Canvas, issue: Issue, stands: Mapping[str, Stand], parties: Sequence[Party]) -> None:
    """One issue: its proposition, and below it the stand of each party."""
    width = PICTURE_WIDTH - 2 * PICTURE_MARGIN
    y = canvas.paragraph(PICTURE_MARGIN, 116, width, 190, issue.proposition, (60, 52, 44, 38, 32), "bold") + 28
    height = min(78, (PICTURE_HEIGHT - 80 - y) // max(len(parties), 1))
    for party in parties:
        stand = stands[party.id]
        canvas.draw.rectangle((PICTURE_MARGIN, y, PICTURE_MARGIN + 8, y + height - 22), party.colour)
        colour = SOFT if stand.is_old or not stand.stance else INK
        text = gettext("{party}: {stand}", party=party.short_name, stand=stand.text)
        canvas.line(PICTURE_MARGIN + 28, y + 2, width - 148, text, 38, "bold", colour)
        if stand.stance:
            canvas.mark(PICTURE_WIDTH - PICTURE_MARGIN - 90, y + 14, stand.stance)
        y += height


def _draw_issue_row(canvas: Canvas, issue: Issue, stands: Sequence[Stand], y: int, first: int, column: int) -> None:
    room = first - PICTURE_MARGIN - 24
    canvas.draw.line((PICTURE_MARGIN, y - 6, PICTURE_WIDTH - PICTURE_MARGIN, y - 6), RULE, 1)
    proposition = drawable_text(issue.proposition, "sans")
    for number, line in enumerate(fit_text(proposition, picture_font("sans", 22), room, 2)):
        canvas.draw.text((PICTURE_MARGIN, y + number * 26), line, INK, picture_font("sans", 22))
    for number, stand in enumerate(stands):
        x = first + number * column
        colour = SOFT if stand.is_old or not stand.stance else INK
        if stand.stance:
            canvas.mark(x, y + 10, stand.stance)
            canvas.line(x + 100, y + 8, column - 104, stand.text, 21, colour=colour)
        else:
            canvas.line(x, y + 8, column - 16, stand.text, 21, colour=SOFT)


def _statement(canvas: Canvas, dataset: Dataset, card: Card) -> None:
    width = PICTURE_WIDTH - 2 * PICTURE_MARGIN - 32
    issue = dataset.issues[card.issue]
    canvas.draw.rectangle((PICTURE_MARGIN, 116, PICTURE_MARGIN + 8, PICTURE_HEIGHT - 90), card.party.colour)
    x = PICTURE_MARGIN + 32
    said = card.words
    if not card.quote and not card.summary and len(said) > MAX_QUOTED_LENGTH:
        said = gettext("Too long for a picture: the page has all of it.")
    y = canvas.paragraph(x, 112, width, 230, said, (56, 48, 42, 36, 32)) + 18
    role = f", {card.role}" if card.role else ""
    canvas.line(x, y, width, f"{card.said_by}{role}", 30, "bold")
    locator = f", {card.locator}" if card.locator else ""
    where = f"{card.source.publisher or card.source.title}{locator}"
    canvas.line(x, y + 44, width, f"{card.date_label} · {where}", 25, colour=SOFT)
    canvas.mark(x, PICTURE_HEIGHT - 118, card.stance)
    text = f"{issue.proposition} {card.party.short_name}: {card.stance.word} ({card.date[:4]})"
    canvas.line(x + 104, PICTURE_HEIGHT - 122, width - 104, text, 25)


def fit_text(text: str, font: ImageFont.FreeTypeFont, width: int, lines: int) -> tuple[str, ...]:
    """A text in at most so many lines of a width in pixels, cut with an ellipsis
    where it is longer; a word that is wider than a line is broken."""
    made: list[str] = []
    left = " ".join(text.split())[:2000]
    while left and len(made) < lines:
        line = _longest(left, font, width)
        rest = left[len(line) :].lstrip()
        if rest and len(made) == lines - 1:
            line = _longest(left, font, width - round(font.getlength("…"))).rstrip(" ,;:") + "…"
        made.append(line.strip())
        left = rest
    return tuple(made)


def _longest(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The longest beginning of a text that fits, up to a blank if there is one."""
    low, high = 1, min(len(text), max(1, width))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(text[:middle]) <= width else (low, middle - 1)
    if low == len(text):
        return text
    blank = text.rfind(" ", 0, low + 1)
    return text[:blank] if blank > 0 else text[:low]


def picture_font(face: str, size: int, weight: str = "regular") -> ImageFont.FreeTypeFont:
    """The typeface of the pages, `serif` or `sans`, in a size in pixels and a weight, `regular` or `bold`."""
    font = ImageFont.truetype(FONT_FOLDER / "pictures" / f"{face}.woff2", size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([FONT_WEIGHTS[weight]])
    return font
