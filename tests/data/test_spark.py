"""A cluster that loses a worker, a server that goes away and comes back, queries that are given up."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow.parquet
import pytest

from data import EngineError, Filters, query
from data.__main__ import main
from data.address import located
from data.dataset import SHIPPED
from data.engines import DuckDBEngine
from data.errors import EngineUnavailableError, QueryStoppedError, QueryTooLongError
from data.spark import SparkEngine, spark_engine
from data.work import Work
from tests.conftest import cluster_in
from tests.reading import whole
from tests.spark_cluster import SHORT_LIVED
from tests.waiting import until, within

# The shipped statements so many times over are ten million.
FILES, TIMES = 40, 24_510
EVERYTHING = Filters()
WORDS = Filters(text="missile treaty")
# Compiling a query pays off over ten million rows; a task is small enough that a query has more of them than workers.
MANY_ROWS = {"spark.sql.files.maxPartitionBytes": "16m"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with cluster_in(tmp_path_factory.mktemp("spark"), MANY_ROWS) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def few(shipped):
    """The shipped statements as the engine holds them, in order of time."""
    return whole(shipped)


@pytest.fixture(scope="module")
def place(few, tmp_path_factory):
    """A folder of Parquet files with ten million statements: each of the shipped ones many times over, one copy
    after the other, so that they stay in order of time. A copy has an id and a place of its own, and answers the copy
    of its number. All else is the same in all copies, so the files are small for their rows (35 MB), and a search
    finds many or none."""
    directory, number = tmp_path_factory.mktemp("statements"), f"place % {TIMES}"
    with duckdb.connect() as connection:
        connection.register("arriving", few)
        connection.execute("CREATE TABLE few AS SELECT * FROM arriving")
        own = [f"id || '-' || {number} AS id"]
        own += [f"if({name} = '', '', {name} || '-' || {number}) AS {name}" for name in ("responds_to", "occasion")]
        columns = f"few.* REPLACE ({', '.join(own)}, place AS row, place AS position)"
        for file in range(FILES):
            start, end = (len(few) * TIMES * edge // FILES for edge in (file, file + 1))
            places = f"range({start}, {end}) AS places(place)"
            connection.execute(
                f"COPY (SELECT {columns} FROM {places} JOIN few ON few.position = place // {TIMES}) "
                f"TO '{directory}/part-{file:02}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
    return str(directory)


@pytest.fixture(scope="module")
def near(shipped, place):
    """The statements of the very same files, asked through DuckDB."""
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW statements AS SELECT * FROM '{place}/*.parquet'")
    return replace(shipped, engine=DuckDBEngine(connection))


@pytest.fixture
def far(shipped, cluster, place):
    return replace(shipped, engine=SparkEngine(cluster.url, place))


def long(engine):
    """Counts far longer than any test waits, in one stage from the start: one that Spark begins after
    it was told to stop, such as after a broadcast, nobody ends. And not for ever, should that happen."""
    session = engine.reading().statements.to_native().sparkSession
    numbers = nw.from_native(session.range(0, 5_000_000_000, 1, 2))
    few = numbers.filter((nw.col("id") % 1_000_003) * (nw.col("id") % 1_000_003) % 7 == 3)
    return engine.run(lambda: few.select(n=nw.len()).collect("pyarrow"))


@pytest.mark.spark
@pytest.mark.parametrize(
    "asked",
    [
        lambda dataset: pd.DataFrame({"n": [query.count(dataset, WORDS)]}),
        lambda dataset: query.latest(dataset, Filters(party=("nato", "russia"))),
        lambda dataset: query.facets(dataset, Filters(party=("nato",))),
    ],
    ids=["count with words", "latest of two parties", "facets"],
)
def test_engines_answer_alike_over_the_same_ten_million_statements(near, far, asked):
    found, expected = asked(far), asked(near)
    assert len(expected) > 0
    columns = list(expected)
    found, expected = (each.sort_values(columns, ignore_index=True) for each in (found, expected))
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.spark
def test_query_finishes_with_the_right_result_though_a_worker_is_killed(few, near, cluster, far):
    expected = query.cells(near, EVERYTHING, 3)
    assert query.count(far, EVERYTHING) == len(few) * TIMES >= 10_000_000
    work = Work()
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(within, work, query.cells, far, EVERYTHING, 3)
        until(lambda: 0 < work.done < work.total)
        assert not found.done()
        cluster.kill("worker-0")
        pd.testing.assert_frame_equal(found.result(120), expected)
    cluster.start_worker(0)


@pytest.mark.spark
def test_server_that_goes_away_is_said_to_and_asked_again_when_it_is_back(cluster, far):
    number = query.count(far, EVERYTHING)
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(long, far.engine)
        time.sleep(1)
        cluster.kill("connect")
        with pytest.raises(EngineUnavailableError, match="is not reached"):
            lost.result(30)
    begun = time.monotonic()
    with pytest.raises(EngineUnavailableError) as raised:
        query.count(far, EVERYTHING)
    assert raised.value.again > 0
    assert far.engine.trouble == "The cluster that holds the statements is not reached."
    with pytest.raises(EngineUnavailableError):
        query.count(far, EVERYTHING)
    assert time.monotonic() - begun < 10
    cluster.start_connect()
    until(lambda: answered(far) == number, 60)
    assert far.engine.trouble == ""
    assert len(query.latest(far, EVERYTHING)) > 50


def answered(dataset):
    try:
        return query.count(dataset, EVERYTHING)
    except EngineUnavailableError:
        return None


@pytest.mark.spark
def test_query_that_nobody_waits_for_is_interrupted(far):
    query.count(far, EVERYTHING)
    work = Work()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(within, work, long, far.engine)
        until(lambda: work.total > 0)
        begun = time.monotonic()
        work.stop()
        with pytest.raises(QueryStoppedError):
            running.result(20)
        assert time.monotonic() - begun < 5
        with pytest.raises(QueryStoppedError):
            within(work, query.count, far, EVERYTHING)
    assert query.count(far, EVERYTHING) > 0


@pytest.mark.spark
def test_query_that_takes_too_long_is_interrupted(far):
    engine = far.engine
    engine.reading()
    # Not for the connection, which may take longer than that where tests share the machine.
    engine.seconds = 1.0
    begun = time.monotonic()
    with pytest.raises(QueryTooLongError, match="after 1 seconds"):
        long(engine)
    assert 1 <= time.monotonic() - begun < 6


@pytest.mark.spark
def test_statements_that_are_not_there_are_an_error_for_readers(cluster, far, tmp_path):
    with pytest.raises(EngineError, match="could not answer"):
        SparkEngine(cluster.url, str(tmp_path / "nothing")).reading()
    with pytest.raises(EngineError, match="could not answer"):
        SparkEngine(cluster.url, "no_such_table").reading()


@pytest.mark.spark
def test_statements_may_be_a_table(cluster, far, place):
    session = far.engine.reading().statements.to_native().sparkSession
    session.read.parquet(place).createOrReplaceGlobalTempView("spoken")
    table = replace(far, engine=SparkEngine(cluster.url, "global_temp.spoken"))
    assert query.count(table, WORDS) == query.count(far, WORDS) > 0
    assert query.newest_ids(table, 3) == query.newest_ids(far, 3)


@pytest.mark.spark
def test_nothing_is_answered_from_files_that_another_build_has_replaced(cluster, far, place):
    same = [True]
    engine = SparkEngine(cluster.url, place, still=lambda: same[0])
    dataset = replace(far, engine=engine)
    assert query.count(dataset, WORDS) == query.count(far, WORDS)
    same[0] = False
    with pytest.raises(EngineError, match="built anew"):
        query.count(dataset, WORDS)


def test_an_engine_knows_when_its_dataset_was_built_anew(monkeypatch, make_dataset, tmp_path):
    monkeypatch.setenv("COUNTERPOINT_ENGINE", "sc://nowhere:15002")
    target = tmp_path / "built"
    assert main(["build", str(make_dataset()), str(target)]) == 0
    engine = spark_engine(target)
    assert engine._still()
    assert main(["build", str(SHIPPED), str(target)]) == 0
    assert not engine._still()


@pytest.mark.spark
def test_what_a_query_holds_is_let_go_when_it_is_answered(few, far):
    engine = far.engine

    def asked():
        reading = engine.reading()
        found = reading.mentioning(["missile", "treaty"])
        held = reading.held(found.select("party", "position"))
        native.append(nw.to_native(held))
        assert native[0].storageLevel.useMemory
        counts = [held, held.filter(nw.col("party") == "nato"), held.filter(nw.col("party") != "nato")]
        return [int(engine.collect(each.select(n=nw.len()))["n"][0].as_py()) for each in counts]

    native = []
    everyone, nato, others = engine.run(asked)
    expected = TIMES * sum("missile" in text and "treaty" in text for text in few["search"].to_pylist())
    assert everyone == nato + others == expected > 0
    assert not native[0].storageLevel.useMemory


@pytest.mark.spark
def test_threads_ended_with_their_queries(far):
    query.count(far, EVERYTHING)
    until(lambda: not [each for each in threading.enumerate() if each.name == "counterpoint-interrupt"])


@pytest.mark.spark
def test_server_that_stands_still_is_not_waited_for_and_asked_again_when_it_goes_on(cluster, place):
    engine, server = SparkEngine(cluster.url, place, 3.0), cluster.processes["connect"].pid
    os.kill(server, signal.SIGSTOP)
    try:
        with pytest.raises(EngineUnavailableError):
            engine.reading()
        assert engine.trouble == "The cluster that holds the statements is not reached."
    finally:
        os.kill(server, signal.SIGCONT)
    until(lambda: reached(engine), 60)


def reached(engine):
    try:
        return bool(engine.reading())
    except EngineUnavailableError:
        return False


@pytest.fixture
def led(cluster, few, monkeypatch, shipped, tmp_path):
    """The shipped statements on a cluster whose master is named. Its Connect server has all cores, so it goes."""
    cluster.kill("connect")
    pyarrow.parquet.write_table(few, tmp_path / "few.parquet")
    settings = "".join(f"{name} {value}\n" for name, value in (cluster.settings | SHORT_LIVED).items())
    (tmp_path / "spark-defaults.conf").write_text(settings)
    monkeypatch.setenv("COUNTERPOINT_ENGINE", cluster.master)
    monkeypatch.setenv("COUNTERPOINT_STATEMENTS", str(tmp_path / "few.parquet"))
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    engine = spark_engine(located("."))
    yield replace(shipped, engine=engine)
    engine._driver.end()
    cluster.start_connect()


@pytest.mark.spark
def test_master_may_be_named_and_its_driver_is_started_again(led, shipped):
    filters = Filters(party=("nato", "russia"))
    expected = query.counts(shipped, filters).sort_values(["issue", "party"], ignore_index=True)

    def found():
        return query.counts(led, filters).sort_values(["issue", "party"], ignore_index=True)

    pd.testing.assert_frame_equal(found(), expected)
    driver = led.engine._driver
    address = driver.url()
    with pytest.raises(EngineError):
        SparkEngine(address.replace("token=", "token=not-"), led.engine.place).reading()
    java = subprocess.run(["pgrep", "-f", f"binding.port={driver._port}"], capture_output=True, text=True, check=True)
    for number in java.stdout.split():
        if "java" in Path(f"/proc/{number}/exe").resolve().name:
            os.kill(int(number), signal.SIGKILL)
    until(lambda: not driver.stands, 20)
    with pytest.raises(EngineUnavailableError):
        found()
    assert led.engine.trouble == "The cluster that holds the statements is not reached."
    until(lambda: reached(led.engine), 90)
    pd.testing.assert_frame_equal(found(), expected)
    assert led.engine.trouble == ""


# Without a cluster


@pytest.fixture
def silent():
    """The address of a server that takes every connection and never says a word."""
    pytest.importorskip("pyspark.sql.connect.session")
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"sc://127.0.0.1:{server.getsockname()[1]}"


def test_server_that_never_answers_is_given_up_by_all_who_wait(silent):
    engine = SparkEngine(silent, "/nowhere", 1.0)
    with ThreadPoolExecutor(3) as pool:
        for waiting in [pool.submit(engine.run, lambda: None) for _ in range(3)]:
            with pytest.raises(EngineUnavailableError, match="is not reached"):
                waiting.result(30)
    assert engine.trouble == "The cluster that holds the statements is not reached."
    with pytest.raises(EngineUnavailableError) as raised:
        engine.reading()
    assert 0 < raised.value.again <= 1, "one try, however many waited for it"
    until(lambda: not [each for each in threading.enumerate() if each.name == "counterpoint-connect"])


def test_reader_may_leave_while_others_wait_for_a_server_that_never_answers(silent):
    engine, leaves, stays = SparkEngine(silent, "/nowhere", 60), Work(), Work()
    with ThreadPoolExecutor(2) as pool:
        stayed, left = (pool.submit(within, work, engine.reading) for work in (stays, leaves))
        until(lambda: engine._connecting is not None)
        leaves.stop()
        with pytest.raises(QueryStoppedError):
            left.result(30)
        assert not stayed.done()
        stays.stop()
        with pytest.raises(QueryStoppedError):
            stayed.result(30)


def test_no_server_is_an_error_and_not_asked_again_at_once():
    engine = SparkEngine("sc://127.0.0.1:9", "/nowhere")
    pytest.importorskip("pyspark.sql.connect.session")
    with pytest.raises(EngineUnavailableError):
        engine.reading()
    begun = time.monotonic()
    with pytest.raises(EngineUnavailableError):
        engine.run(lambda: None)
    assert time.monotonic() - begun < 0.1


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            {"COUNTERPOINT_ENGINE": "spark://host:7077", "PATH": "", "JAVA_HOME": ""},
            "lacks .*Java. Start a Connect server",
        ),
        ({"COUNTERPOINT_ENGINE": "postgres"}, "has to be duckdb or such as sc://host:15002"),
        ({"COUNTERPOINT_ENGINE": "sc://host"}, "statements.parquet is not there"),
        (
            {"COUNTERPOINT_ENGINE": "sc://host", "COUNTERPOINT_STATEMENTS": "a.b", "COUNTERPOINT_QUERY_SECONDS": "-1"},
            "COUNTERPOINT_QUERY_SECONDS is -1",
        ),
    ],
)
def test_setting_that_cannot_be_used_is_an_error_that_says_what_can(monkeypatch, tmp_path, variables, said):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(EngineError, match=said):
        spark_engine(tmp_path)


def test_statements_of_a_database_are_not_asked_elsewhere(monkeypatch):
    monkeypatch.setenv("COUNTERPOINT_ENGINE", "sc://host:15002/;token=secret")
    with pytest.raises(EngineError, match="the dataset is a database") as raised:
        spark_engine(located("postgresql://reader@host/newsroom"))
    assert "secret" not in str(raised.value)


def test_engine_is_the_one_that_the_environment_names(monkeypatch, tmp_path):
    for name in ("COUNTERPOINT_ENGINE", "COUNTERPOINT_STATEMENTS", "COUNTERPOINT_QUERY_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    assert spark_engine(tmp_path) is None
    monkeypatch.setenv("COUNTERPOINT_ENGINE", "sc://host:15002/;token=secret")
    (tmp_path / "statements.parquet").mkdir()
    engine = spark_engine(tmp_path)
    assert (engine.url, engine.place) == ("sc://host:15002/;token=secret", str(tmp_path / "statements.parquet"))
    assert engine.seconds == 60
    monkeypatch.setenv("COUNTERPOINT_STATEMENTS", "s3a://bucket/statements")
    monkeypatch.setenv("COUNTERPOINT_QUERY_SECONDS", "5")
    engine = spark_engine(tmp_path)
    assert (engine.place, engine.seconds) == ("s3a://bucket/statements", 5)
