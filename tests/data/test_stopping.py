"""Queries that nobody waits for any more, in the engine of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest

from data import Dataset, Filters, query
from data.cancellation import CancelToken
from data.engines import DuckDBEngine, Engine
from data.errors import QueryStoppedError
from data.in_memory import IndexedEngine
from tests.reading import whole
from tests.waiting import until, within

EVERYTHING = Filters()


ENGINES: dict[str, Callable[[pa.Table], Engine]] = {
    "DuckDB": DuckDBEngine.of,
    "Polars over DuckDB": lambda statements: IndexedEngine(DuckDBEngine.of(statements)),
}


@pytest.fixture(params=list(ENGINES))
def near(shipped: Dataset, request: pytest.FixtureRequest) -> Dataset:
    """The shipped dataset on an engine whose queries can be stopped."""
    return replace(shipped, engine=ENGINES[request.param](whole(shipped)))


def endless(engine: Any, begun: threading.Event) -> Any:
    """Asks for more quadruples of statements than any machine counts in a minute."""

    def count() -> Any:
        one = engine.reading().whole.select("position")
        others = [one.rename({"position": name}) for name in ("second", "third", "fourth")]
        for other in others:
            one = one.join(other, how="cross")
        product = nw.col("position") * nw.col("second") * nw.col("third") * nw.col("fourth")
        begun.set()
        return engine.collect(one.filter(product % 7 == 3).select(n=nw.len()))

    return engine.run(count)


def test_query_that_nobody_waits_for_is_interrupted(near: Dataset) -> None:
    token, begun = CancelToken(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(within, token, endless, near.engine, begun)
        begun.wait(30)
        # The first words may come before the query has begun, and do nothing then.
        until(lambda: running.done() or token.cancel() or False)
        with pytest.raises(QueryStoppedError):
            running.result(30)


def test_work_that_was_stopped_asks_nothing_more(near: Dataset) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(QueryStoppedError):
        within(token, query.count, near, EVERYTHING)
    assert query.count(near, EVERYTHING) == 408


def test_search_that_was_interrupted_is_made_again_for_the_next(near: Dataset) -> None:
    words = Filters(text="missile")
    expected = query.count(near, words)
    token = CancelToken()
    fresh = replace(near, engine=ENGINES[near.engine.name](whole(near)))
    token.cancel()
    with pytest.raises(QueryStoppedError):
        within(token, query.count, fresh, words)
    assert query.count(fresh, words) == expected > 0
