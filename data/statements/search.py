"""Search: folds texts so that they can be compared, and takes a reader's text apart into terms."""

from __future__ import annotations

import re
import string
import unicodedata

# Letters whose bar or stroke Unicode does not take apart.
BASE_LETTERS = {"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
APOSTROPHES = "'`’‘‚‛ʼʹ′´ꞌ"
QUOTATION_MARKS = '"“”„‟«»‹›″〝〞〟'
# Dashes that Unicode counts as symbols, and ASCII's punctuation but for the marks that may be part of a word.
SEPARATING_CHARACTERS = "−˗" + "".join(set(string.punctuation) - set("'`\".,$+<=>^|~"))
# Characters that join or select others and show nothing themselves, though Unicode calls them marks.
INVISIBLE_CHARACTERS = {0x034F, 0x180B, 0x180C, 0x180D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# A point or comma before a digit belongs to a number: 22.5, 1,000.
SEPARATING_POINT_PATTERN = re.compile(r"[.,](?![0-9])")
PHRASE_PATTERN = re.compile(r'"([^"]*)"|([^"]+)')


class _Translation(dict[int, "str | int | None"]):
    """A table for `str.translate`: white space and punctuation become a blank; combining marks and invisible characters
    go."""

    def __missing__(self, code: int) -> str | int | None:
        letter = chr(code)
        kind = unicodedata.category(letter)
        if unicodedata.combining(letter) or kind == "Cf" or code in INVISIBLE_CHARACTERS:
            self[code] = None
        else:
            self[code] = " " if kind[0] in "PZ" or letter.isspace() else code
        return self[code]


CHARACTER_TRANSLATION = _Translation(
    {ord(mark): "'" for mark in APOSTROPHES}
    | {ord(mark): '"' for mark in QUOTATION_MARKS}
    | {ord(mark): " " for mark in SEPARATING_CHARACTERS}
    | {ord(mark): mark for mark in ".,"}
    | {ord(letter): plain for letter, plain in BASE_LETTERS.items()}
)


def fold_text(text: str) -> str:
    """A text as search compares it: without case, accents and other marks above or below letters; with one blank in
    place of white space and punctuation, but for marks within a number or a word. 'Geoana' finds 'Geoană', and "NATO's"
    finds 'NATO’s'."""
    return _separated(_folded(text).replace('"', " "))


def search_terms(text: str) -> tuple[str, ...]:
    """The terms of a reader's text, all of which a statement must contain: its words, and each quoted phrase as one
    term. A quotation mark without its partner is ignored."""
    terms: list[str] = []
    for phrase, words in PHRASE_PATTERN.findall(_folded(text)):
        terms += [_separated(phrase)] if phrase else _separated(words).split(" ")
    return tuple(dict.fromkeys(filter(None, terms)))


def _folded(text: str) -> str:
    if not text.isascii():
        # Case is folded again afterwards: some compatibility forms decompose into capitals (№, ™, ℌ).
        text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return text.lower().translate(CHARACTER_TRANSLATION)


def _separated(text: str) -> str:
    spaced = f" {SEPARATING_POINT_PATTERN.sub(' ', text)}"
    words = spaced.split()
    if "'" in spaced or " ." in spaced or " ," in spaced:
        # Only where needed: a dataset may have a million texts.
        words = [inner for word in words if (inner := word.strip("'.,"))]
    return " ".join(words)
