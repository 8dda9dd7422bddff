"""One figure beside every ratio, share or sum that the data give for it: a view of the Figures page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from components.charts import Chart
from components.charts.ratios import ratios_chart
from components.documents.embed_page import FRAME_HEIGHTS, frame_html
from components.page import Download, PageContent, PageRequest
from components.parts.cards import chart_source_line
from components.parts.figures.answer_sentence import figure_answer, recomputed_sentence
from components.parts.figures.definition_choices import (
    current_setting,
    definition_scale,
    is_setting,
    setting_sentence,
    short_setting_text,
)
from components.parts.figures.derivation import derive_result
from components.parts.figures.figure_view import FigureView
from components.parts.figures.ratio_analysis import DefinitionResults, RatioAnalysis, analyse_ratio
from components.url.view import TOLERANCES_PERCENT, FigureSelection, View, query_string, view_parameters
from data import Dataset
from data.translation import gettext, gettext_noop

MAX_OTHER_FIGURES = 60
MAX_REACHING_DEFINITIONS = 6
FIGURE_DOWNLOADS: tuple[Download, ...] = (
    ("ratios", gettext_noop("Definitions and results")),
    ("figures", gettext_noop("The stated figure")),
)


def figure_page(request: PageRequest, figure: FigureView) -> PageContent:
    """The figure with the definitions that reach it and those that do not, or with the one that the address names."""
    dataset, view = request.dataset, request.decoded.view
    analysis = analyse_ratio(dataset, figure.figure, view.figure_selection)

    def definition_link(line: DefinitionResults) -> str:
        definition = line.definition
        return request.figures_link(
            figure=figure.figure.id,
            numerator=definition.numerator,
            denominator=definition.denominator,
            members=definition.subject if definition.subject in dataset.figure_records.groups else "",
            years=view.figure_selection.years,
            within=view.figure_selection.within,
        )

    chart = _definitions_chart(dataset, figure, analysis, definition_link)
    computed = figure_answer(dataset, figure.figure, view.figure_selection.within)
    answer = recomputed_sentence(dataset, computed)
    return PageContent(
        _title(dataset, figure, view.figure_selection),
        {
            "figure": figure,
            "answer": answer,
            "scale": definition_scale(dataset, figure.figure, view.figure_selection, computed),
            "selection_link": lambda selection: request.figures_link(**vars(selection)),
            "analysis": analysis,
            "derivation": derive_result(dataset, figure.figure, analysis.exact, analysis.years)
            if analysis.exact
            else None,
            "reaching_shown": MAX_REACHING_DEFINITIONS,
            "others": analysis.others[:MAX_OTHER_FIGURES],
            "chart": chart,
            "chart_embed": _chart_frame(request, chart) if chart else "",
            "within": view.figure_selection.within,
            "tolerances": TOLERANCES_PERCENT,
            "definition_link": definition_link,
            "figures_link": request.figures_link,
            # The form of this page keeps the filters on statements, and their order.
            "hidden": _hidden_fields(view),
            "reset": request.figures_link(figure=figure.figure.id),
        },
        template="figure.html",
        description=_description(dataset, figure, view.figure_selection, answer),
        notices=_missing_year_notices(analysis, view.figure_selection.years),
        downloads=FIGURE_DOWNLOADS,
    )


def _missing_year_notices(analysis: RatioAnalysis, years: Sequence[int]) -> list[str]:
    """Return a notice for each year of the address that has no result."""
    missing = (year for year in years if year not in analysis.all_years)
    return [gettext("The data have no result for {year}.", year=year) for year in missing]


def _hidden_fields(view: View) -> list[tuple[str, str]]:
    """The filters on statements and their order, as names and values of a form."""
    parameters = view_parameters(View(view.filters, view.sort), "")
    return [(name, value) for name, values in parameters.items() for value in values]


def _definitions_chart(
    dataset: Dataset, figure: FigureView, analysis: RatioAnalysis, link: Callable[[DefinitionResults], str]
) -> Chart | None:
    """The chart of all definitions; None without any."""
    if not analysis.lines:
        return None
    sources = [figure.source, *(dataset.sources[name] for name in _source_ids(dataset, analysis))]
    credit = chart_source_line(dataset, sources)
    return ratios_chart(dataset, figure, analysis.lines, analysis.all_years, credit=credit, link=link)


def _chart_frame(request: PageRequest, chart: Chart) -> str:
    """The HTML that embeds the chart alone."""
    query = query_string(request.decoded.view, request.dataset.version)
    return frame_html(f"{request.origin}/embed?{query}&show=chart", chart.title, FRAME_HEIGHTS["chart alone"])


def _title(dataset: Dataset, figure: FigureView, selection: FigureSelection) -> str:
    """The figure, and the definition that the address names if there is one."""
    if not is_setting(selection):
        return f"{figure.label}: {figure.indicator.name}"
    setting = short_setting_text(dataset, current_setting(dataset, figure.figure, selection))
    return f"{figure.label}: {figure.indicator.name} ({setting})"


def _description(dataset: Dataset, figure: FigureView, selection: FigureSelection, answer: str) -> str:
    """The answer, after the result of the definition that the address names if there is one, for previews."""
    if not is_setting(selection):
        return answer
    setting = current_setting(dataset, figure.figure, selection)
    return f"{setting_sentence(dataset, figure, setting)} {answer}"


def _source_ids(dataset: Dataset, analysis: RatioAnalysis) -> list[str]:
    """The documents behind the measures that the definitions use."""
    records, series = dataset.figure_records, dataset.tables["series"]
    used = {
        side for line in analysis.lines for side in (line.definition.numerator, line.definition.denominator) if side
    }
    names = {name for side in used for name in (*records.measures[side].series, records.measures[side].rate)}
    sources = list(series.loc[series["series"].isin(names), "source"].unique())
    return sources + [records.figures[name].source for side in used for name in records.measures[side].figures]
