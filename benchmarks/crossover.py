"""`python -m benchmarks.crossover`: which engine of this process makes a page of how many statements fastest.

For invented datasets of growing size, the same pages, each of a view that nobody asked
for before, are made on one engine after the other.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

from data.engines import Engine
from data.in_memory import IndexedEngine, InMemoryEngine
from pyarrow.parquet import read_table

from components.pages import PAGES, Request
from components.view import decode
from data import Dataset, load
from data.built import STATEMENTS

from .engines import milliseconds
from .pieces import dataset_of, duckdb_of
from .views import View, views

SIZES = (1_000, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000)
KINDS = ("filter", "search", "timeline")
WHOLE_BYTES = 200 * 2**20


def engines(directory: Path) -> dict[str, Engine]:
    """The engines over the statements of a built dataset; Polars alone only where it can hold them."""
    found: dict[str, Engine] = {
        "Polars over DuckDB": IndexedEngine(duckdb_of(directory)),
        "DuckDB": duckdb_of(directory),
    }
    path = directory / STATEMENTS
    return {"Polars": InMemoryEngine(partial(read_table, path))} | found if path.stat().st_size < WHOLE_BYTES else found


def made(dataset: Dataset, view: View) -> float:
    """Milliseconds that a page takes which is not kept."""
    return milliseconds(lambda: PAGES[view.page](Request(dataset, decode(parse_qs(view.query), dataset))))


def main() -> None:
    """Prints one line for each size and kind of page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crossover", description=__doc__)
    parser.add_argument("--times", type=int, default=15, help="pages of each kind on each engine (15)")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="statements")
    options = parser.parse_args()
    print("| statements | page | engine: milliseconds |\n| ---: | --- | --- |")
    for size in options.sizes:
        directory = dataset_of(size)
        near = load(directory)
        on = {name: replace(near, engine=engine) for name, engine in engines(directory).items()}
        for kind in KINDS:
            took: dict[str, list[float]] = {name: [] for name in on}
            for view in itertools.islice(views(directory, kind), options.times + 1):
                for name, dataset in on.items():
                    took[name].append(made(dataset, view))
            found = ", ".join(f"{name}: {statistics.median(each[1:]):.0f}" for name, each in took.items())
            print(f"| {size:,} | {kind} | {found} |", flush=True)


if __name__ == "__main__":
    main()
