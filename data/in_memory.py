"""The engine for small datasets: the statements as a Polars frame in memory.

DuckDB 2 asks its binder for the columns of every step of a query, a millisecond
each, and a page has a hundred steps. Where there are few statements that takes
ten times as long as the queries themselves; Polars only notes the steps down.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import narwhals as nw
import pyarrow as pa

from .engines import Found, Frame, Reading, holds

if TYPE_CHECKING:
    # Loaded by the first query: neither a start nor a server of many statements waits for it.
    import polars as pl

__all__ = ["InMemoryEngine"]


class InMemoryEngine:
    """The statements in a frame of this process, which is made for the first query."""

    name = "Polars"
    remote = False
    stoppable = False
    trouble = ""

    def __init__(self, statements: pa.Table) -> None:
        self._held: pa.Table | Frame = statements
        self._holding = threading.Lock()

    def run(self, query: Callable[[], Found]) -> Found:
        """As in `Engine`."""
        return query()

    def reading(self) -> Reading:
        """As in `Engine`; a frame that is never changed can be read by every thread."""
        with self._holding:
            if isinstance(self._held, pa.Table):
                self._held = _polars(self._held)
        return _InMemoryReading(self._held)

    def collect(self, frame: Frame) -> pa.Table:
        """As in `Engine`."""
        import polars as pl

        found = _computed(frame).to_arrow(compat_level=pl.CompatLevel.oldest())
        # Polars counts in 32 bits without a sign; its long texts are text like any other.
        return found.cast(pa.schema([_typed(field) for field in found.schema]))


class _InMemoryReading:
    def __init__(self, statements: Frame) -> None:
        self.statements = statements

    def mentioning(self, frame: Frame, words: Sequence[str]) -> Frame:
        return frame.filter(*holds(words))

    def held(self, frame: Frame) -> Frame:
        return nw.from_native(_computed(frame).lazy())


def _polars(statements: pa.Table) -> Frame:
    import polars as pl

    return nw.from_native(pl.DataFrame(pl.from_arrow(statements)).lazy())


def _computed(frame: Frame) -> pl.DataFrame:
    import polars as pl

    # The streaming engine, which Polars would choose, takes twice as long to start.
    found = nw.to_native(frame).collect(engine="in-memory")
    return pl.DataFrame(found)


def _typed(field: pa.Field) -> pa.Field:
    if pa.types.is_unsigned_integer(field.type):
        return field.with_type(pa.int64())
    return field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
