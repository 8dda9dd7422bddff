"""The stylesheet of the pages: typefaces, colours as custom properties, and `style.css`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from .tokens import COLOURS, FONTS, SIZE_TOKENS

FONT_FOLDER = Path(__file__).parent.parent / "fonts"
STYLE_FILE = Path(__file__).parent / "style.css"

# The family as the licence wants it for cut typefaces: not called 'Source'.
FONT_FACES = (
    ("Counterpoint Serif", "serif", "normal", "400 700"),
    ("Counterpoint Serif", "serif-italic", "italic", "400 600"),
    ("Counterpoint Sans", "sans", "normal", "400 700"),
)
UNICODE_RANGES = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212,"
    "U+2215,U+2248,U+2260,U+2264-2265,U+2713",
    "cyrillic": "U+400-52F,U+2116",
    "extended": "U+100-130,U+132-151,U+154-24F,U+259,U+20A0-20AB,U+20AD-20BF",
    "greek": "U+300-36F,U+370-3FF,U+1E00-1EFF",
}
# Every page shows these above all else.
PRELOADED_FONTS = ("serif-latin.woff2", "sans-latin.woff2")


@cache
def stylesheet(folder: str, preloaded: tuple[str, ...] = ()) -> str:
    """Return the CSS of a document that finds the typefaces in `folder` and preloads the files `preloaded`.

    KeyError if `style.css` names a size that `tokens.py` does not have.
    """
    return f"{font_faces(folder, preloaded)}{_custom_properties()}{_with_sizes(STYLE_FILE.read_text('utf-8'))}"


def font_faces(folder: str, preloaded: Sequence[str] = ()) -> str:
    """Return the rules of the typefaces alone.

    A preloaded typeface that is late is left out on this page: most lines would break elsewhere while they are read.
    """
    return "".join(
        f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weights};'
        f"font-display:{'optional' if file in preloaded else 'swap'};"
        f'src:url("{folder}/{file}") format("woff2");unicode-range:{letters}}}\n'
        for family, name, style, weights in FONT_FACES
        for part, letters in UNICODE_RANGES.items()
        for file in (f"{name}-{part}.woff2",)
    )


def _custom_properties() -> str:
    """Return the rule that defines `--paper` and the other colours, `--serif` and `--sans`."""
    families = (f"--{name}:{families}" for name, families in FONTS.items())
    light = (f"--{name}:{colour.light}" for name, colour in COLOURS.items())
    dark = (f"--{name}:{colour.dark}" for name, colour in COLOURS.items() if colour.dark != colour.light)
    both = (f"--{name}:light-dark({colour.light},{colour.dark})" for name, colour in COLOURS.items())
    # A browser without `light-dark()` would have no colour at all: a custom property with it is empty there.
    return (
        f":root{{{';'.join((*families, *light))}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}\n"
        f"@supports (color:light-dark(#000,#fff)){{:root{{{';'.join(both)}}}}}\n"
    )


def _with_sizes(css: str) -> str:
    """Return the CSS with values for sizes: their names would make each document 2 kB longer."""
    return re.sub(r"var\(--((?:text|space)-[\w-]+)\)", lambda name: SIZE_TOKENS[name[1]], css)
