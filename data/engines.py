"""The engines that run the queries of `data.query`.

An engine holds one table of statements, wide enough that no page needs a join
with another table, and hands it out as a Narwhals frame. Queries find places in time by it, and then ask for
what stands there. DuckDB, embedded, holds the most that one machine can; `data.in_memory` holds fewer, faster,
and `data.spark` more than one machine.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from threading import Condition, Lock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import narwhals as nw
import pyarrow as pa
from cachetools import LRUCache, cached

from .cancellation import current_token
from .errors import QueryStoppedError, UnreadableError
from .filters import Filters
from .lookup import Lookup

if TYPE_CHECKING:
    # Loaded only where there are many statements: a server of few starts without it.
    import duckdb

    from .by_cell import Chosen

__all__ = [
    "FOUND_BYTES",
    "SMALL",
    "TABLE",
    "DuckDBEngine",
    "Engine",
    "Found",
    "Frame",
    "Reading",
    "holds",
    "run_by_engine",
]

log = logging.getLogger("counterpoint")

Frame = nw.LazyFrame[Any]
Found = TypeVar("Found")
Asked = ParamSpec("Asked")

TABLE = "statements"
# Up to so many statements are held whole by `data.in_memory` (docs/performance.md).
SMALL = 100_000
# What DuckDB may keep of a file in memory, and of a query before it goes to disk.
MEMORY = "384MB"
# Places of the statements that mention a word: eight bytes each.
FOUND_BYTES = 32 * 2**20
# A row group of DuckDB's.
BATCH_ROWS = 122_880
# No extension is fetched; texts come as pandas holds them, which would otherwise copy each column of them.
SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "arrow_large_buffer_size": True,
}


class Reading(Protocol):
    """The statements for the queries of one question, in the calling thread. Frames
    of one reading can be joined with each other, not with those of another."""

    @property
    def statements(self) -> Frame:
        """All statements, as a lazy frame, with the columns `data.prepared.INDEXED` at least."""
        ...

    @property
    def whole(self) -> Frame:
        """The same with all columns. Not to be joined with `statements`."""
        ...

    def mentioning(self, words: Sequence[str]) -> Frame:
        """Those of `statements` whose `search` holds every one of the words."""
        ...

    def held(self, frame: Frame) -> Frame:
        """The same rows, computed once for all queries over them."""
        ...

    def kept(self, name: str, made: Callable[[Frame], Frame]) -> Frame:
        """What `made` makes of all statements, by whose name it is asked for: computed once and kept, by an engine
        that keeps anything."""
        ...


class Engine(Protocol):
    """Runs queries over the statements of one dataset. `name` is for operators; `remote` says whether they run
    elsewhere, so that a query may reach nobody."""

    name: str
    remote: bool

    @property
    def trouble(self) -> str:
        """What kept it from answering when it was last asked, for operators; '' if nothing did."""
        ...

    def run(self, query: Callable[[], Found]) -> Found:
        """What a query finds. EngineError if it cannot be answered; QueryStoppedError
        if it was cancelled."""
        ...

    def reading(self) -> Reading:
        """The statements, for the calling thread."""
        ...

    def chosen(self, filters: Filters) -> Chosen | None:
        """The statements that pass, cell by cell; None if the engine does not hold them so."""
        ...

    def collect(self, frame: Frame) -> pa.Table:
        """The rows of a frame that came from this engine."""
        ...

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """These columns of the statements at some places in time: places and rows in order, each once."""
        ...

    def holding(self, column: str, values: Sequence[str]) -> list[int] | None:
        """Where the statements stand, in order, whose column, one of `data.prepared.KEYS`, holds one of the values;
        None if the engine cannot look that up."""
        ...


class DuckDBEngine:
    """The statements in a DuckDB database, in memory or in a file."""

    name = "DuckDB"
    remote = False

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection | Callable[[], duckdb.DuckDBPyConnection],
        lookup: Lookup | None = None,
    ) -> None:
        """`connection` may be what opens one, for the first query."""
        self._source, self._lookup, self._trouble = connection, lookup, ""
        self._opening = Lock()
        # A page asks several questions about the statements that mention a word: their places are found once.
        found: LRUCache[Sequence[str], pa.Table] = LRUCache(FOUND_BYTES, getsizeof=lambda table: table.nbytes + 1)
        self._found = cached(found, condition=Condition())(self.mentioning)
        # The cursors of the query that runs here, None outside of a query.
        self._open: ContextVar[list[duckdb.DuckDBPyConnection] | None] = ContextVar("open", default=None)

    @classmethod
    def of(cls, statements: pa.Table) -> DuckDBEngine:
        """An engine over a copy of a table, in memory."""
        import duckdb

        connection = duckdb.connect(config={**SETTINGS})
        connection.register("arriving", statements)
        connection.execute("CREATE TABLE statements AS SELECT * FROM arriving")
        connection.unregister("arriving")
        return cls(connection)

    @classmethod
    def opened(cls, path: Path, lookup: Lookup | None = None, later: bool = False) -> DuckDBEngine:
        """An engine over the table of a file, which it only reads, with what can be looked up of it; opened by the
        first query if `later`.
        `duckdb.Error` if the file is no database of a version that DuckDB knows."""

        def connect() -> duckdb.DuckDBPyConnection:
            import duckdb

            scratch = str(Path(tempfile.gettempdir()) / "counterpoint-duckdb")
            limits = {"memory_limit": MEMORY, "temp_directory": scratch}
            connection = duckdb.connect(str(path), read_only=True, config={**SETTINGS, **limits})
            connection.table(TABLE)
            return connection

        return cls(connect if later else connect(), lookup)

    @property
    def trouble(self) -> str:
        """As in `Engine`."""
        return self._trouble or (self._lookup.trouble if self._lookup else "")

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        with self._opening:
            if callable(self._source):
                try:
                    self._source = self._source()
                except duckdb.Error as error:
                    raise self._in_trouble("opened", error) from error
            return self._source

    def run(self, query: Callable[[], Found]) -> Found:
        """As in `Engine`."""
        import duckdb

        if self._open.get() is not None:
            return query()
        cancellation, cursors = current_token(), list[duckdb.DuckDBPyConnection]()
        if cancellation.cancelled:
            raise QueryStoppedError

        def interrupt() -> None:
            for cursor in cursors:
                cursor.interrupt()

        token = self._open.set(cursors)
        try:
            with cancellation.on_cancel(interrupt):
                found = query()
        except duckdb.InterruptException as error:
            raise QueryStoppedError from error
        except duckdb.Error as error:
            # A block whose checksum is wrong has no class of its own.
            if not isinstance(error, (duckdb.IOException, duckdb.FatalException)) and type(error) is not duckdb.Error:
                raise
            raise self._in_trouble("read", error) from error
        finally:
            self._open.reset(token)
        if cursors:
            self._trouble = ""
        return found

    def _in_trouble(self, what: str, error: duckdb.Error) -> UnreadableError:
        log.error("The statements cannot be %s: %s", what, error)
        meant = UnreadableError()
        self._trouble = str(meant)
        return meant

    def reading(self) -> Reading:
        """As in `Engine`."""
        return _DuckDBReading(self._cursor(), self._found)

    def chosen(self, filters: Filters) -> Chosen | None:
        """As in `Engine`: it holds none in memory."""
        return None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Of this thread alone: a DuckDB connection must not be shared between threads, cursors are cheap."""
        cursor = self._connection.cursor()
        of_the_query = self._open.get()
        if of_the_query is not None:
            of_the_query.append(cursor)
        return cursor

    def collect(self, frame: Frame) -> pa.Table:
        """As in `Engine`."""
        return frame.collect("pyarrow").to_native()

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """As in `Engine`."""
        if self._lookup and self._lookup.columns.issuperset(columns):
            return self._lookup.at(places, columns)
        # A list of places within the query would be one condition each, for every row; this way they are looked up.
        names = ", ".join(f'"{name}"' for name in columns)
        query = f"SELECT {names} FROM {TABLE} WHERE position IN (SELECT unnest(?::BIGINT[])) ORDER BY position"  # noqa: S608 - names of columns are ours
        found: pa.Table = self._cursor().sql(query, params=[list(places)]).to_arrow_table()
        return found

    def batches(self, columns: Sequence[str]) -> pa.RecordBatchReader:
        """These columns of all statements, in order of time."""
        return self._cursor().table(TABLE).select(*columns).to_arrow_reader(BATCH_ROWS)

    def holding(self, column: str, values: Sequence[str]) -> list[int] | None:
        """As in `Engine`."""
        return self._lookup.holding(column, values) if self._lookup else None

    def mentioning(self, words: Sequence[str]) -> pa.Table:
        """Where the statements stand whose `search` holds every one of the words: `position`."""
        if self._lookup and (places := self._lookup.mentioning(words)) is not None:
            return pa.table({"position": places})
        statements: Frame = nw.from_native(self._cursor().table(TABLE))
        return self.collect(statements.filter(*holds(words)).select("position"))


