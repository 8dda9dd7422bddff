"""Stated against estimated: one row for each event or year, one mark for each source."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from components.parts.figures.figure_view import FigureView, format_figure
from components.theme.tokens import CHART_FONT_SIZES, LIGHT_COLOURS
from data.translation import gettext, ngettext

from .chart import Chart, ChartTableRow, escape_for_plotly, estimated_text_width, store_narrow_layout

LINE_HEIGHT = 24
# On a narrow screen the name of a row is inside the plot, above its marks.
NARROW_LINE_HEIGHT = 34
BOUND_SYMBOLS = {"at least": "triangle-right", "at most": "triangle-left", "": "circle"}
# The widths for which names are placed, in pixels: the smallest that is not narrow, and that of a phone.
WIDE_WIDTH, NARROW_WIDTH = 600, 340
# The letters in a line of a row's name.
MAX_ROW_LETTERS = 34


def dot_range_chart(stated: Sequence[FigureView], *, id: str, title: str, credit: str) -> Chart:  # noqa: A002
    """A chart of figures in one unit about one subject: one row for each event or year, each number on a line of its
    own with the name of who gives it. Parties have their colours; all others have a hollow grey mark."""
    frame = dot_range_frame(stated)
    parties = {each.by_party.id: each.by_party for each in stated if each.by_party}
    named = _several_indicators(stated)
    return Chart(
        figure=dot_range_figure(frame, unit=stated[0].unit),
        id=id,
        title=title,
        alt=_alternative_text(stated, frame["row"].nunique()),
        columns=(
            gettext("Of"),
            gettext("About"),
            gettext("Number"),
            gettext("Unit"),
            gettext("By"),
            gettext("Stated"),
            gettext("Definition"),
            gettext("Source"),
        ),
        rows=[_table_row(each, named) for each in stated],
        credit=credit,
        note=gettext("A triangle marks a bound: it points to where the number may lie. A bar is a range."),
        parties=list(parties.values()),
    )


def dot_range_frame(stated: Sequence[FigureView]) -> pd.DataFrame:
    """One record for each number, in the order of rows and, in a row, of numbers.

    Columns: `row` (the event or year), `low`, `high`, `name` (who gives the number, and the number), `colour`,
    `symbol` (Plotly's), `text` (read aloud and shown over the mark), `line` (where it stands; a line is free after
    each row).
    """
    named = _several_indicators(stated)
    records = [
        {
            "row": _row_label(each, named),
            "low": each.figure.low,
            "high": each.figure.high,
            "name": f"{each.by} {each.number}",
            "colour": each.by_party.colour if each.by_party else LIGHT_COLOURS["soft"],
            "symbol": BOUND_SYMBOLS[each.figure.bound] + ("" if each.by_party else "-open"),
            "text": gettext(
                "{row}, {by}: {figure}, stated {date}. {definition}",
                row=_row_label(each, named),
                by=each.by,
                figure=each.label,
                date=each.date_label,
                definition=each.figure.definition,
            ),
        }
        for each in stated
    ]
    frame = pd.DataFrame(records)
    order = {row: number for number, row in enumerate(dict.fromkeys(frame["row"]))}
    frame = frame.assign(number=frame["row"].map(order)).sort_values(["number", "low", "high"], ignore_index=True)
    return frame.assign(line=frame.index + frame["number"]).drop(columns="number")


def dot_range_figure(frame: pd.DataFrame, *, unit: str) -> go.Figure:
    """The figure for the columns of `dot_range_frame`; `unit` names the horizontal axis."""
    rows = frame.groupby("row", sort=False)["line"].agg(["min", "max"])
    lines, end = len(frame) + len(rows), 1.3 * frame["high"].max()
    ranges = frame[frame["low"] < frame["high"]].groupby("colour", sort=False)
    points = frame[frame["low"] == frame["high"]]
    traces = [*(_range_trace(own, str(colour)) for colour, own in ranges), _point_trace(points)]
    names = {row: [escape_for_plotly(part) for part in wrap(row, MAX_ROW_LETTERS)] for row in rows.index}
    side = max(estimated_text_width(part, CHART_FONT_SIZES["axis"]) for parts in names.values() for part in parts)
    layout = {
        "height": 90 + LINE_HEIGHT * lines,
        "xaxis": {"title": {"text": unit}, "rangemode": "tozero", "range": [0, end], "separatethousands": True},
        "yaxis": {
            "tickvals": ((rows["min"] + rows["max"]) / 2).tolist(),
            "ticktext": ["<br>".join(parts) for parts in names.values()],
            "range": [lines - 0.9, -1],
            "showgrid": False,
        },
        "shapes": [
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": line, "y1": line} for line in rows["max"] + 1
        ],
        "annotations": _name_annotations(frame, end, WIDE_WIDTH - 24 - side),
    }
    figure = go.Figure(traces, layout)
    store_narrow_layout(
        figure,
        height=90 + NARROW_LINE_HEIGHT * lines,
        yaxis={"showticklabels": False},
        annotations=[
            *_name_annotations(frame, end, NARROW_WIDTH),
            *(_row_name(str(row), line) for row, line in rows["min"].items()),
        ],
    )
    return figure


def _several_indicators(stated: Sequence[FigureView]) -> bool:
    return len({each.indicator.id for each in stated}) > 1


def _row_label(each: FigureView, named: bool) -> str:
    """Return the event or year of a row, with the indicator if the chart shows several."""
    if each.item:
        return each.item
    when = str(each.figure.year) if each.figure.year else gettext("said {date}", date=each.date_label)
    return f"{when} · {each.indicator.name}" if named else when


def _table_row(each: FigureView, named: bool) -> ChartTableRow:
    source = ", ".join(filter(None, (each.source.title, each.source.publisher, each.figure.locator)))
    label, definition = _row_label(each, named), each.figure.definition
    return ChartTableRow((label, each.about, each.number, each.unit, each.by, each.date_label, definition, source))


def _point_trace(frame: pd.DataFrame) -> dict[str, object]:
    """Return the trace of the numbers without a range."""
    colours = frame["colour"].tolist()
    return {
        "x": frame["high"].tolist(),
        "y": frame["line"].tolist(),
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "symbol": frame["symbol"].tolist(),
            "size": 11,
            "color": colours,
            "line": {"color": colours, "width": 2},
        },
        "hoverinfo": "text",
        "hovertext": frame["text"].map(escape_for_plotly).tolist(),
        "customdata": [["", text] for text in frame["text"]],
    }


def _range_trace(frame: pd.DataFrame, colour: str) -> dict[str, object]:
    """The trace of the ranges of one colour: a bar from end to end. The keyboard stops at the upper end alone."""
    return {
        "x": [end for low, high in zip(frame["low"], frame["high"], strict=True) for end in (low, high, None)],
        "y": [place for line in frame["line"].tolist() for place in (line, line, None)],
        "mode": "lines+markers",
        "line": {"color": colour, "width": 4},
        "marker": {"symbol": "line-ns-open", "size": 12, "color": colour},
        "hoverinfo": "text",
        "hovertext": [text for each in frame["text"].map(escape_for_plotly) for text in (each, each, "")],
        "customdata": [data for text in frame["text"] for data in (None, ["", text], None)],
    }


def _row_name(row: str, line: float) -> dict[str, object]:
    """The name of a row above its first mark."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 4, "y": line - 0.6, "yanchor": "middle"}
    return {"text": escape_for_plotly(row), "font": {"size": CHART_FONT_SIZES["axis"]}, **place}


