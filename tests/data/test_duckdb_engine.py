"""Queries that nobody waits for any more, or that take too long, in the engine of this process."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from data import Dataset, Filters
from data.cancellation import CancelToken
from data.model import QueryStoppedError, QueryTooLongError
from data.statements import QueryLimits, count_statements
from data.statements.engines.duckdb_engine import DuckDBEngine
from tests.reading import table_of
from tests.waiting import until, within

# More quadruples of statements than any machine counts in a minute.
LONG = """select count(*) as n from statements a, statements b, statements c, statements d
    where a.row * b.row * c.row * d.row % 7 = 3"""


def test_query_that_nobody_waits_for_is_interrupted(shipped: Dataset) -> None:
    token = CancelToken()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(within, token, shipped.engine.query, LONG, {})
        until(running.running)
        token.cancel()
        with pytest.raises(QueryStoppedError):
            running.result(30)


def test_interrupted_search_is_made_again_for_the_next(shipped: Dataset) -> None:
    words, token = Filters(text="missile"), CancelToken()
    fresh = replace(shipped, engine=DuckDBEngine.in_memory(table_of(shipped)))
    token.cancel()
    with pytest.raises(QueryStoppedError):
        within(token, count_statements, fresh, words)
    assert count_statements(fresh, words) == count_statements(shipped, words) > 0


def test_query_that_takes_too_long_is_interrupted(shipped: Dataset) -> None:
    engine = DuckDBEngine.in_memory(table_of(shipped), QueryLimits(seconds=0.2))
    with pytest.raises(QueryTooLongError, match=r"after 0\.2 seconds"):
        engine.query(LONG, {})
    assert engine.query("select 1 as one", {})["one"].tolist() == [1]


def test_time_limit_is_of_one_query_and_not_of_a_thread(shipped: Dataset) -> None:
    engine = DuckDBEngine.in_memory(table_of(shipped), QueryLimits(seconds=0.5))
    ends = time.monotonic() + 1.0
    while time.monotonic() < ends:
        assert engine.query("select count(*) as n from statements", {})["n"].tolist() == [shipped.statement_count]
