"""`python -m benchmarks.engines DIR`: how long the queries of the pages take in this process
and on Spark, side by side, for the built dataset in DIR.

Spark is a cluster on this machine: a master, two workers of one core each and a
Connect server. The engine that the size asks for here has all cores of the machine. Each query runs once before
it is timed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from components.kept import forget
from data.spark import SparkEngine

from benchmarks.spark_cluster import running
from components.pages import PAGES, Request
from components.view import decode, default_view
from data import Dataset, Filters, load, query
from data.errors import EngineError

MEMORY = {"spark.executor.memory": "2g", "spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "4"}
WORD = "missile"

Timed = dict[str, list[float] | str]


def queries(dataset: Dataset) -> dict[str, Callable[[], object]]:
    """The queries that the pages ask, by name, for the view that a bare address shows."""
    shown = default_view(dataset).filters
    worded = replace(shown, text=WORD)
    middle = dataset.statements // 2
    one = next(query.rows(query.newest(dataset, shown, 1)))
    near = [row["id"] for row in query.rows(query.newest(dataset, shown, 20))]
    return {
        "count": lambda: query.count(dataset, shown),
        "count with a word": lambda: query.count(dataset, worded),
        "latest": lambda: query.latest(dataset, shown),
        "latest with a word": lambda: query.latest(dataset, worded),
        "last_changes": lambda: query.last_changes(dataset, shown),
        "changes": lambda: query.changes(dataset, shown, 100),
        "course of one issue": lambda: query.course(dataset, replace(shown, issue=(one["issue"],)), 400),
        "newest 50": lambda: query.newest(dataset, shown, 50),
        "portion, first": lambda: query.portion(dataset, shown, 0, 50),
        "portion, middle": lambda: query.portion(dataset, Filters(), middle, 50),
        "cells": lambda: query.cells(dataset, shown, 3),
        "facets": lambda: query.facets(dataset, shown),
        "facets with a word": lambda: query.facets(dataset, worded),
        "source_counts": lambda: query.source_counts(dataset, shown),
        "balance": lambda: query.balance(dataset),
        "unanswered": lambda: query.unanswered(dataset, shown),
        "exchanged": lambda: query.exchanged(dataset, shown, 1_000),
        "by_ids, 20": lambda: query.by_ids(dataset, near),
        "statement": lambda: query.statement(dataset, one["id"]),
        "around": lambda: query.around(dataset, one["party"], one["issue"], middle, 5),
        "answers": lambda: query.answers(dataset, one["id"], 20),
        **{f"page {name}": (lambda name=name: page(dataset, name, one["id"])) for name in PAGES},
    }


def page(dataset: Dataset, name: str, statement: str) -> object:
    """A page made anew, as for the first reader of a server: nothing is kept of what other pages asked."""
    forget()
    return PAGES[name](Request(dataset, decode({"id": [statement]} if name == "statement" else {}, dataset)))


def timed(dataset: Dataset, times: int, wanted: list[str]) -> Timed:
    """Milliseconds of each query, `times` times; or what went wrong. Only those
    wanted, if any are named."""
    found: Timed = {}
    for name, ask in queries(dataset).items():
        if wanted and name not in wanted:
            continue
        try:
            ask()
            found[name] = [milliseconds(ask) for _ in range(times)]
        except EngineError as error:
            found[name] = str(error)
        print(f"  {name}: {_told(found[name])}", flush=True)
    return found


def milliseconds(ask: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1_000


def _told(found: list[float] | str | None) -> str:
    return f"{statistics.median(found):,.0f} ms" if isinstance(found, list) else (found or "-")


def main() -> None:
    """Times both engines and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("directory", type=Path, help="a built dataset")
    parser.add_argument("--times", type=int, default=3, help="how often each query is timed")
    parser.add_argument("--only", choices=("here", "spark"), help="one engine of the two")
    parser.add_argument("--ask", action="append", default=[], help="only this query; may stand several times")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    near = load(options.directory)
    results: dict[str, Timed] = {}
    if options.only != "spark":
        print(near.engine.name)
        results[near.engine.name] = timed(near, options.times, options.ask)
    with tempfile.TemporaryDirectory() as scratch:
        asked = running(Path(scratch), MEMORY) if options.only != "here" else nullcontext(None)
        with asked as cluster:
            if cluster:
                print("Spark")
                place = str(options.directory.resolve() / "statements.parquet")
                far = replace(near, engine=SparkEngine(cluster.url, place))
                results[far.engine.name] = timed(far, options.times, options.ask)
    print(_table(near.statements, results))
    if options.json:
        about: dict[str, Any] = {"statements": near.statements, "milliseconds": results}
        options.json.write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def _table(statements: int, results: dict[str, Timed]) -> str:
    names = next(iter(results.values()))
    lines = [f"| {statements:,} statements | {' | '.join(results)} |", "| --- |" + " ---: |" * len(results)]
    lines += [f"| {name} | {' | '.join(_told(each.get(name)) for each in results.values())} |" for name in names]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
