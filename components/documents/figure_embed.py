"""Frames for other pages: the answer to a stated figure, without scripts, and a chart alone."""

from __future__ import annotations

from dataclasses import dataclass

from components.charts import Chart
from components.page import PageRequest
from components.parts.figures.answer_bars import AnswerBar, answer_bars
from components.parts.figures.answer_sentence import answer_sentence
from components.parts.figures.definition_choices import (
    SCALE_TOP_RATIO,
    ScaleMark,
    current_setting,
    is_setting,
    mark_on_scale,
    setting_sentence,
)
from components.parts.figures.figure_view import figure_view, format_figure
from components.rendering import render
from components.url.links import Links
from data.model import Figure

from .embed_badge import embed_badge


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place on the scale; None where it has no result."""

    bar: AnswerBar
    mark: ScaleMark | None


def figure_embed_html(request: PageRequest, figure: Figure) -> str:
    """The document with the answer to a figure, its two bars, its source and a link."""
    dataset, view, site = request.dataset, request.decoded.view, request.origin
    stated, selection = figure_view(dataset, figure), view.figure_selection
    top = SCALE_TOP_RATIO * figure.high
    bars = answer_bars(dataset, figure, selection) if stated.recomputable else ()
    setting = current_setting(dataset, figure, selection) if bars and is_setting(selection) else None
    return render(
        "figure_embed.html",
        dataset=dataset,
        figure=stated,
        answer=answer_sentence(dataset, figure, selection.within),
        setting=setting_sentence(dataset, stated, setting) if setting else "",
        bars=[DrawnBar(bar, mark_on_scale(bar.low, bar.high, top) if bar.high else None) for bar in bars],
        stated_mark=mark_on_scale(figure.low, figure.high, top),
        top=format_figure(top),
        link=f"{site}/{Links(dataset.version, view.as_of).page('figures', view)}",
        badge=embed_badge(request),
        site=site,
    )


def chart_embed_html(request: PageRequest, chart: Chart, link: str) -> str:
    """The document with a chart alone, its sources and a link to its page below the server's address."""
    return render(
        "chart_embed.html",
        dataset=request.dataset,
        chart=chart,
        link=f"{request.origin}/{link}",
        badge=embed_badge(request),
        site=request.origin,
    )
