"""The bars that the program is held to, each measured by itself."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from data import load
from data.dataset import SHIPPED as SHIPPED_DATASET

from .many_views import many_views
from .pieces import dataset_of, duckdb_of
from .processes import Processes, plain, plain_paths
from .queries import timed
from .readers import acts, loaded
from .serving import DASHBOARD, EMPTY_PAGE, FROZEN_PAGE, made_ahead, server
from .session import Session
from .soak import soak
from .views import views

__all__ = ["BARS"]

SHIPPED = 0


def dataset(size: int) -> Path:
    """The invented dataset of a size, the shipped one for 0."""
    return dataset_of(size) if size else SHIPPED_DATASET


def reruns(size: int, times: int) -> dict[str, Any]:
    """Milliseconds of a rerun of Compare at a changed filter, of an empty page, and of
    one with the collector frozen, in turn."""
    took: dict[str, list[float]] = {"Counterpoint": [], "empty": [], "frozen": []}
    asked = itertools.islice(views(dataset(size), "filter", seed=3), times + 3)
    with (
        server(DASHBOARD, dataset(size)) as ours,
        server(EMPTY_PAGE) as empty,
        server(FROZEN_PAGE) as frozen,
        Session(ours.port) as own,
        Session(empty.port) as floor,
        Session(frozen.port) as low,
    ):
        for view in asked:
            took["Counterpoint"].append(own.run(view.query, "compare").seconds * 1e3)
            took["empty"].append(floor.run(view.query).seconds * 1e3)
            took["frozen"].append(low.run(view.query).seconds * 1e3)
    return {name: round(statistics.median(each[3:]), 2) for name, each in took.items()}


def starts(size: int, times: int) -> dict[str, Any]:
    """Seconds from the command to the first answer at /healthz, and for an empty page at Streamlit's own; in turn."""
    took: dict[str, list[float]] = {"Counterpoint": [], "empty": []}
    for _ in range(times + 1):
        for name, script, health in (("Counterpoint", DASHBOARD, "/healthz"), ("empty", EMPTY_PAGE, "/_stcore/health")):
            began = time.perf_counter()
            with server(script, dataset(size), health):
                took[name].append(time.perf_counter() - began)
    return {name: round(statistics.median(each[1:]), 2) for name, each in took.items()}


def asked(size: int, times: int) -> dict[str, Any]:
    """Every query of a page, on the engine that the size asks for and on DuckDB alone."""
    served = load(dataset(size))
    alone = replace(served, engine=duckdb_of(dataset(size)))
    return {
        each.engine.name: {name: asdict(figures) for name, figures in timed(each, times).items()}
        for each in (served, alone)
    }


def routes(size: int, seconds: int) -> dict[str, Any]:
    """Requests a second of the plain routes of one process without a proxy, and how many failed."""
    paths = plain_paths(dataset(size))
    with Processes(1, dataset(size)) as processes:
        (one,) = processes.servers()
        for path in paths.values():
            plain(one.address, path, 1)
        found = {what: plain(one.address, path, seconds) for what, path in paths.items()}
    return {what: {"a second": rate, "failed": failed} for what, (rate, failed) in found.items()}


def hundred(size: int, seconds: int, script: Path = DASHBOARD) -> dict[str, Any]:
    """100 readers, each acting every 2 s, on one process."""
    todo = acts(dataset(size), seed=7)
    with server(script, dataset(size)) as running:
        made_ahead()
        return asdict(loaded(running, todo, 100, 2.0, seconds, marked=script == DASHBOARD))


def views_in_memory(size: int, count: int) -> dict[str, Any]:
    """What so many views leave in a server's memory."""
    return many_views(dataset(size), count)


def soaking(size: int, minutes: int) -> dict[str, Any]:
    """Whether a server grows in some minutes of use."""
    return soak(dataset(size), minutes)


# Of each bar: what it is measured by, at which size, and how often or how long; quickly in a quick run.
BARS: dict[str, tuple[Callable[[int, int], dict[str, Any]], int, int, int]] = {
    "rerun 1000": (reruns, 1_000, 20, 5),
    "rerun 1000000": (reruns, 1_000_000, 20, 5),
    "queries 1000000": (asked, 1_000_000, 40, 5),
    "start shipped": (starts, SHIPPED, 9, 1),
    "start 1000000": (starts, 1_000_000, 9, 1),
    "routes shipped": (routes, SHIPPED, 5, 2),
    "routes 1000000": (routes, 1_000_000, 5, 2),
    # As it comes, an empty page does little else under such a load than collect garbage.
    "readers empty": (partial(hundred, script=FROZEN_PAGE), SHIPPED, 40, 5),
    "readers shipped": (hundred, SHIPPED, 40, 5),
    "readers 10000": (hundred, 10_000, 40, 5),
    "readers 1000000": (hundred, 1_000_000, 40, 5),
    "views shipped": (views_in_memory, SHIPPED, 10_000, 200),
    "soak shipped": (soaking, SHIPPED, 30, 1),
}
