"""The figures of a run as a table that says which bars they meet, and as a chart."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import plotly.express as px

from .browser import chromium
from .measurements import Figures
from .tools import EMPTY

COUNTERPOINT = "Counterpoint"
# At most so much, or so many times the figure of an empty Streamlit page.
BARS = {
    "shipped, open a link: readable (ms)": "0.35×",
    "shipped, open a link: bytes (kB)": "850",
    "1000, change filters (ms)": "1.5×",
    "1000000, change filters (ms)": "3×",
    "10000000, change filters (ms)": "8×",
    "1000000, search for a word (ms)": "500",
    "shipped, 100 readers: p95 (ms)": "100",
    "1000000, 100 readers: p95 (ms)": "1500",
    "shipped, 100 readers: failed answers": "0",
    "1000000, 100 readers: failed answers": "0",
    "1000000, 100 readers: memory (MB)": "800",
    "10000000, memory (MB)": "1500",
    "1000000, check (s)": "30",
    "1000000, check: memory (MB)": "2000",
    "shipped, first start (s)": "2.5×",
    "shipped, start (s)": "2.5×",
}


def median(figures: Figures, tool: str, what: str) -> float | None:
    """Return the median of a measurement with a dataset; None if it was not made."""
    figure = figures.get(f"{tool}, {what}")
    return figure[0] if isinstance(figure, list) else None


def is_met(figures: Figures, what: str) -> bool | None:
    """True if Counterpoint meets the bar of a measurement with a dataset; None if there is no bar or no figure."""
    bar = BARS.get(what, "")
    limit, times = bar.removesuffix("×"), bar.endswith("×")
    own, floor = median(figures, COUNTERPOINT, what), median(figures, EMPTY, what) if times else 1.0
    return own <= float(limit) * floor if limit and own is not None and floor is not None else None


def table(figures: Figures) -> list[list[str]]:
    """Return the rows of the table, the header first: a row for each measurement and dataset, a column for each
    tool.
    """
    tools, datasets, measured = (
        list(dict.fromkeys(parts)) for parts in zip(*(key.split(", ") for key in figures), strict=True)
    )
    rows = [["what", "statements", "at most", *tools]]
    for what in (name for name in measured if name != "all"):
        for dataset in datasets:
            key = f"{dataset}, {what}"
            if any(f"{tool}, {key}" in figures for tool in tools):
                verdict = {True: ": met", False: ": **not met**", None: ""}[is_met(figures, key)]
                statements = f"{int(dataset):,}" if dataset.isdigit() else dataset
                cells = [_cell(figures, tool, dataset, what) for tool in tools]
                rows.append([what, statements, BARS.get(key, "") + verdict, *cells])
    return rows


def _cell(figures: Figures, tool: str, dataset: str, what: str) -> str:
    figure = figures.get(f"{tool}, {dataset}, {what}") or figures.get(f"{tool}, {dataset}, all", "")
    if isinstance(figure, str):
        return figure
    text = f"{figure[0]:,.0f}" if figure[0] >= 10 or figure[0] == 0 else f"{figure[0]:.2g}"
    floor = median(figures, EMPTY, f"{dataset}, {what}")
    return f"{text} ({figure[0] / floor:.2g}×)" if floor and tool.startswith(COUNTERPOINT) else text


def markdown(rows: list[list[str]]) -> str:
    """Rows, the head first, as a table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]])


def chart(figures: Figures) -> str:
    """The SVG of milliseconds of changed filters by number of statements, drawn by Plotly in a browser."""
    parts = (key.split(", ") for key in figures)
    sizes = [(tool, int(size)) for tool, size, what in parts if what == "change filters (ms)" and size.isdigit()]
    points = [(tool, size, median(figures, tool, f"{size}, change filters (ms)")) for tool, size in sorted(sizes)]
    frame = pd.DataFrame(points, columns=["tool", "statements", "milliseconds"])
    title = "Milliseconds until changed filters have answered, server to last byte"
    colour, axes = {"color": "tool", "symbol": "tool"}, {"log_x": True, "log_y": True}
    lines = px.line(frame, "statements", "milliseconds", **colour, **axes, title=title, width=760)
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(lines.to_html(include_plotlyjs=True))
        script = "() => Plotly.toImage(document.querySelector('.js-plotly-plot'), {format: 'svg'})"
        return unquote(page.evaluate(script).partition(",")[2]) + "\n"


def write(about: Mapping[str, str], figures: Figures, docs: Path) -> None:
    """Write the run and the table to their places in docs/performance.md, and write the chart. ValueError if a place is
    missing."""
    path, run = docs / "performance.md", "; ".join(f"{name}: {value}" for name, value in about.items())
    text = path.read_text("utf-8")
    for name, part in {"run": f"{run}.", "table": markdown(table(figures))}.items():
        before, after = text.index(f"<!-- {name} -->"), text.index(f"<!-- end of {name} -->")
        text = f"{text[:before]}<!-- {name} -->\n{part}\n{text[after:]}"
    path.write_text(text, "utf-8")
    (docs / "images" / "performance.svg").write_text(chart(figures), "utf-8")
