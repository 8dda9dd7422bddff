"""Tables of a PostgreSQL server as a dataset: what is read, what is refused, and what is said about it."""

import re
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import pytest

from data import DatabaseUrl, Dataset, DatasetError, check, load, parse_dataset_location
from data.__main__ import main
from data.package import database as database_module
from data.publishing.exports import dataset_archive
from data.settings import SHIPPED_DATASET
from data.statements import all_statements
from tests.database.conftest import slowed

Store = Callable[..., DatabaseUrl]
Printed, Logged = pytest.CaptureFixture[str], pytest.LogCaptureFixture
HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE statements; --",
    '"\r\n,\t\\.\\N%s %(id)s',
    "=HYPERLINK(1)",
    "{1,2}",
)
HOSTILE += ("\u202egnihtyna\u202c é e\u0301 \U0001f4a3", " blanks around ", "NULL")


@pytest.fixture(scope="session")
def shipped_address(server: Any) -> DatabaseUrl:
    server.filled("shipped", SHIPPED_DATASET)
    return server.address("shipped")


@pytest.fixture(scope="session")
def from_tables(shipped_address: DatabaseUrl) -> Dataset:
    return load(shipped_address)


def problems(address: DatabaseUrl) -> list[str]:
    return [str(problem) for problem in check(address)[1].problems]


def same(tables: Dataset, files: Dataset) -> None:
    assert list(tables.tables) == list(files.tables)
    for name, frame in files.tables.items():
        pd.testing.assert_frame_equal(tables.tables[name], frame)
    pd.testing.assert_frame_equal(all_statements(tables), all_statements(files))


def test_the_shipped_dataset_is_the_same_from_tables(from_tables: Dataset, shipped: Dataset) -> None:
    same(from_tables, shipped)
    mine, its = (dict(dataset.descriptor) for dataset in (from_tables, shipped))
    assert {**mine, "resources": []} == {**its, "resources": []}


def test_the_zip_of_a_database_unpacks_to_a_folder_of_the_same_version(stored: Store, tmp_path: Path) -> None:
    dataset = load(stored(cells={("statements", 3, "summary"): HOSTILE[2]}))
    with zipfile.ZipFile(dataset_archive(dataset, "cited")) as archive:
        archive.extractall(tmp_path / "unpacked")
    unpacked = load(tmp_path / "unpacked")
    assert unpacked.version == dataset.version
    same(unpacked, dataset)


def test_a_database_is_built_into_a_folder_that_is_the_same(stored: Store, tmp_path: Path, capsys: Printed) -> None:
    address, built = stored(), tmp_path / "built"
    assert main(["build", address.text, str(built)]) == 0
    assert str(built) in capsys.readouterr().out
    theirs, ours = load(address), load(built)
    assert (ours.version, ours.statement_count) == (theirs.version, theirs.statement_count)
    pd.testing.assert_frame_equal(all_statements(ours), all_statements(theirs))
    assert main(["release", address.text]) == 1
    assert "needs a folder" in capsys.readouterr().err


def test_any_text_arrives_as_it_stands(stored: Store, make_dataset: Callable[..., Path]) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        for row, text in zip(rows, HOSTILE, strict=False):
            row.update(summary=text, quote=text, note=text)

    everything = " ".join(HOSTILE)
    folder = make_dataset(
        parties=lambda rows: rows[0].update(name=everything),
        statements=spoil,
        descriptor=lambda descriptor: descriptor.update(title=everything, description=everything),
    )
    dataset = load(stored(folder))
    assert set(HOSTILE) <= set(all_statements(dataset)["summary"])
    same(dataset, load(folder))
    assert dataset.descriptor["title"] == everything


def test_typed_columns_become_the_text_of_the_format(server: Any) -> None:
    server.run((HERE / "typed.sql").read_text("utf-8"))
    dataset = load(server.address("typed"))
    cells = {
        ("parties", "id description short_name"): [["7f1c8a52-0b5e-4a55-9d2f-2a0c0f9f0a01", "true", "E"]],
        ("issues", "id name proposition"): [["7", "1.5", "2019-04-15"], ["8", "20", "0999-01-02"]],
        ("sources", "id date language"): [["1", "2019-04-15", "0.1"], ["2", "", "1e+20"]],
        ("topics", "issues"): [["7 8"], [""], [""]],
        ("events", "date"): [["2014"]],
        ("series", "year value checked"): [["2019", "900", "page"], ["2020", "0.000123", ""]],
        ("statements", "id date stance locator summary note"): [
            ["9223372036854775807", "2019-04-15", "agree", "12", "2.5", ""]
        ],
    }
    tables = dict(dataset.tables) | {"statements": all_statements(dataset)}
    for (name, columns), expected in cells.items():
        assert tables[name][columns.split()].to_numpy().tolist() == expected, name


