"""The letters that the typefaces of pictures have: a letter without a glyph would be drawn as a crossed box."""

from __future__ import annotations

from functools import cache, lru_cache
from unicodedata import category, normalize

from PIL import ImageFont

from components.theme.stylesheet import FONT_FOLDER

# No typeface has a glyph for the last character of Unicode.
CHARACTER_WITHOUT_GLYPH = "\U0010ffff"
MAX_LETTERS = 8_192


def drawable_text(text: str, face: str) -> str:
    """A text as a face of pictures, `serif` or `sans`, can draw it: an ellipsis stands for words with letters that it
    lacks, other signs that it lacks are left out. Empty if no word is left."""
    words: list[str] = []
    for word in normalize("NFC", text).split():
        # Marks that change the direction of writing, or join letters, have no glyph of their own.
        signs = [sign for sign in word if category(sign)[0] != "C"]
        lacking = {sign for sign in signs if not _has_glyph(face, sign)}
        if any(category(sign)[0] in "LN" for sign in lacking):
            words += ["…"] if words[-1:] != ["…"] else []
        elif shown := "".join(sign for sign in signs if sign not in lacking):
            words.append(shown)
    return " ".join(words) if any(sign.isalnum() for word in words for sign in word) else ""


@lru_cache(maxsize=MAX_LETTERS)
def _has_glyph(face: str, letter: str) -> bool:
    return _picture_of(face, letter) != _missing_glyph(face)


@cache
def _missing_glyph(face: str) -> tuple[tuple[int, int], bytes]:
    return _picture_of(face, CHARACTER_WITHOUT_GLYPH)


def _picture_of(face: str, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(face).getmask(letter)
    return mask.size, bytes(mask)


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / "pictures" / f"{face}.woff2", 24, layout_engine=ImageFont.Layout.BASIC)
