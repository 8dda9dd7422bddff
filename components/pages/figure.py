"""One figure beside every ratio, share or sum that the data give for it: a view of the Figures page."""

from __future__ import annotations

from components.charts.ratios import ratios
from components.parts.cards import chart_credit
from components.parts.figures.derivation import working
from components.parts.figures.figure_view import StatedFigure
from components.parts.figures.ratio_analysis import Line, Recomputed, recomputed
from components.url.view import WITHIN, View, encode
from data import Dataset

from .page import Download, PageContent, PageRequest

__all__ = ["FIGURE_DOWNLOADS", "figure_page"]

OTHERS_SHOWN = 60
REACHING_SHOWN = 6
FIGURE_DOWNLOADS: tuple[Download, ...] = (("ratios", "Definitions and results"), ("figures", "The stated figure"))


def figure_page(request: PageRequest, stated: StatedFigure) -> PageContent:
    """The figure with the definitions that reach it and those that do not, or with the one that the address names."""
    dataset, view = request.dataset, request.decoded.view
    made = recomputed(dataset, stated.figure, view.quantity)

    def definition_link(line: Line) -> str:
        definition = line.definition
        return request.figures_link(
            figure=stated.figure.id,
            numerator=definition.numerator,
            denominator=definition.denominator,
            members=definition.subject if definition.subject in dataset.quantities.groups else "",
            years=view.quantity.years,
            within=view.quantity.within,
        )

    sources = [stated.source, *(dataset.sources[name] for name in _sources(dataset, made))]
    credit = chart_credit(dataset, sources)
    chart = (
        ratios(dataset, stated, made.lines, made.all_years, credit=credit, link=definition_link) if made.lines else None
    )
    return PageContent(
        f"{stated.label}: {stated.indicator.name}",
        {
            "stated": stated,
            "made": made,
            "working": working(dataset, stated.figure, made.exact, made.years) if made.exact else None,
            "reaching_shown": REACHING_SHOWN,
            "shown_others": made.others[:OTHERS_SHOWN],
            "chart": chart,
            "within": view.quantity.within,
            "tolerances": WITHIN,
            "definition_link": definition_link,
            "figures_link": request.figures_link,
            # The form of this page keeps the filters on statements, and their order.
            "hidden": [
                (name, value) for name, values in encode(View(view.filters, view.sort), "").items() for value in values
            ],
            "reset": request.figures_link(figure=stated.figure.id),
        },
        template="figure.html",
        description=_description(stated, made, view.quantity.within),
        notices=[f"The data have no result for {year}." for year in view.quantity.years if year not in made.all_years],
        downloads=FIGURE_DOWNLOADS,
    )


def _description(stated: StatedFigure, made: Recomputed, within: int) -> str:
    """The figure, and how many definitions reach it, for previews."""
    tried = len(made.reaching) + len(made.others)
    return (
        f"{stated.label}: {stated.about}, stated by {stated.by}, {stated.date_label}. {len(made.reaching)} of {tried} "
        f"definitions of it come to within {within} %: see which, and what the others give."
    )


def _sources(dataset: Dataset, made: Recomputed) -> list[str]:
    """The documents behind the measures that the definitions use."""
    records, series = dataset.quantities, dataset.tables["series"]
    used = {side for line in made.lines for side in (line.definition.numerator, line.definition.denominator) if side}
    names = {name for side in used for name in (*records.measures[side].series, records.measures[side].rate)}
    found = list(series.loc[series["series"].isin(names), "source"].unique())
    return found + [records.figures[name].source for side in used for name in records.measures[side].figures]
