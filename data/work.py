"""A query that somebody waits for, and may stop waiting for.

Whoever waits makes a `Work` and runs the query within it, in a thread of its own.
An engine that can be interrupted asks for the work at hand.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from .engines import Engine

__all__ = ["STOPPED", "Work", "current", "run_by_engine"]

# What a query that was interrupted says.
STOPPED = "The query was stopped, because nobody waited for it any more."

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class HasEngine(Protocol):
    """What is asked through an engine: a dataset."""

    @property
    def engine(self) -> Engine:
        """What holds its statements."""
        ...


Served = TypeVar("Served", bound=HasEngine)


class Work:
    """What is done for those who wait: `done` of `total` parts so far, 0 of 0 as
    long as the engine has not said."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self._stopped = threading.Event()
        self._told: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def stopped(self) -> bool:
        """Whether nobody waits any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Says that nobody waits any more. From any thread."""
        with self._lock:
            self._stopped.set()
            told = list(self._told)
        for tell in told:
            tell()

    @contextmanager
    def telling(self, tell: Callable[[], None]) -> Iterator[None]:
        """Calls `tell` when the work is stopped within the block, at once if it is."""
        with self._lock:
            self._told.append(tell)
        if self.stopped:
            tell()
        try:
            yield
        finally:
            with self._lock:
                self._told.remove(tell)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Queries of this thread within the block belong to this work."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


_current: ContextVar[Work | None] = ContextVar("work", default=None)


def current() -> Work:
    """The work that this thread's queries belong to; one that nobody stops if there is none."""
    return _current.get() or Work()


def run_by_engine(
    query: Callable[Concatenate[Served, Asked], Found],
) -> Callable[Concatenate[Served, Asked], Found]:
    """A query on a dataset, its first argument, run by the dataset's engine: so that
    it can be interrupted, and its errors are those of `data.errors`."""

    @wraps(query)
    def run(dataset: Served, /, *arguments: Asked.args, **choices: Asked.kwargs) -> Found:
        return dataset.engine.run(lambda: query(dataset, *arguments, **choices))

    return run
