from __future__ import annotations

import codecs
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from data import DatasetError, Problem, check, load, package
from data.package import read_package
from data.report import Report, shown
from data.schema import TABLES, TEXT_LENGTH, URL_LENGTH
from tests.reading import statements_of

STANCES = "agree, partly-agree, neutral, partly-disagree, disagree, no-stand"


@dataclass(frozen=True)
class Bad:
    """A cell that breaks one rule, in a row of which all else is right."""

    table: str
    column: str
    value: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}={self.value[:24]!r}"


BAD = (
    # A value of a list
    Bad("statements", "stance", "agre", "choice", f"'agre' is not one of {STANCES}"),
    Bad("statements", "stance", "Agree", "choice", f"'Agree' is not one of {STANCES}"),
    Bad("statements", "stance", " agree", "choice", f"is not one of {STANCES}"),
    Bad("statements", "checked", "all", "choice", "'all' is not one of page, excerpt"),
    Bad("figures", "checked", "all", "choice", "'all' is not one of page, excerpt"),
    Bad("codings", "stance", "maybe", "choice", f"'maybe' is not one of {STANCES}"),
    Bad("indicators", "form", "product", "choice", "'product' is not one of ratio, share, sum"),
    Bad("groups", "counted", "always", "choice", "'always' is not one of year-end, latest"),
    Bad("measures", "scope", "whole", "choice", "'whole' is not one of part"),
    # A cell that must be filled
    Bad("parties", "name", "", "required", "is empty, but must be filled"),
    Bad("parties", "name", " \t ", "required", "is empty, but must be filled"),
    Bad("issues", "proposition", "", "required", "is empty, but must be filled"),
    Bad("statements", "id", "", "required", "is empty, but must be filled"),
    Bad("statements", "party", "", "required", "is empty, but must be filled"),
    Bad("statements", "stance", "", "required", "is empty, but must be filled"),
    Bad("statements", "source", "", "required", "is empty, but must be filled"),
    Bad("statements", "date", "", "required", "is empty, but must be filled"),
    Bad("events", "title", "", "required", "is empty, but must be filled"),
    Bad("series", "value", "", "required", "is empty, but must be filled"),
    Bad("codings", "coder", "", "required", "is empty, but must be filled"),
    Bad("groups", "members", "", "required", "is empty, but must be filled"),
    Bad("measures", "unit", "", "required", "is empty, but must be filled"),
    Bad("catalogue", "name", "", "required", "is empty, but must be filled"),
    Bad("units", "name", "", "required", "is empty, but must be filled"),
    # An id
    Bad("parties", "id", "no blanks", "id-form", "'no blanks' is not an id: up to 120 letters"),
    Bad("parties", "id", "-dash-first", "id-form", "beginning with a letter or digit"),
    Bad("parties", "id", "slash/slash", "id-form", "is not an id"),
    Bad("parties", "id", "țară", "id-form", "'țară' is not an id"),
    Bad("parties", "id", "<b>", "id-form", "'<b>' is not an id"),
    Bad("parties", "id", "line\n", "id-form", "is not an id"),
    Bad("parties", "id", "\x1b[31m", "id-form", "is not an id"),
    Bad("parties", "id", "i" * 121, "id-form", "is not an id"),
    Bad("statements", "occasion", "a speech", "id-form", "'a speech' is not an id"),
    Bad("sources", "kind", "press release", "id-form", "'press release' is not an id"),
    Bad("entities", "currency", "rou ble", "id-form", "'rou ble' is not an id"),
    Bad("measures", "unit", "usd million", "id-form", "'usd million' is not an id"),
    # A list of ids
    Bad("topics", "issues", "bases  drills", "list-form", "'bases drills' is not a list of ids with one blank between"),
    Bad("topics", "issues", "bases ", "list-form", "is not a list of ids with one blank between two of them"),
    Bad("topics", "issues", " bases", "list-form", "is not a list of ids with one blank between two of them"),
    Bad("topics", "issues", "bases\ndrills", "list-form", "is not a list of ids with one blank between two of them"),
    # A date
    Bad("statements", "date", "15.4.2019", "date-form", "'15.4.2019' is not a date like 2019"),
    Bad("statements", "date", "2019-4-15", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "2019-13", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "2019-00", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "2019-04-31", "date-form", "'2019-04-31' is not a day of the calendar"),
    Bad("statements", "date", "2019-02-29", "date-form", "'2019-02-29' is not a day of the calendar"),
    Bad("statements", "date", "1900-02-29", "date-form", "'1900-02-29' is not a day of the calendar"),
    Bad("statements", "date", "2019/2018", "date-form", "'2019/2018' ends before it begins"),
    Bad("statements", "date", "2019/", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "2019-04-15T10:00", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "2019~", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "٢٠١٩", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "two\nlines", "date-form", "is not a date like 2019"),
    Bad("statements", "date", "\x1b[31m", "date-form", "is not a date like 2019"),
    Bad("sources", "date", "yesterday", "date-form", "'yesterday' is not a date like 2019"),
    Bad("events", "date", "2019-06-31", "date-form", "is not a day of the calendar"),
    Bad("memberships", "to", "2019-06-31", "date-form", "is not a day of the calendar"),
    # A year, a number, a colour
    Bad("series", "year", "19", "year-form", "'19' is not a year like 2019"),
    Bad("series", "year", "2019.0", "year-form", "'2019.0' is not a year like 2019"),
    Bad("series", "value", "1,234.5", "number-form", "'1,234.5' is not a number like 1234.5"),
    Bad("series", "value", "1.234,5", "number-form", "is not a number"),
    Bad("series", "value", "12 bn", "number-form", "is not a number"),
    Bad("series", "value", "NaN", "number-form", "is not a number"),
    Bad("series", "value", "inf", "number-form", "is not a number"),
    Bad("series", "value", "0x10", "number-form", "is not a number"),
    Bad("series", "value", "1_000", "number-form", "is not a number"),
    Bad("series", "value", "=1+1", "number-form", "is not a number"),
    Bad("series", "value", ".", "number-form", "is not a number"),
    Bad("series", "value", "1e999", "number-form", "is not a number"),
    Bad("series", "value", "9" * 400, "number-form", "is not a number"),
    Bad("figures", "year", "2018-19", "year-form", "'2018-19' is not a year like 2019"),
    Bad("figures", "value", "about 12", "number-form", "'about 12' is not a number"),
    Bad("parties", "colour", "red", "colour-form", "'red' is not a colour like #2f5d9b"),
    Bad("parties", "colour", "#fff", "colour-form", "is not a colour"),
    Bad("parties", "colour", "#2f5d9g", "colour-form", "is not a colour"),
    Bad("parties", "colour", "#2f5d9b;x:url(//evil.example)", "colour-form", "is not a colour"),
    # An address
    Bad(
        "sources", "url", "javascript:alert(1)", "url-form", "'javascript:alert(1)' is not an address that begins with"
    ),
    Bad("sources", "url", " javascript:alert(1)", "url-form", "is not an address that begins with http:// or https://"),
    Bad("sources", "url", "data:text/html,<script>", "url-form", "is not an address"),
    Bad("sources", "url", "ftp://example.org/file", "url-form", "is not an address"),
    Bad("sources", "url", "//example.org", "url-form", "is not an address"),
    Bad("sources", "url", "example.org", "url-form", "is not an address"),
    Bad("sources", "url", "http://", "url-form", "is not an address"),
    Bad("sources", "url", "https:///path", "url-form", "is not an address"),
    Bad("sources", "url", "https://?query", "url-form", "is not an address"),
    Bad("sources", "url", "https://example.org/a b", "url-form", "has no blanks"),
    Bad("sources", "url", "https://example.org/a\tb", "url-form", "has no blanks"),
    Bad("sources", "url", "https://example.org/\njavascript:alert(1)", "url-form", "has no blanks"),
    Bad("sources", "url", "https://example.org/a\u00a0b", "url-form", "has no blanks"),
    Bad("sources", "url", "https://example.org/a\u2028b", "url-form", "has no blanks"),
    Bad("sources", "url", "https://example.org/a\x00b", "url-form", "is not an address"),
    Bad("sources", "url", "https://example.org/a\x1b[31m", "url-form", "is not an address"),
    # Lengths and control characters
    Bad("statements", "summary", "s" * 10_001, "too-long", "has 10,001 characters, more than 10,000"),
    Bad("parties", "name", "n" * 10_001, "too-long", "has 10,001 characters, more than 10,000"),
    Bad("sources", "url", "https://example.org/" + "u" * 1_981, "too-long", "has 2,001 characters, more than 2,000"),
    Bad("statements", "summary", "bell\x07", "control-character", "'bell�' holds a control character"),
    Bad("statements", "quote", "null\x00null", "control-character", "'null�null' holds a control character"),
    Bad("statements", "note", "\x1b[31mred", "control-character", "'�[31mred' holds a control character"),
    Bad("sources", "title", "delete\x7f", "control-character", "holds a control character"),
    # Keys, references
    Bad("parties", "id", "east", "not-unique", "'east' occurs twice: first in row 2"),
    Bad("statements", "id", "west-2014-drills", "not-unique", "'west-2014-drills' occurs twice: first in row 4"),
    Bad("statements", "party", "north", "reference", "'north' is no id in parties.csv"),
    Bad("statements", "party", "East", "reference", "'East' is no id in parties.csv"),
    Bad("statements", "issue", "fish", "reference", "'fish' is no id in issues.csv"),
    Bad("statements", "speaker", "nobody", "reference", "'nobody' is no id in speakers.csv"),
    Bad("statements", "source", "hearsay", "reference", "'hearsay' is no id in sources.csv"),
    Bad("statements", "responds_to", "silence", "reference", "'silence' is no id in statements.csv"),
    Bad("issues", "theme", "weather", "reference", "'weather' is no id in themes.csv"),
    Bad("speakers", "party", "north", "reference", "'north' is no id in parties.csv"),
    Bad("codings", "statement", "silence", "reference", "'silence' is no id in statements.csv"),
    Bad("events", "source", "hearsay", "reference", "'hearsay' is no id in sources.csv"),
    Bad("figures", "indicator", "happiness", "reference", "'happiness' is no id in indicators.csv"),
    Bad("series", "source", "hearsay", "reference", "'hearsay' is no id in sources.csv"),
    Bad("memberships", "source", "hearsay", "reference", "'hearsay' is no id in sources.csv"),
    Bad("indicators", "topic", "weather", "reference", "'weather' is no id in topics.csv"),
    Bad("indicators", "numerator", "happiness", "reference", "'happiness' is no id in indicators.csv"),
    Bad("indicators", "denominator", "happiness", "reference", "'happiness' is no id in indicators.csv"),
    Bad("measures", "indicator", "happiness", "reference", "'happiness' is no id in indicators.csv"),
    # Rows that contradict themselves or each other
    Bad(
        "statements",
        "speaker",
        "stefan-turcanu",
        "speaker-party",
        "'stefan-turcanu' speaks for 'west', but the statement is of 'east'",
    ),
    Bad("statements", "responds_to", "east-2021-drills", "answer-before", "of 2021-07, which is later than 2019-05-01"),
    Bad("figures", "value", "", "figure-empty", "value, low and high are all empty"),
    Bad("figures", "low", "9", "figure-range", "low is larger than high"),
)

