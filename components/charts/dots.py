"""Stated against estimated: one row an event or year, one mark a source."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from components.parts.figures.figure_view import FigureView as StatedFigure
from components.parts.figures.figure_view import numeral
from data import Party

from .frame import RULE, SOFT, Chart, ChartRow, Described, note, plain, plot, scatter

__all__ = ["dots"]

LINE_HEIGHT = 24
# On a narrow screen the name of a row stands in the plot, above its marks.
NARROW_LINE_HEIGHT = 34
SYMBOLS = {"at least": "triangle-right", "at most": "triangle-left", "": "circle"}


def dots(stated: Sequence[StatedFigure], *, id: str, title: str, credit: str) -> Chart:  # noqa: A002
    """A dot-and-range plot of figures in one unit about one subject: one row an
    event or year, one mark a source, each on a line of its own with its name.
    Parties have their colours, all others a hollow grey mark."""
    named = len({each.indicator.id for each in stated}) > 1
    rows: dict[str, list[StatedFigure]] = {}
    for each in stated:
        rows.setdefault(_row_label(each, named), []).append(each)
    lines = len(stated) + len(rows)
    made = plot(height=90 + LINE_HEIGHT * lines, narrow_height=90 + NARROW_LINE_HEIGHT * lines)
    line = 0.0
    ticks, rules, names = [], [], []
    for label, on_row in rows.items():
        ticks.append(line + (len(on_row) - 1) / 2)
        names.append(_name(line, label))
        for each in sorted(on_row, key=lambda each: (each.figure.low, each.figure.high)):
            made.traces.extend(_marks(line, label, each))
            line += 1
        rules.append(line)
        line += 1
    rule = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": {"color": RULE, "width": 1}}
    made.layout.update(shapes=[{**rule, "y0": place, "y1": place} for place in rules], annotations=names)
    made.set_axis(
        "yaxis",
        tickvals=ticks,
        ticktext=["<br>".join(plain(part) for part in wrap(row, 34)) for row in rows],
        range=[lines - 0.9, -1],
        showgrid=False,
    )
    highest = max(each.figure.high for each in stated)
    made.set_axis("xaxis", title=stated[0].unit, rangemode="tozero", range=[0, highest * 1.3], separatethousands=True)
    parties = {each.by_party.id: each.by_party for each in stated if each.by_party}
    return Chart(
        plot=made,
        id=id,
        title=title,
        alt=_words(stated, len(rows)),
        columns=("Of", "About", "Number", "Unit", "By", "Stated", "Definition", "Source"),
        rows=[_table_row(each, named) for each in stated],
        credit=credit,
        note="A triangle marks a bound: it points to where the number may lie. A bar is a range.",
        parties=list(parties.values()),
    )


def _row_label(each: StatedFigure, named: bool) -> str:
    """What a row is: an event, or a year, with the indicator where several are drawn together."""
    if each.item:
        return each.item
    when = str(each.figure.year) if each.figure.year else f"said {each.date_label}"
    return f"{when} · {each.indicator.name}" if named else when


def _table_row(each: StatedFigure, named: bool) -> ChartRow:
    source = ", ".join(filter(None, (each.source.title, each.source.publisher, each.figure.locator)))
    label, definition = _row_label(each, named), each.figure.definition
    return ChartRow((label, each.about, each.number, each.unit, each.by, each.date_label, definition, source))


def _name(line: float, label: str) -> Described:
    """The name of a row as `charts.js` shows it where there is no room at the side."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 4, "y": line - 0.6, "yanchor": "middle"}
    return note(plain(label), SOFT, 13, name="row", visible=False, **place)


def _marks(line: float, label: str, each: StatedFigure) -> list[Described]:
    """The mark of one number with its name, and a bar before it if it is a range.
    `meta` is where the name may end if there is no room for it at the right."""
    party: Party | None = each.by_party
    colour = party.colour if party else SOFT
    low, high = each.figure.low, each.figure.high
    number = f"{each.number} {each.unit}, stated {each.date_label}"
    said = f"{label}, {each.by}: {number}. {each.figure.definition}"
    ends = {"symbol": "line-ns-open", "size": 12, "color": colour}
    bar = scatter([low, high], [line, line], "lines+markers", line={"color": colour, "width": 4}, marker=ends)
    symbol = SYMBOLS[each.figure.bound] + ("" if party else "-open")
    mark = scatter(
        [high],
        [line],
        "markers+text" if low == high else "text",
        text=[f"  {plain(each.by)} {each.number}"],
        meta=low,
        textposition="middle right",
        textfont={"size": 12, "color": colour},
        cliponaxis=False,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"color": colour, "width": 2}},
        customdata=[["", said]],
        hovertext=[plain(said)],
    )
    return [bar, mark] if low != high else [mark]


def _words(stated: Sequence[StatedFigure], rows: int) -> str:
    who = list(dict.fromkeys(each.by for each in stated))
    low, high = min(each.figure.low for each in stated), max(each.figure.high for each in stated)
    count = f"{len(stated)} numbers on {rows} row{'' if rows == 1 else 's'}"
    return f"{count}, from {numeral(low)} to {numeral(high)} {stated[0].unit}, given by {', '.join(who)}."
