"""A dataset that passes the checks is served on every route; a problem names its place and its cure."""

import csv
import io
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from starlette.routing import Mount
from starlette.testclient import TestClient

from components.application import Application
from data import Dataset, DatasetStatus, DatasetWatcher, Filters, check, load
from data.package import DESCRIPTOR_FILE
from data.publishing import exports
from data.validation import TABLES, ProblemKind
from data.validation.columns import MAX_ID_LENGTH, MAX_TEXT_LENGTH, MAX_URL_LENGTH
from tests.applications import application_of
from tests.conftest import TINY, Row, write_dataset
from web.api.endpoints import ROUTES
from web.files.downloads import TABLE_READERS as TABLES_OF_FILES
from web.routes import application_routes

from .conftest import client_of

Drawn = dict[str, Any]
Folders = pytest.TempPathFactory
# So many seconds are a hang, however busy the machine is.
ANSWER_SECONDS = 30
# Examples of each test, always the same ones. COUNTERPOINT_EXAMPLES=500 draws others, and more of them.
EXAMPLES = int(os.environ.get("COUNTERPOINT_EXAMPLES", "0"))
BOUNDED = settings(
    max_examples=EXAMPLES or 8,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    # To shrink takes minutes: the failure prints the example.
    phases=(Phase.explicit, Phase.generate),
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)

# Texts of kinds that have broken programs: such as pages show, then such as no cell may hold.
ODD_TEXTS = (
    "\u202egnihtyna\u202c \u2067\u0645\u0631\u062d\u0628\u0627",
    "\ufeffa\u200b\u2028\u2029\xa0",
    "\ufffe\uffff\U0001ffff\ufdd0",
    "Z\u0351\u036b\u0343" * 200,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3f3\ufe0f\u200d\U0001f308",
    "line\r\nbreak\rTY  - JOUR\nER  - \n",
    "]]>&amp;</script><!--{{ 7*7 }}{% raw %}%(n)s {n} ${x}",
    "\\input{/etc/passwd}}{@misc{x,",
    '=HYPERLINK("http://example.org")',
    "W" * MAX_TEXT_LENGTH,
    "\u0e01" * MAX_TEXT_LENGTH,
    "None",
)
REFUSED_TEXTS = ("", " \t ", "a\0b", "\x1b[31m", "\x85\x07", "half \ud800", "a" * (MAX_TEXT_LENGTH + 1))
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))
TEXT = st.sampled_from(ODD_TEXTS) | st.text(LETTERS, min_size=1, max_size=40)
ANY_TEXT = TEXT | st.sampled_from(REFUSED_TEXTS) | st.text(max_size=20)
ID = st.from_regex(rf"[A-Za-z0-9][A-Za-z0-9._:-]{{0,{MAX_ID_LENGTH - 1}}}", fullmatch=True) | st.sampled_from(
    ("a" * MAX_ID_LENGTH, "0", "a:b..c", "nul", "a.")
)
URLS = (
    "http://a",
    "https://x/\u0645\u0631\u062d\u0628\u0627?q=a&b=c#d",
    "https://[::1",
    "HTTPS://user:pass@host:99999999/%zz\u202e\"'<>\\",
    "http://" + "a" * (MAX_URL_LENGTH - 7),
)
NUMBERS = ("0", "-0", "1e99", "999999999999999e99", "1e-99", "-5", ".5", "5.", "9007199254740992")
# What cells of other kinds hold: such as pass, and such as do not.
PASSING = {
    "text": TEXT,
    "date": st.sampled_from(("0001", "9999", "0001-01-01/9999-12-31", "9999-12", "2020-02-29")) | st.dates().map(str),
    "number": st.sampled_from(NUMBERS) | st.decimals(-1_000_000, 1_000_000, places=3).map(str),
    "year": st.sampled_from(("0001", "9999", "2019")),
    "url": st.sampled_from(URLS),
}
FAILING = {
    "text": ANY_TEXT,
    "date": st.sampled_from(("0000", "2019-13", "1/2", "10000", "2019-02-29")),
    "number": st.sampled_from(("1e100", "NaN", "inf", "9007199254740993", "0.12345678901234567", "1,5")),
    "year": st.sampled_from(("0000", "19", "-001")),
    "url": st.sampled_from(("javascript:alert(1)", "https://a b", "http://" + "a" * MAX_URL_LENGTH)),
    "id": st.sampled_from(("-a", "a" * (MAX_ID_LENGTH + 1), "\u0430")),
    "colour": st.sampled_from(("red", "#12345g")),
}
# Rows that tables name by their ids, names of files, and what may stand in a file's place.
RENAMED = ("east", "anna-berg", "bases", "record", "east-2014-bases", "arms-usd", "ratio-east", "usd")
NAMES = (
    "a b&c=#?.csv",
    "\u0645\u202e\u0628.csv",
    "sub/folder/a.csv",
    "./a.csv",
    "CITATION.txt",
    "README.md",
    "a\\b.csv",
)
REFUSED_NAMES = (
    "../outside.csv",
    "sub/../a.csv",
    "a\nb\x1b.csv",
    "x" * 300 + ".csv",
    "a\0",
    "half \ud800",
    "/etc/passwd",
)
# Routes that show the statement that they are asked for.
ONE_STATEMENT = ("/statement", "/embed", "/quote", "/quote.png")
LINKS = ("outside", "device", "folder", "pipe", "itself", "nowhere", "large")
KEYS = ("description", "version", "homepage", "licenses", "contributors", "name", "keywords")