GOOD_ROWS = {
    "parties": {"name": "Party"},
    "speakers": {"name": "Speaker", "party": "east"},
    "themes": {"name": "Theme"},
    "issues": {"name": "Issue", "proposition": "Something holds."},
    "sources": {"title": "Document"},
    "statements": {"date": "2019-05-01", "party": "east", "issue": "bases", "stance": "agree", "source": "record"},
    "codings": {"statement": "east-2014-bases", "stance": "agree"},
    "events": {"date": "2019", "title": "Event", "source": "record"},
    "figures": {
        "indicator": "base-count",
        "subject": "east",
        "stated_by": "west",
        "value": "1",
        "unit": "bases",
        "date": "2019",
        "source": "record",
    },
    "series": {"series": "arms", "entity": "EAST", "year": "2019", "value": "1", "unit": "USD", "source": "record"},
    # In a group of their own: the League counts its members.
    "memberships": {"group": "others", "from": "2019", "source": "record"},
    "topics": {"name": "Topic"},
    "indicators": {"name": "Indicator"},
    "groups": {"name": "Group", "members": "league", "counted": "latest"},
    "measures": {"indicator": "arms-budget", "name": "Measure", "series": "arms-usd", "unit": "usd"},
    "catalogue": {"name": "Series"},
    "entities": {"name": "Entity"},
    "units": {"name": "Unit"},
}
# Tables of codings, events and quantities.
ONLY_FOR_SOME_PAGES = (
    "codings",
    "events",
    "topics",
    "indicators",
    "figures",
    "series",
    "memberships",
    "groups",
    "measures",
    "catalogue",
    "entities",
    "units",
)
NAMING = {"codings": "coder", "series": "entity", "memberships": "entity"}


