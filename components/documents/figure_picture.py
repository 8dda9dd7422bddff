"""The preview picture of a stated figure: what measuring alike gives beside what it takes to reach the number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from components.parts.figures.answer_bars import AnswerBar, answer_bars
from components.parts.figures.answer_sentence import answer_sentence
from components.parts.figures.figure_view import FigureView
from components.theme.tokens import LIGHT
from components.url.view import View
from data import Dataset
from data.translation import gettext

if TYPE_CHECKING:
    from .preview_picture import Sheet

BAR_HEIGHT = 44
# The bars take this part of the width; the rest is for the number behind them.
BAR_WIDTH = 0.78
SENTENCE_SIZES = (40, 36, 32, 28, 25, 22)


def draw_figure(sheet: Sheet, dataset: Dataset, view: View, stated: FigureView) -> None:
    """Draws a figure with its two bars, or with its answer in words where there is nothing to draw."""
    left, width = sheet.margin, sheet.width - 2 * sheet.margin
    y = sheet.paragraph(left, 108, width, 100, stated.headline, (56, 48, 42, 36, 30), "bold") + 6
    by = gettext("Stated by {by}, {date}", by=stated.by, date=stated.date_label)
    sheet.line(left, y, width, f"{by} · {stated.source.publisher or stated.source.title}", 24, colour=LIGHT["soft"])
    y += 46
    bars = answer_bars(dataset, stated.figure, view.figure_selection) if stated.recomputable else ()
    if bars:
        _bars(sheet, stated, bars, y)
    else:
        text = answer_sentence(dataset, stated.figure, view.figure_selection.within)
        sheet.paragraph(left, y, width, sheet.height - 90 - y, text, SENTENCE_SIZES)


def _bars(sheet: Sheet, stated: FigureView, bars: Sequence[AnswerBar], top: int) -> None:
    left, width = sheet.margin, round((sheet.width - 2 * sheet.margin) * BAR_WIDTH)
    reach = max(stated.figure.high, *(bar.high for bar in bars)) * 1.04
    mark, mark_end = (left + round(width * end / reach) for end in (stated.figure.low, stated.figure.high))
    for number, bar in enumerate(bars):
        y = sheet.paragraph(left, top, sheet.width - 2 * left, 78, bar.label, (26, 23, 20, 18)) + 8
        low, high = (left + round(width * end / reach) for end in (bar.low, bar.high))
        colour = LIGHT["soft"] if number == 0 else LIGHT["strong"]
        if bar.high:
            sheet.draw.rectangle((left, y, max(high, left + 2), y + BAR_HEIGHT), LIGHT["faint"])
            sheet.draw.rectangle((left, y, max(low, left + 2), y + BAR_HEIGHT), colour)
        for place in {mark, mark_end}:
            sheet.draw.rectangle((place - 2, y - 7, place + 2, y + BAR_HEIGHT + 7), LIGHT["ink"])
        behind = max(high, mark_end) + 16
        sheet.line(behind, y + 6, sheet.width - left - behind, bar.text, 27, "bold")
        top = y + BAR_HEIGHT + 24
    if mark == mark_end:
        text = gettext("The upright line: {figure}, as stated", figure=stated.label)
    else:
        text = gettext("Between the upright lines: {figure}, as stated", figure=stated.label)
    sheet.line(left, top - 4, sheet.width - 2 * left, text, 22, colour=LIGHT["soft"])
