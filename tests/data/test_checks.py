import codecs
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from data import Problem, check, load
from data.model import quote_for_message
from data.package import descriptor, read_package, reading
from data.validation import TABLES
from data.validation.columns import MAX_TEXT_LENGTH, MAX_URL_LENGTH
from tests.conftest import ONLY_FOR_SOME_PAGES, write_dataset
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


def bad(cell: str, rule: str, message: str, *values: str) -> list[Bad]:
    """Each value in the cell; `{}` in the message stands for the value."""
    table, column = cell.split(".")
    return [Bad(table, column, value, rule, message.replace("{}", value)) for value in values]


def empty(*cells: str) -> list[Bad]:
    return [each for cell in cells for each in bad(cell, "required", "is empty, but must be filled", "")]


def unknown(target: str, value: str, *cells: str) -> list[Bad]:
    return [each for cell in cells for each in bad(cell, "reference", f"'{{}}' is no id in {target}.csv", value)]


NO_LIST = "is not a list of ids with one blank between two of them"
NO_YEAR = "is not a date like 2019"
BAD = (
    # A value of a list
    *bad("statements.stance", "choice", f"'{{}}' is not one of {STANCES}", "agre", "Agree"),
    *bad("statements.stance", "choice", f"is not one of {STANCES}", " agree"),
    *bad("statements.weight", "choice", "'light' is not one of aside", "light"),
    *bad("sources.carrier", "choice", "'copy' is not one of primary, agency, secondary", "copy"),
    *bad("statements.checked", "choice", "'all' is not one of page, excerpt", "all"),
    *bad("figures.checked", "choice", "'all' is not one of page, excerpt", "all"),
    *bad("codings.stance", "choice", f"'maybe' is not one of {STANCES}", "maybe"),
    *bad("indicators.form", "choice", "'product' is not one of ratio, share, sum", "product"),
    *bad("groups.counted", "choice", "'always' is not one of year-end, latest", "always"),
    *bad("measures.scope", "choice", "'whole' is not one of part", "whole"),
    # A cell that must be filled
    *bad("parties.name", "required", "is empty, but must be filled", "", " \t "),
    *empty("statements.id", "statements.party", "statements.stance", "statements.source", "statements.date"),
    *empty("issues.proposition", "events.title", "series.value", "codings.coder", "groups.members", "measures.unit"),
    *empty("catalogue.name", "units.name"),
    # An id
    *bad("parties.id", "id-form", "'no blanks' is not an id: up to 120 letters", "no blanks"),
    *bad("parties.id", "id-form", "beginning with a letter or digit", "-dash-first"),
    *bad("parties.id", "id-form", "is not an id", "slash/slash", "line\n", "\x1b[31m", "i" * 121),
    *bad("parties.id", "id-form", "'{}' is not an id", "țară", "<b>"),
    *bad("statements.occasion", "id-form", "'{}' is not an id", "a speech"),
    *bad("sources.kind", "id-form", "'{}' is not an id", "press release"),
    *bad("entities.currency", "id-form", "'{}' is not an id", "rou ble"),
    *bad("measures.unit", "id-form", "'{}' is not an id", "usd million"),
    # A list of ids
    *bad("topics.issues", "list-form", f"'bases drills' {NO_LIST}", "bases  drills"),
    *bad("topics.issues", "list-form", NO_LIST, "bases ", " bases", "bases\ndrills"),
    # A date
    *bad("statements.date", "date-form", "'15.4.2019' is not a date like 2019", "15.4.2019"),
    *bad("statements.date", "date-form", NO_YEAR, "2019-13", "٢٠١٩", "two\nlines", "\x1b[31m"),
    *bad("statements.date", "date-form", "'{}' is not a day of the calendar", "2019-02-29"),
    *bad("statements.date", "date-form", "'2019/2018' ends before it begins", "2019/2018"),
    *bad("sources.date", "date-form", "'yesterday' is not a date like 2019", "yesterday"),
    *bad("events.date", "date-form", "is not a day of the calendar", "2019-06-31"),
    *bad("memberships.to", "date-form", "is not a day of the calendar", "2019-06-31"),
    # A year, a number, a colour
    *bad("series.year", "year-form", "'{}' is not a year like 2019", "19", "2019.0"),
    *bad("series.value", "number-form", "'1,234.5' is not a number like 1234.5", "1,234.5"),
    *bad("series.value", "number-form", "is not a number", "1.234,5", "12 bn", "0x10", "1_000", "=1+1", "."),
    *bad("series.value", "number-form", "is not a number", "NaN", "inf", "1e999", "9" * 400),
    *bad("figures.year", "year-form", "'2018-19' is not a year like 2019", "2018-19"),
    *bad("figures.value", "number-form", "'about 12' is not a number", "about 12"),
    *bad("figures.value", "number-digits", "9007199254740992.0 is nearest): round it", "9007199254740993"),
    *bad(
        "series.value",
        "number-digits",
        "more digits than",
        "12345678901234567890",
        "0.1234567890123456789",
        "1.00000000000000001e3",
    ),
    *bad("parties.colour", "colour-form", "'red' is not a colour like #2f5d9b", "red"),
    *bad("parties.colour", "colour-form", "is not a colour", "#fff", "#2f5d9g", "#2f5d9b;x:url(//evil.example)"),
    # An address
    *bad("sources.url", "url-form", "'{}' is not an address that begins with", "javascript:alert(1)"),
    *bad("sources.url", "url-form", "is not an address that begins with http:// or https://", " javascript:alert(1)"),
    *bad("sources.url", "url-form", "is not an address", "data:text/html,<script>", "ftp://example.org/file"),
    *bad("sources.url", "url-form", "is not an address", "//example.org", "example.org", "http://", "https:///path"),
    *bad("sources.url", "url-form", "is not an address", "https://?query", "https://example.org/a\x00b"),
    *bad("sources.url", "url-form", "is not an address", "https://example.org/a\x1b[31m"),
    *(
        each
        for end in ("a b", "a\tb", "\njavascript:alert(1)", "a\u00a0b", "a\u2028b")
        for each in bad("sources.url", "url-form", "has no blanks", f"https://example.org/{end}")
    ),
    # Lengths and control characters
    *bad("statements.summary", "too-long", "has 10,001 characters, more than 10,000", "s" * 10_001),
    *bad("parties.name", "too-long", "has 10,001 characters, more than 10,000", "n" * 10_001),
    *bad("sources.url", "too-long", "has 2,001 characters, more than 2,000", "https://example.org/" + "u" * 1_981),
    *bad("statements.summary", "control-character", "'bell�' holds a control character", "bell\x07"),
    *bad("statements.quote", "control-character", "'null�null' holds a control character", "null\x00null"),
    *bad("statements.note", "control-character", "'�[31mred' holds a control character", "\x1b[31mred"),
    *bad("sources.title", "control-character", "holds a control character", "delete\x7f"),
    # Keys, references
    *bad("parties.id", "not-unique", "'east' occurs twice: first in row 2", "east"),
    *bad("statements.id", "not-unique", "'west-2014-drills' occurs twice: first in row 4", "west-2014-drills"),
    *unknown("parties", "north", "statements.party", "speakers.party"),
    *unknown("parties", "East", "statements.party"),
    *unknown("issues", "fish", "statements.issue"),
    *unknown("speakers", "nobody", "statements.speaker"),
    *unknown("sources", "hearsay", "statements.source", "events.source", "series.source", "memberships.source"),
    *unknown("statements", "silence", "statements.responds_to", "codings.statement"),
    *unknown("themes", "weather", "issues.theme"),
    *unknown("topics", "weather", "indicators.topic"),
    *unknown("indicators", "happiness", "figures.indicator", "measures.indicator"),
    *unknown("indicators", "happiness", "indicators.numerator", "indicators.denominator"),
    # Rows that contradict themselves or each other
    *bad(
        "statements.speaker",
        "speaker-party",
        "'stefan-turcanu' speaks for 'west', but the statement is of 'east'",
        "stefan-turcanu",
    ),
    *bad("statements.responds_to", "answer-before", "of 2021-07, which is later than 2014", "east-2021-drills"),
    *bad("figures.value", "figure-empty", "value, low and high are all empty", ""),
    *bad("figures.low", "figure-range", "low is larger than high", "9"),
)

