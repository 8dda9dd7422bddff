"""Server processes of this program, and proxies in front of them."""

import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from benchmarks import ROOT
from benchmarks.server import Server, free_port, launch

__all__ = ["PROXIES", "Processes", "caddy", "nginx"]


class Processes:
    """Server processes of this program, each on a port of its own, that can be
    stopped, killed and started one by one."""

    def __init__(self, count: int, dataset: Path | None = None) -> None:
        self.ports = tuple(free_port() for _ in range(count))
        self._environment = {"COUNTERPOINT_DATASET": str(dataset)} if dataset else {}
        self._running: dict[int, tuple[Server, ExitStack]] = {}

    def __enter__(self) -> Self:
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
        server = stack.enter_context(launch(command, port, "/healthz", self._environment))
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
def nginx(ports: Sequence[int], redirecting: int = 0, rate: str = "100r/s") -> Iterator[Server]:
    """An nginx in front of processes on `ports`, configured as in `deploy/nginx.conf`, without TLS. The port
    `redirecting`, a free one if it is 0, stands for port 80; one address may ask at `rate`."""
    own = free_port()
    text = _with_ports((ROOT / "deploy" / "nginx.conf").read_text("utf-8"), ports)
    text = text.replace("listen 443 ssl http2", f"listen 127.0.0.1:{own}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{redirecting or free_port()}")
    text = re.sub(r" *ssl_.*\n", "", text).replace("positions.example.org", "127.0.0.1").replace("100r/s", rate)
    with tempfile.TemporaryDirectory() as folder:
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        whole += f"http {{ access_log off; {temporary}\n{text}\n}}\n"
        path = Path(folder, "nginx.conf")
        path.write_text(whole, "utf-8")
        with launch(["nginx", "-c", str(path), "-e", f"{folder}/errors"], own, "/healthz") as running:
            yield running


@contextmanager
def caddy(ports: Sequence[int]) -> Iterator[Server]:
    """A Caddy in front of processes on `ports`, configured as in `deploy/Caddyfile`, without TLS."""
    own = free_port()
    text = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    text = re.sub(r"127\.0\.0\.1:\d+( 127\.0\.0\.1:\d+)*", " ".join(f"127.0.0.1:{port}" for port in ports), text)
    text = text.replace("http:// {", f"http://:{own} {{").replace("positions.example.org", f"http://127.0.0.1:{own}")
    text = text.replace("{\n\tservers", "{\n\tadmin off\n\tservers", 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Caddyfile")
        path.write_text(text, "utf-8")
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(path)]
        with launch(command, own, "/healthz", {"HOME": folder, "XDG_DATA_HOME": folder}) as running:
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
