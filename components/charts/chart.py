"""The record of a chart, which the macro `chart_figure` of `chart.html` shows, and what several figures share.

A figure has the colours of the light theme. `Chart.dark` maps each of them to its dark colour, and `charts.js` replaces
them by exact match. A second figure for the dark theme would double the largest part of a page.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from unicodedata import east_asian_width

import plotly
import plotly.graph_objects as go

from components.theme.chart_template import LIGHT_TEMPLATE
from components.theme.tokens import dark_colours
from data import Party

PLOTLY_ADDRESS = f"assets/plotly.min.js?v={plotly.__version__}"
# The width of a saved picture in pixels, and the letters of a line below it.
PICTURE_WIDTH, CREDIT_LINE_LENGTH = 1100, 150
# The width of a letter as a part of its height; those of East Asia are twice as wide.
LETTER_WIDTH_RATIO = 0.47


@dataclass(frozen=True)
class ChartTableRow:
    """One row of a chart's table; `href` is where its first cell leads, or empty."""

    cells: tuple[str, ...]
    href: str = ""


def escape_for_plotly(text: str) -> str:
    """Return a text for Plotly, which reads markup, so that it shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def estimated_text_width(text: str, size: int) -> float:
    """Return about how wide a text is, in pixels, where its letters are `size` pixels high."""
    return LETTER_WIDTH_RATIO * size * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def time_axis_range(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the ends of an axis for these days: a little more, within the years 1 to 9999."""
    room = (last - first).days // 40 + 20
    beginning, end = first.toordinal() - room, last.toordinal() + room
    return [dt.date.fromordinal(max(1, beginning)), dt.date.fromordinal(min(dt.date.max.toordinal(), end))]


def store_narrow_layout(figure: go.Figure, **changes: object) -> None:
    """Store the layout for figures less than 600 pixels wide, given as arguments of `Figure.update_layout`.

    `layout.meta` holds each property that differs as a whole; `charts.js` uses it in place of the wide one."""
    # A list replaces the wide one; a mapping changes the properties in it, and Plotly validates it.
    lists = {name: value for name, value in changes.items() if isinstance(value, list)}
    narrow = go.Layout({name: figure.layout[name] for name in changes if name not in lists})
    narrow.update({name: value for name, value in changes.items() if name not in lists})
    figure.layout.meta = {**narrow.to_plotly_json(), **lists}


@dataclass(frozen=True)
class Chart:
    """A chart as a template shows it.

    `alt` says in words what the chart shows. `columns` and `rows` hold exactly the data of the figure. `credit` names
    the sources; `note` says what a reader must know, such as why an axis does not begin at zero. `parties` are those
    whose colours the figure has.

    A point of the figure opens an address and is read aloud by its `customdata`: `[address or "", text]`.
    """

    id: str
    title: str
    alt: str
    figure: go.Figure
    columns: Sequence[str]
    rows: Sequence[ChartTableRow]
    credit: str
    note: str = ""
    parties: Sequence[Party] = ()
    library: str = PLOTLY_ADDRESS

    def __post_init__(self) -> None:
        # Streamlit sets its own template as the default of all figures when it loads.
        if self.figure.layout.template != LIGHT_TEMPLATE:
            self.figure.layout.template = LIGHT_TEMPLATE

    @property
    def spec(self) -> str:
        """The figure as JSON."""
        return str(self.figure.to_json())

    @property
    def dark(self) -> str:
        """The dark colour for each light one, as JSON."""
        return json.dumps(dark_colours([party.colour for party in self.parties]), separators=(",", ":"))

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(self.figure.layout.height or LIGHT_TEMPLATE.layout.height)

    @property
    def narrow_height(self) -> int:
        """The height in pixels where the figure is less than 600 pixels wide."""
        return int((self.figure.layout.meta or {}).get("height", self.height))

    @property
    def picture(self) -> str:
        """The changes of the layout for a saved picture, as JSON: a title above, and `foot`, an annotation with the
        sources below. A picture cannot use the page's typefaces."""
        layout = self.figure.layout
        margin = LIGHT_TEMPLATE.layout.margin.to_plotly_json() | layout.margin.to_plotly_json()
        lines = [escape_for_plotly(line) for line in wrap(self.credit, CREDIT_LINE_LENGTH)]
        height = self.height + 178
        corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
        picture = {
            "width": PICTURE_WIDTH,
            "height": height,
            "margin": margin | {"t": margin["t"] + 60, "b": 92 + 18 * len(lines)},
            "font": {"family": "system-ui, sans-serif"},
            "title": {
                "text": escape_for_plotly(self.title),
                "font": {"size": 20},
                "x": 0.01,
                "y": 1 - 22 / height,
                "yanchor": "top",
            },
            "foot": {"text": "<br>".join(lines), **corner, "yshift": -58, "align": "left"},
        }
        return json.dumps(picture, ensure_ascii=False, separators=(",", ":"))