def good_row(table: str, number: int, header: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(header, "") | {NAMING.get(table, "id"): f"row-{number}"} | GOOD_ROWS.get(table, {})


def problems_of(directory: Path) -> list[Problem]:
    return read_package(directory)[1]


@pytest.fixture
def make_small(make_dataset):
    """The tiny dataset without the tables that only some pages read, which is checked in half the time."""
    return partial(make_dataset, **dict.fromkeys(ONLY_FOR_SOME_PAGES))


def lines(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


@pytest.fixture(scope="module")
def bad_rows(tmp_path_factory, write_dataset):
    """One dataset with a row for each of BAD, checked once: the problems by file and row, and the row of each."""
    places: dict[Bad, tuple[str, int]] = {}

    def appending(table):
        def change(rows):
            for bad in (bad for bad in BAD if bad.table == table):
                row = good_row(table, len(rows), rows[0])
                if bad.rule == "figure-empty":
                    row["value"] = ""
                if bad.rule == "figure-range":
                    row["high"] = "8.5"
                rows.append(row | {bad.column: bad.value})
                places[bad] = (f"{table}.csv", len(rows) + 1)

        return change

    directory = tmp_path_factory.mktemp("bad") / "bad"
    write_dataset(directory, **{table: appending(table) for table in {bad.table for bad in BAD}})
    _, report = check(directory)
    found = defaultdict(list)
    for problem in report.problems:
        found[problem.file, problem.row].append(problem)
    return found, places


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_cell_is_one_problem_with_its_place_rule_and_reason(bad, bad_rows):
    found, places = bad_rows
    problems = found[places[bad]]
    assert [(problem.rule, problem.column) for problem in problems] == [(bad.rule, bad.column)]
    assert bad.message in problems[0].message


def test_bad_rows_are_the_only_problems(bad_rows):
    found, places = bad_rows
    assert {place for place, problems in found.items() if problems} <= set(places.values())


def test_every_message_is_one_line_without_control_characters(bad_rows):
    found, _ = bad_rows
    odd = [str(problem) for problems in found.values() for problem in problems if not str(problem).isprintable()]
    assert odd == []


def test_every_message_is_short(bad_rows):
    found, _ = bad_rows
    assert max(len(str(problem)) for problems in found.values() for problem in problems) < 400


def test_message_of_the_issue_to_the_letter(make_small):
    def seventeen(rows):
        rows += [good_row("statements", number, rows[0]) for number in range(16 - len(rows))]
        rows[15]["stance"] = "agre"

    _, report = check(make_small(statements=seventeen))
    assert lines(report.problems) == [
        "statements.csv row 17, column stance: 'agre' is not one of "
        "agree, partly-agree, neutral, partly-disagree, disagree, no-stand"
    ]


def test_tiny_dataset_has_no_problem_and_no_warning(make_dataset):
    _, report = check(make_dataset())
    assert (report.problems, report.warnings) == ([], [])


def test_all_problems_of_all_tables_are_reported_at_once(make_small):
    directory = make_small(
        cells={
            ("parties", 3, "colour"): "red",
            ("sources", 2, "url"): "javascript:alert(1)",
            ("statements", 2, "stance"): "agre",
            ("statements", 3, "date"): "2014-02-30",
            ("statements", 5, "issue"): "fish",
        }
    )
    with pytest.raises(DatasetError) as failure:
        load(directory)
    report = failure.value.report
    assert sorted((problem.file, problem.row, problem.column, problem.rule) for problem in report.problems) == [
        ("parties.csv", 3, "colour", "colour-form"),
        ("sources.csv", 2, "url", "url-form"),
        ("statements.csv", 2, "stance", "choice"),
        ("statements.csv", 3, "date", "date-form"),
        ("statements.csv", 5, "issue", "reference"),
    ]
    assert str(failure.value) == str(report)
    assert str(report).splitlines()[0] == f"{directory}: 5 problems"
    assert len(str(report).splitlines()) == 6


def test_several_faults_of_one_cell_and_one_row_are_all_named(make_small):
    _, report = check(
        make_small(
            cells={
                ("statements", 4, "summary"): "\x07" * 10_001,
                ("statements", 4, "stance"): "",
                ("statements", 4, "date"): "never",
            }
        )
    )
    assert {(problem.column, problem.rule) for problem in report.problems} == {
        ("summary", "too-long"),
        ("summary", "control-character"),
        ("stance", "required"),
        ("date", "date-form"),
    }


def test_cells_at_their_limits_pass(make_dataset):
    _, report = check(
        make_dataset(
            cells={
                ("statements", 2, "summary"): "s" * TEXT_LENGTH,
                (
                    "statements",
                    3,
                    "summary",
                ): "=HYPERLINK(1) <script> [a](javascript:b) \u202eRTL\u202c\tTab\nLine\r\nLine",
                ("statements", 4, "summary"): "🟥" * TEXT_LENGTH,
                ("statements", 4, "occasion"): "A" + "z9.:_-" * 19 + "12345",
                ("sources", 2, "url"): "HTTPS://example.org/" + "u" * (URL_LENGTH - 20),
                ("sources", 3, "url"): "http://бюро.рф:8080/путь?a=<b>&c='\"#d",
                ("sources", 2, "language"): "pt-BR",
                ("figures", 2, "value"): "-.5e-3",
                ("figures", 3, "low"): "9.5",
                ("series", 2, "value"): "+12.",
                ("parties", 2, "colour"): "#ABCDEF",
                ("events", 2, "date"): "2016-02-29/2016",
            }
        )
    )
    assert report.problems == []


def test_cell_of_text_keeps_every_character(make_small):
    text = ' =1+1,"two"\n\tthree\r\nfour \u202e\u00ad'
    dataset = load(make_small(cells={("statements", 2, "summary"): text}))
    assert statements_of(dataset).loc[0, "summary"] == text


def test_cells_that_look_missing_are_text(make_small):
    dataset = load(make_small(cells={("statements", 2, "summary"): "NA", ("statements", 3, "quote"): "null"}))
    assert statements_of(dataset).loc[0, "summary"] == "NA"
    assert statements_of(dataset).loc[1, "quote"] == "null"
    assert statements_of(dataset).loc[0, "note"] == ""


def test_cell_far_beyond_any_length_is_a_problem(make_small):
    _, report = check(make_small(cells={("statements", 2, "summary"): "s" * 500_000}))
    assert report.problems


def test_statement_does_not_answer_itself(make_small):
    _, report = check(make_small(cells={("statements", 2, "responds_to"): "east-2014-bases"}))
    assert lines(report.problems) == ["statements.csv row 2, column responds_to: the statement answers itself"]


def test_answer_in_the_same_imprecise_span_passes(make_small):
    _, report = check(
        make_small(cells={("statements", 5, "date"): "2014", ("statements", 5, "responds_to"): "west-2014-drills"})
    )
    assert report.problems == []


def test_figure_range_compares_numbers_not_texts(make_dataset):
    _, report = check(make_dataset(cells={("figures", 3, "low"): "7", ("figures", 3, "high"): "1e1"}))
    assert report.problems == []


def test_key_of_several_columns_is_unique_as_a_whole(make_dataset):
    def again(rows):
        return [*rows, rows[0] | {"coder": "third"}, rows[0] | {"stance": "agree"}]

    _, report = check(make_dataset(codings=again))
    assert lines(report.problems) == [
        "codings.csv row 6, column statement: 'east-2014-bases / second' occurs twice: first in row 2"
    ]


def test_third_row_of_one_id_names_the_first(make_small):
    def thrice(rows):
        return [*rows, rows[1], rows[1]]

    _, report = check(make_small(themes=thrice))
    assert [(problem.row, problem.message) for problem in report.problems] == [
        (4, "'trade' occurs twice: first in row 3"),
        (5, "'trade' occurs twice: first in row 3"),
    ]


def test_series_may_have_several_values_of_one_year(make_dataset):
    _, report = check(make_dataset(series=lambda rows: [*rows, rows[0]]))
    assert report.problems == []


def test_reference_to_a_table_that_the_dataset_lacks(make_small):
    _, report = check(make_small(themes=None))
    assert [(problem.rule, problem.row, problem.column) for problem in report.problems] == [
        ("table-missing", 2, "theme")
    ]
    assert "'security' names a row of table 'themes', which the dataset lacks" in report.problems[0].message


def test_unreadable_table_is_one_problem_not_one_for_each_reference(make_small):
    _, report = check(make_small(files={"sources.csv": b"\xff"}))
    assert [problem.rule for problem in report.problems] == ["not-utf-8"]


def test_optional_tables_may_be_left_out(make_dataset):
    optional = {table.name: None for table in TABLES if not table.required}
    _, report = check(
        make_dataset(
            **optional,
            statements=lambda rows: [row | {"speaker": ""} for row in rows],
            issues=lambda rows: [row | {"theme": ""} for row in rows],
        )
    )
    assert report.problems == []


@pytest.mark.parametrize("name", [table.name for table in TABLES if table.required])
def test_required_table_is_named_when_it_is_missing(make_dataset, name):
    problems = problems_of(make_dataset(**{name: None}))
    assert lines(problems) == [f"datapackage.json: table '{name}' is missing: add a resource of this name"]


# Files


def csv_of(make_dataset, table: str) -> bytes:
    return (make_dataset() / f"{table}.csv").read_bytes()


def test_byte_order_mark_and_carriage_returns_are_read(make_dataset):
    plain = make_dataset()
    windows = {
        path.name: codecs.BOM_UTF8 + path.read_bytes().replace(b"\n", b"\r\n")
        for path in plain.iterdir()
        if path.suffix == ".csv"
    }
    windows["datapackage.json"] = codecs.BOM_UTF8 + (plain / "datapackage.json").read_bytes()
    expected, found = load(plain), load(make_dataset(files=windows))
    for name, table in expected.tables.items():
        assert found.tables[name].equals(table), name
    assert found.title == expected.title


def test_cells_are_read_as_they_stand_whatever_the_order_of_columns(make_dataset):
    plain = make_dataset()
    names = (plain / "themes.csv").read_text("utf-8").splitlines()[0].split(",")
    swapped = "\n".join([",".join(reversed(names)), "Troops and drills.,Security,security", ",Trade,trade"])
    found, problems, _ = read_package(make_dataset(files={"themes.csv": swapped.encode()}))
    assert problems == []
    assert found.frames["themes"].to_dict("records") == [
        {"id": "security", "name": "Security", "description": "Troops and drills."},
        {"id": "trade", "name": "Trade", "description": ""},
    ]


def test_missing_optional_column_is_empty(make_dataset):
    found, problems, warnings = read_package(
        make_dataset(files={"themes.csv": b"id,name\nsecurity,Security\ntrade,Trade"})
    )
    assert (problems, warnings) == ([], [])
    assert found.frames["themes"]["description"].tolist() == ["", ""]


def test_unknown_column_is_left_out_with_a_warning(make_small):
    directory = make_small(files={"themes.csv": b"id,name,colour\nsecurity,Security,red\ntrade,Trade,blue\n"})
    dataset_package, report = check(directory)
    assert report.problems == []
    assert not report
    assert lines(report.warnings) == [
        "themes.csv: column 'colour' is not part of the format, so it is left out (known: id, name, description)"
    ]
    assert list(dataset_package.frames["themes"]) == ["id", "name", "description"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["themes.csv: column 'id' is missing", "themes.csv: column 'name' is missing"]),
        (b"id\nsecurity\n", ["themes.csv: column 'name' is missing: The theme's heading."]),
        (b"ID,name\nsecurity,Security\n", ["themes.csv: column 'id' is missing"]),
        (
            b"id;name\nsecurity;Security\n",
            ["themes.csv: column 'id' is missing", "themes.csv: column 'name' is missing"],
        ),
        (b"id,name,name\nsecurity,Security,S\n", ["themes.csv: column 'name' occurs twice"]),
        (b"id,name\nsecurity\ntrade,Trade\n", ["themes.csv row 2: has 1 cells where the header has 2"]),
        (b"id,name\nsecurity,Security\ntrade,Trade,x\n", ["themes.csv row 3: has 3 cells where the header has 2"]),
        (b"id,name\nsecurity,Security\n\ntrade,Trade\n", ["themes.csv row 3: is empty: remove the line"]),
        (
            b"id,name\nsecurity,Sicherheit\ntrade,K\xe4se\n",
            ["themes.csv: byte 0xe4 in line 3 is not UTF-8: save the file as UTF-8"],
        ),
        (b'id,name\nsecurity,"Security"x\n', ["themes.csv row 2: is not CSV as RFC 4180 has it"]),
        (b'id,name\nsecurity,Security\ntrade,"Trade\n', ["themes.csv row 3: is not CSV as RFC 4180 has it"]),
        (
            b'id,name\nsecurity,"Security\nin two lines"\ntrade,"Trade"x\n',
            ["themes.csv row 3: is not CSV as RFC 4180 has it"],
        ),
        (b"id,name\nsecurity,Security\ntrade,Trade\n,\n", []),
        (b"\xff\xfei\x00d\x00", ["themes.csv: byte 0xff in line 1 is not UTF-8: save the file as UTF-8"]),
    ],
)
def test_fault_of_a_file_names_the_place(make_dataset, content, expected):
    problems = problems_of(make_dataset(files={"themes.csv": content}))
    assert len(problems) == len(expected)
    for line, start in zip(lines(problems), expected, strict=True):
        assert line.startswith(start)


