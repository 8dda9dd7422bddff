"""What one tool does with a dataset of one size: time, memory, bytes on the wire."""

from __future__ import annotations

import itertools
import tempfile
import time
from pathlib import Path
from typing import Any

from data.engines import DuckDBEngine
from data.lookup import Lookup
from playwright.sync_api import TimeoutError as Late

from data.built import FORM
from data.package import read_descriptor

from .generated import EDITION, generate
from .opening import chromium, opened
from .serving import TooLargeError, made_ahead
from .tools import PATIENCE, TOOLS, Cannot, Running
from .views import WORK, views

__all__ = ["DATA", "dataset_of", "duckdb_of", "measured"]

DATA = Path(tempfile.gettempdir()) / f"counterpoint-benchmarks-{FORM}-{EDITION}"
# Where one piece of work takes so long, five of it are enough.
LONG = 4.0


def dataset_of(size: int) -> Path:
    """The folder of the invented dataset of so many statements, made once."""
    directory = DATA / str(size)
    if not directory.exists():
        begun = directory.with_suffix(".new")
        generate(begun, size)
        begun.rename(directory)
    return directory


def duckdb_of(directory: Path) -> DuckDBEngine:
    """An engine over the files of a built dataset that holds nothing of it in memory."""
    about = read_descriptor(directory)[0]["built"]
    return DuckDBEngine.opened(directory / about["database"], Lookup(directory / about["lookup"]))


def measured(tool: str, dataset: Path, times: int, openings: int, only: tuple[str, ...] = WORK) -> dict[str, Any]:
    """Milliseconds of each kind of work and of opening, bytes, and the most memory; in
    place of what a tool cannot do, why not."""
    found: dict[str, Any] = {"work": {}, "cannot": {}, "notes": []}
    began = time.perf_counter()
    try:
        with TOOLS[tool](dataset) as running:
            found["start"] = time.perf_counter() - began
            for work in only:
                _work(running, dataset, work, times, found)
            if openings:
                _openings(running, openings, found)
            found["memory"] = running.server.memory("VmHWM")
    except (TimeoutError, TooLargeError, Cannot) as error:
        found["cannot"]["everything"] = _reason(error)
    return found


def _reason(error: Exception) -> str:
    return f"takes more than {PATIENCE:.0f} s" if isinstance(error, TimeoutError) else str(error)


def _work(running: Running, dataset: Path, work: str, times: int, found: dict[str, Any]) -> None:
    asked = views(dataset, work)
    if not (first := next(asked, None)):
        found["cannot"][work] = "this dataset has no figures"
        return
    runs = []
    try:
        running.ask(first)
        before = running.server.processor_seconds()
        for view in itertools.islice(asked, times):
            runs.append(running.ask(view))
            if len(runs) >= 5 and sum(run.seconds for run in runs) > LONG * len(runs):
                break
    except Cannot as error:
        found["cannot"][work] = str(error)
        return
    except TimeoutError:
        found["cannot"][work] = f"takes more than {PATIENCE:.0f} s"
        return
    found["work"][work] = {
        "milliseconds": [round(run.seconds * 1e3, 2) for run in runs],
        "bytes": [run.wire for run in runs],
        "processor": round((running.server.processor_seconds() - before) / len(runs) * 1e3, 1),
    }
    found["notes"] += sorted({f"{work}: {run.note}" for run in runs if run.note})


def _openings(running: Running, times: int, found: dict[str, Any]) -> None:
    made_ahead()
    address = running.server.address + running.link
    with chromium() as browser:
        try:
            _, *seen = [opened(browser, address, running.conditions, None) for _ in range(times + 1)]
        except Late:
            found["cannot"] |= dict.fromkeys(("readable", "usable"), f"takes more than {PATIENCE:.0f} s")
            return
    found["work"]["readable"] = {"milliseconds": [round(each.readable, 1) for each in seen]}
    found["work"]["usable"] = {"milliseconds": [round(max(each.readable, each.in_place), 1) for each in seen]}
    found["opening_bytes"] = [each.received + running.messages for each in seen]
