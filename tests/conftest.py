import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest

from data import Dataset, load
from data.package import DESCRIPTOR_FILE
from data.package.table_schemas import build_table_resources
from data.settings import SHIPPED_DATASET
from data.statements.engines.duckdb_engine import DuckDBEngine, write_table
from data.statements.engines.engine import DEFAULT_LIMITS
from data.statements.engines.spark_engine import SparkEngine
from data.validation import TABLES
from tests.reading import table_of
from tests.spark_cluster import SHORT_LIVED, Cluster, missing_parts, running

Row = dict[str, str]
Change = Callable[[list[Row]], "list[Row] | None"]

# The tables of the tiny dataset, as tests/tiny/README.md describes them, in the order of the format.
TINY = {table.name: (Path(__file__).parent / "tiny" / f"{table.name}.csv").read_text("utf-8") for table in TABLES}
# Tables of codings, events and quantities, without which a dataset is written and checked in half the time.
ONLY_FOR_SOME_PAGES = set(TINY) - {"parties", "speakers", "themes", "issues", "sources", "statements"}
DESCRIBED: dict[str, Any] = {
    "profile": "tabular-data-package",
    "name": "tiny",
    "title": "A tiny dataset",
    "description": "What three parties said.",
    "version": "0.1.0",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
}


# In the tiny dataset with asides: the only statement of a cell, the newest, one of two reports of an occasion.
ASIDES = ("east-2021-drills", "west-2017-drills", "east-2019-bases-paper")