def test_rows_keep_their_number_after_lines_in_cells_and_rows_of_wrong_length(make_small):
    content = b'id,name\n"security","two\nlines"\nshort\n\ntrade,Trade\nbad id,Name\n'
    _, report = check(make_small(files={"themes.csv": content}))
    assert [(problem.row, problem.rule) for problem in report.problems if problem.rule != "required"] == [
        (3, "row-length"),
        (4, "row-empty"),
        (6, "id-form"),
    ]


def test_row_of_wrong_length_is_one_problem(make_small):
    _, report = check(make_small(files={"themes.csv": b"id,name\nsecurity,Security\n\ntrade,Trade\nextra\n"}))
    assert [(problem.row, problem.rule) for problem in report.problems] == [(3, "row-empty"), (5, "row-length")]


def test_rows_keep_their_number_in_every_chunk(make_small, monkeypatch):
    monkeypatch.setattr(package, "CHUNK_ROWS", 2)
    _, report = check(make_small(cells={("statements", row, "stance"): f"bad-{row}" for row in range(2, 14)}))
    assert [problem.row for problem in report.problems] == list(range(2, 14))
    assert all(f"'bad-{problem.row}'" in problem.message for problem in report.problems)


def test_file_that_is_listed_but_absent(make_dataset):
    problems = problems_of(make_dataset(files={"themes.csv": None}))
    assert lines(problems) == ["themes.csv: cannot be read: No such file or directory"]


