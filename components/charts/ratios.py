"""Every definition's ratio, year by year, with the stated number as a line across."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.parts.figures.definitions import format_year_results
from components.parts.figures.figure_view import FigureView, format_figure
from components.parts.figures.ratio_analysis import DefinitionResults
from components.theme.tokens import CHART_FONT_SIZES, LIGHT_COLOURS
from data import Dataset
from data.figures import Outcome, get_calculator
from data.translation import gettext, ngettext

from .chart import Chart, ChartTableRow, escape_for_plotly, store_narrow_layout

MAX_LABELS = 7
# The least vertical distance of two labels, as a fraction of the height.
MIN_LABEL_DISTANCE = 0.055
RATIO_FRAME_COLUMNS = (
    "line",
    "label",
    "below",
    "same",
    "strong",
    "chosen",
    "year",
    "low",
    "high",
    "matches",
    "href",
    "text",
    "hover",
)


def ratios_chart(
    dataset: Dataset,
    stated: FigureView,
    lines: Sequence[DefinitionResults],
    years: Sequence[int],
    *,
    credit: str,
    link: Callable[[DefinitionResults], str],
) -> Chart:
    """A chart with one line for each definition over all `years`; `link` says where a definition is worked out."""
    calculate = get_calculator(dataset)
    outcomes = {
        line: [outcome for year in years if (outcome := calculate.outcome(line.definition, year)).variants]
        for line in lines
    }
    outcomes = {line: own for line, own in outcomes.items() if own}
    top = 2 * stated.figure.high
    return Chart(
        figure=ratios_figure(definition_results_frame(dataset, outcomes, link), stated, years, top=top),
        id="ratios",
        title=gettext(
            "{indicator}: every definition by year, and the {figure} stated",
            indicator=stated.indicator.name,
            figure=stated.label,
        ),
        alt=_alternative_text(stated, outcomes, top),
        columns=(gettext("Definition"), *map(str, years)),
        rows=[ChartTableRow((line.formula, *_cells(own, years)), link(line)) for line, own in outcomes.items()],
        credit=credit,
        note=gettext(
            "The axis goes from zero to {top}, twice the stated number; the table on the page has the values above it.",
            top=format_figure(top),
        ),
    )


def definition_results_frame(
    dataset: Dataset, outcomes: Mapping[DefinitionResults, Sequence[Outcome]], link: Callable[[DefinitionResults], str]
) -> pd.DataFrame:
    """One record for each definition and year with a result, in the order of definitions.

    Columns: `line` (the definition's number), `label` (the definition in a few words), `below` (what it divides by),
    `same` (one measure on both sides), `strong` (it reaches the stated number in a chosen year), `chosen` (the year is
    chosen), `year`, `low` and `high` (the result), `matches` (it reaches the number in this year), `href` (where it is
    worked out), `text` (read aloud), `hover` (shown over the mark, as markup).
    """
    measures = dataset.figure_records.measures

    def records() -> Iterator[tuple[object, ...]]:
        for number, (line, own) in enumerate(outcomes.items()):
            above, below = line.definition.numerator, line.definition.denominator
            measure, href = measures[below or above], link(line)
            matching = {result.year for result in line.results if result.reaches}
            chosen = {result.year for result in line.results}
            named = (number, line.label, measure.short_name or measure.name, above == below, line.reaches)
            for outcome in own:
                text, year = format_year_results(outcome), outcome.year
                spoken, hover = f"{year}, {line.formula}: {text}", f"{year}: {text}<br>{escape_for_plotly(line.label)}"
                yield *named, year in chosen, year, outcome.low, outcome.high, year in matching, href, spoken, hover

    return pd.DataFrame(records(), columns=RATIO_FRAME_COLUMNS).astype(
        dict.fromkeys(("same", "strong", "chosen", "matches"), bool)
    )


def ratios_figure(frame: pd.DataFrame, stated: FigureView, years: Sequence[int], *, top: float) -> go.Figure:
    """The figure for the columns of `definition_results_frame`, from zero to `top`: definitions that reach the stated
    number are strong in the chosen years, which are shaded, all others faint, and a few have their names."""
    strong = frame[frame["strong"]]
    # In the years that are not chosen even these definitions are faint.
    bars = [
        _range_trace(own, LIGHT_COLOURS["strong" if chosen else "faint"]) for chosen, own in strong.groupby("chosen")
    ]
    traces = [_faint_trace(frame[~frame["strong"]]), *bars, _point_trace(strong)]
    labels = [_stated_label(stated), *_reached_label(frame, years, top)]
    ends = min(years, default=2000) - 0.5, max(years, default=2001) + 0.5
    layout = {
        "height": 460,
        "shapes": [*_chosen_year_bands(frame), _stated_line(stated)],
        "annotations": [*labels, *_labels_at_end(frame, top)],
        "margin": {"l": 8, "r": 190, "t": 24, "b": 36},
        "xaxis": {"range": ends, "dtick": 5, "tickformat": "d"},
        "yaxis": {"title": {"text": stated.unit}, "range": [0, top], "rangemode": "tozero"},
    }
    figure = go.Figure(traces, layout)
    # There is no room for the names of definitions; the table has them.
    store_narrow_layout(figure, annotations=[_stated_label(stated)], margin={"r": 12})
    return figure


def _faint_trace(frame: pd.DataFrame) -> dict[str, object]:
    """The definitions that do not reach the number, as one trace with gaps: one path for a hundred lines."""
    x: list[int | None] = []
    y: list[float | None] = []
    previous = (-1, 0)
    for line, year, low, high in frame[["line", "year", "low", "high"]].itertuples(index=False):
        if x and previous != (line, year - 1):
            x.append(None)
            y.append(None)
        ends = [low] if low == high else [low, high]
        x += [year] * len(ends)
        y += ends
        previous = (line, year)
    marks = {
        "line": {"color": LIGHT_COLOURS["faint"], "width": 1},
        "marker": {"color": LIGHT_COLOURS["faint"], "size": 4},
    }
    return {"x": x, "y": y, "mode": "lines+markers", **marks, "hoverinfo": "skip"}


def _range_trace(frame: pd.DataFrame, colour: str) -> dict[str, object]:
    """The ranges of the definitions that reach the number, as one trace with gaps."""
    return {
        "x": [place for year in frame["year"].tolist() for place in (year, year, None)],
        "y": [end for low, high in zip(frame["low"], frame["high"], strict=True) for end in (low, high, None)],
        "mode": "lines",
        "line": {"color": colour, "width": 5},
        "opacity": 0.4,
        "hoverinfo": "skip",
    }


def _point_trace(frame: pd.DataFrame) -> dict[str, object]:
    """The ends of the ranges; one point where both are the same."""
    points = frame.melt(["line", "chosen", "year", "href", "text", "hover"], ["low", "high"], value_name="value")
    points = points.drop_duplicates(["line", "year", "value"]).sort_values(["line", "year"], kind="stable")
    return {
        "x": points["year"].tolist(),
        "y": points["value"].tolist(),
        "mode": "markers",
        "marker": {
            "color": [LIGHT_COLOURS["strong" if chosen else "faint"] for chosen in points["chosen"]],
            "size": 6,
            "symbol": "circle",
        },
        "hoverinfo": "text",
        "hovertext": points["hover"].tolist(),
        "customdata": points[["href", "text"]].to_numpy().tolist(),
    }


def _chosen_year_bands(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """The chosen years shaded, each run of years as one band over the whole height."""
    years = pd.Series(sorted(frame.loc[frame["chosen"], "year"].unique()), dtype=int)
    for _, run in years.groupby(years - years.index):
        across = {"yref": "y domain", "y0": 0, "y1": 1, "x0": int(run.min()) - 0.5, "x1": int(run.max()) + 0.5}
        yield {"type": "rect", **across, "fillcolor": LIGHT_COLOURS["target"], "line": {"width": 0}, "layer": "below"}


def _stated_line(stated: FigureView) -> dict[str, object]:
    """The stated number across the whole width, a band if it is a range."""
    low, high = stated.figure.low, stated.figure.high
    across = {"xref": "x domain", "x0": 0, "x1": 1, "y0": low, "y1": high}
    if low == high:
        return {"type": "line", **across, "line": {"color": LIGHT_COLOURS["ink"], "width": 2}}
    return {"type": "rect", **across, "line": {"width": 0}, "fillcolor": LIGHT_COLOURS["ink"], "opacity": 0.12}


def _stated_label(stated: FigureView) -> dict[str, object]:
    markup = gettext(
        "<b>stated: {figure}</b> ({by}, {date})",
        figure=escape_for_plotly(stated.label),
        by=escape_for_plotly(stated.by),
        date=stated.date_label,
    )
    place = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "y": stated.figure.high,
        "yref": "y",
        "yshift": 11,
    }
    ground = {"bgcolor": LIGHT_COLOURS["paper"], "borderpad": 1}
    return {
        "text": markup,
        "font": {"color": LIGHT_COLOURS["ink"], "size": CHART_FONT_SIZES["axis"]},
        **ground,
        **place,
    }


def _reached_label(frame: pd.DataFrame, years: Sequence[int], top: float) -> Iterator[dict[str, object]]:
    """A label above the last point of the definitions that reach the number: it names their denominators."""
    matching = frame[frame["matches"]]
    if matching.empty:
        return
    last = matching[matching["year"] == matching["year"].max()]
    year = int(last["year"].iloc[0])
    text = gettext("over {measures}", measures=gettext(" or ").join(last["below"].unique()[:2]))
    # On the side with more room, which is at least half of the width on a narrow screen.
    side = "right" if 2 * year > min(years) + max(years) else "left"
    place = {"x": year, "y": min(float(last["high"].max()), top * 0.95), "yshift": 12, "xanchor": side}
    yield {"text": escape_for_plotly(text), "font": {"color": LIGHT_COLOURS["strong"]}, **place}


def _labels_at_end(frame: pd.DataFrame, top: float) -> list[dict[str, object]]:
    """The names of definitions with one measure on both sides, beside their last point, as far as there is room; those
    with most years come first."""
    latest = frame.groupby("line", sort=False).tail(1)
    latest = latest.assign(years=latest["line"].map(frame["line"].value_counts()))
    at_end = (latest["year"] == frame["year"].max()) & (latest["high"] <= top)
    latest = latest[~latest["strong"] & latest["same"] & at_end].sort_values("years", ascending=False, kind="stable")
    labels: list[dict[str, object]] = []
    placed: list[float] = []
    for label, year, high in latest[["label", "year", "high"]].itertuples(index=False):
        if len(placed) == MAX_LABELS or any(abs(high - other) < MIN_LABEL_DISTANCE * top for other in placed):
            continue
        placed.append(high)
        labels.append({"text": escape_for_plotly(label), "x": year, "y": high, "xanchor": "left", "xshift": 6})
    return labels


def _cells(outcomes: Sequence[Outcome], years: Sequence[int]) -> list[str]:
    texts = {outcome.year: format_year_results(outcome) for outcome in outcomes}
    return [texts.get(year, "") for year in years]


def _alternative_text(stated: FigureView, outcomes: Mapping[DefinitionResults, Sequence[Outcome]], top: float) -> str:
    reaching = sum(line.reaches for line in outcomes)
    results = [outcome for own in outcomes.values() for outcome in own]
    if not results:
        return gettext("No definition has a result: the data are missing.")
    low, high = min(outcome.low for outcome in results), max(outcome.high for outcome in results)
    given = ngettext(
        "{num} definition from {first} to {last} gives between {low} and {high} {unit}.",
        "{num} definitions from {first} to {last} give between {low} and {high} {unit}.",
        len(outcomes),
        first=min(outcome.year for outcome in results),
        last=max(outcome.year for outcome in results),
        low=format_figure(round(low, 1)),
        high=format_figure(round(high, 1)),
        unit=stated.unit,
    )
    near = ngettext(
        "The horizontal line is the stated {figure}; {num} strong definition comes near it in the shaded years.",
        "The horizontal line is the stated {figure}; {num} strong definitions come near it in the shaded years.",
        reaching,
        figure=stated.label,
    )
    return f"{given} {near} {gettext('A bar is a year for which several values are known.')}"