def json_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | text,
        lambda children: st.lists(children, max_size=3) | st.dictionaries(text, children, max_size=3),
        max_leaves=6,
    )


@st.composite
def datasets(draw: st.DrawFn, kinds: Mapping[str, st.SearchStrategy[str]] = PASSING) -> Drawn:
    """Changes to the tiny dataset: odd ones that pass the checks, or with `kinds` such as do not."""
    text, passing = kinds["text"], kinds is PASSING
    places = [
        (table.name, row, column.name, column.kind)
        for table in TABLES
        for column in table.columns
        for row in range(2, 2 + min(2, len(list(csv.DictReader(io.StringIO(TINY[table.name]))))))
        if column.kind in kinds
    ]
    texts = draw(st.lists(st.sampled_from([each for each in places if each[3] == "text"]), max_size=15))
    others = draw(st.lists(st.sampled_from([each for each in places if each[3] != "text"]), max_size=1 + passing))
    contributors = draw(st.sampled_from((0, 1, 1_000, *(() if passing else (1_001,)))))
    return {
        "cells": {(table, row, column): draw(kinds[kind]) for table, row, column, kind in (*texts, *others)},
        "renamed": draw(st.dictionaries(st.sampled_from(RENAMED), ID, max_size=2)),
        "path": draw(st.sampled_from(("statements.csv",) * 4 + (NAMES if passing else REFUSED_NAMES))),
        "link": draw(st.sampled_from(("", "inside") if passing else LINKS)),
        "beside": draw(st.sampled_from(LINKS)),
        "descriptor": {"title": draw(text)}
        | draw(st.dictionaries(st.sampled_from(KEYS), json_of(text), max_size=2))
        | ({"contributors": [{"title": draw(text)}] * contributors} if contributors else {})
        | (draw(st.dictionaries(st.just("resources"), json_of(text), max_size=1)) if not passing else {}),
    }


def write(directory: Path, drawn: Drawn) -> None:
    """Write the tiny dataset, with random changes, to a new folder."""
    renamed, path = drawn["renamed"], drawn["path"]

    def rename(rows: list[Row]) -> list[Row]:
        return [
            {name: " ".join(renamed.get(part, part) for part in cell.split(" ")) for name, cell in row.items()}
            for row in rows
        ]

    def describe(descriptor: dict[str, Any]) -> None:
        next(each for each in descriptor["resources"] if each["name"] == "statements")["path"] = path
        descriptor.update(drawn["descriptor"])

    write_dataset(
        directory,
        cells=drawn["cells"],
        descriptor=describe,
        **({table.name: rename for table in TABLES} if renamed else {}),
    )
    if path not in REFUSED_NAMES:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / "statements.csv").rename(directory / path)
        link(directory / path, drawn["link"])
    link(directory / "README.md", drawn["beside"])
    link(directory / "releases", drawn["beside"])


