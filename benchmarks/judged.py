"""The bars that the program is held to, and whether a run meets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .values import WORK, grown, steps

__all__ = ["Bar", "judged", "queries_by_engine"]

QUERY_MOST = 150.0
# A built dataset is asked with its SQLite file, whichever engine answers the rest.
ENGINES = {"DuckDB": "DuckDB with the lookup"}
# What docs/hosting.md says a process needs, in MB.
VIEWS_MOST = 700
# The next size is beyond what has an index in memory: DuckDB answers alone.
GROWN_TO = 1_000_000


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
        *_growth(results),
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
    found = pieces.get("bar, queries 1000000", {})
    return {ENGINES.get(name, name): each for name, each in found.items() if isinstance(each, dict)}


def _queries(pieces: dict[str, Any]) -> Iterator[Bar]:
    for engine, found in (queries_by_engine(pieces) or {ENGINES["DuckDB"]: {}}).items():
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
        what = f"start-up with {named}: at most 2.5 times an empty Streamlit app's"
        found = pieces.get(f"bar, start {size}")
        if not found:
            yield Bar(what, "", None)
            continue
        ours = found["Counterpoint"] / found["empty"]
        yield Bar(what, f"{found['Counterpoint']:.1f} s, {ours:.2f} times {found['empty']:.1f} s", ours <= 2.5)


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


def _growth(results: dict[str, Any]) -> Iterator[Bar]:
    what = "from {:,} to {:,} statements nothing that a page does or takes grows faster than they do"
    taken = [(low, high) for low, high in steps(results) if high <= GROWN_TO]
    for low, high in taken or [(10_000, GROWN_TO)]:
        factors = {work: by for work, by in grown(results, low, high) if by}
        if not factors:
            yield Bar(what.format(low, high), "", None)
            continue
        worst = max(factors, key=factors.__getitem__)
        title, times = WORK[worst].rpartition(" (")[0], high / low
        text = f"{times:,.0f} times as many; what grows most, {title}: {factors[worst]:.1f} times"
        yield Bar(what.format(low, high), text, factors[worst] <= times)
