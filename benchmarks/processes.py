"""`python -m benchmarks.processes`: what more processes give behind one proxy.

Starts 1, 2 and 4 server processes behind nginx, configured as in `deploy/nginx.conf`,
and measures plain routes with wrk (connections are kept) and sessions with readers
that act again as soon as they are answered. Load, proxy and servers share the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from data.query import newest_ids

from data import load
from data.settings import SHIPPED

from .readers import acts, loaded
from .serving import ROOT, Server, launched

__all__ = ["PROXIES", "Processes", "caddy", "free_ports", "nginx"]

READERS = 16


def plain_paths(dataset: Path) -> dict[str, str]:
    """Routes that are asked for without a session, by what they give."""
    (newest,) = newest_ids(load(dataset), 1)
    return {
        "page, first paint": "/compare?sort=divergence",
        "page of a statement": f"/statement?id={newest}",
        "API, a list": "/api/v1/issues",
        "API, a statement": f"/api/v1/statements/{newest}",
        "feed": "/feed.atom",
        "typeface": "/assets/fonts/sans-latin.woff2",
        "health": "/healthz",
        "version": "/version",
    }


def free_ports(count: int) -> tuple[int, ...]:
    """So many ports of this machine that nobody listens on."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return tuple(int(each.getsockname()[1]) for each in sockets)


class Processes:
    """Server processes of this program, each on a port of its own, that can be
    stopped, killed and started one by one."""

    def __init__(self, count: int, dataset: Path | None = None) -> None:
        self.ports = free_ports(count)
        self._environment = {"COUNTERPOINT_DATASET": str(dataset)} if dataset else {}
        self._running: dict[int, tuple[Server, ExitStack]] = {}

    def __enter__(self) -> Processes:
        with ThreadPoolExecutor() as starting:
            list(starting.map(self.start, self.ports))
        return self

    def __exit__(self, *_: object) -> None:
        for port in list(self._running):
            self.stop(port)

    def start(self, port: int) -> None:
        """Starts the process of a port and waits until it serves."""
        command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--no-access-log", "--timeout-graceful-shutdown", "20"]
        stack = ExitStack()
        server = stack.enter_context(launched(command, port, "/healthz", self._environment))
        self._running[port] = server, stack

    def stop(self, port: int) -> None:
        """Asks the process of a port to end, and waits until it has."""
        self._running.pop(port)[1].close()

    def kill(self, port: int) -> None:
        """Ends the process of a port as a crash would."""
        os.kill(self._running[port][0].process, signal.SIGKILL)
        self.stop(port)

    def servers(self) -> list[Server]:
        """The processes that run."""
        return [server for server, _ in self._running.values()]


@contextmanager
def nginx(ports: Sequence[int]) -> Iterator[Server]:
    """An nginx in front of processes on `ports`, configured as in `deploy/nginx.conf`, without TLS."""
    (own,) = free_ports(1)
    text = _with_ports((ROOT / "deploy" / "nginx.conf").read_text("utf-8"), ports)
    text = re.sub(r"listen 443 .*;", f"listen 127.0.0.1:{own};", text)
    text = re.sub(r" *(ssl_certificate|server_name).*\n", "", text)
    with tempfile.TemporaryDirectory() as folder:
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        whole += f"http {{ access_log off; {temporary}\n{text}\n}}\n"
        path = Path(folder, "nginx.conf")
        path.write_text(whole, "utf-8")
        with launched(["nginx", "-c", str(path), "-e", f"{folder}/errors"], own, "/healthz") as running:
            yield running


@contextmanager
def caddy(ports: Sequence[int]) -> Iterator[Server]:
    """A Caddy in front of processes on `ports`, configured as in `deploy/Caddyfile`, without TLS."""
    (own,) = free_ports(1)
    text = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    text = re.sub(r"127\.0\.0\.1:\d+( 127\.0\.0\.1:\d+)*", " ".join(f"127.0.0.1:{port}" for port in ports), text)
    text = f"{{\n\tadmin off\n}}\n{text.replace('positions.example.org', f'http://:{own}')}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Caddyfile")
        path.write_text(text, "utf-8")
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(path)]
        with launched(command, own, "/healthz", {"HOME": folder, "XDG_DATA_HOME": folder}) as running:
            yield running