def link(path: Path, kind: str) -> None:
    """Replace a file by something else than a regular file. The file is kept beside it."""
    if not kind or (path.exists() and not path.is_file()):
        return
    moved = path.with_name("moved.csv") if kind == "inside" else path.parent.parent / f"{path.parent.name}-moved"
    if path.exists():
        path.rename(moved)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        with path.open("wb") as file:
            file.truncate(3 * 2**30)
    else:
        path.symlink_to({"device": "/dev/zero", "itself": path, "nowhere": "nowhere"}.get(kind, moved))


@pytest.fixture(scope="module")
def server(tiny: Dataset) -> Iterator[tuple[Application, TestClient]]:
    """One server for all examples: a test gives it another dataset."""
    application = application_of(tiny)
    with client_of(application) as client:
        yield application, client


def addresses(application: Application, dataset: Dataset) -> Iterator[str]:
    """An address of each route and of each page, with ids that the dataset has."""
    rows = next(exports.statement_portions(dataset, Filters()))
    record = rows.iloc[0] if len(rows) else {"id": "none", "party": "none"}
    figures = [*dataset.figure_records.figures, "none"]
    statement, figure = quote(record["id"], safe=""), quote(figures[-2 if len(figures) > 1 else 0], safe="")
    one, view = f"id={statement}", urlencode({"party": record["party"], "q": "a", "sort": "recent"})
    for route in application_routes(application, ""):
        if isinstance(route, Mount):
            continue
        if "table" in route.path:
            files = [(table, ending) for table in TABLES_OF_FILES for ending in exports.FILE_FORMATS]
            yield from (f"/download/{table}.{ending}?figure={figure}" for table, ending in files)
        elif route.path == "/cite":
            # The page holds all forms.
            yield from (f"/cite?{query}" for query in (one, f"of=figures&figure={figure}"))
            yield f"/cite?{view}&format=ris"
        elif route.path == "/preview.png":
            yield from (f"{route.path}?{query}" for query in ("", one, f"figure={figure}"))
        elif route.path == "/print":
            yield from (f"{route.path}?{query}" for query in (view, one, "of=timeline", "of=sources"))
        elif "{" not in route.path:
            yield f"{route.path}?{one if route.path in ONE_STATEMENT else ''}"
    yield f"/figures?figure={figure}"
    yield from (f"/api/v1{path.format(statement_id=statement)}" for path, _, _ in ROUTES if path != "/ratios")
    yield f"/api/v1/ratios?figure={figure}"
    yield f"/compare?{view}&as=000000000000"


@BOUNDED
@given(drawn=datasets())
def test_what_passes_is_served(server: tuple[Application, TestClient], tmp_path_factory: Folders, drawn: Drawn) -> None:
    application, client = server
    directory = tmp_path_factory.mktemp("any") / "dataset"
    write(directory, drawn)
    if check(directory)[1]:
        event("refused")
        return
    event("served")
    dataset = load(directory)
    application.watcher.status = DatasetStatus(dataset, None)
    application.clear_caches()
    for address in addresses(application, dataset):
        start = time.monotonic()
        answer = client.get(address)
        assert answer.status_code < 500, (address, answer.text[:500])
        assert time.monotonic() - start < ANSWER_SECONDS, address


@BOUNDED
@given(drawn=datasets(FAILING))
def test_what_is_refused_names_its_place_and_replaces_nothing(
    server: tuple[Application, TestClient], tmp_path_factory: Folders, drawn: Drawn
) -> None:
    application, client = server
    directory = tmp_path_factory.mktemp("any") / "dataset"
    write_dataset(directory)
    watcher = DatasetWatcher(directory)
    good = watcher.status.dataset
    directory.rename(directory.with_name("good"))
    write(directory, drawn)
    package, report = check(directory)
    watcher.poll()
    watcher.poll()
    assert report
    assert watcher.status.rejected
    assert watcher.status.dataset is good
    for problem in report.problems:
        assert problem.file in {DESCRIPTOR_FILE, *package.files.values()}
        assert not re.search("[\0-\x1f\ud800-\udfff]", str(problem))
        # What would be right stands behind what was found.
        assert len(problem.message) > 20
        assert not problem.column or problem.row or problem.kind == ProblemKind.COLUMN_MISSING
    application.watcher.status = watcher.status
    application.clear_caches()
    page = client.get("/compare")
    assert page.status_code == 200
    assert str(directory) not in page.text
    assert escape(report.problems[0].reader_text) in page.text
