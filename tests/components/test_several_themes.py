"""An issue of several themes stands under the first and is found under each."""

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from components.parts.comparison.comparison import compare_parties
from components.url.view import View
from data import Dataset, Filters, check, load
from data.statements import facet_counts, statement_ids
from tests import recomputation as plain
from tests.applications import application_of
from tests.pages import page_of
from tests.web.conftest import client_of

BASES = ("issues", 2, "theme")


@pytest.fixture
def dataset(make_dataset: Callable[..., Path]) -> Dataset:
    """The tiny dataset, in which bases are of two themes."""
    return load(make_dataset(cells={BASES: "security trade"}))


@pytest.mark.parametrize("theme", ["security", "trade"])
def test_filters_and_counts_find_it_under_each(dataset: Dataset, theme: str) -> None:
    filters = Filters(theme=(theme,), party=("east", "west"))
    for assertion in plain.ASSERTIONS:
        assertion(dataset, filters)
    assert "east-2014-bases" in statement_ids(dataset, filters)
    counts = facet_counts(dataset, Filters()).query("facet == 'theme'").set_index("value")["n"]
    assert counts[theme] == len(statement_ids(dataset, Filters(theme=(theme,))))
    page = lxml.html.fromstring(page_of(dataset, "compare", theme=theme).html)
    assert "issue-bases" in page.xpath("//article[@class='row']/@id")
    assert page.xpath("//input[@id='f-issue-bases']")


def test_it_stands_once_under_its_first_theme(dataset: Dataset) -> None:
    comparison = compare_parties(dataset, View(Filters(party=("east", "west"))))
    for groups in (comparison.groups, comparison.matrix.groups):
        themes = [theme.id for theme, rows in _pairs(groups) for row in rows if theme and row.issue.id == "bases"]
        assert themes == ["security"]


def _pairs(groups):
    return [(group.theme, group.rows) if hasattr(group, "theme") else group for group in groups]


def test_pages_files_and_api_name_all(dataset: Dataset) -> None:
    html = page_of(dataset, "statement", id="east-2014-bases").html
    assert "<bdi>Security</bdi>" in html
    assert "<bdi>Trade</bdi>" in html
    client = client_of(application_of(dataset))
    row = client.get("/download/statements.json?issue=bases").json()["rows"][0]
    assert row["theme"] == "security trade"
    issue = client.get("/api/v1/issues").json()["items"][0]
    assert (issue["theme"], issue["themes"]) == ("security", ["security", "trade"])


def test_each_theme_must_be_known(make_dataset: Callable[..., Path]) -> None:
    _, report = check(make_dataset(cells={BASES: "security weather"}))
    (problem,) = map(str, report.problems)
    assert "issues.csv row 2, column theme: 'weather' is no id in themes.csv" in problem
