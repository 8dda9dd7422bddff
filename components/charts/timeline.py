"""Statements in time: one row for each party, one mark for each statement."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from math import cos, radians

import pandas as pd
import plotly.graph_objects as go

from components.parts.cards import Card
from components.theme.tokens import CHART_SIZES, LIGHT, STANCE_COLOURS
from data import STANCES, Event, Party, date_span
from data.translation import gettext, ngettext

from .chart import Chart, ChartTableRow, escape_for_plotly, estimated_text_width, store_narrow_layout, time_axis_range

SYMBOLS = {
    "agree": "triangle-up",
    "partly-agree": "triangle-up-open",
    "neutral": "circle",
    "partly-disagree": "triangle-down-open",
    "disagree": "triangle-down",
    "no-stand": "x-thin-open",
}
# A party's row holds the five steps of the scale, one line for statements that take no stand, and room to the next.
ROW = 8
NO_STAND = -3.4
ROW_HEIGHT = 150
# From here on statements of one stance stand on three lines.
CROWD = 80
# Names of events stand this far apart, as a part of the width, have so many letters and rise by so many degrees. In a
# narrow plot, which is so many pixels wide, a name ends before the right edge; else the plot makes room for it.
EVENT_ROOM, NARROW_EVENT_ROOM = 0.03, 0.08
EVENT_LETTERS = 34
EVENT_ANGLE = 40
NARROW_PLOT = 270
# Up to sixty letters to a blank or the end, or sixty of a longer word. `textwrap` takes ten times as long, which for a
# thousand statements is a third of the chart.
HOVER_LINE = re.compile(r"\S.{0,59}(?: |$)|\S{60}")


def timeline_chart(
    cards: Sequence[Card],
    parties: Sequence[Party],
    events: Sequence[Event],
    *,
    link: Callable[[str], str],
    issue_name: Callable[[str], str],
    title: str,
    credit: str,
) -> Chart:
    """A chart of statements and the events of the same time. `link` gives the address of a statement by its id."""
    frame = timeline_frame(cards, link, issue_name)
    shown = _events_within(frame, events)
    return Chart(
        figure=timeline_figure(frame, parties, shown),
        id="timeline",
        title=title,
        alt=_alternative_text(cards, parties, shown),
        columns=(
            gettext("Date"),
            gettext("Party"),
            gettext("Speaker"),
            gettext("Issue"),
            gettext("Stance"),
            gettext("Summary"),
        ),
        rows=[_table_row(card, link, issue_name) for card in reversed(cards)],
        credit=credit,
        note=gettext("Height within a lane is the stance, not a quantity. A cross below a lane takes no stand."),
        parties=parties,
    )


def timeline_frame(cards: Sequence[Card], link: Callable[[str], str], issue_name: Callable[[str], str]) -> pd.DataFrame:
    """One record for each statement.

    Columns: `first` and `last` (the days that the date covers), `middle` (between them), `party` and `stance` (ids),
    `value` (of the stance; below the scale where there is none), `position` (place in time), `href` (where the
    statement is shown), `text` (read aloud), `hover` (shown over the mark, as markup).
    """
    spans = [date_span(card.date) for card in cards]
    return pd.DataFrame(
        {
            "first": pd.Series([span.first for span in spans], dtype=object),
            "last": pd.Series([span.last for span in spans], dtype=object),
            "middle": pd.Series([span.first + (span.last - span.first) / 2 for span in spans], dtype=object),
            "party": [card.party.id for card in cards],
            "stance": [card.stance.id for card in cards],
            "value": [NO_STAND if card.stance.value is None else card.stance.value for card in cards],
            "position": [card.position for card in cards],
            "href": [link(card.id) for card in cards],
            "text": [_spoken(card, issue_name) for card in cards],
            "hover": [_hover(card, issue_name) for card in cards],
        }
    )


def timeline_figure(frame: pd.DataFrame, parties: Sequence[Party], events: Sequence[Event]) -> go.Figure:
    """The figure for the columns of `timeline_frame`: height, shape and colour of a mark say the stance, a bar the
    days that an imprecise date covers. Events are dotted lines across all rows."""
    base = {party.id: -ROW * number for number, party in enumerate(parties)}
    # In a crowd, neighbours stand a little above and below each other.
    spread = (frame["position"] % 3 - 1) * 0.24 if len(frame) > CROWD else 0
    frame = frame.assign(height=frame["party"].map(base) + frame["value"] + spread)
    by_stance = dict(iter(frame.groupby("stance")))
    marks = [_marks(stance.id, by_stance[stance.id]) for stance in STANCES if stance.id in by_stance]
    imprecise = frame[frame["first"] != frame["last"]]
    traces = [_spans(imprecise), *marks] if len(imprecise) else marks
    layout = {
        "height": 120 + ROW_HEIGHT * len(parties) + (106 if events else 0),
        "shapes": [_scale_line(place, value) for place in base.values() for value in (2, 1, 0, -1, -2)],
        "yaxis": {
            "tickvals": [base[party.id] + value for party in parties for value in (2, 0, -2)],
            "ticktext": [
                text
                for party in parties
                for text in (gettext("agrees"), f"<b>{escape_for_plotly(party.short_name)}</b>", gettext("disagrees"))
            ],
            "range": [-ROW * (len(parties) - 1) - 4.6, 3.4],
            "showgrid": False,
        },
    }
    figure = go.Figure(traces, layout)
    if len(frame):
        figure.update_xaxes(range=time_axis_range(frame["first"].min(), frame["last"].max()))
    if events:
        _add_events(figure, events)
    return figure


def last_day(cards: Sequence[Card]) -> dt.date:
    """The last day that any of the statements covers; the first of 2000 without any."""
    return max((date_span(card.date).last for card in cards), default=dt.date(2000, 1, 1))


def _spans(frame: pd.DataFrame) -> dict[str, object]:
    """The trace of the days that imprecise dates cover, as bars behind the marks."""
    return {
        "name": "spans",
        "x": [day for first, last in zip(frame["first"], frame["last"], strict=True) for day in (first, last, None)],
        "y": [place for height in frame["height"] for place in (height, height, None)],
        "mode": "lines",
        "line": {"color": LIGHT["soft"], "width": 5},
        "opacity": 0.35,
        "hoverinfo": "skip",
    }


def _marks(stance: str, frame: pd.DataFrame) -> dict[str, object]:
    """The trace of the statements of one stance."""
    colour = STANCE_COLOURS[stance]
    return {
        "name": stance,
        "x": frame["middle"].tolist(),
        "y": frame["height"].tolist(),
        "mode": "markers",
        "marker": {"symbol": SYMBOLS[stance], "size": 12, "color": colour, "line": {"color": colour, "width": 2}},
        "hoverinfo": "text",
        "hovertext": frame["hover"].tolist(),
        "customdata": frame[["href", "text"]].to_numpy().tolist(),
    }


def _scale_line(place: float, value: int) -> dict[str, object]:
    """The line of a stance's value in the row of a party that stands at `place`; that of the middle is thicker."""
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": place + value, "y1": place + value}
    return {**line, "layer": "below", "line": {"width": 1 if value else 2}}