# What tells a row from the others, and what is not as in the first one: the League, for one, counts its members.
NAMING = {"codings": "coder", "series": "entity", "memberships": "entity"}
BESIDE = {"statements": {"speaker": ""}, "memberships": {"group": "others"}, "series": {"series": "arms"}}


def good_row(table: str, number: int, first: dict[str, str]) -> dict[str, str]:
    """A copy of the first row of a table that is a row of its own."""
    return first | {NAMING.get(table, "id"): f"row-{number}"} | BESIDE.get(table, {})


def problems_of(directory: Path) -> list[Problem]:
    return read_package(directory)[1]


@pytest.fixture
def make_small(make_dataset):
    """The tiny dataset without the tables that only some pages read, which is checked in half the time."""
    return partial(make_dataset, **dict.fromkeys(ONLY_FOR_SOME_PAGES))


def lines(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


@pytest.fixture(scope="module")
def bad_rows(tmp_path_factory):
    """One dataset with a row for each of BAD, checked once: the problems by file and row, and the row of each."""
    places: dict[Bad, tuple[str, int]] = {}

    def append_rows(table):
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
    write_dataset(directory, **{table: append_rows(table) for table in {bad.table for bad in BAD}})
    _, report = check(directory)
    found = defaultdict(list)
    for problem in report.problems:
        found[problem.file, problem.row].append(problem)
    return found, places


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_cell_is_one_problem_with_its_place_rule_and_reason(bad, bad_rows):
    found, places = bad_rows
    problems = found[places[bad]]
    assert [(problem.kind, problem.column) for problem in problems] == [(bad.rule, bad.column)]
    assert bad.message in problems[0].message


def test_bad_rows_are_the_only_problems_and_every_message_is_one_short_line_without_control_characters(bad_rows):
    found, places = bad_rows
    assert {place for place, problems in found.items() if problems} <= set(places.values())
    messages = [str(problem) for problems in found.values() for problem in problems]
    assert [message for message in messages if not message.isprintable()] == []
    assert max(map(len, messages)) < 400


def append_rows(*rows: dict[str, str]):
    """Appends rows: what they do not name is as in the first row of the table."""
    return lambda table: [*table, *(table[0] | row for row in rows)]


def with_themes(**changes):
    """Changes the resource of the themes in the descriptor."""
    return lambda descriptor: next(each for each in descriptor["resources"] if each["name"] == "themes").update(changes)


def having(**changes):
    return lambda descriptor: descriptor.update(changes)


def listing(resource: object):
    return lambda descriptor: descriptor["resources"].append(resource)


AT_THEIR_LIMITS = {
    ("statements", 2, "summary"): "s" * MAX_TEXT_LENGTH,
    ("statements", 3, "summary"): "=HYPERLINK(1) <script> [a](javascript:b) \u202eRTL\u202c\tTab\nLine\r\nLine",
    ("statements", 4, "summary"): "🟥" * MAX_TEXT_LENGTH,
    ("statements", 4, "occasion"): "A" + "z9.:_-" * 19 + "12345",
    ("sources", 2, "url"): "HTTPS://example.org/" + "u" * (MAX_URL_LENGTH - 20),
    ("sources", 3, "url"): "http://бюро.рф:8080/путь?a=<b>&c='\"#d",
    ("sources", 2, "language"): "pt-BR",
    ("figures", 2, "value"): "-.5e-3",
    ("figures", 3, "low"): "9.5",
    ("series", 2, "value"): "+12.",
    ("parties", 2, "colour"): "#ABCDEF",
    ("events", 2, "date"): "2016-02-29/2016",
}
WITHOUT_OPTIONAL = {table.name: None for table in TABLES if not table.required} | {
    "statements": lambda rows: [row | {"speaker": ""} for row in rows],
    "issues": lambda rows: [row | {"theme": ""} for row in rows],
}
SAME_SPAN = {("statements", 5, "date"): "2014", ("statements", 5, "responds_to"): "west-2014-drills"}
ENDS_IN_ITS_SPAN = {("speakers", 2, "from"): "2016-05-03", ("speakers", 2, "to"): "2016"}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="nothing changed"),
        pytest.param({"cells": AT_THEIR_LIMITS}, id="cells at their limits"),
        pytest.param({"cells": SAME_SPAN}, id="an answer in the same imprecise span"),
        pytest.param({"cells": ENDS_IN_ITS_SPAN}, id="a time that ends in the span of its beginning"),
        pytest.param({"cells": {("figures", 3, "high"): "1e1"}}, id="a range of numbers, not of texts"),
        pytest.param({"series": append_rows({})}, id="several values of one year"),
        *(
            pytest.param({"descriptor": with_themes(encoding=name)}, id=f"encoding {name}")
            for name in ("UTF-8", "utf8", "utf_8")
        ),
        pytest.param(WITHOUT_OPTIONAL, id="no optional table"),
    ],
)
def test_dataset_without_a_problem(make_dataset, changes):
    _, report = check(make_dataset(**changes))
    assert (report.problems, report.warnings) == ([], [])