REFUSED = (
    ("statements", "date", "timestamptz USING now()", "timestamp with time zone: its day depends on a time zone"),
    ("statements", "summary", "jsonb USING '{}'", "jsonb: a column of kind text is read from text, a number"),
    ("statements", "quote", "bytea USING ''", "bytea: a column of kind text"),
    ("statements", "note", "interval USING '1 day'", "interval: a column of kind text"),
    ("statements", "stance", "integer USING 1", "integer: a column of kind choice is read from text; cast it"),
    ("statements", "issue", "text[] USING '{}'", "text[]: a column of kind reference is read from text, uuid or"),
    ("sources", "date", "box USING NULL", "a type of its own: a column of kind date is read from text, date or"),
    ("statements", "checked", "boolean USING true", "boolean: a column of kind choice is read from text"),
    ("statements", "row_order", "text", "text, but must be a number"),
)


@pytest.mark.filterwarnings("ignore:Did not recognize type")
def test_a_type_that_holds_no_cell_of_the_kind_is_named(server: Any, address: DatabaseUrl) -> None:
    for table, column, kind, _ in REFUSED:
        server.run(f'ALTER TABLE "{address.schema}".{table} ALTER COLUMN {column} TYPE {kind}')
    found = problems(address)
    for table, column, _, said in REFUSED:
        start = f"{address.schema}.{table}, column {column}: is of type {said}"
        assert [each for each in found if each.startswith(start)], (start, found)


def test_a_value_that_no_file_could_hold_is_named_and_not_lost(server: Any, address: DatabaseUrl) -> None:
    table = f'"{address.schema}".sources'
    days = {"record": "infinity", "agency": "0044-03-15 BC", "paper": "20019-01-01"}
    server.run(
        f"UPDATE {table} SET date = NULL",
        f"ALTER TABLE {table} ALTER COLUMN date TYPE date USING date::date",
        *(f"UPDATE {table} SET date = '{day}' WHERE id = '{source}'" for source, day in days.items()),
    )
    found = " ".join(problems(address))
    for source, day in days.items():
        assert f"(id '{source}'), column date: '{day}' is not" in found


def test_problems_name_table_row_key_and_column(stored: Store) -> None:
    cells = {("statements", 3, "stance"): "agre", ("codings", 2, "stance"): "no", ("statements", 5, "id"): ""}
    address = stored(cells=cells)
    found = " ".join(problems(address)).replace(address.schema, "S")
    assert "S.statements row 3 (id 'west-2014-03-bases'), column stance: 'agre' is not one of" in found
    assert "S.codings row 2 (statement 'east-2014-bases', coder 'second'), column stance" in found
    assert "S.statements row 5, column id: is empty, but must be filled" in found


def test_a_cell_that_is_too_long_is_cut_by_the_server_and_named(server: Any, address: DatabaseUrl) -> None:
    row = f""""{address.schema}".statements SET note = repeat('x', 50000000) WHERE id = 'east-2014-bases'"""
    server.run(f"UPDATE {row}")
    (found,) = problems(address)
    assert "has 10,001 characters, more than 10,000" in found


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE {}.statements", "{}: table 'statements' is missing: the schema needs a table or view"),
        ("ALTER TABLE {}.statements DROP COLUMN stance", "{}.statements: column 'stance' is missing"),
        ("DROP TABLE {}.datapackage", "{}.datapackage: needs a column 'descriptor' and one row"),
        ("DELETE FROM {}.datapackage", "{}.datapackage: has no row, but must have one"),
        ("INSERT INTO {}.datapackage VALUES ('1')", "{}.datapackage: has more than one row"),
        ("UPDATE {}.datapackage SET descriptor = '[]'", "{}.datapackage, column descriptor: is not a JSON object"),
        ("UPDATE {}.datapackage SET descriptor = NULL", "{}.datapackage, column descriptor: is not JSON"),
        ("UPDATE {}.datapackage SET descriptor = '{{}}'", "{}.datapackage: 'title' is missing"),
        ("REVOKE SELECT ON {}.issues FROM reader", "{}.issues: may not be read: permission denied for table issues"),
        ("REVOKE USAGE ON SCHEMA {} FROM reader", "{}.issues: may not be read: permission denied for schema"),
    ],
)
def test_what_is_missing_is_named(server: Any, address: DatabaseUrl, statement: str, said: str) -> None:
    server.run(statement.format(f'"{address.schema}"'))
    found = problems(address)
    assert [each for each in found if each.startswith(said.format(address.schema))], found


