"""Numbers in a reader's text: `22 times`, `22x`, `22-mal`, `vingt-deux fois`, `в 22 раза`, `$1.5 trillion`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from data.statements.search import fold_text
from data.statements.terms import TIMES_WORDS_PATTERN, plain_number

from .thesaurus import PhrasePattern, text_lines

# No number of a reader has more than 15 digits in a row.
NUMBER_PATTERN = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,15}){0,6}")
THREE_DIGITS_PATTERN = re.compile(r"[0-9]{3}")
# A point before three digits parts thousands in German, and decimals in English.
AMBIGUOUS_NUMBER_PATTERN = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
# 90k, 1.5tn.
SCALED_NUMBER_PATTERN = re.compile(r"([0-9]+(?:[.,][0-9]+)?)(k|m|mn|mln|b|bn|tn|trn)")
SCALE_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "trn": 1e12}
TIMES_SUFFIX_PATTERN = re.compile(rf"(.+?)(?:{TIMES_WORDS_PATTERN})")
GERMAN_NUMBER_WORD_PATTERN = re.compile(r"(.+)und(.+)")
PER_WORDS = {"per", "pour"}


@dataclass(frozen=True)
class Number:
    """A number of a reader's text. `values` has more than one where it can be read in more than one way; `unit` is
    `times`, `percent` or ''. `length` counts its words, `terms` are the numbers as texts have them."""

    values: tuple[float, ...]
    unit: str
    terms: tuple[str, ...]
    length: int


@dataclass(frozen=True)
class NumberWords:
    """The lines of `numbers.txt`: words of numbers below a thousand, of powers of a thousand, and of units."""

    values: dict[str, int]
    patterns: tuple[tuple[PhrasePattern, str], ...]

    def kind(self, word: str) -> str:
        """The line that a word beside a number stands in: `x1000`, `times`, `percent`, ...; '' if in none."""
        return next((line for pattern, line in self.patterns if pattern.matches(word)), "")


@cache
def number_words() -> NumberWords:
    """The words of numbers that the program knows."""
    values: dict[str, int] = {}
    patterns = []
    for line in text_lines("numbers.txt"):
        name, _, words = line.partition(":")
        for word in words.split(","):
            folded = fold_text(word.strip().strip("*"))
            if name.isdigit():
                values |= {each: int(name) for each in (folded, folded.replace(" ", ""))}
            else:
                patterns.append((PhrasePattern(folded, word.endswith("*"), any_start=False), name))
    return NumberWords(values, tuple(patterns))


def read_number(words: Sequence[str]) -> Number | None:
    """The number with which folded words begin, with its scale and unit; None if they begin with none."""
    if scaled := SCALED_NUMBER_PATTERN.fullmatch(words[0].strip("$€£")):
        value = float(plain_number(scaled[1])) * SCALE_SUFFIXES[scaled[2]]
        return Number((value,), "", (f"{value:.0f}",), 1)
    values, terms, length, unit = _leading(words)
    if not values:
        return None
    known = number_words()
    while length < len(words) and (scale := known.kind(words[length])).startswith("x"):
        values = tuple(value * int(scale[1:]) for value in values)
        length += 1
    if length + 1 < len(words) and words[length] in PER_WORDS and words[length + 1] == "cent":
        return Number(values, "percent", terms, length + 2)
    if not unit and length < len(words) and (named := known.kind(words[length])) in ("times", "percent"):
        unit, length = named, length + 1
    return Number(values, unit, terms, length)


def _leading(words: Sequence[str]) -> tuple[tuple[float, ...], tuple[str, ...], int, str]:
    """Values, terms, number of words and unit of the digits or the number word at the beginning."""
    word, unit = words[0].strip("$€£<>=+^|~'"), ""
    joined = TIMES_SUFFIX_PATTERN.fullmatch(word)
    if joined and (NUMBER_PATTERN.fullmatch(joined[1]) or _spelled(joined[1]) is not None):
        word, unit = joined[1], "times"
    if NUMBER_PATTERN.fullmatch(word):
        length = 1
        if len(word) <= 3 and word.isdigit():
            # 300 000, unless a year stands before: only groups of three digits belong together.
            while length < len(words) and THREE_DIGITS_PATTERN.fullmatch(words[length]):
                word, length = word + words[length], length + 1
        readings = [plain_number(word)]
        if AMBIGUOUS_NUMBER_PATTERN.fullmatch(word):
            readings.append(word.replace(".", ""))
        usable = tuple(dict.fromkeys(reading for reading in readings if reading.count(".") <= 1))
        return tuple(map(float, usable)), usable, length, unit
    total = _spelled(word)
    if total is None:
        return (), (), 0, ""
    length = 1
    while not unit and length < len(words):
        more = _spelled(words[length])
        # Twenty-two, two hundred, vingt et un.
        if more is None or not (more == 100 > total or (0 < more < 100 and total % 10 == 0 and total >= 20)):
            break
        total = total * more if more == 100 else total + more
        length += 1
    return (float(total),), (str(total),), length, unit


def _spelled(word: str) -> int | None:
    """The number that a word spells, such as `zweiundzwanzig`; None if it spells none."""
    values = number_words().values
    if word in values:
        return values[word]
    german = GERMAN_NUMBER_WORD_PATTERN.fullmatch(word)
    if german and german[1] in values and german[2] in values:
        return values[german[1]] + values[german[2]]
    return None
