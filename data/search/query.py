"""A reader's text as parts that search looks for: words with their synonyms, phrases, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.statements.search import fold_text
from data.statements.terms import CYRILLIC_PATTERN, word_term

from .numbers import Number, read_number
from .thesaurus import TRANSLATION_WEIGHT, Terms, foreign_stopwords, stopwords, thesaurus

# More parts than the longest sentence has.
MAX_PARTS = 60
# How much a number of times counts where a text has the number: it may be one of anything.
OTHER_UNIT_WEIGHT = 0.4
# Words of the longest phrase or number.
MAX_PHRASE_WORDS = 6
# In capitals it is a country, else a pronoun.
UNITED_STATES_PATTERN = re.compile(r"\bUS\b|\bU\.S\.")
TRANSLITERATION = {
    **dict(zip("абвгдезиклмнопрстуфы", "abvgdeziklmnoprstufy", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "э": "e", "ю": "yu", "я": "ya"},
    **{"і": "i", "є": "e", "ґ": "g", "ь": "", "ъ": "", "ё": "e", "й": "i", "'": ""},
}


@dataclass(frozen=True)
class QueryPart:
    """One part of a reader's text: as typed, the terms that may stand for it with their weights, and its number."""

    typed: str
    terms: tuple[tuple[str, float], ...]
    number: Number | None = None

    @property
    def is_translated(self) -> bool:
        """True if the part was typed in another language than English."""
        return any(weight == TRANSLATION_WEIGHT for _, weight in self.terms)

    @property
    def factor(self) -> float:
        """The weight of the terms in texts, where the unit of a number is not compared."""
        return OTHER_UNIT_WEIGHT if self.number and self.number.unit == "times" else 1.0


def is_foreign(text: str, parts: Sequence[QueryPart]) -> bool:
    """True if a text seems to be in another language than English."""
    translated = sum(part.is_translated for part in parts)
    words = fold_text(text).split()
    return (
        translated > 1
        or any(CYRILLIC_PATTERN.search(word) for word in words)
        or (translated == 1 and not foreign_stopwords().isdisjoint(words))
    )


def parse_query(text: str) -> tuple[QueryPart, ...]:
    """The parts of a reader's text, each once. Words that say nothing are left out, unless there are no others."""
    words = fold_text(UNITED_STATES_PATTERN.sub("USA", text).replace("%", " percent ")).split()
    return _parts(words, stopwords()) or _parts(words, frozenset())


def _parts(words: list[str], left_out: frozenset[str]) -> tuple[QueryPart, ...]:
    parts: dict[tuple[str, ...], QueryPart] = {}
    at = 0
    while at < len(words) and len(parts) < MAX_PARTS:
        length, found = _parts_at(words[at : at + MAX_PHRASE_WORDS], left_out)
        for part in found:
            parts.setdefault(tuple(sorted(term for term, _ in part.terms)), part)
        at += length
    return tuple(parts.values())


def _parts_at(ahead: list[str], left_out: frozenset[str]) -> tuple[int, list[QueryPart]]:
    """The next parts, and the number of words ahead that they take."""
    length, meanings = thesaurus().phrase(ahead)
    if length:
        typed = " ".join(ahead[:length])
        return length, [QueryPart(typed, tuple(terms.items())) for terms in meanings]
    number = read_number(ahead) if ahead[0] not in left_out or ahead[0].isdigit() else None
    if number and (number.values != (1.0,) or ahead[0][0].isdigit()):
        terms = tuple((term, 1.0) for term in number.terms)
        return number.length, [QueryPart(" ".join(ahead[: number.length]), terms, number)]
    if ahead[0] in left_out:
        return 1, []
    found = [_with_latin(ahead[0], terms) for terms in thesaurus().word(ahead[0])]
    return 1, [QueryPart(ahead[0], tuple(terms.items())) for terms in found if terms]


def _with_latin(word: str, terms: Terms) -> Terms:
    """The terms of a word, for a Cyrillic one also those of its letters in Latin: the dataset writes names so."""
    if not CYRILLIC_PATTERN.search(word):
        return terms
    spelled = {transliterate(word), transliterate(word_term(word))}
    return terms | {word_term(each): TRANSLATION_WEIGHT for each in spelled if len(each) > 3}


def transliterate(word: str) -> str:
    """A folded Cyrillic word in Latin letters, as English newspapers write names."""
    return "".join(TRANSLITERATION.get(letter, letter) for letter in word)
