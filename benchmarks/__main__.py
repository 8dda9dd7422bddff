"""`python -m benchmarks`: this program beside its peers, one table.

Each piece, one tool with a dataset of one size or one bar, is measured by itself and
stored in benchmarks/results.json as it is done; the table and the chart of
docs/performance.md are made from what is stored. A run that was stopped goes on with
`--continue`, as long as the program is the same.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from data.dataset import SHIPPED

from .bars import BARS
from .pieces import dataset_of, measured
from .report import printed, written
from .serving import ROOT
from .tools import TOOLS

RESULTS = ROOT / "benchmarks" / "results.json"
SIZES = (100, 10_000, 1_000_000, 10_000_000)
PROGRAM = ("dashboard.py", "components", "data", "web", ".streamlit")
UNFINISHED = 3

Piece = Callable[[], dict[str, Any]]


def pieces(sizes: list[int], tools: list[str], bars: list[str], quick: bool) -> Iterator[tuple[str, Piece]]:
    """The name of each piece of a run and what measures it."""
    times, openings = (3, 1) if quick else (9, 5)
    for tool in tools:
        if tool == "empty Streamlit":
            yield f"{tool}, any", lambda: measured("empty Streamlit", SHIPPED, times, openings, ("filter",))
            continue
        if tool == "Counterpoint":
            yield f"{tool}, shipped", lambda: measured("Counterpoint", SHIPPED, times, openings)
        for size in sizes:
            yield f"{tool}, {size}", lambda tool=tool, size=size: measured(tool, dataset_of(size), times, openings)
    for name in bars:
        measure, size, times_, quickly = BARS[name]
        often = quickly if quick else times_
        yield f"bar, {name}", lambda measure=measure, size=size, often=often: measure(size, often)


def machine() -> dict[str, Any]:
    """What was measured, on what, with which versions."""
    packages = ("streamlit", "duckdb", "narwhals", "pandas", "datasette", "dash", "plotly")
    cpu = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "name" in line]
    said = subprocess.run(
        ["git", "log", "-1", "--format=%H", "--", *PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {
        "commit": said.stdout.strip(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": cpu[0] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "packages": {name: _version(name) for name in packages},
    }


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        sys.exit(f"{package} is not installed: `uv run --group benchmarks python -m benchmarks`.")


def used() -> tuple[float, float]:
    """Seconds of processor time that all programs have used so far, with those that the host of a virtual machine
    took away, and that this one and the programs which it started and that have ended have used."""
    numbers = [int(number) for number in Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:9]]
    return (sum(numbers) - numbers[3] - numbers[4]) / os.sysconf("SC_CLK_TCK"), sum(os.times()[:4])


def run(todo: list[tuple[str, Piece]], results: dict[str, Any], seconds: float) -> bool:
    """Measures the pieces that are missing and stores each; false if `seconds` were over before the last."""
    began = time.monotonic()
    missing = [(name, measure) for name, measure in todo if name not in results["pieces"]]
    for name, measure in missing:
        if time.monotonic() - began > seconds:
            return False
        at, started, before = dt.datetime.now(dt.UTC), time.monotonic(), used()
        print(f"{name} ...", end=" ", flush=True)
        found = measure()
        took, after = time.monotonic() - started, used()
        others = ((after[0] - before[0]) - (after[1] - before[1])) / took
        about = {"began": f"{at:%Y-%m-%dT%H:%M:%SZ}", "seconds": round(took, 1), "others": round(others, 2)}
        results["pieces"][name] = about | {"niceness": os.nice(0)} | found
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
        print(f"{took:.0f} s, others used {others:.2f} cores", flush=True)
    return True


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="statements (100 to 10,000,000)")
    parser.add_argument("--tools", nargs="*", choices=TOOLS, default=list(TOOLS), help="which tools (all)")
    parser.add_argument("--bars", nargs="*", choices=BARS, default=list(BARS), help="which bars (all)")
    parser.add_argument("--quick", action="store_true", help="few repetitions, to see whether all of it runs")
    parser.add_argument("--continue", action="store_true", dest="goes_on", help="keep what is stored")
    parser.add_argument("--again", nargs="+", default=[], metavar="PIECE", help="measure these once more")
    parser.add_argument("--for", type=float, default=float("inf"), dest="seconds", metavar="SECONDS")
    parser.add_argument("--print", action="store_true", dest="only_print", help="measure nothing")
    return parser.parse_args()


def main() -> int:
    """Measures, stores, prints. 3 if `--for` was over before everything was measured."""
    asked = options()
    results: dict[str, Any] = {"machine": machine(), "quick": asked.quick, "pieces": {}}
    if asked.goes_on or asked.only_print:
        stored = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else results
        if stored["machine"] != results["machine"] and not asked.only_print:
            sys.exit("The stored results are of another state of the program or of another machine.")
        results = stored
    for name in asked.again:
        results["pieces"].pop(name, None)
    done = asked.only_print or run(
        list(pieces(asked.sizes, asked.tools, asked.bars, asked.quick)), results, asked.seconds
    )
    if not done:
        return UNFINISHED
    print(printed(results))
    if not results["quick"]:
        written(results, ROOT / "docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
