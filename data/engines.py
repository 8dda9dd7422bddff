"""The engines that run the queries of `data.query`.

An engine holds one table of statements, wide enough that no page needs a join,
and hands it out as a Narwhals frame. DuckDB, embedded, is the default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import duckdb
import narwhals as nw
import pandas as pd

__all__ = ["DuckDBEngine", "Engine"]


Found = TypeVar("Found")


class Engine(Protocol):
    """Runs queries over the statements of one dataset. `remote` says whether they run
    elsewhere, so that a query may take long, be stopped, or reach nobody."""

    remote: bool

    def run(self, query: Callable[[], Found]) -> Found:
        """What a query finds. EngineError if it cannot be answered."""
        ...

    def statements(self) -> nw.LazyFrame[Any]:
        """The statements as a lazy frame, safe to use in the calling thread."""
        ...


class DuckDBEngine:
    """The statements in an in-memory DuckDB database."""

    remote = False

    def __init__(self, statements: pd.DataFrame) -> None:
        self._connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        self._connection.register("arriving", statements)
        self._connection.execute("CREATE TABLE statements AS SELECT * FROM arriving")
        self._connection.unregister("arriving")

    def run(self, query: Callable[[], Found]) -> Found:
        """What a query finds."""
        return query()

    def statements(self) -> nw.LazyFrame[Any]:
        """The statements as a lazy frame over a cursor of its own: a DuckDB
        connection must not be shared between threads, cursors are cheap."""
        return nw.from_native(self._connection.cursor().table("statements"))
