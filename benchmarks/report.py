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
from .values import OURS, WORK, Results, grown, piece_of, steps, value

__all__ = ["printed", "written"]

# What other programs may use of the cores while a piece is measured, without a word about it.
QUIET = 0.2


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
            # The shipped dataset is the one whose ratios readers recompute; all else is shown by size.
            if size == "shipped" and work != "ratio":
                continue
            ours = piece_of(results, OURS, size)
            own = value(ours, work)
            peers = [_of_peer(results, tool, size, work, own) for tool in TOOLS if tool != OURS]
            rows.append([title, size if size == "shipped" else f"{int(size):,}", _cell(ours, work, None), *peers])
    return rows


def _of_peer(results: Results, tool: str, size: str, work: str, own: float | None) -> str:
    if size == "shipped" and tool != "empty Streamlit":
        # No peer was asked for anything of this dataset: none has what only its figures are asked for.
        return "recomputes no ratio"
    return _cell(piece_of(results, tool, size), work, own)


def growth(results: Results) -> list[list[str]]:
    """By what factor each kind of work grows from size to size."""
    taken = steps(results)
    factors = [dict(grown(results, low, high)) for low, high in taken]
    rows = [["", *(f"{low:,} to {high:,}: statements ×{high // low:,}" for low, high in taken)]]
    for work, title in WORK.items():
        said = (f"×{by:.2f}" if (by := each[work]) else "not measured" for each in factors)
        rows.append([title.rpartition(" (")[0], *said])
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
        tool: {size: found for size in sorted(sizes) if (found := value(piece_of(results, tool, str(size)), "filter"))}
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
    times = sorted(_span(piece) for piece in results["pieces"].values())
    return sum(max(0.0, (then - end).total_seconds()) for (_, end), (then, _) in itertools.pairwise(times))


def _span(piece: dict[str, Any]) -> tuple[dt.datetime, dt.datetime]:
    """When a piece began and ended."""
    began = dt.datetime.fromisoformat(piece["began"])
    return began, began + dt.timedelta(seconds=piece["seconds"])


def _of_run(results: Results) -> str:
    about = results["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    spans = [_span(piece) for piece in results["pieces"].values()]
    began, ended = min(at for at, _ in spans), max(end for _, end in spans)
    end = f"{ended:%H:%M}" if ended.date() == began.date() else f"{ended:%Y-%m-%d %H:%M}"
    text = (
        f"One run of {len(spans)} pieces, {began:%Y-%m-%d %H:%M} to {end} UTC, at "
        f"commit `{about['commit'][:7]}`: {about['cores']} cores ({about['processor']}), Python "
        f"{about['python']}, {packages}."
    )
    waited = gaps(results)
    if waited > 60:
        text += f" The pieces were not run back to back: {waited / 60:.0f} minutes between them went to other work."
    used = {name: piece["others"] for name, piece in results["pieces"].items() if "others" in piece}
    if used and (middle := statistics.median(used.values())) > QUIET:
        text += " **The machine was not quiet**: while a piece was measured, other programs, Chromium among them, used"
        text += f" {middle:.1f} cores (median of the pieces; {max(used.values()):.1f} at most)."
    if loud := sorted((name for name in used if used[name] > QUIET), key=lambda name: -used[name]):
        text += " Other programs (with tools Chromium, which opens their links, is one) used, or the host"
        text += f" of the machine took away, more than {QUIET} cores during: "
        text += "; ".join(f"{name} ({used[name]:.2f} cores)" for name in loud) + "."
    return text
