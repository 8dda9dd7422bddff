"""The chart of a party's agreement with others, year by year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from data import Party
from data.translation import gettext, ngettext

from .chart import Chart, ChartTableRow, escape_for_plotly, store_narrow_layout


def agreement_by_year_chart(frame: pd.DataFrame, party: Party, others: Sequence[Party], *, credit: str) -> Chart:
    """Return a chart of a frame with the columns `party` (id of the other party), `year`, `common` (the number of
    issues on which both take a stance in that year) and `same` (the number of these with the same stance)."""
    names = {other.id: other.short_name for other in others}
    years = sorted(set(frame["year"]))
    return Chart(
        id="agreement-by-year",
        title=gettext("{party} and others, year by year", party=party.short_name),
        alt=ngettext(
            "The share of common issues with the same stance, from {first} to {last}, with {num} party.",
            "The share of common issues with the same stance, from {first} to {last}, with {num} parties.",
            len(others),
            first=years[0],
            last=years[-1],
        ),
        figure=agreement_by_year_figure(frame, others),
        columns=(gettext("Party"), gettext("Year"), gettext("Same stance"), gettext("Common issues")),
        rows=[
            ChartTableRow((names[other], str(year), f"{same / common:.0%}", str(common)))
            for other, year, common, same in frame[["party", "year", "common", "same"]].itertuples(index=False)
        ],
        credit=credit,
        note=gettext(
            "An issue counts in the year of the later of the two latest statements. A large point has many issues."
        ),
        parties=others,
    )


def agreement_by_year_figure(frame: pd.DataFrame, others: Sequence[Party]) -> go.Figure:
    """The figure for the same frame: a line for each other party."""
    figure = go.Figure()
    for other in others:
        own = frame[frame["party"] == other.id]
        share = own["same"] / own["common"]
        texts = [
            gettext("{party}, {year}: {same} of {common}", party=other.short_name, year=year, same=same, common=common)
            for year, common, same in own[["year", "common", "same"]].itertuples(index=False)
        ]
        figure.add_scatter(
            name=escape_for_plotly(other.short_name),
            x=own["year"].tolist(),
            y=share.tolist(),
            mode="lines+markers",
            line={"color": other.colour},
            marker={"color": other.colour, "size": (5 + own["common"].clip(upper=50) ** 0.5).tolist()},
            hoverinfo="text",
            hovertext=[escape_for_plotly(text) for text in texts],
            customdata=[["", text] for text in texts],
        )
    figure.update_layout(
        height=380,
        showlegend=True,
        yaxis={"range": [0, 1.05], "tickformat": ".0%", "title": {"text": gettext("same stance")}},
        xaxis={"tickformat": "d"},
    )
    store_narrow_layout(figure, height=320, legend={"orientation": "h", "y": 1.15})
    return figure
