"""Spark answers as DuckDB does, loses a worker, goes down and comes back, and cancels queries."""

import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data import EngineError, Filters
from data import statements as query
from data.__main__ import main
from data.cancellation import CancelToken
from data.loading import configured_spark_engine
from data.model import EngineUnavailableError, QueryStoppedError, QueryTooLongError
from data.package import parse_dataset_location
from data.settings import SHIPPED_DATASET, Settings
from data.statements.engines.spark_engine import SparkEngine
from tests.conftest import on_spark
from tests.recomputation import ASSERTIONS, assert_lists, assert_totals
from tests.waiting import until, within

WORDS = Filters(text="missile treaty")
# Far longer than any test waits, and not for ever.
LONG = "select count(*) as n from range(0, 5000000000, 1, 2) where (id % 1000003) * (id % 1000003) % 7 = 3"
# Some seconds on two workers, in many tasks.
MANY_TASKS = "select count(*) as n, sum(id % 7) as s from range(0, 20000000, 1, 40) where id % 1000003 % 3 = 1"


@pytest.fixture(scope="module")
def spark_dataset(shipped, spark, tmp_path_factory):
    """The shipped dataset with its statements on the cluster."""
    return on_spark(shipped, spark, tmp_path_factory.mktemp("statements"))


@pytest.fixture(scope="module")
def tiny_far(tiny, spark, tmp_path_factory):
    return on_spark(tiny, spark, tmp_path_factory.mktemp("statements"))


@pytest.fixture(scope="module")
def far_with_asides(tiny_with_asides, spark, tmp_path_factory):
    """The tiny dataset has every kind of statement, asides too."""
    return on_spark(tiny_with_asides, spark, tmp_path_factory.mktemp("statements"))


def of_place(engine: SparkEngine, seconds: float) -> SparkEngine:
    """Another engine over the same statements, with another limit."""
    return SparkEngine(engine.url, engine.location, seconds)


# Equal answers


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(party=("east", "west"), theme=("security",), issue=("bases", "drills"), since="2014-06", until="2020"),
        Filters(speaker=("anna-berg",), stance=("agree", "disagree"), kind=("transcript", "news"), text="berg the"),
        Filters(party=("nobody",), text="nowhere to be found"),
    ],
    ids=str,
)
def test_every_question_has_the_answer_of_a_plain_computation(far_with_asides, filters):
    for assertion in ASSERTIONS:
        assertion(far_with_asides, filters)


def test_lists_and_totals_are_those_of_a_plain_computation(far_with_asides):
    assert_lists(far_with_asides, Filters(party=("east", "west"), since="2016"))
    assert_totals(far_with_asides)
    assert query.statement_rows_by_ids(far_with_asides, []).empty


def test_frames_have_the_types_of_the_other_engine(tiny, tiny_far):
    for question in (
        query.comparison_cells,
        query.latest_stances,
        query.latest_values,
        query.facet_counts,
        query.unanswered_counts_of_cells,
    ):
        near, spark_dataset = question(tiny, Filters()), question(tiny_far, Filters())
        assert spark_dataset.dtypes.to_dict() == near.dtypes.to_dict()
        columns = list(near)
        pd.testing.assert_frame_equal(
            spark_dataset.sort_values(columns, ignore_index=True), near.sort_values(columns, ignore_index=True)
        )


def test_statements_may_be_a_table(spark_dataset):
    spark_dataset.engine._connected().read.parquet(spark_dataset.engine.location).createOrReplaceGlobalTempView(
        "spoken"
    )
    table = replace(spark_dataset, engine=SparkEngine(spark_dataset.engine.url, "global_temp.spoken", 60))
    assert query.count_statements(table, WORDS) == query.count_statements(spark_dataset, WORDS) > 0


# A cluster in trouble


