"""The figures of stored results, in the units of the table: what a kind of work is called there, and its median."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator
from typing import Any

__all__ = ["OURS", "WORK", "Results", "grown", "piece_of", "steps", "value"]

Results = dict[str, Any]
WORK = {
    "readable": "open a link: readable (ms)",
    "usable": "open a link: usable (ms)",
    "filter": "change a filter (ms)",
    "statement": "open a statement (ms)",
    "search": "search for a word (ms)",
    "sort": "sort (ms)",
    "timeline": "draw the timeline (ms)",
    "ratio": "recompute a ratio (ms)",
    "filter processor": "processor time of a filter change (ms)",
    "opening bytes": "bytes of opening (kB)",
    "filter bytes": "bytes of a filter change (kB)",
    "memory": "most memory (MB)",
}
OURS = "Counterpoint"


def piece_of(results: Results, tool: str, size: str) -> dict[str, Any] | None:
    """What a tool did with a dataset of a size; None if that was not measured."""
    if tool != "empty Streamlit":
        found: dict[str, Any] | None = results["pieces"].get(f"{tool}, {size}")
        return found
    if not (empty := results["pieces"].get(f"{tool}, any")):
        return None
    # An empty page does the same whatever it is asked for.
    return {**empty, "work": dict.fromkeys(WORK, empty["work"]["filter"]) | empty["work"]}


def value(piece: dict[str, Any] | None, work: str) -> float | None:
    """The median of a kind of work, in the unit of the table; None if it was not measured."""
    if not piece:
        return None
    if work == "memory":
        return piece["memory"] / 2**20 if "memory" in piece else None
    if work == "opening bytes":
        return statistics.median(piece["opening_bytes"]) / 1e3 if "opening_bytes" in piece else None
    name, _, part = work.partition(" ")
    done = piece["work"].get(name)
    if not done:
        return None
    if part == "processor":
        return float(done["processor"]) if "processor" in done else None
    return float(statistics.median(done["bytes"]) / 1e3 if part == "bytes" else statistics.median(done["milliseconds"]))


def steps(results: Results) -> list[tuple[int, int]]:
    """From which size to which the run goes, step by step."""
    sizes = sorted(int(name.partition(", ")[2]) for name in results["pieces"] if re.match(rf"{OURS}, \d", name))
    return list(itertools.pairwise(sizes))


def grown(results: Results, low: int, high: int) -> Iterator[tuple[str, float | None]]:
    """By what factor each kind of work grows from one size to another; None where one of both was not measured."""
    small, large = (piece_of(results, OURS, str(size)) for size in (low, high))
    for work in WORK:
        before, after = value(small, work), value(large, work)
        yield work, after / before if before and after else None