def _name_annotations(frame: pd.DataFrame, end: float, width: float) -> list[dict[str, object]]:
    """The name of each mark, in a plot that is `width` pixels wide and goes from zero to `end`: where the mark ends;
    with too little room there, up to where it begins; with too little on both sides, below it."""
    names = []
    for name, colour, low, high, line in frame[["name", "colour", "low", "high", "line"]].itertuples(index=False):
        needed = (estimated_text_width(name, CHART_FONT_SIZES["name"]) + 12) * end / width
        below = {"yanchor": "top", "yshift": -3}
        if end - high >= needed:
            place = {"x": high, "xanchor": "left", "xshift": 9}
        elif low >= needed:
            place = {"x": low, "xanchor": "right", "xshift": -9}
        elif end - low >= high:
            place = {"x": low, "xanchor": "left", **below}
        else:
            place = {"x": high, "xanchor": "right", **below}
        names.append({"text": escape_for_plotly(name), "font": {"color": colour}, "y": line, **place})
    return names


def _alternative_text(stated: Sequence[FigureView], rows: int) -> str:
    names = list(dict.fromkeys(each.by for each in stated))
    low, high = min(each.figure.low for each in stated), max(each.figure.high for each in stated)
    return gettext(
        "{numbers} {rows}, from {low} to {high} {unit}, given by {names}.",
        numbers=ngettext("{num} number", "{num} numbers", len(stated)),
        rows=ngettext("on {num} row", "on {num} rows", rows),
        low=format_figure(low),
        high=format_figure(high),
        unit=stated[0].unit,
        names=", ".join(names),
    )