SEVENTEENTH = {"date": "2019", "party": "east", "issue": "bases", "source": "record", "occasion": "", "responds_to": ""}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {
                "statements": append_rows(
                    *(SEVENTEENTH | {"id": f"row-{n}"} for n in range(3)), {"id": "x", "stance": "agre"}
                )
            },
            ["statements.csv row 17, column stance: 'agre' is not one of " + STANCES],
        ),
        (
            {"cells": {("statements", 2, "responds_to"): "east-2014-bases"}},
            ["statements.csv row 2, column responds_to: the statement answers itself"],
        ),
        (
            {"codings": append_rows({"coder": "third"}, {"stance": "agree"})},
            ["codings.csv row 6, column statement: 'east-2014-bases / second' occurs twice: first in row 2"],
        ),
        (
            {"cells": {("statements", 4, "summary"): "\x07" * 10_001, ("statements", 4, "date"): "never"}},
            [
                "statements.csv row 4, column date: 'never' is not a date like 2019, 2019-04, 2019-04-15 or 2018/2019",
                f"statements.csv row 4, column summary: '{'�' * 59}…' has 10,001 characters, more than 10,000",
                f"statements.csv row 4, column summary: '{'�' * 59}…' holds a control character: remove it",
            ],
        ),
        (
            {"themes": None},
            ["issues.csv row 2, column theme: 'security' names a row of table 'themes', which the dataset lacks"],
        ),
        (
            {"files": {"themes.csv": b'id,name\n"security","two\nlines"\nshort\n\ntrade,Trade\nbad id,Name\n'}},
            [
                "themes.csv row 3: has 1 cells where the header has 2",
                "themes.csv row 4: is empty: remove the line",
                "themes.csv row 6, column id: 'bad id' is not an id: up to 120 letters a-z A-Z, digits, '-', '_', '.', "
                "':', beginning with a letter or digit",
            ],
        ),
        (
            {"themes": lambda rows: [*rows, rows[1], rows[1]]},
            [f"themes.csv row {row}, column id: 'trade' occurs twice: first in row 3" for row in (4, 5)],
        ),
        (
            {"cells": {("speakers", 2, "from"): "2016-05", ("speakers", 2, "to"): "2016-04"}},
            ["speakers.csv row 2, column to: '2016-04' is before '2016-05' in column from"],
        ),
    ],
)
def test_message_to_the_letter(make_dataset, changes, expected):
    _, report = check(make_dataset(**changes))
    assert lines(report.problems) == expected


