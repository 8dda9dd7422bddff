"""The typefaces of the pages, as the CSS that names their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["FONTS", "PRELOADED", "stylesheet"]

FONTS = Path(__file__).parent / "fonts"
STYLE = Path(__file__).parent / "static" / "style.css"

# The family as the licence wants it for cut typefaces: not called 'Source'.
FACES = (
    ("Counterpoint Serif", "serif", "normal", "400 700"),
    ("Counterpoint Serif", "serif-italic", "italic", "400 600"),
    ("Counterpoint Sans", "sans", "normal", "400 700"),
)
RANGES = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212,"
    "U+2215,U+2248,U+2260,U+2264-2265,U+2713",
    "ext": "U+100-130,U+132-151,U+154-24F,U+259,U+300-36F,U+370-3FF,U+400-52F,U+1E00-1EFF,U+20A0-20AB,"
    "U+20AD-20BF,U+2116",
}
# What every page shows above all else.
PRELOADED = ("serif-latin.woff2", "sans-latin.woff2")


def stylesheet(folder: str, preloaded: Sequence[str] = ()) -> str:
    """The style of the pages, for a document to which the typefaces lie in `folder` and
    that has the browser load the files `preloaded` ahead. One of these that is late all the
    same is not shown on this page: most lines would break elsewhere while they are read."""
    faces = (
        f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weights};'
        f"font-display:{'optional' if file in preloaded else 'swap'};"
        f'src:url("{folder}/{file}") format("woff2");unicode-range:{letters}}}\n'
        for family, name, style, weights in FACES
        for part, letters in RANGES.items()
        for file in (f"{name}-{part}.woff2",)
    )
    return "".join(faces) + STYLE.read_text("utf-8")
