"""Several processes behind one port, as uvicorn starts them: `uvicorn dashboard:app --workers 2`."""

import os
import signal
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.server import Server, free_port, launch
from benchmarks.session import Session, open_session
from tests.waiting import until


@pytest.fixture(scope="module")
def workers() -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--workers", "2", "--port", str(port)]
    with launch(command, port, "/healthz") as running:
        until(lambda: len(of(running)) == 2, 40)
        yield running


@pytest.mark.parametrize(("told", "lines"), [(["--no-access-log"], 0), ([], 1)], ids=["no log", "as it comes"])
def test_requests_are_logged_as_uvicorn_was_told(told: list[str], lines: int, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port), *told]
    log = tmp_path / "log"
    with log.open("w") as written, launch(command, port, "/healthz", output=written) as running:
        assert urllib.request.urlopen(f"{running.address}/compare?q=sought").status == 200
    said = log.read_text("utf-8")
    assert "Finished server process" in said, "the log was not written to its end"
    assert said.count("q=sought") == lines


def of(server: Server) -> set[int]:
    """The processes that serve; not the one that starts them, nor Python's own helper."""
    found = Path(f"/proc/{server.process}/task/{server.process}/children").read_text("ascii").split()
    return {int(each) for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()}


def received(session: Session) -> int:
    """Bytes of a page over the wire. The first run of a session sends a checksum alone."""
    session.run("", "compare")
    before = session.bytes_received()
    session.run("sort=recent", "compare")
    return session.bytes_received() - before


def test_any_worker_serves_any_reader_and_a_killed_one_is_replaced(workers: Server) -> None:
    with ExitStack() as stack:
        sessions = [stack.enter_context(open_session(workers.port)) for _ in range(8)]
        first = received(sessions[0])
        assert all(abs(received(session) - first) < first / 100 for session in sessions)

    before = of(workers)
    victim = before.pop()
    os.kill(victim, signal.SIGKILL)
    for _ in range(40):
        assert urllib.request.urlopen(f"{workers.address}/compare").status == 200
    until(lambda: len(of(workers) - {victim}) == 2, 40)
    assert before < of(workers)
    with open_session(workers.port) as session:
        assert received(session) > first / 2