def test_text_of_a_cell_is_read_as_it_stands(make_small):
    text = ' =1+1,"two"\n\tthree\r\nfour \u202e\u00ad'
    cells = {("statements", 2, "summary"): text, ("statements", 3, "summary"): "NA", ("statements", 3, "quote"): "null"}
    first, second = statements_of(load(make_small(cells=cells))).head(2).to_dict("records")
    assert (first["summary"], second["summary"], second["quote"], first["note"]) == (text, "NA", "null", "")


def test_cell_far_beyond_any_length_is_a_problem(make_small):
    assert problems_of(make_small(cells={("statements", 2, "summary"): "s" * 500_000}))


@pytest.mark.parametrize("name", [table.name for table in TABLES if table.required])
def test_required_table_is_named_when_it_is_missing(make_dataset, name):
    problems = problems_of(make_dataset(**{name: None}))
    assert lines(problems) == [f"datapackage.json: table '{name}' is missing: add a resource of this name"]


# Files


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


HUED = b"id,name,colour\nsecurity,Security,red\ntrade,Trade,blue\n"
NOT_PART = "is not part of the format, so it is left out"


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"files": {"themes.csv": HUED}}, f"themes.csv: column 'colour' {NOT_PART} (known: id, name, description)"),
        ({"descriptor": listing({"name": "polls", "path": "p"})}, f"datapackage.json: table 'polls' {NOT_PART}"),
    ],
)
def test_unknown_column_or_table_is_left_out_with_a_warning(make_small, changes, warning):
    dataset_package, report = check(make_small(**changes))
    assert not report
    assert (report.problems, lines(report.warnings)) == ([], [warning])
    assert list(dataset_package.frames["themes"]) == ["id", "name", "description"]
    assert "polls" not in dataset_package.frames


