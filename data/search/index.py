"""The inverted index of the records of a dataset: built once for each version, held as long as the dataset is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from data.model.dataset import Dataset
from data.model.engine import Engine
from data.statements.postings import common_words
from data.statements.search import fold_text
from data.statements.terms import word_term

from .numbers import Number
from .query import QueryPart
from .records import RECORD_KINDS, IndexedRecord, indexed_records

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]

# How much a figure counts whose number rounds to that of the reader, and one whose range holds it.
ROUNDED_NUMBER_WEIGHT, NUMBER_IN_RANGE_WEIGHT = 0.8, 0.6


@dataclass
class RecordIndex:
    """The records of a dataset in one order. `postings` has for each term the places of the records that have it,
    and its weight in each; `words` are those of the records and of the statements, for near matches; `place_of`
    has the place of each issue and speaker, by kind and id."""

    records: list[IndexedRecord]
    postings: dict[str, tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Vector]]
    words: list[str]
    places: dict[str, slice] = field(default_factory=dict)
    place_of: dict[tuple[str, str], int] = field(default_factory=dict)
    low: Vector = field(default_factory=lambda: np.zeros(0))
    high: Vector = field(default_factory=lambda: np.zeros(0))

    def count(self, term: str) -> int:
        """In how many records a term occurs."""
        found = self.postings.get(term)
        return len(found[0]) if found else 0

    def weights(self, part: QueryPart) -> Vector:
        """For each record how well it has a part of the reader's text, from 0 to 1."""
        best = np.zeros(len(self.records))
        for term, weight in part.terms:
            if found := self.postings.get(term):
                places, weights = found
                best[places] = np.maximum(best[places], weights * weight * part.factor)
        if part.number:
            figures = self.places["figure"]
            stated = self._figures_with(part.number)
            # Without a unit it may be a year or stand in the definition.
            best[figures] = stated if part.number.unit else np.maximum(best[figures], stated)
        return best

    def _figures_with(self, number: Number) -> Vector:
        low, high = self.low, self.high
        best = np.zeros(len(low))
        for value, term in zip(number.values, number.terms, strict=True):
            exact = (low == value) | (high == value)
            digits = len(term.replace(".", "").strip("0")) or 1
            half = 0.5 * 10 ** (np.floor(np.log10(value)) - digits + 1) if value > 0 else 0.0
            rounds = (np.abs(low - value) <= half) | (np.abs(high - value) <= half)
            close = rounds & (np.abs(low - value) <= 0.05 * value) if digits > 1 else np.zeros(len(low), dtype=bool)
            inside = (low < value) & (value < high)
            best = np.maximum.reduce(
                [best, exact * 1.0, close * ROUNDED_NUMBER_WEIGHT, inside * NUMBER_IN_RANGE_WEIGHT]
            )
        if number.unit:
            kinds = [record.unit for record in self.records[self.places["figure"]]]
            fits = [unit == number.unit or unit.startswith(f"{number.unit}-") for unit in kinds]
            best = best * np.array(fits, dtype=float)
        return best


# By engine: a dataset whose parties have other colours has the same.
_indexes: WeakKeyDictionary[Engine, RecordIndex] = WeakKeyDictionary()
_lock = threading.Lock()


def record_index(dataset: Dataset) -> RecordIndex:
    """The index of a dataset, built when it is first asked for."""
    with _lock:
        index = _indexes.get(dataset.engine)
        if index is None:
            index = _indexes[dataset.engine] = _build(dataset)
        return index


def _build(dataset: Dataset) -> RecordIndex:
    ordered = sorted(indexed_records(dataset), key=lambda record: RECORD_KINDS.index(record.kind))
    weights: dict[str, dict[int, float]] = {}
    words: dict[str, None] = {}
    for place, record in enumerate(ordered):
        for text, weight in record.fields:
            for word in fold_text(text).split():
                term = word_term(word)
                if not term:
                    continue
                words.setdefault(word)
                own = weights.setdefault(term, {})
                own[place] = max(weight, own.get(place, 0.0))
    postings = {
        term: (np.fromiter(own, np.int64, len(own)), np.fromiter(own.values(), np.float64, len(own)))
        for term, own in weights.items()
    }
    places = _places([record.kind for record in ordered])
    figures = ordered[places["figure"]]
    return RecordIndex(
        ordered,
        postings,
        list(dict.fromkeys([*words, *common_words(dataset)])),
        places,
        {
            (record.kind, record.id): place
            for place, record in enumerate(ordered)
            if record.kind in ("issue", "speaker")
        },
        np.array([record.low for record in figures], dtype=float),
        np.array([record.high for record in figures], dtype=float),
    )


def _places(kinds: Sequence[str]) -> dict[str, slice]:
    """The places of the records of each kind."""
    places, start = {}, 0
    for kind in RECORD_KINDS:
        count = kinds.count(kind)
        places[kind] = slice(start, start + count)
        start += count
    return places
