"""Citations, read by other programs than those that wrote them."""

import datetime as dt
import json
import re
from dataclasses import replace
from unicodedata import category

import bibtexparser
import pytest
import rispy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from RISparser import read as read_ris
from starlette.testclient import TestClient

from components.parts.figures.answer_sentence import answer_sentence
from data import Dataset, load
from data.publishing.citations import (
    CITATION_FORMATS,
    CITATION_STYLES,
    CslRecord,
    citation_of_statement,
    citation_of_view,
    format_citation,
)
from data.publishing.releases import write_release
from data.statements import newest_ids

GRUSHKO = "russia-2019-04-15-cooperation-grushko"
DAY = dt.date(2026, 11, 24)
HOSTILE = 'Tom & "Jerry" {50 % of $1_000} #1 \\end <b>x</b> ~^ ü Đặng Пётр\nnext'


@pytest.fixture(scope="module")
def statement(shipped: Dataset) -> CslRecord:
    return citation_of_statement(shipped, GRUSHKO, f"https://example.org/statement?id={GRUSHKO}", DAY)


@pytest.mark.parametrize("form", CITATION_STYLES)
def test_text_names_who_what_when_where_version_and_access(statement: CslRecord, shipped: Dataset, form: str) -> None:
    text = format_citation(statement, form)
    for part in ("Alexander Grushko", "2019", "completely cease civilian", shipped.version, "VOVWORLD", "Role: Deputy"):
        assert part in text
    assert "Accessed" in text or "Retrieved" in text
    assert {statement["URL"], shipped.sources["vovworld-2019-04"].url} - {""} <= set(text.split())


@pytest.mark.parametrize("form", CITATION_STYLES)
def test_text_of_a_view_says_its_day_once_and_nothing_is_markup(statement, shipped: Dataset, form: str) -> None:
    text = format_citation(citation_of_view(shipped, "Statements", "https://example.org/compare", DAY), form)
    assert text.count("Accessed") + text.count("Retrieved") == 1
    assert shipped.version in text
    assert 'Tom & "Jerry" {50 % of $1_000} #1 \\end <b>x</b>' in format_citation(statement | {"title": HOSTILE}, form)


PIECES = [
    "a\nTY  - ELEC\nER  - ",
    "a\r\n@misc{b,",
    "}\\end{x} %",
    "Name, Jr., the",
    '“a” „b“ «c» "d"',
    "\u2028\x85\0",
    "Пётр",
]
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(PIECES)


def one_line(text: str) -> str:
    return " ".join("".join(" " if category(mark)[0] == "C" else mark for mark in text).split())


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(title=TEXT, name=TEXT, note=TEXT)
@example(title=HOSTILE, name="Alexander Grushko", note="Source: “a”. https://example.org/a_b?c=%20#d")
def test_reference_managers_read_one_record_with_its_texts(statement: CslRecord, title: str, name: str, note: str):
    record = statement | {"title": f"T {title}", "author": [{"literal": f"A {name}"}], "note": f"N {note}"}
    texts = {field: one_line(text) for field, text in (("title", record["title"]), ("note", record["note"]))}
    author = one_line(f"A {name}")

    bibtex = format_citation(record, "bibtex")
    (entry,) = parse_string(bibtex, "bibtex").entries.values()
    assert {field: plain_tex(entry.fields[field]) for field in texts} == texts
    assert [plain_tex(str(person)) for person in entry.persons["author"]] == [author]
    library = bibtexparser.parse_string(bibtex)
    assert (len(library.entries), library.failed_blocks) == (1, [])

    ris = format_citation(record, "ris")
    (read,) = rispy.loads(ris)
    assert (read["title"], read["notes"]) == (texts["title"], [texts["note"]])
    assert read["authors"] == [one_line(author.replace(",", " "))]
    assert len(list(read_ris(ris.splitlines()))) == 1

    (csl,) = json.loads(format_citation(record, "csl-json"))
    assert (csl["title"], csl["author"]) == (texts["title"], [{"literal": author}])


COMMANDS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}
COMMANDS |= {"textasciitilde": "~", "textasciicircum": "^"}


def plain_tex(text: str) -> str:
    """The text that TeX shows: its commands as characters, without the braces that only group."""
    commands = re.compile(r"\\(text\w+)\{\}|\\([$&%#_])|[{}]")
    return one_line(commands.sub(lambda found: COMMANDS.get(found[1], found[2] or ""), text))


