"""A Connect server of this process's own, for a cluster whose master is named directly.

It is a program beside this one: where it ends, this one goes on, and starts another for the
next query. It ends with this process, however that one ends.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .errors import EngineUnavailableError

__all__ = ["SparkDriver", "driver_of", "home", "lacking", "listens"]

log = logging.getLogger("counterpoint")

START_SECONDS, END_SECONDS = 60.0, 10.0
LOOK_EVERY = 0.1
AGAIN = 10.0
TOKEN = "SPARK_CONNECT_AUTHENTICATE_TOKEN"  # noqa: S105 - the name of a variable
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
# The shell's input ends when this process does. Nothing else is sure to tell the server so: signals are not sent for
# a process that is killed, and Linux tells a child when the thread ends that started it.
WITH_THIS_PROCESS = """
exec 3<&0
"$@" </dev/null & server=$!
(cat <&3 >/dev/null; kill $server 2>/dev/null) & watcher=$!
wait $server; code=$?
kill $watcher 2>/dev/null
exit $code
"""


def home() -> Path | None:
    """Where a whole Spark is: SPARK_HOME, or the package pyspark; None if there is none."""
    spec = find_spec("pyspark")
    named = os.environ.get("SPARK_HOME") or (str(Path(spec.origin).parent) if spec and spec.origin else "")
    return Path(named) if named and (Path(named) / "jars").is_dir() else None


def lacking() -> str:
    """What this machine lacks to be the driver of a cluster; '' if nothing."""
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    missing = [name for name, there in (("the whole of Spark", home()), ("Java", java)) if not there]
    return " and ".join(missing)


def listens(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@cache
def driver_of(master: str) -> SparkDriver:
    """The Connect server of this process for a master: one, however many states of a dataset there have been."""
    return SparkDriver(master)


class SparkDriver:
    """The Connect server for a `master` such as spark://host:7077, on a port of loopback, for those who know its token.
    What else it is to know, such as memory, stands in spark-defaults.conf of SPARK_CONF_DIR."""

    def __init__(self, master: str) -> None:
        self.master = master
        self._token = secrets.token_urlsafe(32)
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ending = threading.Event()
        atexit.register(self.end)

    @property
    def stands(self) -> bool:
        """Whether it runs and listens."""
        return self._process is not None and self._process.poll() is None and listens(self._port)

    def url(self) -> str:
        """Its address for Spark Connect; started first if it does not stand. EngineUnavailableError if it
        ends, or does not within `START_SECONDS`."""
        with self._lock:
            if not self.stands:
                self._end()
                self._ending.clear()
                self._start()
            # By this name, and no other, a token may go over a connection without TLS.
            return f"sc://localhost:{self._port}/;token={self._token}"

    def end(self) -> None:
        """Ends it, if it runs or is being started."""
        self._ending.set()
        with self._lock:
            self._end()

    def _start(self) -> None:
        log.info("Starting a Connect server for %s", self.master)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        spark = str(home())
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": str(self._port),
            "spark.ui.enabled": "false",
            "spark.log.level": "WARN",
        }
        options = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        command = [f"{spark}/bin/spark-submit", "--master", self.master, "--class", SERVER, *options]
        self._process = subprocess.Popen(  # noqa: S603 - what an operator has set is the operator's
            ["/bin/sh", "-c", WITH_THIS_PROCESS, "sh", *command, "spark-internal"],
            env=os.environ | {"SPARK_HOME": spark, TOKEN: self._token},
            stdin=subprocess.PIPE,
            # The operator's log, as this process's own lines.
            stdout=2,
            # Not for Ctrl-C: it is needed as long as this process is.
            start_new_session=True,
        )
        end = time.monotonic() + START_SECONDS
        while not self.stands:
            code, late = self._process.poll(), time.monotonic() > end
            if late or code is not None or self._ending.wait(LOOK_EVERY):
                told = f"does not listen after {START_SECONDS:.0f} s" if late else f"ended with {code} at its start"
                log.warning("The Connect server for %s %s", self.master, told)
                self._end()
                raise EngineUnavailableError(AGAIN)

    def _end(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None
