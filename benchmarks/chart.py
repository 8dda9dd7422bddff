"""The time of a filter change by the number of statements, as a picture for light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

__all__ = ["chart"]

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 48, 52
# Told apart without colours too, by the form of their marks and by the names at their ends.
COLOURS = {
    "Counterpoint": ("#1d4e6b", "#8fc1de"),
    "empty Streamlit": ("#6b6b6b", "#a8a8a8"),
    "naive Streamlit": ("#a3450f", "#f0a070"),
    "Datasette": ("#2f6b2f", "#8fce8f"),
    "Dash": ("#7a3b86", "#d6a0e0"),
}


def chart(lines: Mapping[str, Mapping[int, float]]) -> str:
    """The SVG of lines of milliseconds by number of statements, both axes logarithmic."""
    sizes = sorted({size for line in lines.values() for size in line})
    times = [took for line in lines.values() for took in line.values()]
    if not sizes:
        return "<svg xmlns='http://www.w3.org/2000/svg'/>\n"
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    first, last = math.log10(sizes[0]), max(math.log10(sizes[-1]), math.log10(sizes[0]) + 1)

    def across(size: float) -> float:
        return LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def down(took: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(took) - low) / max(1, high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [_head()]
    for power in range(low, high + 1):
        y = down(10**power)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_time(10**power)}</text>')
    for size in sizes:
        parts.append(f'<text x="{across(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 10}" text-anchor="middle">statements</text>')
    ends = _apart({tool: down(line[max(line)]) for tool, line in lines.items() if line})
    for tool, line in lines.items():
        if not line:
            continue
        points = [(across(size), down(took)) for size, took in sorted(line.items())]
        kind = tool.replace(" ", "-")
        parts.append(f'<path class="line {kind}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>')
        parts += [f'<circle class="mark {kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in points]
        name = f"{escape(tool)}, {_time(line[max(line)])}"
        parts.append(f'<text class="name {kind}" x="{points[-1][0] + 10:.1f}" y="{ends[tool] + 4:.1f}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _head() -> str:
    light: list[str] = []
    dark: list[str] = []
    for tool, (by_day, by_night) in COLOURS.items():
        for rules, colour in ((light, by_day), (dark, by_night)):
            name = tool.replace(" ", "-")
            rules.append(
                f".{name}{{stroke:{colour};fill:{colour}}}.line.{name}{{fill:none}}.name.{name}{{stroke:none}}"
            )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t">
<title id="t">Time of a filter change by number of statements, both axes logarithmic</title>
<style>
text{{font:13px sans-serif;fill:#1f2328}}.page{{fill:#fdfcf9}}.grid{{stroke:#d0ccc2;fill:none}}
.line{{stroke-width:2.2}}.line.empty-Streamlit{{stroke-dasharray:5 4}}.title{{font-size:15px;font-weight:600}}
{"".join(light)}
@media (prefers-color-scheme:dark){{text{{fill:#e8e6e1}}.page{{fill:#15181c}}.grid{{stroke:#3a4048}}
{"".join(dark)}}}
</style>
<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>
<text class="title" x="{LEFT}" y="26">Time of a filter change, server to last byte</text>"""


def _time(milliseconds: float) -> str:
    return f"{milliseconds / 1e3:,.3g} s" if milliseconds >= 1_000 else f"{milliseconds:.3g} ms"


def _apart(places: dict[str, float], least: float = 17) -> dict[str, float]:
    """The same places, moved down as far as names would stand on one another."""
    moved: dict[str, float] = {}
    before = -math.inf
    for name, place in sorted(places.items(), key=lambda each: each[1]):
        before = max(place, before + least)
        moved[name] = before
    return moved
