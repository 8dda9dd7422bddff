"""Shared by all charts: the template, the dark colours, the narrow layout; and the example of the documentation."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go
import pytest

from components.charts import store_narrow_layout
from components.rendering import template_environment
from components.theme.chart_template import DARK_TEMPLATE, LIGHT_TEMPLATE
from components.theme.tokens import COLOURS, dark_colour, dark_colours
from data import Dataset, load
from tests.conftest import Row
from tests.pages import charts_of, page_of
from tests.reading import statements_of

COLOUR = r"#[0-9a-fA-F]{6}\b"
ROOT = Path(__file__).parents[2]


def exchanged(text: str, colours: dict[str, str]) -> str:
    return re.sub(COLOUR, lambda colour: colours[colour[0]], text)


def test_every_chart_of_the_shipped_dataset_is_a_figure_with_dark_colours(shipped: Dataset) -> None:
    asked = [("timeline", {}), *(("timeline", {"issue": [issue]}) for issue in shipped.issues), ("figures", {})]
    asked += [("figures", {"topic": [topic]}) for topic in shipped.figure_records.topics]
    one_of_each = {figure.indicator: figure.id for figure in shipped.figure_records.figures.values()}
    asked += [("figures", {"figure": [figure]}) for figure in one_of_each.values()]
    charts = [spec for page, parameters in asked for spec in charts_of(page_of(shipped, page, **parameters))]
    assert len(charts) > 2 * len(shipped.issues)
    dark = dark_colours([party.colour for party in shipped.parties.values()])
    for spec in charts:
        assert go.Figure(spec).layout.template == LIGHT_TEMPLATE
        assert go.Layout(spec["layout"].get("meta", {})) is not None
        assert set(re.findall(COLOUR, json.dumps(spec))) <= set(dark)


def test_dark_template_is_the_light_one_with_its_colours_exchanged() -> None:
    assert exchanged(LIGHT_TEMPLATE.to_plotly_json().__repr__(), dark_colours()) == repr(DARK_TEMPLATE.to_plotly_json())
    assert set(dark_colours()) & set(dark_colours().values()) == set()
    assert dark_colour("#000000") == "#737373"


def test_narrow_layout_differs_in_what_is_named_and_refuses_what_plotly_does_not_know() -> None:
    figure = go.Figure(layout={"height": 200, "yaxis": {"range": [0, 1]}, "annotations": [{"text": "a"}]})
    store_narrow_layout(figure, yaxis={"showticklabels": False}, annotations=[])
    assert figure.layout.meta == {"yaxis": {"range": [0, 1], "showticklabels": False}, "annotations": []}
    assert figure.layout.yaxis.showticklabels is None
    with pytest.raises(ValueError, match="rnage"):
        store_narrow_layout(figure, yaxis={"rnage": [0, 1]})


def test_colours_stand_once() -> None:
    configured = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    names = {"primaryColor": "strong", "backgroundColor": "paper", "secondaryBackgroundColor": "panel"}
    for scheme in ("light", "dark"):
        expected = {key: getattr(COLOURS[name], scheme) for key, name in (names | {"textColor": "ink"}).items()}
        assert configured[scheme] == expected
    files = [
        path for folder in ("components", "web") for path in (ROOT / folder).rglob("*.*") if path.suffix[1:4] != "wof"
    ]
    named = [path.name for path in files if path.suffix != ".pyc" and re.search(COLOUR, path.read_text("utf-8"))]
    assert named == ["tokens.py"]


def test_example_of_a_chart_runs_as_it_stands(shipped: Dataset) -> None:
    section = (ROOT / "docs/architecture.md").read_text("utf-8").partition("## Add a chart\n")[2]
    code, template = re.findall(r"```(?:python|html)\n(.*?)```", section, re.DOTALL)[:2]
    example: dict = {}
    exec(code, example)
    statements = statements_of(shipped).assign(year=lambda table: table["date"].str[:4].astype(int))
    frame = statements.groupby(["party", "year"], as_index=False).size().rename(columns={"size": "statements"})
    parties = [party for party in shipped.parties.values() if party.id in set(frame["party"])]
    chart = example["statements_by_year_chart"](frame, parties, credit="Sources: many.")
    assert sum(sum(trace.y) for trace in chart.figure.data) == len(statements)
    html = template_environment().from_string(template).render(by_year=chart)
    assert html.count("<tr>") == len(frame) + 1
    assert "--height: 360px; --narrow-height: 280px" in html


@pytest.mark.parametrize("dates", [("0001", "0001-12-31"), ("0001-01-01", "9999-12-31"), ("9999", "9999-12-31")])
def test_charts_hold_for_every_year_of_the_format(make_dataset: Callable[..., Path], dates: tuple[str, str]) -> None:
    def spread(rows: list[Row]) -> list[Row]:
        # In order of time, as the rows of statements are.
        return [row | {"date": dates[number * 2 // len(rows)]} for number, row in enumerate(rows)]

    years = dates[0][:4], dates[1][:4]
    dataset = load(
        make_dataset(
            statements=spread,
            figures=lambda rows: [row | {"date": dates[1], "year": years[1]} for row in rows],
            series=lambda rows: [row | {"year": years[row["year"] == "2020"]} for row in rows],
            memberships=lambda rows: [row | {"from": "0001", "to": ""} for row in rows],
        )
    )
    asked = [("timeline", {}), ("timeline", {"issue": ["bases"]}), ("figures", {"indicator": ["base-count"]})]
    asked.append(("figures", {"figure": ["ratio-east"]}))
    charts = [spec for page, view in asked for spec in charts_of(page_of(dataset, page, **view))]
    assert len(charts) >= 4
    for spec in charts:
        axis = spec["layout"]["xaxis"]
        first, last = axis["range"]
        for trace in spec["data"]:
            points = [each for each in trace["x"] if each is not None]
            assert all(first <= point <= last for point in points), axis
        if isinstance(first, str):
            assert "0001-01-01" <= first < last <= "9999-12-31"
