"""A PostgreSQL server of the tests' own, from the binaries of the system."""

import csv
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from benchmarks.server import free_port
from data import DatabaseUrl
from tests.conftest import mark

INSTALLED = shutil.which("initdb"), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), reverse=True)
BINARIES = next((Path(found).parent for found in INSTALLED if found), None)
# The server refuses to run as root.
ACCOUNT = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
PASSWORD = "hunter2 & more"
READER = """
CREATE ROLE reader LOGIN PASSWORD 'hunter2 & more';
ALTER ROLE reader SET default_transaction_read_only = on;
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark(items, "database", "" if BINARIES else "no PostgreSQL found: install Debian's package postgresql")


class Server:
    """A server that can be killed and started again, with a role `reader`."""

    def __init__(self, directory: Path) -> None:
        assert BINARIES, "the tests with a database are required, but no PostgreSQL was found"
        self.binaries, self.directory = BINARIES, directory
        self.port = free_port()
        made = [BINARIES / "initdb", "-D", directory / "data", "-U", "owner", "--no-sync", "-E", "UTF8"]
        made += ["--locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd="/", **ACCOUNT)
        self.start()
        with self.connected() as connection:
            connection.execute(READER)

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = ["-p", str(self.port), "-k", self.directory, "-c", "listen_addresses=127.0.0.1", "-F"]
        for _ in range(50):
            with (self.directory / "log").open("ab") as log:
                command = [self.binaries / "postgres", "-D", self.directory / "data", *options]
                self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **ACCOUNT)
            while self.process.poll() is None:
                try:
                    self.connected().close()
                    return
                except psycopg.OperationalError:
                    time.sleep(0.02)
            # Processes of a killed server may hold its files a moment longer.
            time.sleep(0.1)
        pytest.fail((self.directory / "log").read_text())

    def stop(self, sign: signal.Signals = signal.SIGQUIT) -> None:
        """Ends the server and, unless it is killed, every connection."""
        self.process.send_signal(sign)
        self.process.wait()

    @contextmanager
    def down(self, sign: signal.Signals = signal.SIGKILL) -> Iterator[None]:
        """Stop the server without notice, and start it again afterwards."""
        self.stop(sign)
        try:
            yield
        finally:
            self.start()

    def connected(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as owner of everything."""
        there = {"host": str(self.directory), "port": self.port, "user": "owner", "dbname": "postgres"}
        return psycopg.connect(**there, autocommit=True)

    def run(self, *statements: str) -> None:
        """Runs statements as owner, each in a transaction of its own."""
        with self.connected() as connection:
            for statement in statements:
                connection.execute(statement)

    def address(self, schema: str, password: str = "hunter2%20%26%20more", more: str = "") -> DatabaseUrl:
        """The address of a schema for the role that may only read."""
        return DatabaseUrl(f"postgresql://reader:{password}@127.0.0.1:{self.port}/postgres?schema={schema}{more}")

    def filled(self, schema: str, folder: Path) -> None:
        """Fill a schema with the content of a folder, empty cells as NULL, in another order on disk than in the
        files.
        """
        with self.connected() as connection, connection.transaction():
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
            for resource in descriptor.pop("resources"):
                with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
                    header, *rows = csv.reader(file)
                table = sql.Identifier(schema, resource["name"])
                columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in header)
                connection.execute(sql.SQL("CREATE TABLE {} (row_order integer, {})").format(table, columns))
                with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
                    for number, row in reversed(list(enumerate(rows))):
                        copy.write_row([number, *(cell or None for cell in row)])
            table = sql.Identifier(schema, "datapackage")
            connection.execute(sql.SQL("CREATE TABLE {} (descriptor jsonb)").format(table))
            connection.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(table), [json.dumps(descriptor)])
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO reader").format(sql.Identifier(schema)))
            grant = sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO reader")
            connection.execute(grant.format(sql.Identifier(schema)))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server."""
    with tempfile.TemporaryDirectory(prefix="counterpoint-") as directory:
        if ACCOUNT:
            shutil.chown(directory, "postgres", "postgres")
        server = Server(Path(directory))
        yield server
        server.stop()


@pytest.fixture
def stored(server: Server, make_dataset: Callable[..., Path]) -> Callable[..., DatabaseUrl]:
    """Store the tiny dataset, changed as in `make_dataset`, in a new schema and return its address. `folder` is another
    dataset's."""

    def store(folder: Path | None = None, **changes: object) -> DatabaseUrl:
        schema = f"Tiny {next(NUMBERS)}"
        server.filled(schema, folder or make_dataset(**changes))
        return server.address(schema.replace(" ", "%20"))

    return store


@pytest.fixture
def address(stored: Callable[..., DatabaseUrl]) -> DatabaseUrl:
    """The tiny dataset in a schema of its own."""
    return stored()


NUMBERS = count(1)


def slowed(schema: str, table: str, seconds: float) -> list[str]:
    """The SQL that makes reading a table take this long; `schema` is in quotes."""
    return [
        f"ALTER TABLE {schema}.{table} RENAME TO slow",
        f"CREATE VIEW {schema}.{table} AS SELECT slow.* FROM {schema}.slow, (SELECT pg_sleep({seconds})) AS sleeping",
        f"GRANT SELECT ON {schema}.{table} TO reader",
    ]
