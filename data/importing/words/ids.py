"""Ids from names: `Bürgergeld` becomes `buergergeld`, at every import the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from data.validation.columns import ID_PATTERN

MAX_ID_LENGTH = 60
# Letters that do not fall apart into a plain letter and an accent, or that are written otherwise.
LATIN_SPELLINGS = str.maketrans(
    {
        **{"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe", "ð": "d", "þ": "th"},
        **{
            "ł": "l",
            "đ": "d",
            "ı": "i",
            "&": " and ",
            "+": " plus ",
            "%": " percent ",
            "€": " euro ",
            "²": "2",
            "³": "3",
        },
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdezijklmnoprstufye", strict=True)),
        **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"},
        **{"ё": "e", "і": "i", "ї": "i", "є": "e", "ґ": "g"},
        **dict(zip("αβγδεζηικλμνξοπρσςτυω", "abgdeziiklmnxoprsstyo", strict=True)),
        **{"θ": "th", "φ": "f", "χ": "ch", "ψ": "ps"},
    }
)


def id_from_name(name: str, prefix: str = "x", length: int = MAX_ID_LENGTH) -> str:
    """An id that says what a name says: lower case, hyphens between words, at most `length` characters, cut between
    two words. A name in a script that is not spelt here becomes `prefix` and a hash of it."""
    text = unicodedata.normalize("NFC", name).casefold().translate(LATIN_SPELLINGS)
    text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    words = re.sub(r"[^a-z0-9]+", "-", text.translate(LATIN_SPELLINGS)).strip("-")
    letters = sum(mark.isalnum() for mark in name)
    # With most letters lost, the rest says nothing.
    if not words or (len(words) * 2 < letters and not name.isascii() and len(words) < length):
        return f"{prefix}-{_hash(name, 8)}"
    if len(words) > length:
        words = words[:length].rpartition("-")[0] or words[:length]
    return words


def ids_for_names(names: Mapping[str, str], prefix: str, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """An id for each key of `names`, made from the name beside it. `known` are ids that keys have already. Where two
    names give the same id, all but the first key in alphabetical order end in a hash, so that the order of rows does
    not matter."""
    ids = {key: known[key] for key in names if known and key in known}
    taken = set((known or {}).values())
    for key in sorted({*names} - {*ids}):
        own = id_from_name(names[key], prefix)
        if own in taken:
            own = f"{own}-{_hash(key, 4)}"
        while own in taken:
            own = f"{own}-{_hash(own, 4)}"
        taken.add(own)
        ids[key] = own
    return ids


def is_id(text: str) -> bool:
    """True if a text may be an id as it is."""
    return re.fullmatch(ID_PATTERN, text) is not None


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