# The columns that hold any text.
TEXTS = {
    table.name: [column.name for column in table.columns if column.kind == "text"]
    for table in TABLES
    if table.name not in ONLY_FOR_SOME_PAGES - {"events"}
}
SPARK = "pip install pyspark[connect]; on Debian openjdk-17-jre-headless"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each file is a group that one process runs. All tests with Spark are one group: one cluster serves them."""
    for item in items:
        if "spark" in getattr(item, "fixturenames", ()):
            item.add_marker("spark")
        group = "spark" if item.get_closest_marker("spark") else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


def mark(items: list[pytest.Item], name: str, missing: str) -> None:
    """Mark the tests of the folder of this name. Skip them if they lack something that is not required."""
    for item in items:
        if Path(__file__).parent / name in item.path.parents:
            item.add_marker(name)
            if missing and os.environ.get(f"COUNTERPOINT_{name.upper()}_TESTS") != "required":
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The dataset that the program ships."""
    return load(SHIPPED_DATASET)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The tiny dataset of this file, as it stands, loaded."""
    return load(write_dataset(tmp_path_factory.mktemp("tiny") / "tiny"))


@pytest.fixture(scope="session")
def tiny_with_asides(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The tiny dataset with asides: `ASIDES`, and one of South after a statement that takes no stand."""

    def say_aside(rows: list[Row]) -> list[Row]:
        weighed = [row | {"weight": "aside" if row["id"] in ASIDES else ""} for row in rows]
        silent = next(row for row in rows if row["id"] == "south-2017-tariffs")
        return [
            *weighed,
            silent
            | {"id": "south-2018-tariffs", "date": "2018", "stance": "agree", "weight": "aside", "quote": "Well"},
        ]

    return load(write_dataset(tmp_path_factory.mktemp("asides") / "tiny", statements=say_aside))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Spark cluster on this machine, one for all tests; a test that stops a part of it starts it again. Tests are
    skipped where there can be none."""
    missing = missing_parts()
    if missing and os.environ.get("COUNTERPOINT_SPARK_TESTS") != "required":
        pytest.skip(f"no Spark here: it takes {missing} ({SPARK})")
    assert not missing, f"no Spark here: it takes {missing} ({SPARK})"
    with running(tmp_path_factory.mktemp("spark"), SHORT_LIVED) as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def whole_cluster(request: pytest.FixtureRequest) -> Iterator[None]:
    """Restart missing parts of the cluster after each test, even after a failed one."""
    yield
    if "spark" in request.fixturenames:
        request.getfixturevalue("spark").mend()


def on_spark(dataset: Dataset, cluster: Cluster, directory: Path, seconds: float = 60) -> Dataset:
    """The dataset with its statements on a cluster, as Parquet in the folder."""
    place = directory / f"{dataset.version}.parquet"
    pyarrow.parquet.write_table(table_of(dataset), place)
    return replace(dataset, engine=SparkEngine(cluster.url, str(place), seconds))


def in_a_file(dataset: Dataset, directory: Path) -> Dataset:
    """The dataset with its statements in a DuckDB file, like a built dataset."""
    path = directory / f"{dataset.version}.duckdb"
    with duckdb.connect() as connection:
        connection.register("arriving", table_of(dataset))
        write_table(connection, str(path), "arriving")
    return replace(dataset, engine=DuckDBEngine.open(path, DEFAULT_LIMITS))


def write_hostile(directory: Path, text: str) -> Path:
    """Writes the tiny dataset with a text wherever there may be any."""

    def spoil(columns: list[str]) -> Change:
        return lambda rows: [row | dict.fromkeys(columns, text) for row in rows]

    described: dict[str, Any] = dict.fromkeys(("title", "description", "version"), text)
    described |= {"homepage": "javascript:alert(1)"}
    described["licenses"] = [{"name": text, "title": text, "path": "javascript:alert(1)"}]
    changes = {table: spoil(columns) for table, columns in TEXTS.items()}
    return write_dataset(directory, descriptor=lambda content: content.update(described), **changes)


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[..., Path]:
    """Writes the tiny dataset of this file, changed as a test wants it, into a
    new folder and returns the folder.

        make_dataset(cells={("statements", 2, "stance"): "agre"})       row 2 is the first below the header
        make_dataset(statements=lambda rows: rows[:3])                  or changes the rows in place
        make_dataset(events=None)                                       leaves the table out
        make_dataset(descriptor=lambda descriptor: descriptor.pop("title"))
        make_dataset(files={"parties.csv": b"...", "sources.csv": None})    the bytes of a file; None deletes it
    """
    numbers: Iterator[int] = iter(range(1, 1_000_000))

    def make(**changes: Any) -> Path:
        return write_dataset(tmp_path / f"tiny-{next(numbers)}", **changes)

    return make


def write_dataset(
    directory: Path,
    *,
    cells: dict[tuple[str, int, str], str] | None = None,
    descriptor: Callable[[dict[str, Any]], object] | None = None,
    files: dict[str, bytes | None] | None = None,
    **tables: Change | None,
) -> Path:
    """Writes the tiny dataset into the folder, changed as in `make_dataset`, and returns the folder."""
    unknown = set(tables) - set(TINY)
    assert not unknown, f"the tiny dataset has no table {unknown}"
    directory.mkdir()
    headers: dict[str, list[str]] = {}
    for name, text in TINY.items():
        if name in tables and tables[name] is None:
            continue
        rows = list(csv.DictReader(io.StringIO(text)))
        headers[name] = header = list(rows[0])
        for (table, row, column), value in (cells or {}).items():
            if table == name:
                assert column in header, f"table {table} has no column {column}"
                rows[row - 2][column] = value
        change = tables.get(name)
        if change:
            rows = change(rows) or rows
        with (directory / f"{name}.csv").open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    content = DESCRIBED | {"resources": build_table_resources(headers)}
    if descriptor:
        descriptor(content)
    (directory / DESCRIPTOR_FILE).write_text(json.dumps(content), "utf-8")
    for name, content_bytes in (files or {}).items():
        assert name == DESCRIPTOR_FILE or name.endswith(".csv"), name
        if content_bytes is None:
            (directory / name).unlink()
        else:
            (directory / name).write_bytes(content_bytes)
    return directory