def _events_within(frame: pd.DataFrame, events: Sequence[Event]) -> list[Event]:
    """The events between the first and the last day covered, in order of time."""
    if frame.empty:
        return []
    first, last = frame["first"].min(), frame["last"].max()
    return sorted(
        (event for event in events if first <= date_span(event.date).first <= last), key=lambda event: event.date
    )


def _add_events(figure: go.Figure, events: Sequence[Event]) -> None:
    """Add the events as a second horizontal axis: its grid draws the lines, its labels on top are the names, and Plotly
    makes room for them. A name that has no room is left out; all stand in the list below the chart."""
    spans = [date_span(event.date) for event in events]
    days = [span.first + (span.last - span.first) / 2 for span in spans]
    axis = {
        "overlaying": "x",
        "matches": "x",
        "side": "top",
        "tickvals": days,
        "ticktext": _event_names(figure, events, days),
        "tickangle": -EVENT_ANGLE,
        "tickfont": {"color": LIGHT["soft"], "size": CHART_SIZES["event"]},
        "gridcolor": LIGHT["soft"],
        "griddash": "dot",
        "layer": "below traces",
        "showline": False,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
    }
    # An axis without a trace is not drawn.
    figure.add_scatter(x=days[:1], y=[None], xaxis="x2", hoverinfo="skip", mode="markers")
    figure.update_layout(xaxis2=axis)
    store_narrow_layout(figure, xaxis2={"ticktext": _event_names(figure, events, days, narrow=True)})


