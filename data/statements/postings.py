"""The inverted index of the statements: which statement has which term, and the ranking by it.

`write_postings` adds two tables to the database of the statements:

- `words`: each `word` of the folded texts with the `id` of its term (`data.statements.terms`), the `term`, and
  `statements`, in how many the term occurs
- `postings`: the `position` of each statement that has the term `id`, with its `weight` there in percent; sorted by
  term, so that a search reads only the blocks of its own terms

An engine on another machine has no such tables. There the ranking reads all texts, and a term occurs wherever a word
contains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from .lists import CARD_COLUMNS_SQL
from .terms import word_term

if TYPE_CHECKING:
    from data.model.dataset import Dataset

# The weight of a term in percent: in summary, text, quote and speaker's name; in the source's title; as the year.
TEXT_WEIGHT, TITLE_WEIGHT, YEAR_WEIGHT = 100, 50, 80
# Where one answers, so do those that score nearly as much.
MIN_SCORE_RATIO = 0.75
# A search reads the rarest of its terms first, and no more than so many postings: in a million statements this takes
# 0.2 s. The terms that it leaves out are common and decide little.
MAX_POSTINGS = 2_500_000
# Shorter terms are too much like others.
MIN_WORD_LETTERS = 3
# Words from which near matches are chosen: 50,000 take 10 MB and 20 ms.
MAX_WORDS = 50_000

# The texts of `search` are summary, text, quote, translation, speaker's name and source's title, in lines.
TOKENS_SQL = """
select position, unnest(string_split(part, ' ')) as word, weight
from (
    select position, unnest(string_split(search, chr(10))) as part,
        unnest([{text}, {text}, {text}, {text}, {text}, {title}]) as weight
    from {source})
union all
select position, cast(year as varchar), {year} from {source} where year is not null"""

POSTINGS_SQL = "select id, position, weight from postings where id in ({ids})"
STATEMENTS_AT_POSITIONS_SQL = "select {columns} from statements where position in (select unnest($positions))"

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class WantedTerm:
    """A term that a search looks for: the number of the part of the reader's text that it stands for, and its weight,
    which is that of the part, less if the term is a synonym."""

    term: str
    part: int
    weight: float


@dataclass(frozen=True)
class Ranking:
    """Statements by their scores, the best first: `position` of each, its score and the numbers of the parts that occur
    in it. `total` is how many have the least score, `whole` the score of a statement that has every part."""

    positions: Sequence[int] = ()
    scores: Sequence[float] = ()
    parts: Sequence[Sequence[int]] = ()
    total: int = 0
    whole: float = 0.0


def write_postings(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Adds `words` and `postings` of a relation of statements to the attached database `built`."""
    tokens = TOKENS_SQL.format(text=TEXT_WEIGHT, title=TITLE_WEIGHT, year=YEAR_WEIGHT, source=source)
    found = connection.execute(f"SELECT DISTINCT word FROM ({tokens}) WHERE word <> ''").fetchnumpy()["word"]
    terms = {word: term for word in sorted(found) if (term := word_term(word))}
    ids = {term: number for number, term in enumerate(sorted(set(terms.values())))}
    known = pa.table(
        {
            "word": pa.array(terms, pa.string()),
            "term": pa.array(terms.values(), pa.string()),
            "id": pa.array((ids[term] for term in terms.values()), pa.uint32()),
        }
    )
    connection.register("known_words", known)
    connection.execute(
        "CREATE TABLE built.postings AS SELECT id, CAST(position AS INTEGER) AS position, "
        f"CAST(max(weight) AS UTINYINT) AS weight FROM ({tokens}) JOIN known_words USING (word) "
        "GROUP BY id, position ORDER BY id, position"
    )
    connection.execute(
        "CREATE TABLE built.words AS SELECT word, term, id, statements FROM known_words "
        "JOIN (SELECT id, count(*) AS statements FROM built.postings GROUP BY id) USING (id) ORDER BY word"
    )
    connection.unregister("known_words")


def term_counts(dataset: Dataset, terms: Sequence[str]) -> dict[str, int]:
    """In how many statements each of these terms occurs; terms that occur in none are left out."""
    if dataset.engine.remote:
        return _contained_counts(dataset, terms)
    text = "select distinct term, statements from words where term in (select unnest($terms))"
    rows = dataset.engine.query(text, {"terms": list(terms)})
    return dict(zip(rows["term"].tolist(), rows["statements"].tolist(), strict=True))