PROXIES = {"nginx": nginx, "caddy": caddy}


def _with_ports(text: str, ports: Sequence[int]) -> str:
    """The configuration with one `server` in the upstream for each port instead of its own."""
    listed = re.compile(r"( +server )127\.0\.0\.1:\d+(.*\n)")
    first = listed.search(text)
    if not first:
        raise ValueError("deploy/nginx.conf names no server of 127.0.0.1")
    lines = "".join(f"{first[1]}127.0.0.1:{port}{first[2]}" for port in ports)
    return text[: first.start()] + lines + listed.sub("", text[first.start() :])


@dataclass(frozen=True)
class Several(Server):
    """Processes behind one address, counted together."""

    servers: tuple[Server, ...]

    def memory(self, of: str = "VmRSS") -> int:
        """Bytes of memory of all processes."""
        return sum(each.memory(of) for each in self.servers)

    def processor_seconds(self) -> float:
        """Processor time of all processes."""
        return sum(each.processor_seconds() for each in self.servers)


@dataclass(frozen=True)
class Found:
    """What one number of processes carries: requests a second by kind of route, runs
    of sessions a second, what failed, and what it took."""

    processes: int
    requests: dict[str, float]
    requests_failed: int
    runs: float
    runs_failed: int
    run_p95: float
    memory: int
    processor: float


def plain(address: str, path: str, seconds: int) -> tuple[float, int]:
    """Requests a second that wrk gets answered over 32 kept connections, and how many failed."""
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", f"{address}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    failed = [
        int(number) for number in re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |timeout )(\d+)", said)
    ]
    return float(rate[1]) if rate else 0.0, sum(failed)


def measured(count: int, dataset: Path, paths: Mapping[str, str], seconds: int) -> Found:
    """What `count` processes behind nginx carry, plain routes at these paths."""
    todo = acts(dataset, seed=7)
    with Processes(count, dataset) as processes, nginx(processes.ports) as proxy:
        every = Several(proxy.port, proxy.process, tuple(processes.servers()))
        # Once over everything, so that no process makes a page for the first time while it is measured.
        loaded(every, todo, READERS, 0, seconds)
        answered = {what: plain(proxy.address, path, seconds) for what, path in paths.items()}
        runs = loaded(every, todo, READERS, 0, seconds)
    return Found(
        processes=count,
        requests={what: rate for what, (rate, _) in answered.items()},
        requests_failed=sum(failed for _, failed in answered.values()),
        runs=runs.acts / seconds,
        runs_failed=runs.failed,
        run_p95=runs.p95,
        memory=runs.memory,
        processor=runs.processor,
    )


def main() -> None:
    """Prints one line for each number of processes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes", description=__doc__)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4], help="how many (1 2 4)")
    parser.add_argument("--seconds", type=int, default=10, help="how long each load lasts (10)")
    parser.add_argument("--dataset", type=Path, default=SHIPPED, help="folder of a dataset")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        sys.exit(f"This needs {' and '.join(missing)}; Debian has packages of these names.")
    paths = plain_paths(options.dataset)
    print(f"{os.cpu_count()} cores; {READERS} readers without a pause; wrk with 32 connections")
    print(
        f"{'processes':<10}{''.join(f'{what:>20}' for what in paths)}{'runs/s':>9}{'p95':>9}{'failed':>8}{'memory':>10}"
    )
    every = []
    for count in options.processes:
        found = measured(count, options.dataset, paths, options.seconds)
        every.append(asdict(found))
        rates = "".join(f"{found.requests[what]:>18.0f}/s" for what in paths)
        failed = found.requests_failed + found.runs_failed
        print(
            f"{count:<10}{rates}{found.runs:>9.1f}{found.run_p95:>7.0f}ms{failed:>8}{found.memory / 2**20:>7.0f} MB",
            flush=True,
        )
    if options.json:
        options.json.write_text(json.dumps({"cores": os.cpu_count(), "found": every}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
