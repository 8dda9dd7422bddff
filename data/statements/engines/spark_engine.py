"""The engine of what outgrows one machine: a Spark cluster, asked through its Connect server.

Spark reads the statements where they lie, a Parquet file or folder or a table, so this process holds none of them.
pyspark is imported when the first query comes.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.cancellation import current_cancel_token, interrupt_after
from data.model.errors import EngineError, EngineUnavailableError, QueryStoppedError, QueryTooLongError
from data.statements.engines.engine import PARAMETER_PATTERN, frame_from_arrow, parameters_in
from data.statements.filters import MENTIONS_CONDITION
from data.statements.table import STATEMENTS_TABLE
from data.translation import gettext

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

log = logging.getLogger("counterpoint")

# Between two attempts to reach a server that could not be reached: doubled each time.
MIN_WAIT_SECONDS, MAX_WAIT_SECONDS = 1.0, 30.0
# Within one attempt: an overloaded server answers the second or third time, within about a second.
MAX_RETRIES = 3
INTERRUPT_INTERVAL_SECONDS = 0.5
# What the server says of a session that it does not know, such as after its restart.
LOST_SESSION_MESSAGES = ("INVALID_HANDLE", "NO_ACTIVE_SESSION", "closed channel")
UNREACHABLE_STATUS_CODES = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
# When the calls of this thread have to be answered, by the monotonic clock; None if each has the whole limit.
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class SparkEngine:
    """The statements as a Spark cluster has them.

    `url` is the Connect server's, such as sc://host:15002, with the parameters that Spark Connect knows. `location` is
    a path of Parquet files as the cluster sees it, or the name of a table. `is_current` says whether these are still
    the statements of the dataset: a cluster opens files by their names, whatever they hold by then. A query is
    interrupted after `seconds`; a server that does not name the columns of the statements within that time is given up.
    """

    name = "Spark"
    remote = True

    def __init__(self, url: str, location: str, seconds: float, is_current: Callable[[], bool] = lambda: True) -> None:
        self.url, self.location, self.last_error = url, location, ""
        self._seconds, self._is_current = seconds, is_current
        self._session: SparkSession | None = None
        self._ready = False
        # The attempt to connect that is under way: one for all who wait.
        self._connecting: Future[SparkSession] | None = None
        self._lock = threading.Lock()
        self._wait, self._next_attempt = MIN_WAIT_SECONDS, 0.0

    def query(self, text: str, parameters: Mapping[str, object], words: Sequence[str] = ()) -> pd.DataFrame:
        """See `Engine.query`. EngineUnavailableError if the server is not reached."""
        terms = {f"word_{number}": word for number, word in enumerate(words)}
        if terms:
            text = text.replace(MENTIONS_CONDITION, " and ".join(f"contains(search, ${name})" for name in terms))
        arguments = parameters_in(text, {**parameters, **terms})
        spark_text = PARAMETER_PATTERN.sub(r":\1", text).replace("unnest(", "explode(")
        for last in (False, True):
            session = self._connected()
            try:
                rows = self._run(session, spark_text, arguments)
            except Exception as error:
                if last or isinstance(error, EngineError) or not _mentions(error, LOST_SESSION_MESSAGES):
                    raise self._translated(error) from error
                self._forget(session)
            else:
                break
        if not self._is_current():
            raise EngineError(gettext("The dataset was built anew. Its new state is about to be served."))
        self._wait, self.last_error = MIN_WAIT_SECONDS, ""
        return rows

    def _run(self, session: SparkSession, text: str, arguments: Mapping[str, object]) -> pd.DataFrame:
        token, started = current_cancel_token(), time.monotonic()
        if token.cancelled:
            raise QueryStoppedError
        try:
            with self._interruptible(session):
                table = session.sql(text, args=dict(arguments)).toArrow()
        except Exception as error:
            if token.cancelled:
                raise QueryStoppedError from error
            if time.monotonic() - started >= self._seconds:
                raise QueryTooLongError(self._seconds) from error
            raise
        return frame_from_arrow(table)

    def _connected(self) -> SparkSession:
        """The session, which knows the statements. No lock is held while the server is asked, and who waits for its
        answer may stop waiting."""
        with self._lock:
            if time.monotonic() < self._next_attempt:
                raise EngineUnavailableError(self._next_attempt - time.monotonic())
            if self._session is not None and self._ready:
                return self._session
            connecting = self._connecting
            if connecting is None:
                connecting = self._connecting = Future()
                threading.Thread(
                    target=self._connect, args=(connecting,), name="counterpoint-connect", daemon=True
                ).start()
        token, woken = current_cancel_token(), threading.Event()
        connecting.add_done_callback(lambda _: woken.set())
        with token.on_cancel(woken.set):
            woken.wait()
        if token.cancelled:
            raise QueryStoppedError
        return connecting.result()

    def _connect(self, connecting: Future[SparkSession]) -> None:
        """One attempt to connect, in a thread of its own, since nothing interrupts Spark Connect's question for a
        schema. It has the time of a query: a cluster may have to list many files, again at each attempt."""
        try:
            _deadline.set(time.monotonic() + self._seconds)
            session = self._session = self._session or _new_session(self.url, self._seconds)
            read = session.read
            statements = read.parquet(self.location) if "/" in self.location else read.table(self.location)
            # A question with one answer, whose time is limited: the command after it has no limit.
            _ = statements.schema
            statements.createOrReplaceTempView(STATEMENTS_TABLE)
        except Exception as error:
            if _mentions(error, LOST_SESSION_MESSAGES):
                self._session = None
            translated = self._translated(error)
            self._connecting = None
            connecting.set_exception(translated)
        else:
            self._ready, self._connecting = True, None
            connecting.set_result(session)

    def _forget(self, session: SparkSession) -> None:
        with self._lock:
            if self._session is session:
                self._session, self._ready = None, False

    def _translated(self, error: Exception) -> Exception:
        """An error of Spark's as one of ours; any other as it is."""
        if isinstance(error, EngineUnavailableError) or _mentions(
            error, (*UNREACHABLE_STATUS_CODES, *LOST_SESSION_MESSAGES)
        ):
            log.warning("Spark is not reached at %s: %s", redacted_server_url(self.url), _first_line(error))
            wait, self._wait = self._wait, min(2 * self._wait, MAX_WAIT_SECONDS)
            self._next_attempt = time.monotonic() + wait
            translated: EngineError = EngineUnavailableError(wait)
        elif type(error).__module__.partition(".")[0] in ("pyspark", "grpc"):
            log.error("Spark could not answer a query: %s", error)
            translated = EngineError(
                gettext("The cluster that holds the statements could not answer. The server's log says why.")
            )
        else:
            return error
        self.last_error = str(translated)
        return translated

    @contextmanager
    def _interruptible(self, session: SparkSession) -> Iterator[None]:
        """Interrupts the queries of the block at the time limit, and when the caller's token is cancelled."""
        tag = f"counterpoint-{uuid.uuid4().hex}"

        def interrupt() -> None:
            try:
                session.interruptTag(tag)
            except Exception as error:
                log.warning("A query could not be interrupted: %s", _first_line(error))

        session.addTag(tag)
        try:
            with interrupt_after(self._seconds, interrupt, INTERRUPT_INTERVAL_SECONDS):
                yield
        finally:
            session.removeTag(tag)


