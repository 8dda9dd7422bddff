"""The stored results of a run as a table, as bars that are met or not, and as a chart."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import statistics
from pathlib import Path
from typing import Any

from .chart import chart
from .judged import judged, queries_by_engine
from .tools import TOOLS

__all__ = ["printed", "written"]

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
# What other programs may use of the cores while a piece is measured, without a word about it.
QUIET = 0.2


def _piece(results: Results, tool: str, size: str) -> dict[str, Any] | None:
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


def _number(found: float) -> str:
    return f"{found:,.0f}" if found >= 10 else f"{found:.1f}"


def _cell(piece: dict[str, Any] | None, work: str, ours: float | None) -> str:
    found = value(piece, work)
    if found is not None:
        return _number(found) if ours is None else f"{_number(found)} ({ours / found:.2g}×)"
    if not piece:
        return "not measured"
    return str(piece["cannot"].get("everything") or piece["cannot"].get(work.partition(" ")[0], "not measured"))


def table(results: Results) -> list[list[str]]:
    """The rows of the table, its head first."""
    sizes = sorted({name.partition(", ")[2] for name in results["pieces"] if name.startswith(OURS)}, key=_order)
    rows = [["", "statements", *TOOLS]]
    for work, title in WORK.items():
        for size in sizes:
            if (size == "shipped") != (work == "ratio"):
                continue
            ours = _piece(results, OURS, size)
            own = value(ours, work)
            peers = [
                _cell(_piece(results, tool, size), work, own) if size != "shipped" else _of_shipped(results, tool, own)
                for tool in TOOLS
                if tool != OURS
            ]
            rows.append([title, size if size == "shipped" else f"{int(size):,}", _cell(ours, work, None), *peers])
    return rows


def _of_shipped(results: Results, tool: str, own: float | None) -> str:
    """Only this program recomputes ratios; an empty page is the floor of that too."""
    return _cell(_piece(results, tool, "any"), "ratio", own) if tool == "empty Streamlit" else "recomputes none"


def growth(results: Results) -> list[list[str]]:
    """By what factor each kind of work grows from size to size."""
    sizes = sorted(int(name.partition(", ")[2]) for name in results["pieces"] if re.match(rf"{OURS}, \d", name))
    steps = list(itertools.pairwise(sizes))
    rows = [["", *(f"{low:,} to {high:,}: statements ×{high // low:,}" for low, high in steps)]]
    for work, title in WORK.items():
        if work == "ratio":
            continue
        factors = []
        for low, high in steps:
            before = value(_piece(results, OURS, str(low)), work)
            after = value(_piece(results, OURS, str(high)), work)
            factors.append(f"×{after / before:.2f}" if before and after else "not measured")
        rows.append([title.rpartition(" (")[0], *factors])
    return rows


def _order(size: str) -> int:
    return int(size) if size.isdigit() else 0


def printed(results: Results) -> str:
    """All of it as text for a terminal."""
    rows = table(results)
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines += ["", *(f"{bar.what}: {bar.found} ({bar.verdict})" for bar in judged(results))]
    return "\n".join(lines)


def _markdown(rows: list[list[str]]) -> str:
    head, *rest = rows
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rest)])


def written(results: Results, docs: Path) -> None:
    """Puts tables and bars in their places in docs/performance.md, and draws the chart."""
    path = docs / "performance.md"
    text = path.read_text("utf-8")
    bars = [["bar", "found", ""], *([bar.what, bar.found, bar.verdict] for bar in judged(results))]
    parts = {
        "run": _of_run(results),
        "table": _markdown(table(results)),
        "growth": _markdown(growth(results)),
        "bars": _markdown(bars),
        "queries": _markdown(_queries(results)),
    }
    for name, part in parts.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        if not place.search(text):
            raise ValueError(f"{path} has no place for {name}: <!-- {name} --> and <!-- end of {name} -->")
        text = place.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)
    path.write_text(text, "utf-8")
    sizes = {
        int(name.partition(", ")[2]) for name in results["pieces"] if re.search(r", \d", name) and "bar" not in name
    }
    lines = {
        tool: {size: found for size in sorted(sizes) if (found := value(_piece(results, tool, str(size)), "filter"))}
        for tool in TOOLS
    }
    (docs / "images" / "performance.svg").write_text(chart(lines), "utf-8")


def _queries(results: Results) -> list[list[str]]:
    engines = queries_by_engine(results["pieces"])
    if not engines:
        return [["query"]]
    served = next(iter(engines.values()))
    names = sorted(served, key=lambda name: (name == "all", -served[name]["p95"]))
    figures = ("median", "p95", "slowest")
    rows = [[name, *(f"{each[name][one]:.0f}" for each in engines.values() for one in figures)] for name in names]
    return [["milliseconds", *(f"{engine}: {one}" for engine in engines for one in figures)], *rows]


def gaps(results: Results) -> float:
    """Seconds between the first and the last piece in which nothing was measured."""
    times = sorted(
        (dt.datetime.fromisoformat(piece["began"]).timestamp(), piece["seconds"])
        for piece in results["pieces"].values()
    )
    return float(sum(max(0.0, then - (at + took)) for (at, took), (then, _) in itertools.pairwise(times)))


def _of_run(results: Results) -> str:
    about = results["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    began = sorted(piece["began"] for piece in results["pieces"].values())
    text = (
        f"One run of {len(began)} pieces, {began[0][:16].replace('T', ' ')} to {began[-1][11:16]} UTC, at "
        f"commit `{about['commit'][:7]}`: {about['cores']} cores ({about['processor']}), Python "
        f"{about['python']}, {packages}."
    )
    waited = gaps(results)
    if waited > 60:
        text += f" The pieces were not run back to back: {waited / 60:.0f} minutes between them went to other work."
    used = [piece["others"] for piece in results["pieces"].values() if "others" in piece]
    if used and statistics.median(used) > QUIET:
        text += " **The machine was not quiet**: while a piece was measured, other programs, Chromium among them, used"
        text += f" {statistics.median(used):.1f} cores (median of the pieces; {max(used):.1f} at most)."
    return text