def test_folder_in_place_of_a_file(make_dataset):
    directory = make_dataset(files={"themes.csv": None})
    (directory / "themes.csv").mkdir()
    assert [problem.rule for problem in problems_of(directory)] == ["file-unreadable"]


def test_file_larger_than_the_limit(make_dataset, monkeypatch):
    directory = make_dataset()
    monkeypatch.setattr(package, "FILE_BYTES", (directory / "statements.csv").stat().st_size - 1)
    assert [(problem.file, problem.rule) for problem in problems_of(directory)] == [("statements.csv", "file-size")]


def test_descriptor_larger_than_the_limit(make_dataset, monkeypatch):
    monkeypatch.setattr(package, "DESCRIPTOR_BYTES", 100)
    assert problems_of(make_dataset())[0].rule == "descriptor-size"


# The descriptor


@pytest.mark.parametrize(
    ("content", "rule", "message"),
    [
        (None, "descriptor-unreadable", "cannot be read: No such file or directory"),
        (b"", "descriptor-json", "is not JSON in UTF-8"),
        (b"{'title': 1}", "descriptor-json", "is not JSON in UTF-8"),
        (b'{"title": "\xe4"}', "descriptor-json", "is not JSON in UTF-8"),
        (b"[" * 100_000, "descriptor-json", "is not JSON in UTF-8"),
        (b"1" * 5_000, "descriptor-json", "is not JSON in UTF-8"),
        (b"[]", "descriptor-json", "is not a JSON object"),
        (b"null", "descriptor-json", "is not a JSON object"),
        (b'"title"', "descriptor-json", "is not a JSON object"),
    ],
)
def test_unusable_descriptor(make_dataset, content, rule, message):
    problem = problems_of(make_dataset(files={"datapackage.json": content}))[0]
    assert (problem.file, problem.rule) == ("datapackage.json", rule)
    assert message in problem.message


