"""`python -m benchmarks.crossover`: from how many statements on DuckDB makes a page faster than Polars.

For invented datasets of growing size, the same statements are held by both engines of this
process, and the same pages, each of a view that nobody asked for before, are made on one
and the other in turn.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

from pyarrow.parquet import read_table

from components.pages import PAGES, Request
from components.view import decode
from data import Dataset, load
from data.built import STATEMENTS
from data.engines import DuckDBEngine, Engine
from data.in_memory import InMemoryEngine

from .engines import milliseconds
from .pieces import dataset_of
from .views import View, views

SIZES = (1_000, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000)
KINDS = ("filter", "search", "timeline")


def engines(directory: Path) -> dict[str, Engine]:
    """Both engines over the statements of a built dataset."""
    statements = read_table(directory / STATEMENTS)
    return {"Polars": InMemoryEngine(statements), "DuckDB": DuckDBEngine.of(statements)}


def made(dataset: Dataset, view: View) -> float:
    """Milliseconds that a page takes which is not kept."""
    return milliseconds(lambda: PAGES[view.page](Request(dataset, decode(parse_qs(view.query), dataset))))


def main() -> None:
    """Prints one line for each size and kind of page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crossover", description=__doc__)
    parser.add_argument("--times", type=int, default=15, help="pages of each kind on each engine (15)")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="statements")
    options = parser.parse_args()
    print("| statements | page | Polars (ms) | DuckDB (ms) | ratio |\n| ---: | --- | ---: | ---: | ---: |")
    for size in options.sizes:
        directory = dataset_of(size)
        near = load(directory)
        on = {name: replace(near, engine=engine) for name, engine in engines(directory).items()}
        for kind in KINDS:
            took: dict[str, list[float]] = {name: [] for name in on}
            for view in itertools.islice(views(directory, kind), options.times + 1):
                for name, dataset in on.items():
                    took[name].append(made(dataset, view))
            polars, duckdb = (statistics.median(took[name][1:]) for name in ("Polars", "DuckDB"))
            print(f"| {size:,} | {kind} | {polars:.0f} | {duckdb:.0f} | {duckdb / polars:.2f} |", flush=True)


if __name__ == "__main__":
    main()