def common_words(dataset: Dataset) -> list[str]:
    """The words of the statements, those in most statements first, at most `MAX_WORDS`; none of a remote engine."""
    if dataset.engine.remote:
        return []
    text = "select word from words order by statements desc, word limit $limit"
    return [str(word) for word in dataset.engine.query(text, {"limit": MAX_WORDS})["word"]]


def rank_statements(
    dataset: Dataset, wanted: Sequence[WantedTerm], weights: Sequence[float], share: float, limit: int
) -> Ranking:
    """The statements with the highest scores, at most `limit`, of those with one score the newest.

    The score is the sum, over the parts of the reader's text, of the weight of the part's best term in the statement.
    `weights` are those of the parts. There are none if the best score is less than `share` of their sum; else those
    with this score and those whose score is at least `MIN_SCORE_RATIO` of the best.
    """
    if dataset.engine.remote:
        return _rank_contained(dataset, wanted, sum(weights), share, limit)
    rows = dataset.engine.query(
        "select distinct term, id, statements from words where term in (select unnest($terms))",
        {"terms": [each.term for each in wanted]},
    )
    known = {term: (number, count) for term, number, count in rows.itertuples(index=False)}
    read = _within_budget(wanted, {term: count for term, (_, count) in known.items()})
    if not read:
        return Ranking()
    # Parts whose terms are too common to be read decide nothing, so they do not count against a statement either.
    left_out = {each.part for each in wanted if each.term in known} - {each.part for each in read}
    whole = sum(weight for part, weight in enumerate(weights) if part not in left_out)
    ids = sorted({known[each.term][0] for each in read})
    postings = _Postings(dataset.engine.query(POSTINGS_SQL.format(ids=", ".join(map(str, ids))), {}))
    by_part: dict[int, list[tuple[int, float]]] = {}
    for each in read:
        by_part.setdefault(each.part, []).append((known[each.term][0], each.weight))
    return _ranking(postings, by_part, dataset.statement_count, (whole, share), limit)


class _Postings:
    """The postings of some terms: for each term the pieces of the columns `position` and `weight` that are its own."""

    def __init__(self, rows: pd.DataFrame) -> None:
        ids = rows["id"].to_numpy()
        self._positions, self._weights = rows["position"].to_numpy(), rows["weight"].to_numpy()
        starts = [0, *(np.flatnonzero(np.diff(ids)) + 1).tolist()] if len(ids) else []
        self._pieces: dict[int, list[slice]] = {}
        for start, end in zip(starts, [*starts[1:], len(ids)], strict=True):
            self._pieces.setdefault(int(ids[start]), []).append(slice(start, end))

    def of(self, term: int) -> Iterator[tuple[Array, Array]]:
        """Positions and weights of a term, in pieces."""
        for piece in self._pieces.get(term, ()):
            yield self._positions[piece], self._weights[piece]


def _ranking(
    postings: _Postings,
    by_part: Mapping[int, Sequence[tuple[int, float]]],
    statements: int,
    bounds: tuple[float, float],
    limit: int,
) -> Ranking:
    """The ranking by the terms of each part, with their weights. NumPy adds up a million postings in a fifth of the
    time that a query with two levels of groups takes."""
    whole, share = bounds
    scores, best = np.zeros(statements, np.float32), np.zeros(statements, np.float32)
    for terms in by_part.values():
        for term, factor in terms:
            for positions, weights in postings.of(term):
                best[positions] = np.maximum(best[positions], weights * np.float32(factor / 100))
        for term, _ in terms:
            for positions, _ in postings.of(term):
                # A position that two terms share counts once.
                scores[positions] += best[positions]
                best[positions] = 0
    # Rounding must not leave out a statement that has exactly what it needs.
    least, highest = max(whole * share - 1e-4, 1e-4), float(scores.max(initial=0.0))
    found = np.flatnonzero(scores >= (min(least, MIN_SCORE_RATIO * highest) if highest >= least else least))
    if len(found) > limit:
        bound = np.partition(scores[found], -limit)[-limit]
        top = found[scores[found] >= bound]
    else:
        top = found
    top = top[np.lexsort((-top, -scores[top]))][:limit]
    parts = _parts_of(postings, by_part, statements, top)
    return Ranking(top.tolist(), scores[top].tolist(), parts, len(found), whole)


