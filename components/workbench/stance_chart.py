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

ROW_HEIGHT = 34


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
    """A row for each issue, a point for each party that takes a stand."""
    frame = latest_stances(dataset, Filters())
    frame = frame[frame["value"].notna()]
    points = pd.DataFrame(
        {
            "issue": [escape_for_plotly(dataset.issues[issue].name) for issue in frame["issue"]],
            "party": [escape_for_plotly(dataset.parties[party].short_name) for party in frame["party"]],
            "value": frame["value"].astype(int),
        }
    )
    colours = {escape_for_plotly(party.short_name): party.colour for party in dataset.parties.values()}
    figure = px.scatter(
        points, x="value", y="issue", color="party", color_discrete_map=colours, template=LIGHT_TEMPLATE
    )
    scale = sorted((stance for stance in STANCES if stance.value is not None), key=lambda stance: stance.value or 0)
    figure.update_xaxes(
        range=[-2.4, 2.4], title=None, tickvals=[step.value for step in scale], ticktext=[step.word for step in scale]
    )
    names = [escape_for_plotly(issue.name) for issue in dataset.issues.values()]
    figure.update_yaxes(title=None, categoryorder="array", categoryarray=names[::-1])
    figure.update_traces(marker={"size": 12})
    figure.update_layout(height=140 + ROW_HEIGHT * len(names), showlegend=True, legend={"title": None})
    return figure
