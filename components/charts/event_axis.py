"""Events on a chart in time: numbered dotted lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from components.theme.tokens import CHART_FONT_SIZES, LIGHT_COLOURS
from data import Event, date_span

# The least distance of event numbers, as a fraction of the width of a wide and of a narrow plot.
MIN_EVENT_DISTANCE, MIN_NARROW_EVENT_DISTANCE = 0.045, 0.14


def events_within(frame: pd.DataFrame, events: Sequence[Event]) -> list[tuple[int, Event]]:
    """The events between the first and the last day covered, each with its number in the list, from 1."""
    if frame.empty:
        return []
    first, last = frame["first"].min(), frame["last"].max()
    numbered = enumerate(events, start=1)
    return [(number, event) for number, event in numbered if first <= date_span(event.date).first <= last]


def add_events(figure: go.Figure, events: Sequence[tuple[int, Event]], narrow: dict[str, object]) -> None:
    """Add the events as a second horizontal axis: its grid draws the lines, its labels on top are the numbers. Add to
    `narrow` the labels for a narrow plot. The names stand whole in the list below the chart."""
    spans = [date_span(event.date) for _, event in events]
    days = [span.first + (span.last - span.first) / 2 for span in spans]
    axis = {
        "overlaying": "x",
        "matches": "x",
        "side": "top",
        "tickvals": days,
        "ticktext": _event_numbers(figure, events, days, MIN_EVENT_DISTANCE),
        "tickangle": 0,
        "tickfont": {"color": LIGHT_COLOURS["soft"], "size": CHART_FONT_SIZES["event"]},
        "gridcolor": LIGHT_COLOURS["faint"],
        "griddash": "dot",
        "layer": "below traces",
        "showline": False,
        "zeroline": False,
        "automargin": False,
        "fixedrange": True,
    }
    # An axis without a trace is not drawn.
    figure.add_scatter(x=days[:1], y=[None], xaxis="x2", hoverinfo="skip", mode="markers", showlegend=False)
    figure.update_layout(xaxis2=axis)
    narrow["xaxis2"] = {"ticktext": _event_numbers(figure, events, days, MIN_NARROW_EVENT_DISTANCE)}


def _event_numbers(
    figure: go.Figure, events: Sequence[tuple[int, Event]], days: Sequence[dt.date], room: float
) -> list[str]:
    """The label of each event: its number, or, where the next ones are too near for labels of their own, the numbers of
    all of them, such as 12–15."""
    first, last = figure.layout.xaxis.range
    labels: list[list[int]] = []
    leading: list[int] = []
    previous = -1.0
    for (number, _), day in zip(events, days, strict=True):
        place = (day - first) / (last - first)
        if place - previous >= room:
            leading, previous = [number], place
            labels.append(leading)
        else:
            leading.append(number)
            labels.append([])
    return [f"{label[0]}–{label[-1]}" if len(label) > 1 else str(label[0]) if label else "" for label in labels]
