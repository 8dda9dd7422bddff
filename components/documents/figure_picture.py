"""The preview picture of a stated figure: the result of measuring alike beside the results that reach the number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from components.parts.figures.answer_bars import AnswerBar, answer_bars
from components.parts.figures.answer_sentence import answer_sentence
from components.parts.figures.figure_view import FigureView
from components.theme.tokens import LIGHT_COLOURS
from components.url.view import View
from data import Dataset
from data.translation import gettext

if TYPE_CHECKING:
    from .preview_picture import Canvas

BAR_HEIGHT = 44
# The bars take this part of the width; the rest is for the number behind them.
BAR_WIDTH = 0.78
SENTENCE_FONT_SIZES = (40, 36, 32, 28, 25, 22)


def draw_figure(canvas: Canvas, dataset: Dataset, view: View, stated: FigureView) -> None:
    """Draws a figure with its two bars, or with its answer in words where there is nothing to draw."""
    left, width = canvas.margin, canvas.width - 2 * canvas.margin
    y = canvas.paragraph(left, 108, width, 100, stated.headline, (56, 48, 42, 36, 30), "bold") + 6
    by = gettext("Stated by {by}, {date}", by=stated.by, date=stated.date_label)
    canvas.line(
        left, y, width, f"{by} · {stated.source.publisher or stated.source.title}", 24, colour=LIGHT_COLOURS["soft"]
    )
    y += 46
    bars = answer_bars(dataset, stated.figure, view.figure_selection) if stated.recomputable else ()
    if bars:
        _bars(canvas, stated, bars, y)
    else:
        text = answer_sentence(dataset, stated.figure, view.figure_selection.within)
        canvas.paragraph(left, y, width, canvas.height - 90 - y, text, SENTENCE_FONT_SIZES)


def _bars(canvas: Canvas, stated: FigureView, bars: Sequence[AnswerBar], top: int) -> None:
    left, width = canvas.margin, round((canvas.width - 2 * canvas.margin) * BAR_WIDTH)
    reach = max(stated.figure.high, *(bar.high for bar in bars)) * 1.04
    mark, mark_end = (left + round(width * end / reach) for end in (stated.figure.low, stated.figure.high))
    for number, bar in enumerate(bars):
        y = canvas.paragraph(left, top, canvas.width - 2 * left, 78, bar.label, (26, 23, 20, 18)) + 8
        low, high = (left + round(width * end / reach) for end in (bar.low, bar.high))
        colour = LIGHT_COLOURS["soft"] if number == 0 else LIGHT_COLOURS["strong"]
        if bar.high:
            canvas.draw.rectangle((left, y, max(high, left + 2), y + BAR_HEIGHT), LIGHT_COLOURS["faint"])
            canvas.draw.rectangle((left, y, max(low, left + 2), y + BAR_HEIGHT), colour)
        for place in {mark, mark_end}:
            canvas.draw.rectangle((place - 2, y - 7, place + 2, y + BAR_HEIGHT + 7), LIGHT_COLOURS["ink"])
        behind = max(high, mark_end) + 16
        canvas.line(behind, y + 6, canvas.width - left - behind, bar.text, 27, "bold")
        top = y + BAR_HEIGHT + 24
    if mark == mark_end:
        text = gettext("The upright line: {figure}, as stated", figure=stated.label)
    else:
        text = gettext("Between the upright lines: {figure}, as stated", figure=stated.label)
    canvas.line(left, top - 4, canvas.width - 2 * left, text, 22, colour=LIGHT_COLOURS["soft"])
