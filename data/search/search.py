"""One search over statements, issues, figures, speakers, sources and events.

A reader's text has parts: words, phrases, numbers. `data.search.scoring` says how records are ranked, and when one
answers. Where a word occurs nowhere, words like it are tried; what only these find is listed apart, as close to what
the reader typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.model.dataset import Dataset
from data.statements.postings import term_counts

from .index import RecordIndex, record_index
from .query import QueryPart, is_foreign, parse_query, transliterate
from .results import SearchAnswer, SearchGroup
from .scoring import MIN_RECORD_COVERAGE, Scorer, least_coverage, term_occurrences
from .thesaurus import thesaurus

MAX_QUERY_LENGTH = 1_000
MAX_RESULTS = 50
# Shorter words are like too many others. Up to so many letters one may differ, in longer words two. Where two differ,
# or in the shortest words, the first letter has to be right.
MIN_CORRECTED_LETTERS, MAX_LETTERS_FOR_ONE_ERROR = 4, 6
MAX_CORRECTIONS = 3
# To look for words like one of these takes 5 ms.
MAX_CORRECTED_PARTS = 8


def search(dataset: Dataset, text: str, limit: int = 5) -> SearchAnswer:
    """The best results for a text, at most `limit` of a kind. The text is cut after `MAX_QUERY_LENGTH` characters."""
    parts = parse_query(text[:MAX_QUERY_LENGTH])
    if not parts:
        return SearchAnswer()
    index, limit = record_index(dataset), min(limit, MAX_RESULTS)
    occurrences = term_occurrences(dataset, index, parts)
    foreign = is_foreign(text, parts)
    groups = Scorer(dataset, index, parts, occurrences, foreign=foreign).groups(limit)
    # A long text with answers has words enough that are spelled right.
    corrections = {} if groups and len(parts) > MAX_CORRECTED_PARTS else _corrections(index, parts, occurrences)
    known = () if groups else _known_parts(dataset, index, parts)
    if not corrections:
        return SearchAnswer(groups, known=known)
    corrected = tuple(_corrected(part, corrections.get(part.typed, ())) for part in parts)
    counts = term_occurrences(dataset, index, corrected)
    close = Scorer(dataset, index, corrected, counts, foreign=foreign).groups(limit)
    return SearchAnswer(groups, tuple(_without(close, groups)), corrections, known)


def _corrections(
    index: RecordIndex, parts: Sequence[QueryPart], occurrences: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """For each part that occurs nowhere the words like it that do, the most alike."""
    near = {}
    for part in parts[:MAX_CORRECTED_PARTS]:
        spelled = transliterate(part.typed)
        if part.number or len(spelled) < MIN_CORRECTED_LETTERS or any(occurrences[term] for term, _ in part.terms):
            continue
        if words := _words_like(spelled, index.words):
            near[part.typed] = words
    return near


def _words_like(typed: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words most like a misspelt one."""
    most = 1 if len(typed) <= MAX_LETTERS_FOR_ONE_ERROR else 2
    any_first = len(typed) > MIN_CORRECTED_LETTERS
    found = process.extract(typed, words, scorer=OSA.distance, score_cutoff=most, limit=MAX_CORRECTIONS)
    return tuple(
        word
        for word, errors, _ in found
        if errors == found[0][1] and (word[0] == typed[0] or (any_first and errors == 1))
    )


def _known_parts(dataset: Dataset, index: RecordIndex, parts: Sequence[QueryPart]) -> tuple[str, ...]:
    """The parts that a record or a statement would answer by itself, as typed; none if the text is one part."""
    if len(parts) == 1:
        return ()
    in_statements = term_counts(dataset, sorted({term for part in parts for term, _ in part.terms}))
    known = (
        part.typed
        for part in parts
        if any(term in in_statements for term, _ in part.terms)
        or index.weights(part).max(initial=0.0) >= least_coverage(1, MIN_RECORD_COVERAGE)
    )
    return tuple(dict.fromkeys(known))


def _corrected(part: QueryPart, words: Sequence[str]) -> QueryPart:
    """The part as if the reader had typed one of these words; as it is if there are none."""
    terms = {term: weight for word in words for found in thesaurus().word(word) for term, weight in found.items()}
    return replace(part, terms=tuple(terms.items())) if terms else part


def _without(groups: Iterable[SearchGroup], answers: Iterable[SearchGroup]) -> Iterable[SearchGroup]:
    """The groups without the results that answer."""
    known = {(result.kind, result.id) for group in answers for result in group.results}
    for group in groups:
        if left := tuple(result for result in group.results if (result.kind, result.id) not in known):
            yield replace(group, total=group.total - len(group.results) + len(left), results=left)
