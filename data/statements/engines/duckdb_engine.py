"""The engine of one machine: DuckDB, in memory or over the file of a built dataset."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
from cachetools import LRUCache, cached

from data.cancellation import current_cancel_token, interrupt_after
from data.model.errors import QueryStoppedError, QueryTooLongError, UnreadableError
from data.statements.engines.engine import DEFAULT_LIMITS, QueryLimits, frame_from_arrow, parameters_in
from data.statements.postings import write_postings
from data.statements.table import SORT_COLUMNS, STATEMENTS_TABLE, enum_columns

log = logging.getLogger("counterpoint")

# DuckDB advises a relation in place of a cursor, which would save a copy of the rows. A page has few rows, and a
# relation takes 3 ms longer to bind.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

# No extension is fetched at run time.
Config = dict[str, "str | bool | int | float | list[str]"]
DUCKDB_SETTINGS: Config = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# Small, so that a view reads few rows that it does not ask for.
ROW_GROUP_ROWS = 20_480
# Positions of the statements that mention a word, 8 bytes each. A view asks three questions about them: over a million
# statements each would search for 170 ms again.
MAX_FOUND_POSITIONS_BYTES = 32 * 2**20
# Every cursor sees the tables of the attached database under their own names.
RELATION_NAMES = (STATEMENTS_TABLE, "words", "postings")
VIEWS_SQL = "".join(f"CREATE VIEW {name} AS SELECT * FROM built.{name};" for name in RELATION_NAMES)


class DuckDBEngine:
    """Statements in a DuckDB database. Every query has a cursor of its own: threads do not wait for one another."""

    name = "DuckDB"
    remote = False

    def __init__(self, connection: duckdb.DuckDBPyConnection, limits: QueryLimits) -> None:
        self.last_error = ""
        self._connection, self._limits = connection, limits
        found: LRUCache[tuple[str, ...], pa.Table] = LRUCache(
            MAX_FOUND_POSITIONS_BYTES, getsizeof=lambda table: table.nbytes + 1
        )
        self._found = cached(found, condition=threading.Condition())(self._search)

    @classmethod
    def in_memory(cls, statements: pa.Table, limits: QueryLimits = DEFAULT_LIMITS) -> DuckDBEngine:
        """An engine over a copy of a table as `build_table` makes it."""
        connection = duckdb.connect(config=DUCKDB_SETTINGS | {"threads": limits.threads})
        connection.register("arriving", statements)
        write_table(connection, ":memory:", "arriving")
        connection.unregister("arriving")
        connection.execute(VIEWS_SQL)
        return cls(connection, limits)

    @classmethod
    def open(cls, path: Path, limits: QueryLimits = DEFAULT_LIMITS) -> DuckDBEngine:
        """An engine over the file of a built dataset, which it only reads. duckdb.Error if it cannot be opened."""
        scratch = str(Path(tempfile.gettempdir()) / "counterpoint-duckdb")
        settings: Config = {"memory_limit": limits.memory, "temp_directory": scratch, "threads": limits.threads}
        # Attached, not opened: within a process DuckDB takes a path that it has open for the file that it opened then,
        # though another one may have taken its place since.
        connection = duckdb.connect(config=DUCKDB_SETTINGS | settings)
        connection.execute(f"ATTACH {_quoted(str(path))} AS built (READ_ONLY)")
        connection.execute(VIEWS_SQL)
        return cls(connection, limits)

    def query(self, text: str, parameters: Mapping[str, object], words: Sequence[str] = ()) -> pd.DataFrame:
        """See `Engine.query`."""
        found = self._found(tuple(words)) if words else None
        with self._cursor() as cursor:
            if found is not None:
                cursor.register("found", found)
            return frame_from_arrow(cursor.execute(text, parameters_in(text, parameters)).to_arrow_table())

    def _search(self, words: Sequence[str]) -> pa.Table:
        """The `position` of each statement whose `search` contains every word."""
        parameters = {f"word_{number}": word for number, word in enumerate(words)}
        conditions = " AND ".join(f"contains(search, ${name})" for name in parameters)
        with self._cursor() as cursor:
            rows = cursor.execute(
                f"SELECT position FROM {STATEMENTS_TABLE} WHERE {conditions}", parameters
            ).fetchnumpy()
            return pa.table({"position": rows["position"]})

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose query ends when the caller's token is cancelled, and at the time limit."""
        token, cursor, started = current_cancel_token(), self._connection.cursor(), time.monotonic()
        if token.cancelled:
            raise QueryStoppedError

        def interrupt() -> None:
            # The query may have ended meanwhile.
            with suppress(duckdb.Error):
                cursor.interrupt()

        try:
            with interrupt_after(self._limits.seconds, interrupt):
                yield cursor
        except duckdb.InterruptException as error:
            late = time.monotonic() - started >= self._limits.seconds
            raise (QueryTooLongError(self._limits.seconds) if late else QueryStoppedError()) from error
        except duckdb.Error as error:
            # A block whose checksum is wrong has no class of its own.
            if not isinstance(error, (duckdb.IOException, duckdb.FatalException)) and type(error) is not duckdb.Error:
                raise
            log.error("The statements cannot be read: %s", error)
            unreadable = UnreadableError()
            self.last_error = str(unreadable)
            raise unreadable from error
        else:
            self.last_error = ""
        finally:
            cursor.close()


def write_table(connection: duckdb.DuckDBPyConnection, path: str, source: str) -> None:
    """Attaches a new database at `path` as `built`, and writes a relation of statements into it: by `SORT_COLUMNS`,
    in small row groups, with enums for the columns `enum_columns`, and its inverted index (`write_postings`). `source`
    is a relation or a table function."""
    connection.execute(f"ATTACH {_quoted(path)} AS built (ROW_GROUP_SIZE {ROW_GROUP_ROWS})")
    for name in enum_columns():
        connection.execute(f"CREATE TYPE built.{name}_values AS ENUM (SELECT DISTINCT {name} FROM {source} ORDER BY 1)")
    enums = ", ".join(f"CAST({name} AS built.{name}_values) AS {name}" for name in enum_columns())
    columns, order = f"* REPLACE ({enums})", ", ".join(SORT_COLUMNS)
    connection.execute(f"CREATE TABLE built.{STATEMENTS_TABLE} AS SELECT {columns} FROM {source} ORDER BY {order}")
    connection.execute("CHECKPOINT built")
    write_postings(connection, source)


def _quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
