"""What all charts share: the record that a template shows, colours, layout.

Figures are built with the colours of the light theme; `DARK` says which colour
stands for each of them in the dark one, and the reader's browser exchanges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import plotly
import plotly.graph_objects as go

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
    "chart",
    "dark_colour",
    "figure",
    "plain",
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


@dataclass(frozen=True)
class ChartRow:
    """One row of a chart's table; `href` is where its first cell leads, or empty."""

    cells: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart as a template shows it.

    `spec` is the Plotly figure as JSON, `dark` the exchange of colours for the
    dark theme. `alt` says in words what the chart shows. `columns` and `rows`
    hold exactly the data drawn, `height` and `narrow_height` are in pixels. `credit`
    names the sources; `note` says what a reader must know, such as why an axis does
    not begin at zero.
    """

    id: str
    title: str
    alt: str
    spec: str
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    credit: str
    note: str = ""
    height: int = 0
    narrow_height: int = 0
    dark: Mapping[str, str] = field(default_factory=dict)
    library: str = LIBRARY


def dark_colour(colour: str) -> str:
    """A party's colour as the dark theme draws it: nearly half way to white."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * 0.45):02x}" for channel in channels)


def plain(text: str) -> str:
    """A text that Plotly must not read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def figure(height: int, narrow_height: int = 0) -> go.Figure:
    """An empty figure with the project's look, `height` pixels high, or, where it
    needs more of them on a narrow screen, `narrow_height` there."""
    made = go.Figure()
    axis = {
        "gridcolor": RULE,
        "linecolor": SOFT,
        "zeroline": False,
        "tickfont": {"color": SOFT, "size": 13},
        "title": {"font": {"color": SOFT, "size": 13}},
        "automargin": True,
        "fixedrange": True,
    }
    made.update_layout(
        template=go.layout.Template(),
        height=height,
        meta={"narrow_height": narrow_height or height},
        font={"family": FONT, "size": 14, "color": INK},
        paper_bgcolor=GROUND,
        plot_bgcolor=GROUND,
        margin={"l": 8, "r": 16, "t": 24, "b": 36},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        hoverlabel={"bgcolor": GROUND, "bordercolor": SOFT, "font": {"family": FONT, "size": 13, "color": INK}},
        xaxis=axis,
        yaxis=axis,
    )
    return made


def chart(
    made: go.Figure,
    *,
    id: str,  # noqa: A002 - names the element on the page
    title: str,
    alt: str,
    columns: Sequence[str],
    rows: Iterable[ChartRow],
    credit: str,
    note: str = "",
    parties: Iterable[Party] = (),
) -> Chart:
    """The figure with its words and its table. `parties` are those whose colours it uses."""
    own = {party.colour: dark_colour(party.colour) for party in parties}
    return Chart(
        id,
        title,
        alt,
        made.to_json(),
        tuple(columns),
        tuple(rows),
        credit,
        note,
        made.layout.height,
        made.layout.meta["narrow_height"],
        {**DARK, **own},
    )
