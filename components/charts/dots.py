"""Stated against estimated: one row an event or year, one mark a source."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from components.stated import StatedFigure, numeral
from data import Party

from .frame import GROUND, SOFT, Chart, ChartRow, chart, figure

__all__ = ["dots"]

ROW_HEIGHT = 46
SYMBOLS = {"at least": "triangle-right", "at most": "triangle-left", "": "circle"}


def dots(stated: Sequence[StatedFigure], *, id: str, title: str, credit: str) -> Chart:  # noqa: A002
    """A dot-and-range plot of figures in one unit about one subject. Parties have
    their colours, all others a hollow grey mark; each mark bears its name."""
    named = len({each.indicator.id for each in stated}) > 1
    rows = list(dict.fromkeys(_row_label(each, named) for each in stated))
    made = figure(height=90 + ROW_HEIGHT * len(rows))
    for label in rows:
        on_row = sorted((each for each in stated if _row_label(each, named) == label), key=lambda each: each.figure.low)
        for place, each in enumerate(on_row):
            _mark(made, rows.index(label), label, place, each)
    made.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=["<br>".join(_plain(part) for part in wrap(row, 34)) for row in rows],
        range=[len(rows) - 0.4, -0.6],
        gridcolor=GROUND,
        tickfont={"size": 13},
    )
    made.update_xaxes(rangemode="tozero", title={"text": stated[0].unit}, separatethousands=True)
    highest = max(each.figure.high for each in stated)
    made.update_xaxes(range=[0, highest * 1.12])
    parties = {each.by_party.id: each.by_party for each in stated if each.by_party}
    return chart(
        made,
        id=id,
        title=title,
        alt=_words(stated, rows),
        columns=("Of", "About", "Number", "Unit", "By", "Stated", "Definition", "Source"),
        rows=[
            ChartRow(
                (
                    _row_label(each, named),
                    each.about,
                    each.number,
                    each.unit,
                    each.by,
                    each.date_label,
                    each.figure.definition,
                    ", ".join(filter(None, (each.source.title, each.source.publisher, each.figure.locator))),
                )
            )
            for each in stated
        ],
        credit=credit,
        note="A triangle marks a bound: it points to where the number may lie. A bar is a range.",
        parties=parties.values(),
    )


def _row_label(each: StatedFigure, named: bool) -> str:
    """What a row is: an event, or a year, with the indicator where several are drawn together."""
    if each.item:
        return each.item
    when = str(each.figure.year) if each.figure.year else f"said {each.date_label}"
    return f"{when} · {each.indicator.name}" if named else when


def _mark(made: go.Figure, row: int, label: str, place: int, each: StatedFigure) -> None:
    party: Party | None = each.by_party
    colour = party.colour if party else SOFT
    low, high = each.figure.low, each.figure.high
    number = f"{each.number} {each.unit}, stated {each.date_label}"
    said = f"{label}, {each.by}: {number}. {each.figure.definition}"
    if low != high:
        made.add_scatter(
            x=[low, high],
            y=[row, row],
            mode="lines+markers",
            hoverinfo="skip",
            line={"color": colour, "width": 4},
            marker={"symbol": "line-ns-open", "size": 12, "color": colour},
        )
    made.add_scatter(
        x=[low if low == high else (low + high) / 2],
        y=[row],
        mode="markers+text" if low == high else "text",
        text=[f"{_plain(each.by)} {each.number}"],
        textposition="top center" if place % 2 == 0 else "bottom center",
        textfont={"size": 12, "color": colour if party else SOFT},
        cliponaxis=False,
        marker={
            "symbol": SYMBOLS[each.figure.bound] + ("" if party else "-open"),
            "size": 11,
            "color": colour,
            "line": {"color": colour, "width": 2},
        },
        customdata=[["", said]],
        hovertext=[_plain(said)],
        hoverinfo="text",
    )


def _words(stated: Sequence[StatedFigure], rows: Sequence[str]) -> str:
    who = list(dict.fromkeys(each.by for each in stated))
    low, high = min(each.figure.low for each in stated), max(each.figure.high for each in stated)
    count = f"{len(stated)} numbers on {len(rows)} row{'' if len(rows) == 1 else 's'}"
    return f"{count}, from {numeral(low)} to {numeral(high)} {stated[0].unit}, given by {', '.join(who)}."


def _plain(text: str) -> str:
    """A text that Plotly must not read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
