"""The measurements. Each function adds figures of tools or programs with a dataset."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice, repeat
from subprocess import SubprocessError
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError
from websockets.exceptions import WebSocketException

from .browser import chromium, open_link
from .generator import dataset_folder
from .server import Program, streamlit
from .session import AnswerError, Load
from .tools import EMPTY, EMPTY_PAGE, RunningTool, Tool
from .views import KINDS, View, views, visits

FAILURES = (OSError, RuntimeError, SubprocessError, AnswerError, BrowserError, WebSocketException)
# By then a server has finished its background work after the start.
SETTLE_SECONDS = 10.0
READERS, EVERY_SECONDS = 100, 2.0
# Warm-up measurements, which do not count.
WARM_UP = 1

# By "tool, dataset, what": the median, the quartiles and the number of measurements; or why there are none.
Figures = dict[str, list[float] | str]
# By "tool, dataset".
Tools = dict[str, RunningTool]
# Measures a tool once. Returns amounts by name.
Measure = Callable[[RunningTool, Any], Mapping[str, float]]


def summary(samples: Sequence[float]) -> list[float]:
    """The median, the lower and the upper quartile of measurements in four digits, and how many there are."""
    low, middle, high = statistics.quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else [*samples] * 3
    return [*(float(f"{value:.4g}") for value in (middle, low, high)), len(samples)]


def reason(error: Exception) -> str:
    """The reason why something could not be measured."""
    return str(error) if isinstance(error, AnswerError) else f"fails ({type(error).__name__})"


def take_turns(figures: Figures, tools: Tools, what: str, measure: Measure, items: Iterable[Any]) -> None:
    """Measure each tool with each item in turn. A tool that fails is left out from then on, and the reason is its
    figure of `what`."""
    samples: dict[str, list[float]] = defaultdict(list)
    left = dict(tools)
    for item in items:
        for name, tool in list(left.items()):
            try:
                for measured, value in measure(tool, item).items():
                    samples[f"{name}, {measured}"].append(value)
            except FAILURES as error:
                figures[f"{name}, {what}"] = reason(error)
                del left[name]
    figures |= {key: summary(values[WARM_UP:] or values) for key, values in samples.items() if key not in figures}


def compare(figures: Figures, tools: Mapping[str, Tool], dataset: str, times: int) -> None:
    """Measure the milliseconds of views and of opening a link, its bytes in kB, and the memory in MB."""
    running: Tools = {}
    with ExitStack() as stack:
        for name, tool in tools.items():
            try:
                running[f"{name}, {dataset}"] = stack.enter_context(tool(dataset))
            except FAILURES as error:
                figures[f"{name}, {dataset}, all"] = reason(error)
        time.sleep(SETTLE_SECONDS if running else 0)
        for kind in KINDS:
            what, asked = f"{kind} (ms)", islice(views(dataset_folder(dataset), kind), times)
            take_turns(figures, running, what, partial(_answer, what), asked)
        with chromium() as browser:
            take_turns(figures, running, "open a link: readable (ms)", _measure_link, repeat(browser, times // 2 + 1))
        for name, one in running.items():
            figures[f"{name}, memory (MB)"] = summary([one.server.memory() / 2**20])


def _answer(what: str, tool: RunningTool, view: View) -> Mapping[str, float]:
    return {what: tool.answer(view) * 1e3}


def _measure_link(tool: RunningTool, browser: Browser) -> Mapping[str, float]:
    readable, fetched = open_link(browser, f"{tool.server.address}{tool.link}", tool.selector)
    return {"open a link: readable (ms)": readable, "open a link: bytes (kB)": (fetched + tool.message_bytes) / 1e3}


def start(figures: Figures, programs: Sequence[Program], dataset: str, times: int) -> None:
    """Measure the seconds from the command to the first answer, the first time with a dataset and later; also of an
    empty page."""
    samples: dict[str, list[float]] = defaultdict(list)
    for program in [*programs, None] * times:
        # The first time a dataset is checked, which is remembered in the user's cache folder.
        with TemporaryDirectory() as cache:
            for what in ("first start (s)", "start (s)"):
                variables, began = {"XDG_CACHE_HOME": cache}, time.perf_counter()
                with program.server(dataset, variables) if program else streamlit(EMPTY_PAGE):
                    seconds = time.perf_counter() - began
                samples[f"{program.name if program else EMPTY}, {dataset}, {what}"].append(seconds)
    figures |= {key: summary(values) for key, values in samples.items()}


def read(figures: Figures, programs: Sequence[Program], dataset: str, times: int) -> None:
    """Waiting times of 100 readers in milliseconds, failed answers and memory in MB; of an empty page too."""
    todo = visits(dataset_folder(dataset), seed=7)
    servers = {program.name: program.server(dataset) for program in programs}
    for name, server in (servers | {EMPTY: streamlit(EMPTY_PAGE)}).items():
        with server as running:
            time.sleep(SETTLE_SECONDS)
            asked = [View("", view.values) for view in todo] if name == EMPTY else todo
            load = Load(running.port, asked, EVERY_SECONDS)
            load.run(READERS, 4.0 * times)
            memory = running.memory() / 2**20
        print("\n".join(sorted(set(load.failures))[:5]))
        waits = [wait * 1e3 for wait in load.waits]
        key, p95 = f"{name}, {dataset}, 100 readers", statistics.quantiles(waits, n=20)[-1]
        figures |= {f"{key}: median (ms)": summary(waits), f"{key}: p95 (ms)": summary([p95])}
        figures |= {f"{key}: failed answers": summary([len(load.failures)]), f"{key}: memory (MB)": summary([memory])}


def check(figures: Figures, programs: Sequence[Program], dataset: str, times: int) -> None:
    """Measure the seconds and MB of `python -m data check` for the CSV files of a dataset."""
    for program in programs:
        runs = [program.run_data("check", dataset_folder(dataset)) for _ in range(times // 3)]
        figures[f"{program.name}, {dataset}, check (s)"] = summary([seconds for seconds, _ in runs])
        figures[f"{program.name}, {dataset}, check: memory (MB)"] = summary([memory / 2**20 for _, memory in runs])
