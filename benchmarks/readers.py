"""`python -m benchmarks.readers`: many readers at once, over Streamlit's own protocol.

Each reader opens the page, then every few seconds filters, searches, sorts, leafs
through, goes to another page or to a statement, and now and then leaves and comes back.
Messages are compressed as for browsers. What is measured is how long each waits, from the
message that the browser would send to the last one that answers it; an answer that does
not bring the page that was asked for has failed. The same load goes to an empty Streamlit page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from data import load
from data.settings import SHIPPED

from .serving import DASHBOARD, FROZEN_PAGE, Server, made_ahead, server
from .session import MESSAGE_BYTES, PROTOCOLS
from .spread import spread, words

ACTS_OF_A_VISIT = 8
PATIENCE = 30.0
# In the first seconds all readers come at once, and each asks for what nobody has asked for before.
BURST = 10.0


@dataclass(frozen=True)
class Act:
    """What a reader asks for: a page and the query string of its address."""

    page: str
    query: str


@dataclass
class Waited:
    """What happened to the readers: seconds waited for each act, and at what moment since the start it was
    asked for; and what failed."""

    seconds: list[float] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """One load in figures: times in milliseconds, memory in bytes, processor time
    as a share of one core; `settled` is the p95 of what was asked for after the first
    seconds, in which all readers come at once, None if that was little."""

    acts: int
    failed: int
    median: float
    p95: float
    settled: float | None
    slowest: float
    memory: int
    processor: float


def acts(dataset: Path, seed: int, most: int = 400) -> list[Act]:
    """Things a reader does with a dataset, in the same order each time for a seed."""
    read = load(dataset)
    chosen = random.Random(seed)
    statements = spread(read, seed)
    searched = words(statements, 5)
    ids = statements["id"].tolist()
    issues, parties = list(read.issues), list(read.parties)
    sorts = ("listed", "divergence", "recent", "statements")

    def one() -> Act:
        kind = chosen.random()
        some = {"party": chosen.sample(parties, min(2, len(parties)))}
        if kind < 0.2:
            return Act("compare", urlencode({"issue": chosen.sample(issues, min(2, len(issues)))}, doseq=True))
        if kind < 0.35:
            return Act("compare", urlencode(some, doseq=True))
        if kind < 0.45:
            return Act("compare", urlencode(some | {"from": chosen.randint(1990, 2020)}, doseq=True))
        if kind < 0.6:
            return Act("compare", urlencode({"q": chosen.choice(searched)}))
        if kind < 0.65:
            return Act("compare", urlencode({"sort": chosen.choice(sorts)}))
        if kind < 0.75:
            return Act(chosen.choice(("compare", "sources")), urlencode({"page": chosen.randint(1, 3)}))
        if kind < 0.85:
            return Act(chosen.choice(("timeline", "exchanges")), urlencode(some, doseq=True))
        return Act("statement", urlencode({"id": chosen.choice(ids)}))

    return [one() for _ in range(most)]


class NotShownError(Exception):
    """A run has ended without the page that it was asked for."""


async def _run(socket: ClientConnection, act: Act, marked: bool) -> float:
    """Seconds until the run has ended. NotShownError if the script failed or, where
    pages are marked with their names, another one or none has come."""
    came = not marked
    request = BackMsg()
    request.rerun_script.query_string = act.query
    request.rerun_script.page_name = act.page
    started = time.perf_counter()
    await socket.send(request.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            received, message = await socket.recv(decode=False), ForwardMsg()
            message.ParseFromString(received)
            came = came or shows(message.delta, act.page)
            if message.delta.new_element.HasField("exception"):
                raise NotShownError(f"{act}: {message.delta.new_element.exception.message}")
            if message.WhichOneof("type") == "script_finished":
                if not came:
                    raise NotShownError(str(act))
                return time.perf_counter() - started


def shows(delta: Delta, page: str) -> bool:
    """Whether the page of this name has come."""
    packed = delta.new_element.bidi_component.bytes
    return bool(packed) and f'data-page="{page}"'.encode() in zlib.decompress(packed)


async def visits(
    port: int, doing: Sequence[Act], every: float, start: float, end: float, waited: Waited, marked: bool = True
) -> None:
    """One reader, until `end`. Comes back for another visit after the acts of one. `marked` says
    whether pages carry their names, as this program's do and an empty one does not."""
    await asyncio.sleep(start)
    at = 0
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    while time.monotonic() < end:
        try:
            async with connect(address, subprotocols=PROTOCOLS, max_size=MESSAGE_BYTES) as socket:
                for _ in range(ACTS_OF_A_VISIT):
                    if time.monotonic() >= end:
                        return
                    moment = time.monotonic() - waited.since
                    took = await _run(socket, doing[at % len(doing)], marked)
                    at += 1
                    waited.seconds.append(took)
                    waited.moments.append(moment)
                    await asyncio.sleep(max(0.0, every - took))
        except (OSError, TimeoutError, WebSocketException, NotShownError) as error:
            waited.failures.append(f"{type(error).__name__}: {error}")


