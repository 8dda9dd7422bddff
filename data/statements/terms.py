"""Terms: the form in which search compares words. Words of one stem have one term, and so do `22`, `22x` and `22-fold`.

Stems come from the Snowball project: its English stemmer for words in Latin letters, its Russian one for Cyrillic.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

from snowballstemmer import stemmer

from .search import fold_text

# Numbers from 0 to 12 as statements write them out.
SMALL_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    # "One" is mostly a pronoun.
    if word != "one"
}
# What may be written together with a number, in the languages that `data/search/words.txt` covers.
TIMES_WORDS_PATTERN = r"x|fold|fach|fache|fachen|mal|fois|раз|раза|рази|разів|кратно|кратный"
NUMBER_PATTERN = re.compile(rf"([0-9]+(?:[.,][0-9]+)*)(?:{TIMES_WORDS_PATTERN})?")
THOUSANDS_PATTERN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
CYRILLIC_PATTERN = re.compile(r"[\u0400-\u04ff]")
# French articles that lean on the next word.
ELISION_PATTERN = re.compile(r"(?:l|d|s|n|c|j|m|t|qu)'(?=..)")
MAX_CACHED_STEMS = 100_000

# A stemmer holds the word that it works on.
_lock = threading.Lock()
_english, _russian = stemmer("english"), stemmer("russian")


@lru_cache(MAX_CACHED_STEMS)
def word_term(word: str) -> str:
    """The term of one folded word; '' for a single letter, which no search asks for."""
    plain = ELISION_PATTERN.sub("", word, count=1).strip("$€£+<=>^|~'`")
    if number := NUMBER_PATTERN.fullmatch(plain):
        return plain_number(number[1])
    if len(plain) < 2:
        return ""
    if plain in SMALL_NUMBERS:
        return SMALL_NUMBERS[plain]
    with _lock:
        return str((_russian if CYRILLIC_PATTERN.search(plain) else _english).stemWord(plain))


def plain_number(digits: str) -> str:
    """A number without commas between thousands, as English writes them: 90,000 is 90000, 13,5 is 13.5."""
    if THOUSANDS_PATTERN.fullmatch(digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")


def text_terms(text: str) -> list[str]:
    """The terms of a text, in its order."""
    return [term for word in fold_text(text).split() if (term := word_term(word))]
