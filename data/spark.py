"""Statements on a Spark cluster, asked through Spark Connect.

Spark reads them where they lie, a Parquet file or folder or a table, so that this
process holds none of them. pyspark is imported when the first query comes.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from .address import Address, Place
from .cancellation import CancelToken, current_token
from .engines import Found, holds
from .errors import EngineError, EngineUnavailableError, QueryStoppedError, QueryTooLongError
from .package import built_record, read_descriptor
from .settings import Settings
from .spark_driver import driver_of, lacking

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

    from .by_cell import Chosen
    from .filters import Filters

__all__ = ["SparkEngine", "SparkReading", "spark_engine"]

log = logging.getLogger("counterpoint")

Connection = tuple["SparkSession", Any]

MASTER = "spark://"
QUERY_SECONDS = 60.0
# Between two tries to reach a server that could not be reached: doubled each time.
WAIT_FIRST, WAIT_MOST = 1.0, 30.0
# Within one try: what a server that is only busy answers, in about a second.
RETRIES = 3
INTERRUPT_EVERY = 0.5
# What the server says of a session that it does not know, such as after its restart.
LOST = ("INVALID_HANDLE", "NO_ACTIVE_SESSION", "closed channel")
UNREACHED = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
# Until when the calls of this thread have to be answered, by the monotonic clock; None if each has the whole limit.
_ends: ContextVar[float | None] = ContextVar("ends", default=None)


class SparkEngine:
    """The statements as a Spark cluster has them.

    `url` is the Connect server's, such as sc://host:15002, with the parameters that
    Spark Connect knows, or the master's, such as spark://host:7077, for which one is
    started here; `statements` is a path of Parquet files as the cluster sees
    it, or the name of a table; `still` says whether these are the statements that the dataset
    has: a cluster opens files by their names, whatever stands there by then. A query is given up
    after `seconds`, and so is a server that has not said by then what columns the statements have.
    """

    name = "Spark"
    remote = True

    def __init__(
        self, url: str, statements: str, seconds: float = QUERY_SECONDS, still: Callable[[], bool] = lambda: True
    ) -> None:
        self.url, self.place, self.seconds, self._still = url, statements, seconds, still
        self._driver = driver_of(url) if url.startswith(MASTER) else None
        self._session: SparkSession | None = None
        # The server that the session is of: a driver that was started again has another address.
        self._of = ""
        self._connection: Connection | None = None
        # The try to connect that is under way: one for all who wait.
        self._connecting: Future[Connection] | None = None
        self._lock = threading.Lock()
        self._wait, self._next_try = WAIT_FIRST, 0.0
        self.trouble = ""
        # What the query that runs here has had computed and kept, None outside of a query.
        self._kept: ContextVar[list[Any] | None] = ContextVar("kept", default=None)

    def reading(self) -> SparkReading:
        """The statements for the queries of one question. EngineUnavailableError if the server is not reached."""
        return SparkReading(nw.from_native(self._connected()[1]), self._kept)

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """The rows of a frame that came from this engine. Errors as in `run`."""
        return self.run(lambda: frame.collect("pyarrow").to_native())

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """These columns of the statements at some places in time, in order of time. Errors as in `run`."""
        found = self.reading().whole.filter(nw.col("position").is_in(list(places)))
        # Sorted here: a cluster would count the rows first, to share them out.
        rows = self.collect(found.select(*dict.fromkeys([*columns, "position"])))
        return rows.sort_by("position").select(list(columns))

    def chosen(self, filters: Filters) -> Chosen | None:
        """As in `data.engines.Engine`: a cluster is asked by frames."""
        return None

    def holding(self, column: str, values: Sequence[str]) -> list[int] | None:
        """As in `data.engines.Engine`."""
        return None

    def run(self, query: Callable[[], Found]) -> Found:
        """What a query finds. It is interrupted when it is cancelled
        (QueryStoppedError) or takes too long (QueryTooLongError). EngineUnavailableError if the
        server is not reached, EngineError if it fails."""
        if self._kept.get() is not None:
            return query()
        for again in (True, False):
            session = self._connected()[0]
            cancellation, begun = current_token(), time.monotonic()
            if cancellation.cancelled:
                raise QueryStoppedError
            try:
                with self._interruptible(session, cancellation):
                    found = query()
            except EngineError:
                raise
            except Exception as error:
                if cancellation.cancelled:
                    raise QueryStoppedError from error
                if time.monotonic() - begun >= self.seconds:
                    raise QueryTooLongError(self.seconds) from error
                if again and _says(error, LOST):
                    self._forget(session)
                    continue
                raise self._meaning(error) from error
            if not self._still():
                raise EngineError("The dataset was built anew. Its new state is about to be served.")
            self._wait, self.trouble = WAIT_FIRST, ""
            return found
        raise AssertionError("the second try returns or raises")

    def _connected(self) -> Connection:
        """The session and its frame of the statements, whose schema is known. The lock is
        not held while the server is asked, and whoever waits for its answer may stop waiting."""
        with self._lock:
            if time.monotonic() < self._next_try:
                raise EngineUnavailableError(self._next_try - time.monotonic())
            if self._connection is not None:
                return self._connection
            connecting = self._connecting
            if connecting is None:
                connecting = self._connecting = Future()
                threading.Thread(
                    target=self._connect, args=(connecting,), name="counterpoint-connect", daemon=True
                ).start()
        cancellation, woken = current_token(), threading.Event()
        connecting.add_done_callback(lambda _: woken.set())
        with cancellation.on_cancel(woken.set):
            woken.wait()
        if cancellation.cancelled:
            raise QueryStoppedError
        return connecting.result()

    def _connect(self, connecting: Future[Connection]) -> None:
        """One try to connect, in a thread of its own, as nothing of Spark Connect's interrupts the question for a
        schema. It has the time of a query: a cluster may have to list many files, and has to again at the next try."""
        try:
            url = self._driver.url() if self._driver else self.url
            if self._session is None or url != self._of:
                self._session, self._of = _session(url, self.seconds), url
            session = self._session
            _ends.set(time.monotonic() + self.seconds)
            connection = session, _frame(session, self.place)
        except Exception as error:
            if _says(error, LOST):
                self._session = None
            meant = self._meaning(error)
            self._connecting = None
            connecting.set_exception(meant)
        else:
            self._connection, self._connecting = connection, None
            connecting.set_result(connection)

    def _forget(self, session: SparkSession) -> None:
        with self._lock:
            if self._session is session:
                self._session = self._connection = None

    def _meaning(self, error: Exception) -> Exception:
        """An error of Spark's as one of ours; any other as it is."""
        if isinstance(error, EngineUnavailableError) or _says(error, (*UNREACHED, *LOST)):
            log.warning("Spark is not reached at %s: %s", _named(self.url), _first_line(error))
            if self._driver and not self._driver.stands:
                # Another one is started by the next try, which makes a session of that.
                self._connection = None
            wait, self._wait = self._wait, min(2 * self._wait, WAIT_MOST)
            self._next_try = time.monotonic() + wait
            meant: EngineError = EngineUnavailableError(wait)
        elif type(error).__module__.partition(".")[0] in ("pyspark", "grpc"):
            log.error("Spark could not answer a query: %s", error)
            meant = EngineError("The cluster that holds the statements could not answer. The server's log says why.")
        else:
            return error
        self.trouble = str(meant)
        return meant

    @contextmanager
    def _interruptible(self, session: SparkSession, cancellation: CancelToken) -> Iterator[None]:
        tag, ended, wake = f"counterpoint-{uuid.uuid4().hex}", threading.Event(), threading.Event()

        def watch() -> None:
            wake.wait(self.seconds)
            # Again and again, as a query may be between two operations.
            while not ended.is_set():
                try:
                    session.interruptTag(tag)
                except Exception as error:
                    log.warning("A query could not be interrupted: %s", _first_line(error))
                ended.wait(INTERRUPT_EVERY)

        watcher = threading.Thread(target=watch, name="counterpoint-interrupt", daemon=True)
        kept: list[Any] = []
        token = self._kept.set(kept)
        session.addTag(tag)
        watcher.start()
        try:
            with cancellation.on_cancel(wake.set):
                yield
        finally:
            ended.set()
            wake.set()
            session.removeTag(tag)
            self._kept.reset(token)
            for frame in kept:
                _let_go(frame)