class _DuckDBReading:
    def __init__(self, cursor: duckdb.DuckDBPyConnection, found: Callable[[Sequence[str]], pa.Table]) -> None:
        self._cursor, self._found = cursor, found
        self.statements: Frame = nw.from_native(cursor.table(TABLE))
        self.whole = self.statements

    def mentioning(self, words: Sequence[str]) -> Frame:
        found: Frame = nw.from_native(self._cursor.from_arrow(self._found(tuple(words))))
        return self.statements.join(found, on="position", how="semi")

    def held(self, frame: Frame) -> Frame:
        # The table goes with its cursor.
        self._cursor.execute(f"CREATE TEMP TABLE held AS {nw.to_native(frame).sql_query()}")
        return nw.from_native(self._cursor.table("held"))

    def kept(self, name: str, made: Callable[[Frame], Frame]) -> Frame:
        return made(self.statements)


def holds(words: Sequence[str]) -> list[nw.Expr]:
    """Conditions that the text that search reads holds every one of the words."""
    return [nw.col("search").str.contains(word, literal=True) for word in words]


class HasEngine(Protocol):
    """What is asked through an engine: a dataset."""

    @property
    def engine(self) -> Engine:
        """What holds its statements."""
        ...


Served = TypeVar("Served", bound=HasEngine)


def run_by_engine(
    query: Callable[Concatenate[Served, Asked], Found],
) -> Callable[Concatenate[Served, Asked], Found]:
    """A query on a dataset, its first argument, run by the dataset's engine: so that
    it can be interrupted, and its errors are those of `data.errors`."""

    @wraps(query)
    def run(dataset: Served, /, *arguments: Asked.args, **choices: Asked.kwargs) -> Found:
        return dataset.engine.run(lambda: query(dataset, *arguments, **choices))

    return run
