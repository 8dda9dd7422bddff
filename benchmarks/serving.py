"""Servers on free ports of this machine, for as long as they are measured."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from websockets.exceptions import WebSocketException

__all__ = [
    "DASHBOARD",
    "EMPTY_PAGE",
    "FROZEN_PAGE",
    "ROOT",
    "Server",
    "TooLargeError",
    "free_port",
    "launched",
    "made_ahead",
    "server",
]

ROOT = Path(__file__).parent.parent
DASHBOARD = ROOT / "dashboard.py"
# An empty Streamlit page as it comes, and one that does not collect garbage after every run.
EMPTY_PAGE, FROZEN_PAGE = ROOT / "benchmarks" / "empty.py", ROOT / "benchmarks" / "empty_frozen.py"
# By then what a server makes and compresses ahead of time, after it has begun to answer, is done.
AHEAD = 10.0
MEMORY_MOST = 8 * 2**30


class TooLargeError(Exception):
    """A server took more memory than it may; says how much that is."""


@dataclass(frozen=True)
class Server:
    """A running server: its port and the number of its process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """Where a browser finds it, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self, of: str = "VmRSS") -> int:
        """Bytes of memory that the process holds (`VmRSS`) or held at most (`VmHWM`),
        as Linux counts them."""
        lines = Path(f"/proc/{self.process}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{of}:"))

    def processor_seconds(self) -> float:
        """Seconds of processor time that the process has used so far."""
        after_name = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(
    script: Path,
    dataset: Path | None = None,
    health: str = "/_stcore/health",
    patience: float = 300,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A Streamlit server for a script, of `dataset` if one is named, once it answers at the path `health`."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"]
    served = dict(environment or {})
    if dataset:
        served["COUNTERPOINT_DATASET"] = str(dataset)
    if script != DASHBOARD:
        # Started in this folder it reads our settings; this one, two thirds of a run, is Streamlit's own again.
        served["STREAMLIT_RUNNER_POST_SCRIPT_GC"] = "true"
    with launched([*command, *options], port, health, served, patience) as running:
        yield running


@contextmanager
def launched(
    command: list[str],
    port: int,
    health: str,
    environment: dict[str, str] | None = None,
    patience: float = 300,
    output: IO[str] | int = subprocess.DEVNULL,
) -> Iterator[Server]:
    """A server that any command starts, once it answers at the path `health`. What it says goes to `output`.

    Raises `TimeoutError` if it does not within `patience` seconds, `RuntimeError` if
    its process ends before, `TooLargeError` if it had to be ended for the memory that it took.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=output,
        stderr=output,
        env=_inherited() | {"PYTHONPATH": str(ROOT)} | (environment or {}),
    )
    try:
        running = Server(port, process.pid)
        with _watched(running) as watched:
            try:
                _wait(f"http://127.0.0.1:{port}{health}", patience, process)
                yield running
            except (OSError, RuntimeError, WebSocketException, StopIteration) as error:
                if watched.over:
                    raise TooLargeError(f"takes more than {MEMORY_MOST // 2**30} GB") from error
                raise
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Watched:
    """Whether a server took more memory than it may, and was ended for it."""

    over: bool = False
    done: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _watched(server: Server) -> Iterator[Watched]:
    watched = Watched()

    def watch() -> None:
        while not watched.done.wait(0.2):
            try:
                held = server.memory()
            except (OSError, StopIteration):
                return  # The process has ended.
            if held > MEMORY_MOST:
                watched.over = True
                os.kill(server.process, signal.SIGKILL)
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        watched.done.set()
        thread.join()


def _inherited() -> dict[str, str]:
    """The environment of this process, but with Python free to keep what it compiles: each
    start would compile every library again, which takes longer than all that it does else."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def made_ahead() -> None:
    """Waits until a server that has just started is as it will be."""
    time.sleep(AHEAD)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(address: str, patience: float, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.02)
        else:
            return
    if process.poll() is not None:
        raise RuntimeError(f"the server ended with {process.returncode} before it answered")
    raise TimeoutError(f"no answer from {address} after {patience:.0f} s")