class SparkReading:
    """The statements of a cluster for the queries of one question; what it holds is
    let go when the question is answered."""

    def __init__(self, statements: nw.LazyFrame[Any], kept: ContextVar[list[Any] | None]) -> None:
        self.statements = self.whole = statements
        self._kept = kept

    def mentioning(self, words: Sequence[str]) -> nw.LazyFrame[Any]:
        """The statements whose `search` holds every one of the words."""
        return self.statements.filter(*holds(words))

    def held(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same rows, computed once, and kept by the cluster."""
        kept = self._kept.get()
        if kept is None:
            return frame
        native = nw.to_native(frame).persist()
        kept.append(native)
        held: nw.LazyFrame[Any] = nw.from_native(native)
        return held

    def kept(self, name: str, made: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """A cluster computes anew."""
        return made(self.statements)


def spark_engine(directory: Place, settings: Settings) -> SparkEngine | None:
    """The engine for the dataset in `directory` if the settings name a Connect
    server or a master, None if they do not. EngineError if that cannot be used."""
    url = settings.engine
    if url == "duckdb":
        return None
    if url.startswith(MASTER) and (lacks := lacking()):
        raise EngineError(
            f"COUNTERPOINT_ENGINE is {url}, a master, for which this machine lacks {lacks}. Start a Connect server at "
            "the master and name that (sc://host:15002), or install what is lacking (uv sync --group spark-driver)."
        )
    if isinstance(directory, Address):
        raise EngineError(
            f"COUNTERPOINT_ENGINE is {_named(url)}, but the dataset is a database, from which its statements are read "
            "too. Leave it out, or name a folder that was built from the database (python -m data build)."
        )
    built = directory.resolve() / "statements.parquet"
    if not settings.statements and not built.exists():
        raise EngineError(
            f"{built} is not there. Spark reads it: make it with python -m data build, or say with "
            "COUNTERPOINT_STATEMENTS where the cluster has the statements."
        )
    version = _built_version(directory)
    place = settings.statements or str(built)
    return SparkEngine(url, place, settings.query_seconds, lambda: _built_version(directory) == version)


def _built_version(directory: Path) -> str:
    """The version of what a folder was built from; '' if it was not built."""
    record = built_record(read_descriptor(directory)[0])
    return str(record.get("version")) if record is not None else ""


def _session(url: str, seconds: float) -> SparkSession:
    with warnings.catch_warnings():
        # pyspark warns of pandas 3, of which it hands out nothing here: results come as Arrow.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            from pyspark.sql.connect.client import DefaultChannelBuilder
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
        except ImportError as error:
            raise EngineError(
                f"Spark needs the package pyspark-client, which is not installed (uv sync --group spark): {error}"
            ) from error
    # The log has errors in our own words.
    logging.getLogger("DataFrameQueryContextLogger").disabled = True
    channel = DefaultChannelBuilder(url)
    channel.add_interceptor(_limiting(seconds))
    session = SparkSession.builder.channelBuilder(channel).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    return session


def _limiting(seconds: float) -> Any:  # noqa: ANN401 - a class of a library that may be missing
    """What gives every call with one answer (a schema, an interrupt) a time limit. Spark's own
    is an hour, and older ones have none. The rows of a query come in a stream, which is interrupted instead."""
    import grpc

    class Limiting(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        def intercept_unary_unary(self, go_on: Callable[..., Any], call: Any, request: object) -> Any:  # noqa: ANN401
            ends = _ends.get()
            left = seconds if ends is None else max(0.0, ends - time.monotonic())
            return go_on(call._replace(timeout=left), request)

    return Limiting()


def _frame(session: SparkSession, place: str) -> Any:  # noqa: ANN401 - a frame of a library that may be missing
    frame = session.read.parquet(place) if "/" in place else session.read.table(place)
    # Asked for once; each query's own steps ask for theirs.
    _ = frame.schema
    return frame


def _let_go(frame: Any) -> None:  # noqa: ANN401 - as above
    try:
        frame.unpersist()
    except Exception as error:
        log.warning("Spark was not told that a frame is needed no more: %s", _first_line(error))


def _says(error: Exception, words: tuple[str, ...]) -> bool:
    text = str(error)
    return any(word in text for word in words)


def _named(url: str) -> str:
    """The server without parameters, of which one may be a token."""
    return url.partition("/;")[0]


def _first_line(error: Exception) -> str:
    """What an error says; of one of gRPC's, which begins with its type, the details."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return next((line.strip() for line in lines if line.lstrip().startswith("details = ")), lines[0])[:300]
