"""Servers on free ports of this machine: of any command, of a Streamlit script, and of a checkout of Counterpoint."""

import hashlib
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks import ROOT

from .generator import dataset_folder

MEMORY_LIMIT = 8 * 2**30
START_SECONDS = 300.0
# Streamlit's defaults, except for features that need a desktop, a network or somebody who edits the code.
OPTIONS = ["--server.headless", "true", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"]
OPTIONS += ["--browser.serverAddress", "localhost"]
# The documents advise to build datasets with at least so many statements before serving them.
BUILT_FROM = 1_000_000
# What this process inherited without what is of its own environment only; and Python may store what it compiles.
NOT_INHERITED = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}


@dataclass(frozen=True)
class Server:
    """A running server: its port and the number of its process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """The URL, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """Return the largest number of bytes of memory that the process has had."""
        lines = Path(f"/proc/{self.process}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


@contextmanager
def launch(
    command: list[str],
    port: int,
    health: str,
    environment: Mapping[str, str] | None = None,
    output: IO[str] | int = subprocess.DEVNULL,
    folder: Path = ROOT,
) -> Iterator[Server]:
    """Start a server with any command, and wait until it answers at the path `health`. Its output goes to `output`.

    TimeoutError if it does not answer in time, RuntimeError if its process ends first."""
    # A program finds its own modules first, a peer those of this one.
    variables = ENVIRONMENT | {"PYTHONPATH": f"{folder}:{ROOT}"} | dict(environment or {})
    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=variables)
    resource.prlimit(process.pid, resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    try:
        _wait(f"http://127.0.0.1:{port}{health}", process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.02)
    raise TimeoutError(f"no answer from {address} after {START_SECONDS:.0f} s")


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def streamlit(
    script: Path,
    environment: Mapping[str, str] | None = None,
    python: str = sys.executable,
    health: str = "/_stcore/health",
) -> AbstractContextManager[Server]:
    """A Streamlit server for a script. It runs in the folder of the script, where Streamlit reads its configuration."""
    port = free_port()
    command = [python, "-m", "streamlit", "run", str(script), "--server.port", str(port), *OPTIONS]
    return launch(command, port, health, environment, folder=script.parent)


@dataclass(frozen=True)
class Program:
    """A checkout of Counterpoint by its folder: this one, or one of an earlier commit that is measured beside it."""

    folder: Path = ROOT

    @property
    def name(self) -> str:
        """The name in the results."""
        return "Counterpoint" if self.folder == ROOT else f"Counterpoint {self.commit()}"

    @property
    def python(self) -> str:
        """The Python of its environment, where uv puts it."""
        return str(self.folder / ".venv" / "bin" / "python")

    def commit(self) -> str:
        """The first digits of the last commit that changed the program."""
        command = ("git", "log", "-1", "--format=%h", "--abbrev=7", "--", ".", ":!benchmarks", ":!docs", ":!tests")
        return subprocess.check_output(command, cwd=self.folder, text=True).strip()

    def dataset(self, name: str) -> Path:
        """The folder that this program serves for a dataset: that of CSV files, or what it builds of a large one."""
        source = dataset_folder(name)
        if name == "shipped" or int(name) < BUILT_FROM:
            return source
        code = b"".join(path.read_bytes() for path in sorted((self.folder / "data").rglob("*.py")))
        target = source.with_name(f"{name}-{hashlib.sha256(code).hexdigest()[:12]}")
        if not target.exists():
            self.run_data("build", source, target)
        return target

    def run_data(self, *arguments: str | Path) -> tuple[float, int]:
        """Run `python -m data`. Return the seconds that it took and its peak memory in bytes. CalledProcessError if it
        fails."""
        command, began = [self.python, "-m", "data", *map(str, arguments)], time.perf_counter()
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return time.perf_counter() - began, usage.ru_maxrss * 1024

    def server(self, dataset: str, environment: Mapping[str, str] | None = None) -> AbstractContextManager[Server]:
        """A server of this program and of a dataset, once it answers."""
        variables = {"COUNTERPOINT_DATASET": str(self.dataset(dataset)), **(environment or {})}
        return streamlit(self.folder / "dashboard.py", variables, self.python, "/healthz")