def test_a_column_of_no_meaning_is_left_out_with_a_note(server: Any, address: DatabaseUrl) -> None:
    server.run(f'ALTER TABLE "{address.schema}".parties ADD COLUMN mood json')
    _, report = check(address)
    assert not report
    assert "column 'mood' is not part of the format" in str(report.warnings[0])


def test_rows_without_an_order_are_ordered_by_key_and_by_code_point(server: Any, address: DatabaseUrl) -> None:
    version = load(address).version
    schema = f'"{address.schema}"'
    server.run(
        f"UPDATE {schema}.parties SET row_order = NULL WHERE id <> 'west'",
        f"INSERT INTO {schema}.parties (id, name) VALUES ('South', 'S'), ('ost', 'O'), ('a-z', 'A'), ('aa', 'B')",
        f"ALTER TABLE {schema}.series DROP COLUMN row_order",
    )
    dataset = load(address)
    assert list(dataset.parties) == ["west", "South", "a-z", "aa", "east", "ost", "south"]
    assert dataset.version != version
    rows = list(dataset.tables["series"].itertuples(index=False))
    assert rows == sorted(rows)


def test_a_table_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, address: DatabaseUrl) -> None:
    monkeypatch.setattr(database_module, "BATCH_ROWS", 2)
    assert problems(address) == []
    monkeypatch.setattr(database_module, "MAX_ROWS", 11)
    (found,) = problems(address)
    assert found.startswith(f"{address.schema}.statements: is larger than")
    monkeypatch.setattr(database_module, "MAX_FILE_BYTES", 600)
    assert len(problems(address)) > 1


def test_one_state_is_read_however_long_it_takes(server: Any, address: DatabaseUrl) -> None:
    schema = f'"{address.schema}"'
    server.run(*slowed(schema, "parties", 0.6))
    changing = threading.Timer(0.3, server.run, [f"DELETE FROM {schema}.codings", f"DELETE FROM {schema}.events"])
    changing.start()
    dataset = load(address)
    changing.join()
    assert len(dataset.tables["codings"]) == 3
    assert len(dataset.tables["events"]) == 2
    assert len(load(address).tables["codings"]) == 0


# The role, the limits and the secret


def test_the_transaction_is_one_state_and_read_only_and_has_a_timeout(server: Any, address: DatabaseUrl) -> None:
    schema = f'"{address.schema}"'
    shown = "concat_ws(' ', current_setting('transaction_isolation'), current_setting('transaction_read_only')"
    shown += ", current_setting('statement_timeout'), current_setting('application_name'))"
    server.run(
        f"DROP TABLE {schema}.datapackage",
        f"CREATE VIEW {schema}.datapackage AS SELECT json_build_object('title', {shown}) AS descriptor",
        f"GRANT SELECT ON {schema}.datapackage TO reader",
    )
    assert load(address).title == "repeatable read on 1min counterpoint"
    own = parse_dataset_location(f"{address.text}&options=-c%20statement_timeout%3D90s&application_name=desk")
    assert load(own).title == "repeatable read on 90s desk"


@pytest.fixture
def sleepy(server: Any, address: DatabaseUrl) -> Iterator[DatabaseUrl]:
    """A dataset whose statements take half a minute, for a role that is given a tenth of a second."""
    timeout = "ALTER ROLE reader SET statement_timeout = '100ms'"
    server.run(*slowed(f'"{address.schema}"', "statements", 30), timeout)
    yield address
    server.run("ALTER ROLE reader RESET statement_timeout")


def test_a_statement_timeout_fires_and_is_told_as_such(sleepy: DatabaseUrl) -> None:
    begun = time.monotonic()
    (found,) = [each for each in problems(sleepy) if "statements: " in each]
    assert "was not read: canceling statement due to statement timeout" in found
    assert time.monotonic() - begun < 20


def blocks() -> list[str]:
    """The SQL that the documentation gives: tables, views and a role."""
    return [(ROOT / "docs" / "postgresql" / f"{name}.sql").read_text("utf-8") for name in ("tables", "views", "role")]