def test_query_finishes_with_the_right_result_though_a_worker_is_killed(spark, spark_dataset):
    engine, halfway = of_place(spark_dataset.engine, 200), threading.Event()

    def progressed(stages, inflight_tasks, operation_id, done):
        finished = sum(stage.num_completed_tasks for stage in stages or ())
        if 0 < finished < 40:
            halfway.set()

    session = engine._connected()
    session.registerProgressHandler(progressed)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(engine.query, MANY_TASKS, {})
        assert halfway.wait(60)
        spark.kill("worker-0")
        found = running.result(120)
    session.removeProgressHandler(progressed)
    spark.start_worker(0)
    assert found["n"].tolist() == [expected_count()]


def expected_count() -> int:
    """The number of the first twenty million numbers that MANY_TASKS counts."""
    whole, rest = divmod(20_000_000, 1_000_003)
    return whole * len(range(1, 1_000_003, 3)) + len(range(1, rest, 3))


def test_server_that_goes_away_is_asked_again_when_it_is_back(spark, spark_dataset):
    number = query.count_statements(spark_dataset, Filters())
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(spark_dataset.engine.query, LONG, {})
        until(lambda: any(each.name == "counterpoint-interrupt" for each in threading.enumerate()))
        spark.kill("connect")
        with pytest.raises(EngineUnavailableError, match="cannot be reached"):
            lost.result(60)
    with pytest.raises(EngineUnavailableError) as raised:
        query.count_statements(spark_dataset, Filters())
    assert raised.value.retry_seconds > 0
    assert spark_dataset.engine.last_error == "The cluster that holds the statements cannot be reached."
    spark.start_connect()
    until(lambda: count_if_reached(spark_dataset) == number, 60)
    assert spark_dataset.engine.last_error == ""
    assert len(query.latest_stances(spark_dataset, Filters())) > 50


def count_if_reached(dataset):
    try:
        return query.count_statements(dataset, Filters())
    except EngineUnavailableError:
        return None


def test_server_that_stands_still_is_given_up_and_asked_again_when_it_goes_on(spark, spark_dataset):
    engine, server = of_place(spark_dataset.engine, 3.0), spark.processes["connect"].pid
    os.kill(server, signal.SIGSTOP)
    try:
        with pytest.raises(EngineUnavailableError):
            query.count_statements(replace(spark_dataset, engine=engine), Filters())
        assert engine.last_error == "The cluster that holds the statements cannot be reached."
    finally:
        os.kill(server, signal.SIGCONT)
    until(lambda: count_if_reached(replace(spark_dataset, engine=engine)) is not None, 60)


def test_query_that_nobody_waits_for_is_interrupted(spark_dataset):
    query.count_statements(spark_dataset, Filters())
    token = CancelToken()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(within, token, spark_dataset.engine.query, LONG, {})
        until(lambda: any(each.name == "counterpoint-interrupt" for each in threading.enumerate()))
        token.cancel()
        with pytest.raises(QueryStoppedError):
            running.result(20)
        with pytest.raises(QueryStoppedError):
            within(token, query.count_statements, spark_dataset, Filters())
    assert query.count_statements(spark_dataset, Filters()) > 0
    until(lambda: not any(each.name == "counterpoint-interrupt" for each in threading.enumerate()))


def test_query_that_takes_too_long_is_interrupted(spark_dataset):
    query.count_statements(spark_dataset, Filters())
    engine = of_place(spark_dataset.engine, 60)
    engine._connected()
    # The limit is for the query, not for the connection, which may take longer.
    engine._seconds = 1.0
    with pytest.raises(QueryTooLongError, match="after 1 seconds"):
        engine.query(LONG, {})


def test_missing_statements_are_an_error_for_readers(spark, tmp_path):
    for location in (str(tmp_path / "nothing"), "no_such_table"):
        with pytest.raises(EngineError, match="could not answer"):
            SparkEngine(spark.url, location, 60).query("select 1 as one", {})