def _parts_of(
    postings: _Postings, by_part: Mapping[int, Sequence[tuple[int, float]]], statements: int, top: Array
) -> list[list[int]]:
    """For each of these positions the parts that occur there."""
    rank = np.full(statements, -1, np.int32)
    rank[top] = np.arange(len(top))
    parts: list[set[int]] = [set() for _ in top]
    for part, terms in by_part.items():
        for term, _ in terms:
            for positions, _ in postings.of(term):
                ranks = rank[positions]
                for number in ranks[ranks >= 0].tolist():
                    parts[number].add(part)
    return [sorted(found) for found in parts]


def _within_budget(wanted: Sequence[WantedTerm], counts: Mapping[str, int]) -> list[WantedTerm]:
    """The terms that occur, the rarest first, up to `MAX_POSTINGS` postings; at least one."""
    read: list[WantedTerm] = []
    postings = 0
    for each in sorted((each for each in wanted if each.term in counts), key=lambda each: counts[each.term]):
        postings += counts[each.term]
        if read and postings > MAX_POSTINGS:
            break
        read.append(each)
    return read


def statement_rows_at(dataset: Dataset, positions: Sequence[int]) -> pd.DataFrame:
    """The statements at these positions: columns `CARD_COLUMNS`."""
    return dataset.engine.query(
        STATEMENTS_AT_POSITIONS_SQL.format(columns=CARD_COLUMNS_SQL), {"positions": list(positions)}
    )


def candidate_rows_at(dataset: Dataset, positions: Sequence[int]) -> pd.DataFrame:
    """The statements at these positions: `position`, `id`, `issue`, `speaker`, `summary`, `text` and `quote`."""
    text = STATEMENTS_AT_POSITIONS_SQL.format(columns="position, id, issue, speaker, summary, text, quote")
    return dataset.engine.query(text, {"positions": list(positions)})


def _beginning(term: str) -> str:
    """The letters of a term that its words have: the stem of "military" is "militari"."""
    return term[:-1] if term.endswith("i") and len(term) > MIN_WORD_LETTERS else term


def _contained_counts(dataset: Dataset, terms: Sequence[str]) -> dict[str, int]:
    if not terms:
        return {}
    sums = ", ".join(
        f"sum(case when contains(search, $term_{number}) then 1 else 0 end) as n_{number}"
        for number in range(len(terms))
    )
    parameters = {f"term_{number}": _beginning(term) for number, term in enumerate(terms)}
    row = dataset.engine.query(f"select {sums} from statements", parameters).iloc[0]
    counts = {term: int(row[f"n_{number}"]) for number, term in enumerate(terms)}
    return {term: count for term, count in counts.items() if count}


def _rank_contained(dataset: Dataset, wanted: Sequence[WantedTerm], whole: float, share: float, limit: int) -> Ranking:
    parameters: dict[str, object] = {"least": whole * share, "near": MIN_SCORE_RATIO, "limit": limit}
    by_part: dict[int, list[str]] = {}
    for number, each in enumerate(wanted):
        parameters |= {f"term_{number}": _beginning(each.term), f"weight_{number}": each.weight}
        condition = f"case when contains(search, $term_{number}) then $weight_{number} else 0.0 end"
        by_part.setdefault(each.part, []).append(condition)
    columns = ", ".join(f"greatest(0.0, {', '.join(cases)}) as part_{part}" for part, cases in by_part.items())
    text = (
        f"with parts as (select position, {columns} from statements), "
        f"scores as (select *, {' + '.join(f'part_{part}' for part in by_part)} as score from parts), "
        "best as (select max(score) as highest from scores) "
        "select scores.*, count(*) over () as total from scores, best "
        "where highest >= $least and score >= least($least, $near * highest) "
        "order by score desc, position desc limit $limit"
    )
    rows = dataset.engine.query(text, parameters).to_dict("records")
    return Ranking(
        [row["position"] for row in rows],
        [float(row["score"]) for row in rows],
        [[part for part in by_part if row[f"part_{part}"] > 0] for row in rows],
        int(rows[0]["total"]) if rows else 0,
        whole,
    )
