"""Citations, read by other programs than those that wrote them."""

import datetime as dt
import json

import pytest
from pybtex.database import parse_string
from RISparser import read as read_ris
from starlette.testclient import TestClient

from data import Dataset
from data.publishing.citations import (
    FORMATS,
    STYLES,
    CslRecord,
    citation_of_statement,
    citation_of_view,
    format_citation,
)

GRUSHKO = "russia-2019-04-15-cooperation-grushko"
DAY = dt.date(2026, 11, 24)
HOSTILE = 'Tom & "Jerry" {50 % of $1_000} #1 \\end <b>x</b> ~^ ü Đặng Пётр\nnext'


@pytest.fixture(scope="module")
def statement(shipped: Dataset) -> CslRecord:
    return citation_of_statement(shipped, GRUSHKO, f"https://example.org/statement?id={GRUSHKO}", DAY)


@pytest.mark.parametrize("form", STYLES)
def test_text_names_who_what_when_where_version_and_access(statement: CslRecord, shipped: Dataset, form: str) -> None:
    text = format_citation(statement, form)
    for part in ("Alexander Grushko", "2019", "completely cease civilian", shipped.version, "VOVWORLD", "Accessed"):
        assert part in text
    assert statement["URL"] in text


@pytest.mark.parametrize("form", STYLES)
def test_text_of_a_view_says_its_day_once_and_nothing_is_markup(statement, shipped: Dataset, form: str) -> None:
    text = format_citation(citation_of_view(shipped, "Statements", "https://example.org/compare", DAY), form)
    assert text.count("Accessed") + text.count("Retrieved") == 1
    assert shipped.version in text
    assert 'Tom & "Jerry" {50 % of $1_000} #1 \\end <b>x</b>' in format_citation(statement | {"title": HOSTILE}, form)


def test_bibtex_is_read_by_pybtex(statement: CslRecord) -> None:
    entry = parse_string(format_citation(statement, "bibtex"), "bibtex").entries[GRUSHKO]
    assert (entry.fields["year"], entry.fields["url"]) == ("2019", statement["URL"])
    (author,) = entry.persons["author"]
    assert str(author) == "{Alexander Grushko (Deputy Foreign Minister of Russia)}"
    hostile = parse_string(format_citation(statement | {"title": HOSTILE}, "bibtex"), "bibtex").entries[GRUSHKO]
    assert "Jerry" in hostile.fields["title"]
    assert hostile.fields["version"] == statement["version"]


def test_ris_is_read_by_another_reader(statement: CslRecord) -> None:
    (entry,) = list(read_ris(format_citation(statement, "ris").splitlines()))
    assert entry["authors"] == ["Alexander Grushko (Deputy Foreign Minister of Russia)"]
    assert entry["title"] == statement["title"]
    assert entry["year"].startswith("2019")


def test_csl_json_has_the_dates_as_parts(statement: CslRecord) -> None:
    (entry,) = json.loads(format_citation(statement, "csl-json"))
    assert entry["issued"] == {"date-parts": [[2019, 4, 15]]}
    assert entry["accessed"] == {"date-parts": [[2026, 11, 24]]}


def test_page_shows_every_form(client: TestClient) -> None:
    html = client.get(f"/cite?id={GRUSHKO}").text
    assert all(f"format={form}" in html for form in FORMATS)
    assert "TY  - ELEC" in html


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("figure=ratio-grushko-2019", "Ratio of military budgets: 22 times (NATO : Russia)"),
        ("party=nato&issue=crimea&of=timeline", "Statements by NATO on “Crimea”"),
        ("id=nobody", "Statements by Russia and NATO"),
    ],
)
def test_figure_or_view_is_cited_by_what_it_shows(client: TestClient, query: str, part: str) -> None:
    assert part in client.get(f"/cite?{query}&format=chicago").text


def test_link_of_a_view_leads_to_the_page_it_was_seen_on(client: TestClient) -> None:
    (entry,) = client.get("/cite?issue=crimea&of=timeline&format=csl-json").json()
    assert entry["URL"].startswith("https://example.org/timeline?party=russia&party=nato&issue=crimea")
