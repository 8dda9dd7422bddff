"""Words of one meaning: the files `words.txt` and `stopwords.txt`, and the terms that may stand for a reader's word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from data.statements.search import fold_text
from data.statements.terms import CYRILLIC_PATTERN, ELISION_PATTERN, word_term

THESAURUS_FOLDER = Path(__file__).parent
# How much a synonym counts in place of the word itself, and a translation.
SYNONYM_WEIGHT, TRANSLATION_WEIGHT = 0.75, 0.9
MAX_PHRASE_WORDS = 4

# The terms that may stand for one word of a reader, each with its weight of at most 1.
Terms = dict[str, float]


@dataclass(frozen=True)
class PhrasePattern:
    """A word of `words.txt`: `text` is folded, and the stars say where any letters may follow or precede."""

    text: str
    any_end: bool
    any_start: bool

    def matches(self, word: str) -> bool:
        """True if the pattern stands for this folded word."""
        if self.any_end and self.any_start:
            return self.text in word
        if self.any_end:
            return word.startswith(self.text)
        if self.any_start:
            return word.endswith(self.text)
        return word == self.text or word_term(word) == word_term(self.text)


@dataclass
class ThesaurusEntry:
    """A line of `words.txt`: a word of the reader, and the terms that search looks for. `targets` has one entry for
    each part: the terms that may stand for it."""

    targets: list[list[str]]
    is_phrase: bool


@dataclass
class Thesaurus:
    """All meanings, by the words that lead to them."""

    by_term: dict[str, list[ThesaurusEntry]] = field(default_factory=lambda: defaultdict(list))
    by_start: dict[str, list[ThesaurusEntry]] = field(default_factory=lambda: defaultdict(list))
    by_end: dict[str, list[ThesaurusEntry]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[tuple[tuple[PhrasePattern, ...], ThesaurusEntry]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def phrase(self, words: Sequence[str]) -> tuple[int, list[Terms]]:
        """The number of first words that form a phrase of the thesaurus, and the terms of each part that it stands
        for; 0 if none does. The longest phrase wins."""
        for length in range(min(MAX_PHRASE_WORDS, len(words)), 1, -1):
            for patterns, meaning in self.phrases[words[0][:1]]:
                if len(patterns) == length and all(map(PhrasePattern.matches, patterns, words)):
                    return length, [dict.fromkeys(terms, 1.0) for terms in meaning.targets]
        return 0, []

    def word(self, word: str) -> list[Terms]:
        """The parts that one folded word stands for, mostly one: the word's own term and those of its synonyms."""
        plain = ELISION_PATTERN.sub("", word, count=1)
        term = word_term(plain)
        meanings = self.by_term.get(term, [])
        factor = TRANSLATION_WEIGHT if CYRILLIC_PATTERN.search(word) else SYNONYM_WEIGHT
        if not meanings:
            factor, meanings = TRANSLATION_WEIGHT, self._by_letters(plain)
        parts = [_terms(targets, 1.0) for meaning in meanings if meaning.is_phrase for targets in meaning.targets]
        synonyms = [target for meaning in meanings if not meaning.is_phrase for target in meaning.targets[0]]
        if parts:
            parts[0].setdefault(term, 1.0)
            return parts
        return [_terms(synonyms, factor) | ({term: 1.0} if term else {})]

    def _by_letters(self, word: str) -> list[ThesaurusEntry]:
        """The meanings of the longest beginning or ending that the word has."""
        for length in range(len(word), 1, -1):
            if found := self.by_start.get(word[:length], []) or self.by_end.get(word[-length:], []):
                return found
        return []


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus of the program."""
    known = Thesaurus()
    for line in text_lines("words.txt"):
        written, equals, target = line.partition("=")
        entries = [_patterns(entry) for entry in written.split(",")]
        if equals:
            meaning = ThesaurusEntry([[word_term(word)] for word in fold_text(target).split()], is_phrase=True)
        else:
            plain = [entry[0].text for entry in entries if len(entry) == 1 and not entry[0].any_end]
            meaning = ThesaurusEntry([[term for word in plain if (term := word_term(word))]], is_phrase=False)
        for entry in filter(None, entries):
            _add(known, entry, meaning)
    return known


@cache
def stopwords() -> frozenset[str]:
    """Folded words that say nothing about a subject, in all languages."""
    return frozenset().union(*_stopwords_by_part())


@cache
def foreign_stopwords() -> frozenset[str]:
    """The stopwords of other languages that are no English words."""
    english, others = _stopwords_by_part()
    return others - english


def _stopwords_by_part() -> tuple[frozenset[str], frozenset[str]]:
    """The English words of `stopwords.txt`, and those of the other languages."""
    lines = text_lines("stopwords.txt")
    border = lines.index("other")
    english, others = (
        frozenset(word for line in part for word in fold_text(line).split())
        for part in (lines[:border], lines[border + 1 :])
    )
    return english, others


def text_lines(name: str) -> list[str]:
    """The lines of a file of this folder without blank ones and comments."""
    text = (THESAURUS_FOLDER / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _patterns(entry: str) -> tuple[PhrasePattern, ...]:
    words = [word for word in entry.replace("-", " ").split() if word]
    return tuple(
        PhrasePattern(fold_text(word.strip("*")), word.endswith("*"), word.startswith("*"))
        for word in words
        if word != "*"
    )


def _add(known: Thesaurus, entry: tuple[PhrasePattern, ...], meaning: ThesaurusEntry) -> None:
    first = entry[0]
    if len(entry) > 1:
        known.phrases[first.text[:1]].append((entry, meaning))
    elif first.any_end:
        known.by_start[first.text].append(meaning)
    elif first.any_start:
        known.by_end[first.text].append(meaning)
    else:
        known.by_term[word_term(first.text)].append(meaning)


def _terms(terms: Sequence[str], weight: float) -> Terms:
    return dict.fromkeys(terms, weight)