def _event_names(
    figure: go.Figure, events: Sequence[Event], days: Sequence[dt.date], narrow: bool = False
) -> list[str]:
    """The name of each event, empty where it has no room."""
    first, last = figure.layout.xaxis.range
    names, previous = [], -1.0
    for event, day in zip(events, days, strict=True):
        title = event.title
        name = title if len(title) <= EVENT_LETTERS else f"{title[: EVENT_LETTERS - 1].rstrip()}…"
        place = (day - first) / (last - first)
        end = place + estimated_text_width(name, CHART_SIZES["event"]) * cos(radians(EVENT_ANGLE)) / NARROW_PLOT
        room = NARROW_EVENT_ROOM if narrow else EVENT_ROOM
        fits = place - previous >= room and (end <= 1 or not narrow)
        names.append(escape_for_plotly(name) if fits else "")
        previous = place if fits else previous
    return names


def _table_row(card: Card, link: Callable[[str], str], issue_name: Callable[[str], str]) -> ChartTableRow:
    issue, stance = issue_name(card.issue), card.stance.label
    return ChartTableRow(
        (card.date_label, card.party.short_name, card.said_by, issue, stance, card.summary), link(card.id)
    )


def _spoken(card: Card, issue_name: Callable[[str], str]) -> str:
    return gettext(
        "{date}, {party}, {speaker} on {issue}: {stance}. {summary}",
        date=card.date_label,
        party=card.party.short_name,
        speaker=card.said_by,
        issue=issue_name(card.issue),
        stance=card.stance.label,
        summary=card.summary,
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in HOVER_LINE.findall(" ".join(text.split()))]


def _hover(card: Card, issue_name: Callable[[str], str]) -> str:
    """The card in short: who, when, stance, what, quote, source."""
    lines = [
        f"<b>{escape_for_plotly(card.said_by[:80])}</b>, {escape_for_plotly(card.date_label)}",
        f"{escape_for_plotly(issue_name(card.issue)[:80])}: <b>{escape_for_plotly(card.stance.label)}</b>",
        *(escape_for_plotly(line) for line in _lines(card.summary[:300])),
    ]
    if card.quote:
        lines += [f"<i>{escape_for_plotly(line)}</i>" for line in _lines(f"“{card.quote[:200]}”")]
    return "<br>".join([*lines, escape_for_plotly((card.source.publisher or card.source.title)[:80])])


def _alternative_text(cards: Sequence[Card], parties: Sequence[Party], events: Sequence[Event]) -> str:
    if not cards:
        return gettext("No statement to draw.")
    counts = ", ".join(f"{party.short_name} {sum(card.party == party for card in cards)}" for party in parties)
    drawn = ngettext(
        "{num} statement from {first} to {last}, one row for each party: {counts}.",
        "{num} statements from {first} to {last}, one row for each party: {counts}.",
        len(cards),
        first=cards[0].date_label,
        last=cards[-1].date_label,
        counts=counts,
    )
    sentences = [drawn, gettext("Marks stand higher the more a statement agrees with the proposition.")]
    if events:
        sentences.append(ngettext("Dotted lines mark {num} event.", "Dotted lines mark {num} events.", len(events)))
    return " ".join(sentences)
