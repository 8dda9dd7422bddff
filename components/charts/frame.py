"""What all charts share: the record that a template shows, colours, layout.

Plots are described in plain values, as Plotly's library for browsers takes them. Its classes for Python would check
each value while the reader waits, which was nearly half the time of a page with a timeline; the tests have
them check every kind of chart.

Colours are those of the light theme; `DARK` says which colour stands for each of them in
the dark one, and the reader's browser exchanges them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly

from data import Party

__all__ = [
    "DARK",
    "FAINT",
    "GROUND",
    "INK",
    "LIBRARY",
    "RULE",
    "SOFT",
    "STANCE_COLOURS",
    "STRONG",
    "Chart",
    "ChartRow",
    "Described",
    "Plot",
    "dark_colour",
    "note",
    "plain",
    "plot",
    "scatter",
]

LIBRARY = f"assets/plotly.min.js?v={plotly.__version__}"

INK, SOFT, RULE, FAINT, GROUND, STRONG = "#1f2328", "#565d66", "#d9d4c7", "#bdb7a8", "#fdfcf9", "#1d4e6b"
STANCE_COLOURS: Mapping[str, str] = {
    "agree": "#0a6868",
    "partly-agree": "#4f9e97",
    "neutral": "#7b7f86",
    "partly-disagree": "#c67f35",
    "disagree": "#94430c",
    "no-stand": "#565d67",
}
DARK: Mapping[str, str] = {
    INK: "#e8e6e1",
    SOFT: "#a9b0b8",
    RULE: "#353c44",
    FAINT: "#525b65",
    GROUND: "#15181c",
    STRONG: "#8fc1de",
    "#0a6868": "#4fc0b8",
    "#4f9e97": "#3a8f89",
    "#7b7f86": "#9aa1a9",
    "#c67f35": "#b87a3c",
    "#94430c": "#ef9d57",
    "#565d67": "#a9b0b9",
}
FONT = "Counterpoint Sans, Noto Sans, system-ui, sans-serif"

# A trace, a shape, an annotation: Plotly's names, and values that become JSON.
Described = dict[str, Any]


@dataclass(frozen=True)
class ChartRow:
    """One row of a chart's table; `href` is where its first cell leads, or empty."""

    cells: tuple[str, ...]
    href: str = ""


def dark_colour(colour: str) -> str:
    """A party's colour as the dark theme draws it: nearly half way to white."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * 0.45):02x}" for channel in channels)


def plain(text: str) -> str:
    """A text that Plotly must not read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def scatter(x: Sequence[object], y: Sequence[object], mode: str, **settings: object) -> Described:
    """A trace of lines, marks or texts, as `mode` says. It answers no pointer without `customdata`."""
    pointer = "text" if "customdata" in settings else "skip"
    return {"type": "scatter", "x": x, "y": y, "mode": mode, "hoverinfo": pointer, **settings}


def note(markup: str, colour: str, size: int, **place: object) -> Described:
    """A text at a place in the plot."""
    return {"text": markup, "font": {"color": colour, "size": size}, "showarrow": False, **place}


@dataclass(frozen=True)
class Plot:
    """What Plotly draws: traces, and a layout with an `xaxis` and a `yaxis`."""

    traces: list[Described]
    layout: Described

    def set_axis(self, name: str, *, title: str = "", **settings: object) -> None:
        """Changes settings of the axis `name`, and its title if there is one."""
        axis: Described = self.layout[name]
        axis |= settings
        if title:
            axis["title"] = {**axis["title"], "text": title}


def plot(height: int, narrow_height: int = 0) -> Plot:
    """An empty plot with the project's look, `height` pixels high, or, where it
    needs more of them on a narrow screen, `narrow_height` there."""
    axis = {
        "gridcolor": RULE,
        "linecolor": SOFT,
        "zeroline": False,
        "tickfont": {"color": SOFT, "size": 13},
        "title": {"font": {"color": SOFT, "size": 13}},
        "automargin": True,
        "fixedrange": True,
    }
    layout = {
        "height": height,
        "meta": {"narrow_height": narrow_height or height},
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": GROUND,
        "plot_bgcolor": GROUND,
        "margin": {"l": 8, "r": 16, "t": 24, "b": 36},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"bgcolor": GROUND, "bordercolor": SOFT, "font": {"family": FONT, "size": 13, "color": INK}},
        "xaxis": {**axis},
        "yaxis": {**axis},
    }
    return Plot([], layout)


@dataclass(frozen=True)
class Chart:
    """A chart as a template shows it.

    `alt` says in words what the chart shows. `columns` and `rows` hold exactly the data drawn. `credit` names the
    sources; `note` says what a reader must know, such as why an axis does not begin at zero. `parties` are those whose
    colours it uses.
    """

    id: str
    title: str
    alt: str
    plot: Plot
    columns: Sequence[str]
    rows: Sequence[ChartRow]
    credit: str
    note: str = ""
    parties: Sequence[Party] = ()
    library: str = LIBRARY

    @property
    def spec(self) -> str:
        """The plot as JSON."""
        plot = {"data": self.plot.traces, "layout": self.plot.layout}
        return json.dumps(plot, ensure_ascii=False, separators=(",", ":"))

    @property
    def dark(self) -> Mapping[str, str]:
        """The exchange of colours for the dark theme."""
        return {**DARK, **{party.colour: dark_colour(party.colour) for party in self.parties}}