async def _all(port: int, todo: Sequence[Act], readers: int, every: float, seconds: float, marked: bool) -> Waited:
    waited = Waited()
    end = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for number in range(readers):
            own = [*todo[number % len(todo) :], *todo[: number % len(todo)]]
            group.create_task(visits(port, own, every, every * number / readers, end, waited, marked))
    return waited


def loaded(on: Server, todo: Sequence[Act], readers: int, every: float, seconds: float, marked: bool = True) -> Load:
    """What `readers` readers, each acting every `every` seconds, meet on a server; `marked` as for `visits`."""
    before, started = on.processor_seconds(), time.monotonic()
    waited = asyncio.run(_all(on.port, todo, readers, every, seconds, marked))
    share = (on.processor_seconds() - before) / (time.monotonic() - started)
    for failure in sorted(set(waited.failures))[:5]:
        print("  failed:", failure)
    hundredths = statistics.quantiles(waited.seconds, n=100)
    later = [took for took, moment in zip(waited.seconds, waited.moments, strict=True) if moment >= BURST]
    return Load(
        acts=len(waited.seconds),
        failed=len(waited.failures),
        median=hundredths[49] * 1e3,
        p95=hundredths[94] * 1e3,
        settled=statistics.quantiles(later, n=100)[94] * 1e3 if len(later) >= 100 else None,
        slowest=max(waited.seconds) * 1e3,
        memory=on.memory("VmHWM"),
        processor=share,
    )


def main() -> None:
    """Prints one line for this program and one for an empty page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers", description=__doc__)
    parser.add_argument("--readers", type=int, default=100, help="readers at once (100)")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between a reader's acts (2)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--dataset", type=Path, default=SHIPPED, help="folder of a dataset (the shipped one)")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    todo = acts(options.dataset, seed=7)
    found = {}
    scripts = {"Counterpoint": DASHBOARD, "empty page": FROZEN_PAGE}
    print(f"{options.readers} readers, each acting every {options.every:g} s for {options.seconds:g} s")
    print(f"{'':<14}{'acts':>7}{'failed':>8}{'median':>9}{'p95':>9}{'slowest':>9}{'memory':>10}{'cores':>7}")
    for name, script in scripts.items():
        with server(script, options.dataset) as running:
            made_ahead()
            load_ = loaded(running, todo, options.readers, options.every, options.seconds, script == DASHBOARD)
        found[name] = asdict(load_)
        print(
            f"{name:<14}{load_.acts:>7}{load_.failed:>8}{load_.median:>7.0f}ms{load_.p95:>7.0f}ms"
            f"{load_.slowest:>7.0f}ms{load_.memory / 2**20:>7.0f} MB{load_.processor:>7.2f}"
        )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
