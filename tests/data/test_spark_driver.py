"""The Connect server that a process starts for itself, played by a program that listens and does nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import EngineUnavailableError
from data.spark import SparkEngine
from data.spark_driver import SparkDriver, driver_of, lacking, listens
from tests.waiting import until

LISTENS = """#!{python}
import os, socket, sys, time
settings = dict(part.split("=") for part in sys.argv if part.startswith("spark.connect."))
assert "--master spark://host:7077" in " ".join(sys.argv) and os.environ["SPARK_CONNECT_AUTHENTICATE_TOKEN"]
server = socket.create_server(("127.0.0.1", int(settings["spark.connect.grpc.binding.port"])))
time.sleep(60)
"""
STARTS = """
import time
from data.spark_driver import SparkDriver
driver = SparkDriver("spark://host:7077")
print(driver.url(), driver._port, flush=True)
time.sleep(60)
"""


@pytest.fixture
def submit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program that Spark is started by."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "jars").mkdir()
    program = tmp_path / "bin" / "spark-submit"
    program.write_text(LISTENS.format(python=sys.executable), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    return program


@pytest.mark.usefixtures("submit")
def test_driver_is_started_once_and_again_when_it_has_gone() -> None:
    assert lacking() == ""
    driver = SparkDriver("spark://host:7077")
    assert not driver.stands
    first = driver.url()
    assert driver.stands
    assert driver.url() == first
    driver.end()
    assert not driver.stands
    assert driver.url() != first
    assert driver.stands
    driver.end()


def test_driver_that_ends_at_once_is_not_waited_for(submit: Path, caplog: pytest.LogCaptureFixture) -> None:
    submit.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    with pytest.raises(EngineUnavailableError):
        SparkDriver("spark://host:7077").url()
    assert "for spark://host:7077 ended with 3 at its start" in caplog.text


def test_driver_that_is_ended_while_it_starts_is_not_waited_for(submit: Path) -> None:
    submit.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    driver = SparkDriver("spark://host:7077")
    with ThreadPoolExecutor(1) as pool:
        started = pool.submit(driver.url)
        until(lambda: driver._process is not None, 10)
        driver.end()
        with pytest.raises(EngineUnavailableError):
            started.result(10)


def test_driver_that_does_not_start_is_in_trouble_and_not_started_again_at_once(submit: Path) -> None:
    pytest.importorskip("pyspark.sql.connect.session")
    submit.write_text('#!/bin/sh\necho "$$" >> "$SPARK_HOME/starts"\nexit 1\n', "utf-8")
    engine = SparkEngine("spark://none:7077", "/nowhere")
    for _ in range(3):
        with pytest.raises(EngineUnavailableError):
            engine.reading()
    assert engine.trouble == "The cluster that holds the statements is not reached."
    assert len((submit.parent.parent / "starts").read_text("utf-8").split()) == 1


def test_states_of_a_dataset_share_a_driver() -> None:
    assert driver_of("spark://host:7077") is SparkEngine("spark://host:7077", "/nowhere")._driver


@pytest.mark.usefixtures("submit")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_driver_ends_with_the_process_that_started_it(how: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline().split()[1])
    assert listens(port)
    os.kill(process.pid, how)
    process.wait(10)
    until(lambda: not listens(port), 10)