def test_unusable_descriptor_is_the_only_problem(make_dataset):
    assert len(problems_of(make_dataset(files={"datapackage.json": b"{"}))) == 1


def test_folder_that_does_not_exist_is_a_problem(tmp_path):
    problem = problems_of(tmp_path / "nowhere")[0]
    assert problem.rule == "descriptor-unreadable"
    assert str(tmp_path / "nowhere") in problem.message


@pytest.mark.parametrize("title", [None, "", "  ", 7, ["Title"]])
def test_title_must_be_text(make_dataset, title):
    problems = problems_of(make_dataset(descriptor=lambda descriptor: descriptor.update(title=title)))
    assert lines(problems) == ["datapackage.json: 'title' is missing: name the dataset in a few words"]


@pytest.mark.parametrize("resources", [None, {}, "parties.csv"])
def test_resources_must_be_a_list(make_dataset, resources):
    problems = problems_of(make_dataset(descriptor=lambda descriptor: descriptor.update(resources=resources)))
    assert "datapackage.json: 'resources' is missing: list one resource for each CSV file" in lines(problems)


def with_themes(**changes):
    def change(descriptor):
        for resource in descriptor["resources"]:
            if resource["name"] == "themes":
                resource.update(changes)

    return change


@pytest.mark.parametrize("path", [None, 7, "", [], ["themes.csv", "more.csv"], {"file": "themes.csv"}])
def test_path_of_a_resource_must_be_text(make_dataset, path):
    problems = problems_of(make_dataset(descriptor=with_themes(path=path)))
    assert lines(problems) == ["datapackage.json: resource 'themes' needs a 'name' and a 'path', both text"]