def test_every_title_of_the_shipped_dataset_is_cited_without_nested_marks(shipped: Dataset) -> None:
    keys = set()
    for number, statement_id in enumerate(newest_ids(shipped, 500)):
        record = citation_of_statement(shipped, statement_id, f"https://example.org/{number}", DAY)
        keys.add(record["id"].lower())
        assert not re.search('“[^”]*[“„"]', f"“{record['title']}” {record['note']}")
        assert not record["note"].endswith("/.")
    assert len(keys) == shipped.statement_count


def test_what_counterpoint_computes_is_its_own_work_of_the_day_of_the_release(make_dataset) -> None:
    directory = make_dataset()
    address = "https://example.org/compare?a"
    unreleased = citation_of_view(load(directory), "Statements", address, DAY)
    assert (unreleased["author"], "issued" in unreleased) == ([{"literal": "Counterpoint"}], False)
    write_release(directory, dt.date(2026, 5, 4))
    record = citation_of_view(load(directory), "Statements", address, DAY)
    assert record["issued"] == {"date-parts": [[2026, 5, 4]]}
    other = citation_of_view(load(directory), "Statements", f"{address}=b", DAY)
    assert record["id"] == unreleased["id"] != other["id"]


def test_many_contributors_are_counted(shipped: Dataset) -> None:
    people = [{"title": f"Person {number}"} for number in range(300)]
    many = replace(shipped, descriptor={**shipped.descriptor, "contributors": people})
    note = citation_of_view(many, "Statements", "https://example.org/a", DAY)["note"]
    assert note == "Dataset by Person 0, Person 1, Person 2, Person 3, Person 4 and 295 more."


def test_csl_json_has_the_dates_as_parts(statement: CslRecord) -> None:
    (entry,) = json.loads(format_citation(statement, "csl-json"))
    assert entry["issued"] == {"date-parts": [[2019, 4, 15]]}
    assert entry["accessed"] == {"date-parts": [[2026, 11, 24]]}


def test_page_shows_every_form(client: TestClient) -> None:
    html = client.get(f"/cite?id={GRUSHKO}").text
    assert all(f"format={form}" in html for form in CITATION_FORMATS)
    assert "TY  - ELEC" in html


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("figure=ratio-grushko-2019", "Counterpoint"),
        ("party=nato&issue=crimea&of=timeline", "Statements by NATO on ‘Crimea’"),
        ("id=nobody", "Statements by Russia and NATO"),
    ],
)
def test_figure_or_view_is_cited_by_what_it_shows(client: TestClient, query: str, part: str) -> None:
    assert part in client.get(f"/cite?{query}&format=chicago").text


def test_link_of_a_view_leads_to_the_page_it_was_seen_on(client: TestClient) -> None:
    (entry,) = client.get("/cite?issue=crimea&of=timeline&format=csl-json").json()
    assert entry["URL"].startswith("https://example.org/timeline?party=russia&party=nato&issue=crimea")


def test_form_that_there_is_not(client: TestClient) -> None:
    assert client.get("/cite?format=docx").status_code == 400


def test_setting_of_a_definition_is_cited_as_counterpoints_with_the_answer(
    client: TestClient, shipped: Dataset
) -> None:
    figure = shipped.figure_records.figures["ratio-grushko-2019"]
    setting = "figure=ratio-grushko-2019&numerator=nato-usd-2019&denominator=chapter&members=NATO&year=2018"
    records = [client.get(f"/cite?{query}&format=csl-json").json()[0] for query in (setting, f"figure={figure.id}")]
    for record in records:
        assert record["author"] == [{"literal": "Counterpoint"}]
        assert record["note"].startswith(answer_sentence(shipped, figure, 5))
    assert records[0]["title"].endswith("15 April 2019: NATO 2019 / budget chapter, 2018: 20.6 to 22.5 times")
    assert {"numerator=nato-usd-2019", "denominator=chapter", "members=NATO", "year=2018"} <= set(
        records[0]["URL"].partition("?")[2].split("&")
    )
    assert records[0]["id"] != records[1]["id"]
    counted = client.get("/cite?figure=bg-2017&format=csl-json").json()[0]
    assert counted["note"].startswith("NATO battlegroups in the east, NATO: NATO stated 4 battlegroups for 2017")
