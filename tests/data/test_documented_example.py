"""The example of docs/dataset.md is a dataset that passes the checks and gives the ratio that the page names."""

import re
from pathlib import Path

import pytest

from data import check, load
from data.figures import Calculator, relative_difference
from tests.conftest import write_dataset

PAGE = Path(__file__).parents[2] / "docs" / "dataset.md"
ELSEWHERE = ("topics", "memberships", "groups", "catalogue", "entities", "units")


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    text = PAGE.read_text("utf-8").partition("### An example\n")[2].partition("\n## ")[0]
    tables = dict(re.findall(r"^`(\w+)\.csv` [^\n]*:\n\n```csv\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    assert set(tables) == {"indicators", "figures", "series", "measures"}
    named = {"speech-2021", "inventory", "census"}
    return write_dataset(
        tmp_path_factory.mktemp("example") / "example",
        sources=lambda rows: [*rows, *(rows[0] | {"id": source} for source in sorted(named))],
        files={f"{name}.csv": content.encode() for name, content in tables.items()},
        **dict.fromkeys(ELSEWHERE),
    )


def test_example_gives_the_ratio_that_the_page_names(example):
    dataset = load(example)
    assert check(example)[1].warnings == []
    made = Calculator(dataset)
    stated = dataset.figure_records.figures["twice"]
    (definition,) = made.definitions(stated.indicator, stated.subject)
    outcome = made.outcome(definition, stated.year)
    assert (outcome.low, outcome.high, outcome.missing) == (1.875, 1.875, ())
    assert f"{relative_difference(stated, outcome.low, outcome.high):.0%}" == "-6%"