NO_ID, NO_NAME, NO_CSV = ": column 'id' is missing", ": column 'name' is missing", "is not CSV as RFC 4180 has it"
CELLS, NO_TEXT = "cells where the header has 2", "is not UTF-8: save the file as UTF-8"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [NO_ID, NO_NAME]),
        (b"id\nsecurity\n", [f"{NO_NAME}: Heading."]),
        (b"ID,name\nsecurity,Security\n", [NO_ID]),
        (b"id;name\nsecurity;Security\n", [NO_ID, NO_NAME]),
        (b"id,name,name\nsecurity,Security,S\n", [": column 'name' occurs twice"]),
        (b"id,name\nsecurity\ntrade,Trade\n", [f" row 2: has 1 {CELLS}"]),
        (b"id,name\nsecurity,Security\ntrade,Trade,x\n", [f" row 3: has 3 {CELLS}"]),
        (b"id,name\nsecurity,Security\n\ntrade,Trade\nx\n", [" row 3: is empty", f" row 5: has 1 {CELLS}"]),
        (b"id,name\nsecurity,Sicherheit\ntrade,K\xe4se\n", [f": byte 0xe4 in line 3 {NO_TEXT}"]),
        (b'id,name\nsecurity,"Security"x\n', [f" row 2: {NO_CSV}"]),
        (b'id,name\nsecurity,Security\ntrade,"Trade\n', [f" row 3: {NO_CSV}"]),
        (b'id,name\nsecurity,"Security\nin two lines"\ntrade,"Trade"x\n', [f" row 3: {NO_CSV}"]),
        (b"id,name\nsecurity,Security\ntrade,Trade\n,\n", []),
        (b"\xff\xfei\x00d\x00", [f": byte 0xff in line 1 {NO_TEXT}"]),
        (None, [": cannot be read: No such file or directory"]),
    ],
)
def test_fault_of_a_file_names_the_place(make_dataset, content, expected):
    problems = problems_of(make_dataset(files={"themes.csv": content}))
    for line, start in zip(lines(problems), expected, strict=True):
        assert line.startswith(f"themes.csv{start}")


