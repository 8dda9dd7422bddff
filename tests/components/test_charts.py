"""What all charts share: Plotly takes what they are described as."""

import json

import plotly.graph_objects as go

from components.charts.frame import plot
from data import Dataset
from tests.pages import charts_of, page_of


def test_plotly_takes_every_chart_of_the_shipped_dataset(shipped: Dataset) -> None:
    asked = [("timeline", {}), *(("timeline", {"issue": [issue]}) for issue in shipped.issues), ("figures", {})]
    asked += [("figures", {"topic": [topic]}) for topic in shipped.figure_records.topics]
    one_of_each = {figure.indicator: figure.id for figure in shipped.figure_records.figures.values()}
    asked += [("figures", {"figure": [figure]}) for figure in one_of_each.values()]
    charts = [spec for page, parameters in asked for spec in charts_of(page_of(shipped, page, **parameters))]
    assert len(charts) > 2 * len(shipped.issues)
    for spec in charts:
        taken = json.loads(go.Figure(spec).to_json())
        # Nothing that is asked for is left out, and Plotly for Python adds nothing but its own look.
        taken["layout"].pop("template")
        # It leaves out lists without anything in them.
        layout = {name: value for name, value in spec["layout"].items() if value != []}
        assert taken == spec | {"layout": layout}


def test_axis_keeps_its_look_when_it_gets_a_title_and_a_range() -> None:
    one, other = plot(height=100), plot(height=100)
    one.set_axis("xaxis", title="billion", range=[0, 1])
    assert one.layout["xaxis"]["title"]["text"] == "billion"
    assert one.layout["xaxis"]["title"]["font"] == other.layout["xaxis"]["title"]["font"]
    assert one.layout["xaxis"]["range"] == [0, 1]
    assert "text" not in other.layout["xaxis"]["title"]
    assert "range" not in one.layout["yaxis"]
