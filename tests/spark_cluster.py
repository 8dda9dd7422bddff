"""A Spark cluster on this machine: one master, two workers and a Connect server,
all on loopback, from PyPI's pyspark and the machine's Java.

Every process ends when the cluster is left.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from benchmarks.server import free_port

__all__ = ["SHORT_LIVED", "Cluster", "missing_parts", "running"]

START_SECONDS = 90
PR_SET_PDEATHSIG = 1
# For Java processes that load, start others and then do little.
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
# Hundreds of partitions are of no use on one machine, and a lost worker should be
# noticed soon; the rest keeps the processes to themselves.
SETTINGS = {
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.executor.memory": "768m",
    "spark.driver.memory": "768m",
    "spark.executor.cores": "1",
    "spark.shuffle.io.retryWait": "1s",
    "spark.connect.progress.reportInterval": "200ms",
}


# For processes that live a minute and hundreds of queries of a few rows each, which
# would take longer to compile than to run.
SHORT_LIVED = {f"spark.{side}.extraJavaOptions": LIGHT for side in ("driver", "executor")} | {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def spark_home() -> Path | None:
    """Return the folder of a complete Spark: SPARK_HOME, or the package pyspark; None if there is none."""
    spec = find_spec("pyspark")
    named = os.environ.get("SPARK_HOME") or (str(Path(spec.origin).parent) if spec and spec.origin else "")
    return Path(named) if named and (Path(named) / "jars").is_dir() else None


def missing_parts() -> str:
    """The parts that this machine lacks for a cluster; '' if none."""
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    return " and ".join(name for name, part in (("the whole of Spark", spark_home()), ("Java", java)) if not part)


def listens(port: int) -> bool:
    """True if a process listens on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _die_with_parent() -> None:
    """End this process when its parent ends, however that happens, so that no cluster outlives the tests."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Cluster:
    """The processes of a cluster, which writes below `directory`."""

    def __init__(self, directory: Path, workers: int = 2, settings: dict[str, str] | None = None) -> None:
        self.directory = directory
        self.settings = SETTINGS | (settings or {})
        home = spark_home()
        assert home is not None
        self.home = home
        self.master_port, self.connect_port = free_port(), free_port()
        self.master = f"spark://127.0.0.1:{self.master_port}"
        self.url = f"sc://127.0.0.1:{self.connect_port}"
        self.workers = workers
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Starts the master, the workers and the Connect server. RuntimeError if one does not come up."""
        self._start_master()
        for number in range(self.workers):
            self.start_worker(number)
        self.start_connect()

    def _start_master(self) -> None:
        address = ["--host", "127.0.0.1", "--port", str(self.master_port), "--webui-port", "0"]
        self._run("master", "org.apache.spark.deploy.master.Master", *address)
        self._until_listening("master", self.master_port)

    def start_worker(self, number: int) -> None:
        """Starts a worker with one core. It runs one executor."""
        place = self.directory / f"worker-{number}"
        limits = ["--cores", "1", "--memory", self.settings["spark.executor.memory"].replace("m", "M")]
        options = ["--host", "127.0.0.1", "--webui-port", "0", "--work-dir", str(place)]
        self._run(f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *options, *limits, self.master)

    def start_connect(self) -> None:
        """Starts the Connect server and waits until it listens."""
        settings = self.settings | {"spark.connect.grpc.binding.port": str(self.connect_port)}
        options = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        server = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--master", self.master]
        self._run("connect", "org.apache.spark.deploy.SparkSubmit", *server, *options, "spark-internal")
        self._until_listening("connect", self.connect_port)

    def _run(self, name: str, *command: str) -> None:
        environment = os.environ | {
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            # The launcher gives the Connect server, too, the memory that it gives a daemon.
            "SPARK_DAEMON_MEMORY": self.settings["spark.driver.memory"] if name == "connect" else "256m",
            "SPARK_LOCAL_DIRS": str(self.directory / "scratch"),
            "SPARK_LAUNCHER_OPTS": LIGHT,
        }
        if name != "connect":
            environment["SPARK_DAEMON_JAVA_OPTS"] = LIGHT
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), *command],
                env=environment,
                cwd=self.directory,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def _until_listening(self, name: str, port: int) -> None:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            if listens(port):
                return
            if self.processes[name].poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"{name} did not start:\n{(self.directory / f'{name}.log').read_text()[-3000:]}")

    def kill(self, name: str) -> None:
        """Kills a process and all that it started, as a machine that goes away does."""
        process = self.processes.pop(name)
        # Each process leads a group; one that ended by itself has none any more.
        for group in {process.pid, *_groups_below(process.pid)}:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        process.wait()

    def mend(self) -> None:
        """Starts each part again that was killed and not started since."""
        for number in range(self.workers):
            if f"worker-{number}" not in self.processes:
                self.start_worker(number)
        if "connect" not in self.processes:
            self.start_connect()

    def end(self) -> None:
        """Ends all processes."""
        for name in list(self.processes)[::-1]:
            self.kill(name)


def _groups_below(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,pgid="], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    below, groups = {pid}, set[int]()
    # Again for each generation: numbers of processes start over, so a child may have a lower one.
    while grown := {(child, group) for child, parent, group in rows if parent in below and child not in below}:
        below |= {child for child, _ in grown}
        groups |= {group for _, group in grown}
    return groups


@contextmanager
def running(directory: Path, settings: dict[str, str] | None = None) -> Iterator[Cluster]:
    """A cluster of one master, two workers and a Connect server, which ends with the block."""
    cluster = Cluster(directory, settings=settings)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()