def _new_session(url: str, seconds: float) -> SparkSession:
    with warnings.catch_warnings():
        # pyspark warns of pandas 3, which is not used here: results come as Arrow.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            from pyspark.sql.connect.client import DefaultChannelBuilder
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
        except ImportError as error:
            raise EngineError(
                f"Spark needs the package pyspark-client, which is not installed (uv sync --group spark): {error}"
            ) from error
    # Our own log says what went wrong.
    logging.getLogger("DataFrameQueryContextLogger").disabled = True
    channel = DefaultChannelBuilder(url)
    channel.add_interceptor(_time_limit(seconds))
    session = SparkSession.builder.channelBuilder(channel).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=MAX_RETRIES)])
    return session


def _time_limit(seconds: float) -> Any:  # noqa: ANN401 - a class of a library that may be missing
    """A gRPC interceptor that limits the time of every call with one answer (a schema, an interrupt). Spark's own limit
    is an hour, and older versions have none. The rows of a query come in a stream, which is interrupted instead."""
    import grpc

    class TimeLimit(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        def intercept_unary_unary(self, proceed: Callable[..., Any], call: Any, request: object) -> Any:  # noqa: ANN401
            deadline = _deadline.get()
            left = seconds if deadline is None else max(0.0, deadline - time.monotonic())
            return proceed(call._replace(timeout=left), request)

    return TimeLimit()


def _mentions(error: Exception, words: tuple[str, ...]) -> bool:
    text = str(error)
    return any(word in text for word in words)


def redacted_server_url(url: str) -> str:
    """The server's URL without parameters, of which one may be a token."""
    return url.partition("/;")[0]


def _first_line(error: Exception) -> str:
    """The first line of an error; the details of one of gRPC's, which begins with its type."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return next((line.strip() for line in lines if line.lstrip().startswith("details = ")), lines[0])[:300]