def test_nothing_is_answered_from_files_that_another_build_has_replaced(spark_dataset):
    current = [True]
    dataset = replace(
        spark_dataset,
        engine=SparkEngine(spark_dataset.engine.url, spark_dataset.engine.location, 60, lambda: current[0]),
    )
    assert query.count_statements(dataset, WORDS) > 0
    current[0] = False
    with pytest.raises(EngineError, match="built anew"):
        query.count_statements(dataset, WORDS)


# Without a cluster


def test_an_engine_knows_when_its_dataset_was_built_anew(make_dataset, tmp_path):
    target = tmp_path / "built"
    assert main(["build", str(make_dataset()), str(target)]) == 0
    engine = configured_spark_engine(target, Settings(engine="sc://nowhere:15002"))
    assert engine._is_current()
    assert main(["build", str(SHIPPED_DATASET), str(target)]) == 0
    assert not engine._is_current()


@pytest.fixture
def silent():
    """The URL of a server that accepts every connection and never answers."""
    pytest.importorskip("pyspark.sql.connect.session")
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"sc://127.0.0.1:{server.getsockname()[1]}"


def test_server_that_never_answers_is_given_up_by_all_who_wait(silent):
    engine = SparkEngine(silent, "/nowhere", 1.0)
    with ThreadPoolExecutor(3) as pool:
        for waiting in [pool.submit(engine.query, "select 1 as one", {}) for _ in range(3)]:
            with pytest.raises(EngineUnavailableError, match="cannot be reached"):
                waiting.result(30)
    assert engine.last_error == "The cluster that holds the statements cannot be reached."
    with pytest.raises(EngineUnavailableError) as raised:
        engine.query("select 1 as one", {})
    assert 0 < raised.value.retry_seconds <= 1, "one attempt, however many waited for it"
    until(lambda: not [each for each in threading.enumerate() if each.name == "counterpoint-connect"])


def test_reader_may_leave_while_others_wait_for_a_server_that_never_answers(silent):
    engine, leaves, stays = SparkEngine(silent, "/nowhere", 60), CancelToken(), CancelToken()
    with ThreadPoolExecutor(2) as pool:
        stayed, left = (pool.submit(within, token, engine.query, "select 1 as one", {}) for token in (stays, leaves))
        until(lambda: engine._connecting is not None)
        leaves.cancel()
        with pytest.raises(QueryStoppedError):
            left.result(30)
        assert not stayed.done()
        stays.cancel()
        with pytest.raises(QueryStoppedError):
            stayed.result(30)


def test_missing_server_is_an_error_and_not_asked_again_at_once():
    engine = SparkEngine("sc://127.0.0.1:9", "/nowhere", 60)
    pytest.importorskip("pyspark.sql.connect.session")
    with pytest.raises(EngineUnavailableError):
        engine.query("select 1 as one", {})
    assert engine._connecting is None
    with pytest.raises(EngineUnavailableError):
        engine.query("select 1 as one", {})
    assert engine._connecting is None, "no second attempt has begun"


def test_missing_parquet_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(EngineError, match=r"statements\.parquet is missing"):
        configured_spark_engine(tmp_path, Settings(engine="sc://host"))


def test_statements_of_a_database_are_not_asked_elsewhere():
    with pytest.raises(EngineError, match="the dataset is a database") as raised:
        configured_spark_engine(
            parse_dataset_location("postgresql://reader@host/newsroom"),
            Settings(engine="sc://host:15002/;token=secret"),
        )
    assert "secret" not in str(raised.value)


def test_engine_is_the_one_that_the_settings_name(tmp_path: Path):
    assert configured_spark_engine(tmp_path, Settings()) is None
    (tmp_path / "statements.parquet").mkdir()
    settings = Settings(engine="sc://host:15002/;token=secret")
    engine = configured_spark_engine(tmp_path, settings)
    assert (engine.url, engine.location) == (settings.engine, str(tmp_path / "statements.parquet"))
    assert engine._seconds == 20
    engine = configured_spark_engine(
        tmp_path, replace(settings, statements="s3a://bucket/statements", query_seconds=5.0)
    )
    assert (engine.location, engine._seconds) == ("s3a://bucket/statements", 5)
