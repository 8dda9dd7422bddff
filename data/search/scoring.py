"""The ranking of search results, and the bounds of an answer.

Each part of a reader's text has a weight, `ln(1 + N / n)`: N is the number of records and statements, n in how many of
them the part occurs, as in BM25. A part that occurs nowhere has the greatest weight.

The score of a record is the sum of weight times match over the parts. A match is 1 where the name of the record has the
word, less in its longer texts, for a synonym or a translation, and for a number that only rounds to the reader's.

The coverage of a record is its score over the sum of all weights: how much of the text it has. Records of a kind answer
if the best of them has `least_coverage`; then those that have nearly as much answer too. An issue may also be found
through the best statements for the text: each votes for its issue.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data.model.dataset import Dataset
from data.statements.lists import row_mappings
from data.statements.postings import MIN_SCORE_RATIO, WantedTerm, candidate_rows_at, rank_statements, term_counts
from data.statements.terms import text_terms

from .index import RecordIndex, Vector
from .query import QueryPart
from .records import RECORD_KINDS
from .results import SearchGroup, SearchResult
from .thesaurus import SYNONYM_WEIGHT

# Statements from which the results are chosen: as many as may move up because of their issue.
MAX_CANDIDATES = 60
# How much more a statement counts whose summary, text or quote is nothing but what was looked for.
EXACT_MATCH_BONUS = 0.15
# Texts of fewer words count as if they had so many.
MIN_TEXT_WORDS = 6
# How much a part counts that occurs nowhere, in a text of another language: its translation may be missing.
UNKNOWN_FOREIGN_WEIGHT = 0.4
# How much of a long English sentence a statement has to have; of other sentences, and other records, more.
MIN_STATEMENT_COVERAGE, MIN_RECORD_COVERAGE = 0.25, 0.33
# How much a part counts that only the issue or the speaker of a statement has, such as "spokesman".
ISSUE_WORD_WEIGHT = 0.3
# The best statements vote. An issue with this share of the votes is an answer; votes count so much beside coverage.
MAX_VOTING_STATEMENTS, MIN_VOTES, VOTE_WEIGHT = 12, 0.34, 0.6
# The coverage from which a statement has most of a text.
MIN_COVERAGE_OF_TEXT = 0.6


def least_coverage(parts: int, least: float) -> float:
    """The share of a text with this number of parts that a record has to have: most of a short one, `least` of a long
    sentence, which says the same in other words."""
    return max(least, 0.64 - 0.045 * parts)


def term_occurrences(dataset: Dataset, index: RecordIndex, parts: Iterable[QueryPart]) -> dict[str, int]:
    """In how many records and statements each term of these parts occurs."""
    terms = sorted({term for part in parts for term, _ in part.terms})
    in_statements = term_counts(dataset, terms)
    return {term: index.count(term) + in_statements.get(term, 0) for term in terms}


class Scorer:
    """The scores of all records for the parts of one text; `foreign` says that it is in another language."""

    def __init__(
        self,
        dataset: Dataset,
        index: RecordIndex,
        parts: Sequence[QueryPart],
        occurrences: Mapping[str, int],
        *,
        foreign: bool,
    ) -> None:
        self._dataset, self._index, self._parts = dataset, index, parts
        self._terms = frozenset(term for part in parts for term, _ in part.terms)
        # One row for each part, one column for each record.
        self._matches = np.array([index.weights(part) for part in parts])
        self._weights = np.array(
            [self._part_weight(part, own, occurrences) for part, own in zip(parts, self._matches, strict=True)]
        )
        if foreign:
            self._weights *= [
                1.0 if own.any() or any(occurrences[term] for term, _ in part.terms) else UNKNOWN_FOREIGN_WEIGHT
                for part, own in zip(parts, self._matches, strict=True)
            ]
        self._whole = float(self._weights.sum())
        self._least = {kind: least_coverage(len(parts), MIN_RECORD_COVERAGE) for kind in RECORD_KINDS}
        if not foreign:
            self._least["statement"] = least_coverage(len(parts), MIN_STATEMENT_COVERAGE)

    def groups(self, limit: int) -> tuple[SearchGroup, ...]:
        """The answers by kind, at most `limit` of each; no group where nothing answers."""
        found = []
        for kind in RECORD_KINDS:
            group = self._statements if kind == "statement" else self._records(kind, limit)
            if group.results:
                found.append(SearchGroup(kind, group.total, group.results[:limit]))
        return tuple(found)

    def _part_weight(self, part: QueryPart, own: Vector, occurrences: Mapping[str, int]) -> float:
        figures = int((own[self._index.places["figure"]] > 0).sum()) if part.number else 0
        occurring = max([figures, *(occurrences[term] for term, weight in part.terms if weight >= SYNONYM_WEIGHT)])
        return math.log(1 + (len(self._index.records) + self._dataset.statement_count) / max(occurring, 1))

    def _records(self, kind: str, limit: int) -> SearchGroup:
        place = self._index.places[kind]
        scores = self._weights @ self._matches[:, place]
        coverage = scores / self._whole
        votes = self._votes if kind == "issue" else np.zeros(len(scores))
        ranks = coverage + VOTE_WEIGHT * votes
        best = coverage.max(initial=0.0)
        least = self._least[kind]
        least = min(least, MIN_SCORE_RATIO * best) if best >= least else least
        answers = np.flatnonzero((coverage >= least) | (votes >= MIN_VOTES))
        ordered = answers[np.argsort(-ranks[answers], kind="stable")]
        results = tuple(
            SearchResult(
                kind,
                self._index.records[place.start + number].id,
                float(scores[number]),
                float(coverage[number]),
                self._terms,
            )
            for number in ordered[:limit].tolist()
        )
        return SearchGroup(kind, len(ordered), results)

    @cached_property
    def _votes(self) -> Vector:
        """For each issue its share of the squared scores of the best statements. An issue that has no word of the text
        itself gets votes only if one of these statements has most of it."""
        issues = self._index.places["issue"]
        votes: Vector = np.zeros(issues.stop - issues.start)
        voting = self._statements.results[:MAX_VOTING_STATEMENTS]
        for result in voting:
            votes[self._index.place_of["issue", result.issue] - issues.start] += result.score**2
        shares = votes / max(float(votes.sum()), 1e-9)
        if any(result.coverage >= MIN_COVERAGE_OF_TEXT for result in voting):
            return shares
        return np.where(self._matches[:, issues].any(axis=0), shares, 0.0)

    def _density(self, row: Mapping[str, Any]) -> float:
        """The share of the words that were looked for, in summary, text or quote of a statement, whichever has more
        of them."""
        shares = [0.0]
        for text in (row["summary"], row["text"], row["quote"]):
            terms = text_terms(text)
            shares.append(sum(term in self._terms for term in terms) / max(len(terms), MIN_TEXT_WORDS))
        return max(shares)

    def _context_score(self, row: Mapping[str, Any], own: Sequence[int]) -> float:
        """The score of a statement for the parts that only its issue or its speaker has; it has `own` itself."""
        place_of = self._index.place_of
        places = [place_of[key] for key in (("issue", row["issue"]), ("speaker", row["speaker"])) if key in place_of]
        scores = self._weights * self._matches[:, places].max(axis=1, initial=0.0)
        scores[list(own)] = 0
        return ISSUE_WORD_WEIGHT * float(scores.sum())

    @cached_property
    def _statements(self) -> SearchGroup:
        wanted = [
            WantedTerm(term, number, float(self._weights[number]) * weight * part.factor)
            for number, part in enumerate(self._parts)
            for term, weight in part.terms
        ]
        ranked = rank_statements(
            self._dataset, wanted, self._weights.tolist(), self._least["statement"], MAX_CANDIDATES
        )
        found = candidate_rows_at(self._dataset, ranked.positions) if ranked.positions else pd.DataFrame()
        rows = {row["position"]: row for row in row_mappings(found)}
        results = []
        for position, score, own in zip(ranked.positions, ranked.scores, ranked.parts, strict=True):
            row = rows[position]
            dense = EXACT_MATCH_BONUS * ranked.whole * self._density(row)
            total, coverage = score + self._context_score(row, own) + dense, score / ranked.whole
            results.append(SearchResult("statement", row["id"], total, coverage, self._terms, row["issue"], position))
        results.sort(key=lambda result: -result.score)
        return SearchGroup("statement", ranked.total, tuple(results))
