"""The bars that the program is held to, and whether a run meets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Bar", "judged", "queries_by_engine"]

QUERY_MOST = 150.0
# What docs/hosting.md says a process needs, in MB.
VIEWS_MOST = 700
GROWN = ("filter", "statement", "search", "sort", "timeline", "readable", "usable")


@dataclass(frozen=True)
class Bar:
    """One bar: what is asked for, what was found, and whether that is enough."""

    what: str
    found: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """In words."""
        return {True: "met", False: "**not met**", None: "not measured"}[self.met]


def judged(results: dict[str, Any]) -> list[Bar]:
    """Every bar, in the order in which they are asked for."""
    pieces = results["pieces"]
    return [
        *_reruns(pieces),
        *_readers(pieces),
        _memory(pieces),
        _views(pieces),
        _soak(pieces),
        *_queries(pieces),
        *_starts(pieces),
        *_routes(pieces),
        *_growth(pieces),
    ]


def _reruns(pieces: dict[str, Any]) -> Iterator[Bar]:
    for size, most, least in (("1000", 3, "at most 3"), ("1000000", 10, "under 10")):
        what = f"rerun of Compare at {int(size):,} statements: {least} times an empty page's"
        found = pieces.get(f"bar, rerun {size}")
        if not found:
            yield Bar(what, "", None)
            continue
        ours, empty, frozen = found["Counterpoint"], found["empty"], found["frozen"]
        text = f"{ours:.0f} ms, {ours / empty:.2f} times {empty:.0f} ms"
        text += f" ({ours / frozen:.1f} times {frozen:.0f} ms, an empty page with the collector frozen)"
        yield Bar(what, text, ours / empty <= most)


def _readers(pieces: dict[str, Any]) -> Iterator[Bar]:
    for size in ("shipped", "10000", "1000000"):
        named = "the shipped dataset" if size == "shipped" else f"{int(size):,} statements"
        what = f"100 readers, each acting every 2 s, {named}: p95 under 0.5 s, none failed"
        found = pieces.get(f"bar, readers {size}")
        if not found:
            yield Bar(what, "", None)
            continue
        text = f"p95 {found['p95']:,.0f} ms, median {found['median']:,.0f} ms"
        text += f", {found['failed']} of {found['acts']:,} failed"
        if found.get("settled") is not None:
            text += f"; after the first ten seconds p95 {found['settled']:,.0f} ms"
        if empty := pieces.get("bar, readers empty"):
            text += f"; an empty page with the collector frozen: p95 {empty['p95']:,.0f} ms"
        yield Bar(what, text, found["p95"] < 500 and not found["failed"])


def _memory(pieces: dict[str, Any]) -> Bar:
    what = "1,000,000 statements, built: under 1 GB of server memory"
    named = {"one reader": "Counterpoint, 1000000", "100 readers": "bar, readers 1000000"}
    found = {name: pieces[piece]["memory"] for name, piece in named.items() if "memory" in pieces.get(piece, {})}
    text = ", ".join(f"{most / 2**20:,.0f} MB at most with {name}" for name, most in found.items())
    return Bar(what, text, max(found.values()) < 1e9 if found else None)


def _views(pieces: dict[str, Any]) -> Bar:
    what = "{:,} different views of the shipped dataset: at most {} MB of server memory, none failed"
    found = pieces.get("bar, views shipped")
    if not found:
        return Bar(what.format(10_000, VIEWS_MOST), "", None)
    most, failed, seen = found["peak"] / 2**20, len(found["failures"]), found["seen"]
    half, last = seen[len(seen) // 2], seen[-1]
    text = f"{most:,.0f} MB at most, {half['memory'] / 2**20:,.0f} after {half['views']:,}"
    text += f", {last['memory'] / 2**20:,.0f} at the end, {failed} failed"
    return Bar(what.format(last["views"], VIEWS_MOST), text, most <= VIEWS_MOST and not failed)


def _soak(pieces: dict[str, Any]) -> Bar:
    what = "{} minutes of 20 readers and a request a second, caches full: no growth of over twice its standard error"
    found = pieces.get("bar, soak shipped")
    if not found:
        return Bar(what.format(30), "", None)
    steep, error, failed = found["slope_mb_an_hour"], found["standard_error"], len(found["failures"])
    text = f"{steep:+.0f} MB an hour in the second half (standard error {error:.1f})"
    text += f", {found['peak'] / 2**20:,.0f} MB at most"
    text += f", {found['acts'] + found['requests']:,} acts and requests, {failed} failed"
    return Bar(what.format(f"{found['minutes']:g}"), text, steep <= 2 * error and not failed)


def queries_by_engine(pieces: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The figures of each query by engine, that of the server first; none if they were not measured."""
    return {engine: each for engine, each in pieces.get("bar, queries 1000000", {}).items() if isinstance(each, dict)}