def test_path_may_be_a_list_of_one_and_lie_in_a_folder(make_dataset):
    directory = make_dataset(descriptor=with_themes(path=["tables/themes.csv"]))
    (directory / "tables").mkdir()
    (directory / "themes.csv").rename(directory / "tables" / "themes.csv")
    found, problems, _ = read_package(directory)
    assert problems == []
    assert found.files["themes"] == "tables/themes.csv"


@pytest.mark.parametrize("resource", [None, "themes.csv", 7, []])
def test_resource_must_be_an_object(make_dataset, resource):
    problems = problems_of(make_dataset(descriptor=lambda descriptor: descriptor["resources"].append(resource)))
    assert [problem.rule for problem in problems] == ["resource-form"]


@pytest.mark.parametrize(
    "path",
    [
        "../themes.csv",
        "tables/../../themes.csv",
        "tables/../themes.csv",
        "/etc/hostname",
        "https://example.org/themes.csv",
        "file:///etc/hostname",
    ],
)
def test_path_that_leaves_the_folder(make_dataset, path):
    problems = problems_of(make_dataset(descriptor=with_themes(path=path)))
    assert lines(problems) == [f"datapackage.json: path '{path}' leaves the dataset's folder"]


@pytest.mark.parametrize("path", ["themes\0.csv", "\ud800.csv", "t" * 5_000])
def test_path_that_no_file_can_have_is_a_problem(make_dataset, path):
    content = json.loads((make_dataset() / "datapackage.json").read_text("utf-8"))
    with_themes(path=path)(content)
    directory = make_dataset(files={"datapackage.json": json.dumps(content).encode()})
    assert len(problems_of(directory)) == 1


def test_link_out_of_the_folder(make_dataset, tmp_path):
    directory = make_dataset(files={"themes.csv": None})
    outside = tmp_path / "outside.csv"
    outside.write_text("id,name\nsecurity,Security\ntrade,Trade\n", "utf-8")
    (directory / "themes.csv").symlink_to(outside)
    assert [problem.rule for problem in problems_of(directory)] == ["path-outside"]


def test_link_within_the_folder_is_read(make_dataset):
    directory = make_dataset()
    (directory / "themes.csv").rename(directory / "kept.csv")
    (directory / "themes.csv").symlink_to("kept.csv")
    assert problems_of(directory) == []


def test_link_to_itself_is_a_problem(make_dataset):
    directory = make_dataset(files={"themes.csv": None})
    (directory / "themes.csv").symlink_to("themes.csv")
    assert len(problems_of(directory)) == 1


