"""The values of the look: colours in pairs for the light and the dark theme, typefaces, sizes of text, spacing.

Each pair of text and ground has a contrast of 4.5:1 or more (WCAG 2.2, AA).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.model.dataset import PALETTE


class ColourPair(NamedTuple):
    """A colour in the light and in the dark theme."""

    light: str
    dark: str


# In CSS `var(--name)`; in Python `COLOURS["name"]`, or `LIGHT_COLOURS["name"]` for the light theme alone.
COLOURS: Mapping[str, ColourPair] = {
    # Grounds.
    "paper": ColourPair("#fdfcf9", "#15181c"),
    "panel": ColourPair("#f5f2ea", "#1c2126"),
    "card": ColourPair("#ffffff", "#1b2025"),
    "notice": ColourPair("#fff4d6", "#3a3113"),
    "target": ColourPair("#fbf3dd", "#26241b"),
    "match": ColourPair("#ffe9a8", "#4a3d10"),
    # Text and lines.
    "ink": ColourPair("#1f2328", "#e8e6e1"),
    "soft": ColourPair("#565d66", "#a9b0b8"),
    "rule": ColourPair("#d9d4c7", "#353c44"),
    "faint": ColourPair("#bdb7a8", "#525b65"),
    "link": ColourPair("#1d4e6b", "#9ccbe6"),
    "strong": ColourPair("#1d4e6b", "#8fc1de"),
    "field-border": ColourPair("#8a8577", "#6b747e"),
    "notice-border": ColourPair("#c9c2b2", "#4a4436"),
    "page-number": ColourPair("#444444", "#444444"),
    "frame": ColourPair("#ccc", "#ccc"),
    # Stances: marks, and the cells of the matrix with the text in them.
    "agree": ColourPair("#0a6868", "#4fc0b8"),
    "partly-agree": ColourPair("#4f9e97", "#3a8f89"),
    "neutral": ColourPair("#7b7f86", "#9aa1a9"),
    "partly-disagree": ColourPair("#c67f35", "#b87a3c"),
    "disagree": ColourPair("#94430c", "#ef9d57"),
    "on-agree": ColourPair("#ffffff", "#10201f"),
    "cell-partly-agree": ColourPair("#cbe6e2", "#1d4a47"),
    "on-partly-agree": ColourPair("#0b4644", "#d5f2ee"),
    "cell-neutral": ColourPair("#e2e2e0", "#3a4046"),
    "on-neutral": ColourPair("#3a3f45", "#e4e6e8"),
    "cell-partly-disagree": ColourPair("#f6dfc4", "#57391a"),
    "on-partly-disagree": ColourPair("#6a3508", "#fbe3c8"),
    "on-disagree": ColourPair("#ffffff", "#2b1503"),
}
LIGHT_COLOURS: Mapping[str, str] = {name: colour.light for name, colour in COLOURS.items()}
# The colour of each stance's mark in the light theme, by the stance's id.
STANCE_COLOURS: Mapping[str, str] = {
    **{stance: LIGHT_COLOURS[stance] for stance in ("agree", "partly-agree", "neutral", "partly-disagree", "disagree")},
    "no-stand": LIGHT_COLOURS["soft"],
}
# An area below a line, in both themes.
CHART_SHADE = "rgba(127,127,127,0.25)"
# Parties without a colour of their own have one of these; so have the traces of a chart that names none.
PARTY_COLOURS: Sequence[str] = PALETTE

# Typefaces, as CSS lists them; in CSS `var(--sans)`.
FONTS: Mapping[str, str] = {
    "serif": '"Counterpoint Serif", Georgia, "Noto Serif", serif',
    "sans": '"Counterpoint Sans", "Noto Sans", system-ui, sans-serif',
}

TEXT_SIZES_REM: Mapping[str, float] = {
    "tag": 0.75,
    "hint": 0.8125,
    "small": 0.875,
    "control": 0.9375,
    "body": 1,
    "lede": 1.0625,
    "title": 1.125,
    "heading": 1.2,
    "section": 1.35,
    "number": 1.5,
    "large-number": 1.7,
}
SPACE_REM = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6, 2, 2.5)
# Sizes of text and spacing by the name that `style.css` writes: `var(--text-small)`, and `var(--space-1)` to
# `var(--space-14)` for margins, paddings and gaps.
SIZE_TOKENS: Mapping[str, str] = {
    **{f"text-{name}": f"{rem:g}rem" for name, rem in TEXT_SIZES_REM.items()},
    **{f"space-{number}": f"{rem:g}rem" for number, rem in enumerate(SPACE_REM, start=1)},
}
# The sizes of text in charts, in pixels.
CHART_FONT_SIZES: Mapping[str, int] = {"text": 14, "axis": 13, "name": 12, "event": 11}


def dark_colour(colour: str) -> str:
    """A party's colour (`#rrggbb`) in charts of the dark theme: nearly half way to white."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * 0.45):02x}" for channel in channels)


def dark_colours(party_colours: Sequence[str] = ()) -> dict[str, str]:
    """The dark colour for each light one that a chart may have, and for those of its parties."""
    names = ("ink", "soft", "rule", "faint", "paper", "target", "strong", *STANCE_COLOURS)
    pairs = {COLOURS[name].light: COLOURS[name].dark for name in names if name in COLOURS}
    return pairs | {colour: dark_colour(colour) for colour in (*PARTY_COLOURS, *party_colours)}