def _queries(pieces: dict[str, Any]) -> Iterator[Bar]:
    for engine, found in (queries_by_engine(pieces) or {"DuckDB": {}}).items():
        what = f"every query of a page at 1,000,000 statements on {engine}: p95 under {QUERY_MOST:.0f} ms"
        if not found:
            yield Bar(what, "", None)
            continue
        over = {name: each["p95"] for name, each in found.items() if name != "all" and each["p95"] >= QUERY_MOST}
        said = ", ".join(f"{name} {p95:.0f} ms" for name, p95 in sorted(over.items(), key=lambda each: -each[1]))
        yield Bar(what, f"p95 of all {found['all']['p95']:.0f} ms; over it: {said or 'none'}", not over)


def _starts(pieces: dict[str, Any]) -> Iterator[Bar]:
    for size in ("shipped", "1000000"):
        named = "the shipped dataset" if size == "shipped" else f"{int(size):,} statements"
        what = f"start-up with {named}, the first one too: at most 2 times an empty Streamlit app's"
        found = pieces.get(f"bar, start {size}")
        if not found:
            yield Bar(what, "", None)
            continue
        first, ours = (found[name] / found["empty"] for name in ("first", "Counterpoint"))
        text = f"{found['first']:.1f} s the first time, {first:.2f} times {found['empty']:.1f} s, then {ours:.2f} times"
        yield Bar(what, text, max(first, ours) <= 2)


def _routes(pieces: dict[str, Any]) -> Iterator[Bar]:
    for size in ("shipped", "1000000"):
        named = "the shipped dataset" if size == "shipped" else f"{int(size):,} statements"
        what = f"plain routes with {named}: at least 500 requests a second"
        found = {n: each for n, each in pieces.get(f"bar, routes {size}", {}).items() if isinstance(each, dict)}
        if not found:
            yield Bar(what, "", None)
            continue
        text = ", ".join(f"{name} {each['a second']:,.0f}" for name, each in found.items())
        failed = sum(each["failed"] for each in found.values())
        yield Bar(what, f"{text}; {failed} failed", not failed and min(e["a second"] for e in found.values()) >= 500)


def _growth(pieces: dict[str, Any]) -> Iterator[Bar]:
    what = "nothing that a page does up to 1,000,000 statements grows faster than linearly"
    small, large = (pieces.get(f"Counterpoint, {size}", {}).get("work") for size in (10_000, 1_000_000))
    if not small or not large:
        yield Bar(what, "", None)
        return
    factors = {work: _median(large[work]) / _median(small[work]) for work in GROWN if work in small and work in large}
    worst = max(factors, key=factors.__getitem__)
    text = f"from 10,000 to 1,000,000, 100 times as many, {worst} grows most: {factors[worst]:.1f} times"
    yield Bar(what, text, factors[worst] <= 100)


def _median(done: dict[str, Any]) -> float:
    took = sorted(done["milliseconds"])
    return float(took[len(took) // 2])
