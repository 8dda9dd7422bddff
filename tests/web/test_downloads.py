"""Downloads are read again and compared with the data behind them."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from components.parts.figures.ratio_analysis import RATIO_COLUMNS
from data import Dataset, Filters, check, load
from data.publishing import exports
from data.statements import newest_statements
from tests.applications import application_of

from .conftest import client_of

CHOICE = "party=nato&issue=crimea&issue=bases&from=2014"


@pytest.fixture(scope="module")
def expected(shipped: Dataset) -> list[tuple[str, str]]:
    filters = Filters(party=("nato",), issue=("crimea", "bases"), since="2014")
    frame = newest_statements(shipped, filters, 1_000)
    assert len(frame) > 5
    return list(zip(frame["id"], frame["summary"], strict=True))


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def xlsx_rows(content: bytes) -> list[dict[str, object]]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(content))["data"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


READERS = {
    "csv": csv_rows,
    "json": lambda content: json.loads(content)["rows"],
    "xlsx": xlsx_rows,
    "parquet": lambda content: pq.read_table(io.BytesIO(content)).to_pylist(),
}


@pytest.mark.parametrize("ending", exports.FILE_FORMATS)
def test_file_holds_what_the_view_shows(client: TestClient, expected: list[tuple[str, str]], ending: str) -> None:
    answer = client.get(f"/download/statements.{ending}?{CHOICE}")
    rows = READERS[ending](answer.content)
    assert [(row["id"], row["summary"]) for row in rows] == expected
    assert tuple(rows[0]) == exports.STATEMENT_COLUMNS
    assert "attachment" in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert READERS[ending](client.get(f"/download/statements.{ending}?q=nowhereatall").content) == []


def test_file_says_where_its_rows_are_from(client: TestClient, shipped: Dataset) -> None:
    json_, xlsx, parquet = (
        client.get(f"/download/statements.{ending}?{CHOICE}") for ending in ("json", "xlsx", "parquet")
    )
    about = json_.json()["about"]
    assert about["version"] == shipped.version
    assert about["link"].startswith("https://example.org/compare?party=nato&issue=crimea&issue=bases")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    assert ("version",) in [row[:1] for row in book["about"].iter_rows(values_only=True)]
    assert b"licence" in pq.read_table(io.BytesIO(parquet.content)).schema.metadata


def test_ratios_are_those_of_the_page(client: TestClient) -> None:
    found = client.get("/download/ratios.json?figure=ratio-grushko-2019").json()["rows"]
    assert tuple(found[0]) == RATIO_COLUMNS
    reaching = {
        (row["numerator"], row["denominator"], row["members"]) for row in found if row["reaches"] and not row["part"]
    }
    assert len(reaching) == 30
    assert all(row["missing"] for row in found if row["low"] is None)


def test_figures_of_one_indicator(client: TestClient, shipped: Dataset) -> None:
    indicator = next(iter(shipped.figure_records.indicators))
    own = [each.id for each in shipped.figure_records.figures.values() if each.indicator == indicator]
    answer = client.get(f"/download/figures.csv?indicator={indicator}")
    assert [row["id"] for row in csv_rows(answer.content)] == own


def test_whole_dataset_passes_the_checks(client: TestClient, shipped: Dataset, tmp_path: Path) -> None:
    content = client.get("/download/dataset.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {"README.md", "LICENSE.md", "CITATION.txt"} < set(archive.namelist())
        archive.extractall(tmp_path)
    package, report = check(tmp_path)
    assert not report
    assert package.version == shipped.version
    assert client.get("/download/dataset.zip").content == content


@pytest.mark.parametrize("path", ["statements.csv", "dataset.zip"])
def test_large_file_is_sent_in_blocks(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    whole, blocks = _sizes(client, f"/download/{path}")
    assert len(blocks) == 1
    monkeypatch.setattr("web.files.downloads.MAX_SPOOL_BYTES", 1_000)
    monkeypatch.setattr("web.files.downloads.READ_BLOCK_BYTES", 10_000)
    again, blocks = _sizes(client, f"/download/{path}")
    assert again == whole
    assert len(blocks) > 1
    assert max(blocks) <= 10_000


def _sizes(client: TestClient, path: str) -> tuple[bytes, list[int]]:
    """Return a file and the sizes in bytes of the messages in which the program passes it to its server."""
    sizes = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if size := len(message.get("body", b"")):
                sizes.append(size)
            await send(message)

        await client.app(scope, receive, sent)

    return TestClient(watched, base_url="https://example.org").get(path).content, sizes


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "＝1", "＋1", "－1", "＠SUM(A1)"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    frame = pd.DataFrame({"id": [cell], "n": [-2]})
    text, book = io.BytesIO(), io.BytesIO()
    exports.FILE_FORMATS["csv"].write(iter([frame]), ("id", "n"), {}, text)
    assert next(csv.reader(io.StringIO(text.getvalue().decode("utf-8-sig").split("\r\n", 1)[1], newline=""))) == [
        f"'{cell}",
        "-2",
    ]
    exports.FILE_FORMATS["xlsx"].write(iter([frame]), ("id", "n"), {}, book)
    written = openpyxl.load_workbook(book)["data"]["A2"]
    assert written.data_type == "s"


EXACT = ["9007199254740992", "-9007199254740991", "123456789012345", "0.1", "1234567890.12345", "1e22", "4.5e-30"]


@pytest.mark.parametrize("number", EXACT)
def test_numbers_that_pass_are_exact_in_every_file(make_dataset: Callable[..., Path], number: str) -> None:
    client = client_of(application_of(load(make_dataset(cells={("figures", 2, "value"): number}))))
    for ending, read in READERS.items():
        first, *_ = read(client.get(f"/download/figures.{ending}").content)
        shown = first["low"].removeprefix("'") if ending == "csv" else repr(first["low"])
        assert Decimal(shown) == Decimal(number), ending
    shown = client.get("/api/v1/figures").json()["items"][0]["low"]
    assert Decimal(repr(shown)) == Decimal(number)


def test_numbers_without_an_end_or_a_value_are_empty() -> None:
    out = io.BytesIO()
    exports.FILE_FORMATS["json"].write(iter([pd.DataFrame({"n": [1.5, None, float("inf")]})]), ("n",), {}, out)
    assert [row["n"] for row in json.loads(out.getvalue())["rows"]] == [1.5, None, None]


def test_statements_come_in_portions(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ROWS_PER_PORTION", 100)
    portions = list(exports.statement_portions(shipped, Filters()))
    assert [len(portion) for portion in portions] == [100, 100, 100, 100, 65]
    assert pd.concat(portions)["id"].is_unique


@pytest.mark.parametrize("path", ["statements.csv", "dataset.zip"])
def test_files_say_that_no_part_of_them_is_sent(client: TestClient, path: str) -> None:
    answer = client.get(f"/download/{path}", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["accept-ranges"]) == (200, "none")
    assert len(answer.content) > 10