def test_the_documented_sql_makes_a_dataset_and_a_role_that_cannot_write(server: Any) -> None:
    own, views, role = blocks()
    again = role[role.index("GRANT") :].replace("SCHEMA positions", "SCHEMA counterpoint")
    server.run((HERE / "newsroom.sql").read_text("utf-8"), own, views, role, again)
    server.run(
        "ALTER ROLE counterpoint PASSWORD 'x'",
        "INSERT INTO positions.parties VALUES ('port', 'Port'), ('islands', 'Islands')",
        "INSERT INTO positions.issues VALUES ('quay', 'Quay', 'The quay should be built.')",
        "INSERT INTO positions.sources VALUES ('record', 'Record')",
        "INSERT INTO positions.statements (id, date, party, issue, stance, source) "
        "VALUES ('port-2024-quay', '2024', 'port', 'quay', 'agree', 'record')",
    )
    there = f"postgresql://counterpoint:x@127.0.0.1:{server.port}/postgres?schema="
    assert list(load(parse_dataset_location(f"{there}positions")).parties) == ["port", "islands"]
    dataset = load(parse_dataset_location(f"{there}counterpoint"))
    assert all_statements(dataset)["date"].tolist() == ["2024-05-02", "2024-05-02"]
    assert all_statements(dataset)["stance"].tolist() == ["agree", "disagree"]
    with psycopg.connect(there.partition("?")[0], autocommit=True) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("30s",)
        for locked in ("on", "off"):
            connection.execute(f"SET default_transaction_read_only = {locked}")
            for writing in (
                "INSERT INTO positions.issues VALUES ('a', 'b', 'c')",
                "UPDATE positions.issues SET name = ''",
                "DELETE FROM positions.issues",
                "TRUNCATE positions.issues",
                "DROP TABLE positions.issues",
                "CREATE TABLE positions.mine (id text)",
                "SELECT * FROM newsroom.quotes",
            ):
                with pytest.raises((psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InsufficientPrivilege)):
                    connection.execute(writing)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postgresql://reader:hunter2@127.0.0.1:1/db?schema=a", "cannot be read: connection failed"),
        ("postgresql://reader:hunter2@127.0.0.1:{port}/postgres", 'password authentication failed for user "reader"'),
        ("postgresql://reader:x@hunter2@127.0.0.1/db", "has an '@' in its password or host: write it as %40"),
        ("postgresql://reader:x@127.0.0.1:hunter2/db", "is not of the form postgresql://role@host"),
        ("postgresql://127.0.0.1:1/db?password=hunter2&user=reader", "cannot be read: connection failed"),
        ("postgresql://127.0.0.1:1/db?sslpassword=hunter2&sslmode=hunter2", "invalid sslmode value"),
        ("postgres:/reader:hunter2@127.0.0.1/db", "is not of the form"),
        ("postgresql:reader:hunter2@127.0.0.1/db", "is not of the form"),
        ("mysql://reader:hunter2@127.0.0.1/db", "is not of PostgreSQL"),
        ("postgresql://reader:hunter2@127.0.0.1:{port}/postgres?sslmode=require", "server does not support SSL"),
        ("postgresql://reader:hunter2@127.0.0.1/db?schema=a&schema=b", "more than one schema"),
        ("postgresql://reader:hunter2@127.0.0.1/db?no_such_thing=1", "no_such_thing"),
    ],
)
def test_no_message_holds_the_password(server: Any, text: str, said: str, capsys: Printed, caplog: Logged) -> None:
    address = parse_dataset_location(text.format(port=server.port))
    assert isinstance(address, DatabaseUrl)
    with pytest.raises(DatasetError) as error:
        load(address)
    assert main(["check", address.text]) == 1
    assert main(["release", address.text]) == 1
    everything = f"{error.value} {error.value.report} {address} {address!r} {capsys.readouterr()} {caplog.text}"
    assert said in everything
    assert "hunter2" not in everything


def test_check_prints_what_a_database_holds(shipped_address: DatabaseUrl, capsys: Printed) -> None:
    assert main(["check", shipped_address.text]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{shipped_address}: no problems, version ")
    assert re.search(r"statements +465 rows", printed)
    assert "hunter2" not in printed
    assert "reader" not in printed


def test_an_address_is_told_from_a_folder() -> None:
    assert parse_dataset_location("my-dataset") == Path("my-dataset")
    assert parse_dataset_location("./c:/my-dataset") == Path("c:/my-dataset")
    assert isinstance(parse_dataset_location("postgresql:///db"), DatabaseUrl)
    of_a_socket = parse_dataset_location("postgresql:///db?host=/run/postgresql&port=1")
    assert str(of_a_socket) == "postgresql:///run/postgresql/db?schema=public"
    assert str(parse_dataset_location("postgres://a:b@[::1]:5/db?schema=x%20y")) == "postgresql://::1:5/db?schema=x y"
