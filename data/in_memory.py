"""The engine for small datasets: the statements as a Polars frame in memory.

DuckDB 2 asks its binder for the columns of every step of a query, a millisecond
each, and a page has a hundred steps. Where there are few statements that takes
ten times as long as the queries themselves; Polars only notes the steps down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import narwhals as nw
import polars as pl
import pyarrow as pa

from .engines import Found, Frame, Reading, holds

__all__ = ["InMemoryEngine"]


class InMemoryEngine:
    """The statements in a frame of this process."""

    remote = False

    def __init__(self, statements: pa.Table) -> None:
        arrived = pl.from_arrow(statements)
        self._statements: Frame = nw.from_native(pl.DataFrame(arrived).lazy())

    def run(self, query: Callable[[], Found]) -> Found:
        """As in `Engine`."""
        return query()

    def reading(self) -> Reading:
        """As in `Engine`; a frame that is never changed can be read by every thread."""
        return _InMemoryReading(self._statements)

    def collect(self, frame: Frame) -> pa.Table:
        """As in `Engine`."""
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


def _computed(frame: Frame) -> pl.DataFrame:
    # The streaming engine, which Polars would choose, takes twice as long to start.
    found = nw.to_native(frame).collect(engine="in-memory")
    return pl.DataFrame(found)


def _typed(field: pa.Field) -> pa.Field:
    if pa.types.is_unsigned_integer(field.type):
        return field.with_type(pa.int64())
    return field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