def test_table_listed_twice(make_dataset):
    problems = problems_of(
        make_dataset(
            descriptor=lambda descriptor: descriptor["resources"].append({"name": "themes", "path": "parties.csv"})
        )
    )
    assert lines(problems) == ["datapackage.json: table 'themes' is listed twice"]


def test_unknown_table_is_left_out_with_a_warning(make_dataset):
    directory = make_dataset(
        descriptor=lambda descriptor: descriptor["resources"].append({"name": "polls", "path": "polls.csv"})
    )
    found, problems, warnings = read_package(directory)
    assert problems == []
    assert lines(warnings) == ["datapackage.json: table 'polls' is not part of the format, so it is left out"]
    assert "polls" not in found.frames


def test_other_encoding(make_dataset):
    problems = problems_of(make_dataset(descriptor=with_themes(encoding="windows-1252")))
    assert lines(problems) == ["datapackage.json: table 'themes' has encoding 'windows-1252': only utf-8 is read"]


@pytest.mark.parametrize("encoding", ["UTF-8", "utf8", "utf_8"])
def test_names_of_utf_8(make_dataset, encoding):
    assert problems_of(make_dataset(descriptor=with_themes(encoding=encoding))) == []


def test_other_delimiter(make_dataset):
    problems = problems_of(make_dataset(descriptor=with_themes(dialect={"delimiter": ";"})))
    assert lines(problems) == ["datapackage.json: table 'themes' is not separated by commas"]


# The dataset that comes of it


def test_version_follows_every_byte(make_dataset):
    versions = {
        read_package(directory)[0].version
        for directory in (
            make_dataset(),
            make_dataset(cells={("statements", 2, "note"): "doubt"}),
            make_dataset(cells={("memberships", 2, "to"): "2030"}),
            make_dataset(descriptor=lambda descriptor: descriptor.update(title="Another title")),
        )
    }
    assert len(versions) == 4
    assert read_package(make_dataset())[0].version == read_package(make_dataset())[0].version


def test_years_of_the_whole_calendar_load(make_small):
    years = [1, 476, 1066, 9999]

    def ages(rows):
        return [row | {"date": f"{year:04}", "responds_to": ""} for row, year in zip(rows, years, strict=False)]

    dataset = load(make_small(statements=ages))
    statements = dataset.engine.query("select * from statements order by position", {})
    assert statements.sort_values("position")["year"].tolist() == years


def test_party_without_colour_or_short_name_is_given_one(tiny):
    south = tiny.parties["south"]
    assert south.short_name == "Southern Pact"
    assert south.colour.startswith("#")
    assert len({party.colour for party in tiny.parties.values()}) == 3


def test_issues_without_theme_come_under_a_theme_of_their_own(make_small):
    dataset = load(make_small(cells={("issues", 4, "theme"): ""}))
    assert list(dataset.themes) == ["security", "trade", ""]
    assert dataset.issues["tariffs"].theme == ""


def test_addresses_of_the_descriptor_are_web_addresses_or_nothing(make_small):
    def change(descriptor):
        descriptor["homepage"] = "javascript:alert(1)"
        descriptor["licenses"] = [
            {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
            {"title": "Ours", "name": "ours", "path": "javascript:alert(1)"},
            "CC0",
        ]

    dataset = load(make_small(descriptor=change))
    assert dataset.homepage == ""
    assert [(licence.name, licence.url) for licence in dataset.licences] == [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("Ours", ""),
    ]


def test_report_is_false_without_problems_whatever_the_warnings():
    assert not Report("folder", [], [Problem("file", "odd", "rule")])
    assert Report("folder", [Problem("file", "wrong", "rule")])


def test_problem_says_where_as_far_as_it_is_known():
    assert str(Problem("a.csv", "is odd", "rule")) == "a.csv: is odd"
    assert str(Problem("a.csv", "is odd", "rule", 3)) == "a.csv row 3: is odd"
    assert str(Problem("a.csv", "is odd", "rule", 3, "date")) == "a.csv row 3, column date: is odd"


def test_shown_value_is_one_short_line():
    assert shown("a\n b\t\tc") == "'a b c'"
    assert len(shown("x" * 1_000)) == 62
    assert shown("x" * 60) == f"'{'x' * 60}'"


def test_time_that_ends_before_it_begins(make_small):
    cells = {("speakers", 2, "from"): "2016-05", ("speakers", 2, "to"): "2016-04"}
    _, report = check(make_small(cells=cells))
    assert [str(problem) for problem in report.problems] == [
        "speakers.csv row 2, column to: '2016-04' is before '2016-05' in column from"
    ]


def test_time_that_ends_in_the_span_of_its_beginning_is_right(make_small):
    _, report = check(make_small(cells={("speakers", 2, "from"): "2016-05-03", ("speakers", 2, "to"): "2016"}))
    assert not report
