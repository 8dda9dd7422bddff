"""The draft at a glance: the latest stance of each party on each issue."""

from __future__ import annotations

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

from components.charts import escape_for_plotly
from components.theme.chart_template import LIGHT_TEMPLATE
from data import STANCES, Dataset, Filters, stance_by_id
from data.statements import latest_stances
from data.translation import gettext

MIN_ROW_HEIGHT, LANE_HEIGHT, MAX_LANES = 34, 14, 6
# In steps of the scale.
COLUMN_WIDTH = 0.09


def stance_table(dataset: Dataset) -> pd.DataFrame:
    """Issues by parties: the latest stance in words, or that nothing is on record."""
    frame = latest_stances(dataset, Filters())
    labels = frame.assign(stance=[stance_by_id(stance).word for stance in frame["stance"]])
    table = labels.pivot(index="issue", columns="party", values="stance")
    table = table.reindex(index=list(dataset.issues), columns=list(dataset.parties)).fillna(
        gettext("nothing on record")
    )
    table.index = pd.Index([issue.name for issue in dataset.issues.values()], name=gettext("Issue"))
    table.columns = [party.short_name for party in dataset.parties.values()]
    return table


def stance_figure(dataset: Dataset) -> go.Figure:
    """A row for each issue, a point for each party that takes a stand. Parties of the same stance stand one below the
    other, in columns of `MAX_LANES`, so that none hides another."""
    frame = latest_stances(dataset, Filters())
    issues, parties = list(dataset.issues.values()), list(dataset.parties)
    points = frame[frame["value"].notna()].sort_values("party", key=lambda party: party.map(parties.index))
    together = points.groupby(["issue", "value"], observed=True)["party"]
    lane, column = together.cumcount() % MAX_LANES, together.cumcount() // MAX_LANES
    lanes = together.transform("size").clip(upper=MAX_LANES)
    columns = (together.transform("size") - 1) // MAX_LANES + 1
    rows = points["issue"].map({issue.id: -number for number, issue in enumerate(issues)}).astype(float)
    most = int(lanes.max()) if len(lanes) else 1
    names = {party.id: escape_for_plotly(party.short_name) for party in dataset.parties.values()}
    shown = pd.DataFrame(
        {
            "x": points["value"].astype(float) + (column - (columns - 1) / 2) * COLUMN_WIDTH,
            "y": rows - (lane - (lanes - 1) / 2) * LANE_HEIGHT / _row_height(most),
            "party": [names[party] for party in points["party"]],
            "issue": [escape_for_plotly(dataset.issues[issue].name) for issue in points["issue"]],
            "stance": [stance_by_id(stance).word for stance in points["stance"]],
        }
    )
    figure = px.scatter(
        shown,
        x="x",
        y="y",
        color="party",
        hover_data={"x": False, "y": False, "issue": True, "stance": True},
        category_orders={"party": list(names.values())},
        color_discrete_map={names[party.id]: party.colour for party in dataset.parties.values()},
        template=LIGHT_TEMPLATE,
    )
    scale = sorted((stance for stance in STANCES if stance.value is not None), key=lambda stance: stance.value or 0)
    figure.update_xaxes(
        range=[-2.4, 2.4], title=None, tickvals=[step.value for step in scale], ticktext=[step.word for step in scale]
    )
    labels = [escape_for_plotly(issue.name) for issue in issues]
    figure.update_yaxes(
        title=None, range=[0.5 - len(issues), 0.5], tickvals=[-number for number in range(len(issues))], ticktext=labels
    )
    figure.update_traces(marker={"size": 12})
    figure.update_layout(height=140 + _row_height(most) * len(issues), showlegend=True, legend={"title": None})
    return figure


def _row_height(lanes: int) -> int:
    """The pixels of a row with so many parties one below the other."""
    return max(MIN_ROW_HEIGHT, LANE_HEIGHT * (lanes + 1))
