"""Parties on a plane: the closer two parties are, the more similar are their stances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.parts.cards import list_party_names
from data import Party
from data.translation import gettext, ngettext, number_text

from .chart import Chart, ChartTableRow, escape_for_plotly, store_narrow_layout

# With more points names cover one another: only chosen parties have theirs on the map, the others in the hover text and
# in the table.
MAX_NAMES = 60
MAP_HEIGHT, NARROW_MAP_HEIGHT = 520, 380
# Points nearer than this share of the map's width cover each other.
SAME_PLACE = 0.015
MAX_NAMES_AT_A_PLACE = 5


def party_map_chart(
    frame: pd.DataFrame, parties: Sequence[Party], *, chosen: Sequence[str], stress: float, credit: str
) -> Chart:
    """A chart of a frame with the columns `party` (id), `x`, `y` and `link`, the address that a point opens. `chosen`
    are the ids of the parties that the map names however many there are, `stress` is Kruskal's stress 1."""
    names = {party.id: party.short_name for party in parties}
    return Chart(
        id="party-map",
        title=gettext("Parties by the likeness of their stances"),
        alt=ngettext(
            "{num} party: the closer two are, the smaller is their mean distance. Directions have no meaning.",
            "{num} parties: the closer two are, the smaller is their mean distance. Directions have no meaning.",
            len(frame),
        ),
        figure=party_map_figure(frame, parties, chosen),
        columns=(gettext("Party"), gettext("Across"), gettext("Up")),
        rows=[
            ChartTableRow((names[party], number_text(x, 2), number_text(y, 2)), link)
            for party, x, y, link in frame[["party", "x", "y", "link"]].itertuples(index=False)
        ],
        credit=credit,
        note=gettext(
            "Stress {stress}: 0 shows every distance exactly; above 0.20 the map misleads, and the matrix tells more.",
            stress=number_text(stress, 2),
        ),
        parties=parties,
    )


def party_map_figure(frame: pd.DataFrame, parties: Sequence[Party], chosen: Sequence[str]) -> go.Figure:
    """The figure for the same frame. Parties at one point, which no reader can tell apart, are named together."""
    has_names = len(frame) <= MAX_NAMES
    known = {party.id: party for party in parties}
    own = [known[party] for party in frame["party"]]
    together: dict[tuple[int, int], list[Party]] = {}
    named: dict[tuple[int, int], list[Party]] = {}
    places = _places(frame)
    for party, place in zip(own, places, strict=True):
        together.setdefault(place, []).append(party)
        if has_names or party.id in chosen:
            named.setdefault(place, []).append(party)
    texts = [
        escape_for_plotly(_names(named[place])) if named.get(place, [None])[0] is party else ""
        for party, place in zip(own, places, strict=True)
    ]
    figure = go.Figure(
        go.Scatter(
            x=frame["x"].tolist(),
            y=frame["y"].tolist(),
            mode="markers+text",
            text=texts,
            textposition="top center",
            hoverinfo="text",
            hovertext=[escape_for_plotly(_names(together[place])) for place in places],
            marker={
                "size": [11 if has_names or party.id not in chosen else 18 for party in own],
                "color": [party.colour for party in own],
            },
            cliponaxis=False,
            customdata=[[link, party.name] for link, party in zip(frame["link"], own, strict=True)],
        )
    )
    # Both axes have the same scale, since the map shows distances.
    axis = {"showticklabels": False, "zeroline": False, "ticks": ""}
    figure.update_layout(
        height=MAP_HEIGHT, showlegend=False, xaxis=axis, yaxis={**axis, "scaleanchor": "x", "scaleratio": 1}
    )
    store_narrow_layout(figure, height=NARROW_MAP_HEIGHT)
    return figure


def _names(parties: Sequence[Party]) -> str:
    """The names of parties at one place; those beyond `MAX_NAMES_AT_A_PLACE` are counted."""
    if len(parties) <= MAX_NAMES_AT_A_PLACE:
        return list_party_names(parties)
    names = ", ".join(party.short_name for party in parties[:MAX_NAMES_AT_A_PLACE])
    return gettext("{names} and {count} more", names=names, count=len(parties) - MAX_NAMES_AT_A_PLACE)


def _places(frame: pd.DataFrame) -> list[tuple[int, int]]:
    """The place of each party in a grid as fine as `SAME_PLACE`."""
    coordinates = frame[["x", "y"]].to_numpy()
    span = float(np.ptp(coordinates, axis=0).max()) if len(coordinates) else 0.0
    cells = np.round(coordinates / (span * SAME_PLACE)) if span else coordinates * 0
    return [(int(x), int(y)) for x, y in cells]
