"""The engines for datasets that fit in memory: the statements as a Polars frame.

DuckDB 2 asks its binder for the columns of every step of a query, a millisecond
each, and a page has a hundred steps; Polars only notes the steps down. And a frame in which texts that many
statements share are categories is counted through several times as fast.

Where there are few statements the frame has them whole. Where there are more it has what they are chosen,
counted and ordered by, and DuckDB has them whole: their texts are most of what they take, and a page
shows few.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import narwhals as nw
import pyarrow as pa
from cachetools import LRUCache, cached

from .by_cell import ByCell, Chosen
from .engines import FOUND_BYTES, DuckDBEngine, Engine, Found, Frame, Reading, holds
from .filters import Filters
from .prepared import INDEXED, REPEATED, folded

if TYPE_CHECKING:
    # Loaded by the first query: a start does not wait for it.
    import polars as pl

__all__ = ["InMemoryEngine", "IndexedEngine", "indexed"]

# So many take 220 MB of the process, 68 bytes each in the frame and 42 in arrays. From how many on DuckDB alone
# would be faster was not measured.
INDEXABLE = 2_000_000
# What is kept of what is made of all statements.
KEPT_BYTES = 32 * 2**20


class InMemoryEngine:
    """The statements, whole, in a frame of this process."""

    name = "Polars"
    remote = False
    trouble = ""

    def __init__(self, statements: Callable[[], pa.Table]) -> None:
        """`statements` makes them for the first query: a start does not wait for it."""
        self._held = _Held(lambda: statements().to_reader(), self._mentioned)

    def run(self, query: Callable[[], Found]) -> Found:
        """As in `Engine`."""
        return query()

    def reading(self) -> Reading:
        """As in `Engine`; a frame that is never changed can be read by every thread."""
        return _InMemoryReading(self._held)

    def chosen(self, filters: Filters) -> Chosen | None:
        """As in `Engine`."""
        return self._held.chosen(filters)

    def collect(self, frame: Frame) -> pa.Table:
        """As in `Engine`."""
        return _arrow(_computed(frame))

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """As in `Engine`."""
        return _gathered(self._held.frame, places, columns)

    def holding(self, column: str, values: Sequence[str]) -> list[int] | None:
        """As in `Engine`."""
        return None

    def _mentioned(self, words: Sequence[str]) -> pl.Series:
        frame: Frame = nw.from_native(self._held.frame.lazy())
        return _computed(frame.filter(*holds(words)).select("position"))["position"]


class _InMemoryReading:
    def __init__(self, held: _Held) -> None:
        self._held = held

    @property
    def statements(self) -> Frame:
        found: Frame = nw.from_native(self._held.frame.lazy())
        return found

    @property
    def whole(self) -> Frame:
        return self.statements

    def mentioning(self, words: Sequence[str]) -> Frame:
        import polars as pl

        at = pl.all().gather(self._held.mentioned(tuple(words)))
        found: Frame = nw.from_native(self._held.frame.lazy().select(at))
        return found

    def held(self, frame: Frame) -> Frame:
        return nw.from_native(_computed(frame).lazy())

    def kept(self, name: str, made: Callable[[Frame], Frame]) -> Frame:
        return nw.from_native(self._held.kept(name, made).lazy())


class IndexedEngine:
    """What statements are chosen by in a frame of this process; the whole statements
    in DuckDB, which also searches them."""

    name = "Polars over DuckDB"
    remote = False

    def __init__(self, whole: DuckDBEngine) -> None:
        self._whole = whole
        self._held = _Held(lambda: whole.batches(INDEXED), self._mentioned)

    @property
    def trouble(self) -> str:
        """As in `Engine`."""
        return self._whole.trouble

    def run(self, query: Callable[[], Found]) -> Found:
        """As in `Engine`."""
        return self._whole.run(query)

    def reading(self) -> Reading:
        """As in `Engine`."""
        return _IndexedReading(self._held, self._whole)

    def chosen(self, filters: Filters) -> Chosen | None:
        """As in `Engine`."""
        return self._held.chosen(filters)

    def collect(self, frame: Frame) -> pa.Table:
        """As in `Engine`."""
        return _arrow(_computed(frame)) if frame.implementation.is_polars() else self._whole.collect(frame)

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """As in `Engine`."""
        if set(columns) <= set(INDEXED):
            return _gathered(self._held.frame, places, columns)
        return self._whole.at(places, columns)

    def holding(self, column: str, values: Sequence[str]) -> list[int] | None:
        """As in `Engine`."""
        return self._whole.holding(column, values)

    def _mentioned(self, words: Sequence[str]) -> pl.Series:
        import polars as pl

        return pl.Series(self._whole.mentioning(words)["position"], dtype=pl.Int64).sort()


def indexed(whole: DuckDBEngine, statements: int) -> Engine:
    """The engine over so many statements that DuckDB has: with an index in memory, unless they are too many."""
    return IndexedEngine(whole) if statements <= INDEXABLE else whole


class _IndexedReading(_InMemoryReading):
    def __init__(self, held: _Held, whole: DuckDBEngine) -> None:
        super().__init__(held)
        self._whole = whole

    @property
    def whole(self) -> Frame:
        # Few queries ask for it: the others need not wait for DuckDB's binder.
        return self._whole.reading().whole


class _Held:
    """The statements as a frame and cell by cell, each made when it is first asked for; and what is made of them."""

    def __init__(
        self, read: Callable[[], pa.RecordBatchReader], mentioned: Callable[[Sequence[str]], pl.Series]
    ) -> None:
        """`mentioned` looks for the statements that hold every one of some words: their places in time, in order."""
        self._source: Callable[[], pa.RecordBatchReader] | pl.DataFrame = read
        self._by_cell: ByCell | None = None
        # A page asks several questions about the statements that mention a word: their places are found once.
        found: LRUCache[Sequence[str], pl.Series] = LRUCache(FOUND_BYTES, getsizeof=lambda places: 8 * len(places) + 1)
        self.mentioned = cached(found, condition=threading.Condition())(mentioned)
        kept: LRUCache[str, pl.DataFrame] = LRUCache(
            KEPT_BYTES, getsizeof=lambda frame: int(frame.estimated_size()) + 1
        )
        self.kept = cached(kept, lambda name, made: name, condition=threading.Condition())(self._keep)
        self._making = threading.RLock()

    @property
    def frame(self) -> pl.DataFrame:
        """In order of time. What it was made from is let go."""
        with self._making:
            if callable(self._source):
                self._source = _framed(self._source())
            return self._source

    def chosen(self, filters: Filters) -> Chosen:
        """Those that pass the filters, cell by cell."""
        with self._making:
            if self._by_cell is None:
                self._by_cell = ByCell(self.frame)
        words = tuple(folded(filters.text).split())
        return self._by_cell.chosen(filters, self.mentioned(words).to_numpy() if words else None)

    def _keep(self, name: str, made: Callable[[Frame], Frame]) -> pl.DataFrame:
        """What `made` makes of all statements, by whose name it is asked for again."""
        return _computed(made(nw.from_native(self.frame.lazy())))


def _framed(statements: pa.RecordBatchReader) -> pl.DataFrame:
    import polars as pl

    shared = pl.col(*REPEATED).cast(pl.Categorical)
    empty = pl.DataFrame(pl.from_arrow(statements.schema.empty_table()))
    parts = [pl.DataFrame(pl.from_arrow(batch)).with_columns(shared) for batch in statements]
    return pl.concat([empty.with_columns(shared), *parts], rechunk=True)


def _computed(frame: Frame) -> pl.DataFrame:
    import polars as pl

    # The streaming engine, which Polars would choose, takes twice as long to start.
    found = nw.to_native(frame).collect(engine="in-memory")
    return pl.DataFrame(found)


def _gathered(frame: pl.DataFrame, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
    """Rows by their places: the frame is in order of time, so that a place is a row's number."""
    import polars as pl

    return _arrow(frame.select(pl.col(*columns).gather(pl.Series(places, dtype=pl.Int64))))


def _arrow(found: pl.DataFrame) -> pa.Table:
    import polars as pl

    table = found.to_arrow(compat_level=pl.CompatLevel.oldest())
    return pa.table([_plain(column) for column in table.columns], table.column_names)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    # Polars counts in 32 bits without a sign; its categories are text like any other.
    if pa.types.is_unsigned_integer(column.type):
        return column.cast(pa.int64())
    return column.cast(pa.large_string()) if pa.types.is_dictionary(column.type) else column