def test_rows_keep_their_number_in_every_chunk(make_small, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK_ROWS", 2)
    _, report = check(make_small(cells={("statements", row, "stance"): f"bad-{row}" for row in range(2, 14)}))
    assert [problem.row for problem in report.problems] == list(range(2, 14))
    assert all(f"'bad-{problem.row}'" in problem.message for problem in report.problems)


def test_file_or_descriptor_larger_than_the_limit(make_dataset, monkeypatch):
    directory = make_dataset()
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", (directory / "statements.csv").stat().st_size - 1)
    assert [(problem.file, problem.kind) for problem in problems_of(directory)] == [("statements.csv", "file-size")]
    monkeypatch.setattr(descriptor, "MAX_DESCRIPTOR_BYTES", 100)
    assert problems_of(directory)[0].kind == "descriptor-size"


# The descriptor


NO_JSON = (b"", b"{", b"{'title': 1}", b'{"title": "\xe4"}', b"[" * 100_000, b"1" * 5_000)
NO_OBJECT = (b"[]", b"null", b'"title"')


@pytest.mark.parametrize(
    ("content", "rule", "message"),
    [
        *((content, "descriptor-json", "is not JSON in UTF-8") for content in NO_JSON),
        *((content, "descriptor-json", "is not a JSON object") for content in NO_OBJECT),
    ],
)
def test_unusable_descriptor_is_the_only_problem(make_dataset, content, rule, message):
    (problem,) = problems_of(make_dataset(files={"datapackage.json": content}))
    assert (problem.file, problem.kind) == ("datapackage.json", rule)
    assert message in problem.message


def test_folder_without_a_descriptor_is_a_dataset_named_after_it(make_dataset):
    directory = make_dataset(files={"datapackage.json": None})
    package, report = check(directory)
    assert (report.problems, [warning.kind for warning in report.warnings][:1]) == ([], ["descriptor-missing"])
    assert package.descriptor["title"] == load(directory).title == directory.name
    (directory / "statements.csv").rename(directory / "other.csv")
    assert "table-missing" in {problem.kind for problem in problems_of(directory)}


def test_table_that_the_descriptor_does_not_list_is_read(make_dataset):
    directory = make_dataset(descriptor=lambda descriptor: descriptor["resources"].pop(1))
    assert problems_of(directory) == []
    assert load(directory).speakers
    directory = make_dataset(descriptor=lambda descriptor: descriptor.pop("resources"))
    assert problems_of(directory) == []


NO_TITLE = "'title' is missing: name the dataset in a few words"
NO_RESOURCES = "'resources' is missing: list one resource for each CSV file"
NO_PATH = "resource 'themes' needs a 'name' and a 'path', both text"
SCALE = "agree, partly-agree, neutral, partly-disagree, disagree, no-stand"
NO_WORD = "give a word or two of up to 40 characters, such as 'rather no'"
OUTSIDE = ("../themes.csv", "tables/../../themes.csv", "tables/../themes.csv", "/etc/hostname")
OUTSIDE += ("https://example.org/themes.csv", "file:///etc/hostname")


@pytest.mark.parametrize(
    ("descriptor", "message"),
    [
        *((having(title=title), NO_TITLE) for title in (None, "", "  ", 7, ["Title"])),
        *((having(resources=resources), NO_RESOURCES) for resources in (None, {}, "parties.csv")),
        *(
            (with_themes(path=path), NO_PATH)
            for path in (None, 7, "", [], ["themes.csv", "more.csv"], {"file": "themes.csv"})
        ),
        *((with_themes(path=path), f"path '{path}' leaves the dataset's folder") for path in OUTSIDE),
        (having(stance_words=["yes"]), f"'stance_words' is not an object with a word for each of {SCALE}"),
        (having(stance_words={"yes": "aye"}), f"'stance_words' names 'yes', which is not one of {SCALE}"),
        *(
            (having(stance_words={"agree": word}), f"'stance_words' has '{word}' for agree: {NO_WORD}")
            for word in ("", "x" * 41, 7, None)
        ),
        (listing({"name": "themes", "path": "parties.csv"}), "table 'themes' is listed twice"),
        (with_themes(encoding="windows-1252"), "table 'themes' has encoding 'windows-1252': only utf-8 is read"),
        (with_themes(dialect={"delimiter": ";"}), "table 'themes' is not separated by commas"),
        *((listing(resource), f"resource '{resource}' is not an object") for resource in (None, "themes.csv", 7, [])),
    ],
)
def test_fault_of_the_descriptor(make_dataset, descriptor, message):
    found = lines(problems_of(make_dataset(descriptor=descriptor)))
    assert f"datapackage.json: {message}" in found
    assert len(found) == 1 or message == NO_RESOURCES


def test_path_may_be_a_list_of_one_and_lie_in_a_folder(make_dataset):
    directory = make_dataset(descriptor=with_themes(path=["tables/themes.csv"]))
    (directory / "tables").mkdir()
    (directory / "themes.csv").rename(directory / "tables" / "themes.csv")
    found, problems, _ = read_package(directory)
    assert problems == []
    assert found.files["themes"] == "tables/themes.csv"


@pytest.mark.parametrize("path", ["themes\0.csv", "\ud800.csv", "t" * 5_000])
def test_path_that_no_file_can_have_is_a_problem(make_dataset, path):
    assert len(problems_of(make_dataset(descriptor=with_themes(path=path)))) == 1


@pytest.mark.parametrize(
    ("target", "rules"),
    [(None, ["file-unreadable"]), ("moved.csv", []), ("../outside.csv", ["path-outside"]), ("themes.csv", None)],
    ids=["a folder", "a link within the folder", "a link out of the folder", "a link to itself"],
)
def test_what_stands_in_place_of_a_file(make_dataset, target, rules):
    directory = make_dataset()
    file = directory / "themes.csv"
    (directory.parent / "outside.csv").write_bytes(file.read_bytes())
    file.rename(directory / "moved.csv")
    if target:
        file.symlink_to(target)
    else:
        file.mkdir()
    found = [problem.kind for problem in problems_of(directory)]
    assert found == rules or (rules is None and len(found) == 1)


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


def test_what_a_dataset_leaves_out_is_filled_in(tiny, make_small):
    south = tiny.parties["south"]
    assert south.short_name == "Southern Pact"
    assert south.colour.startswith("#")
    assert len({party.colour for party in tiny.parties.values()}) == 3
    themes = b"id,name\nsecurity,Security\ntrade,Trade"
    dataset = load(make_small(cells={("issues", 4, "theme"): ""}, files={"themes.csv": themes}))
    assert list(dataset.themes) == ["security", "trade", ""]
    assert dataset.themes["trade"].description == ""
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


def test_value_is_shown_in_one_short_line():
    assert quote_for_message("a\n b\t\tc") == "'a b c'"
    assert len(quote_for_message("x" * 1_000)) == 62
    assert quote_for_message("x" * 60) == f"'{'x' * 60}'"
