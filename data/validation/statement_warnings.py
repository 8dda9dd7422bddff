"""Warnings about statements that the format allows, but that a curator should look at again.

They are for `python -m data check` alone: a server that starts does not compute them.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from rapidfuzz import fuzz, process

from data.model.data_package import DataPackage
from data.model.dates import date_span
from data.model.errors import quote_for_message

from .problem_kinds import ProblemKind
from .report import Problem

FIRST_FILE_ROW = 2
MAX_QUOTE_WORDS = 12
# Words that two texts share, in percent, from which on they say the same. Parties repeat themselves word for word, but
# seldom within a year: in the shipped dataset five pairs reach this, all of different years.
MIN_SUMMARY_SIMILARITY = 90
# Without a bound, the pairs of a million statements take minutes; with ten they take as long as to read the files.
MAX_COMPARED_TEXTS = 10
SORTED_WORDS_SQL = r"""
with parts as (
    select number, "row", list_filter(
        regexp_split_to_array(lower(text), '[^\pL\pN_]+'), lambda word: word <> '') as parts
    from named)
select number, "row", array_to_string(list_sort(parts), ' ') as words
from parts where len(parts) > 1 order by number, words, "row"
"""
DEFAULT_LANGUAGE = "en"


def statement_warnings(package: DataPackage) -> list[Problem]:
    """Every warning about the statements of a package without problems."""
    rules = (
        _out_of_office,
        _long_quotes,
        _without_translation,
        _near_duplicates,
        _only_asides,
        _only_one_stance,
        _silent_parties,
    )
    return [warning for rule in rules for warning in rule(package)]


def dataset_language(descriptor: dict[str, object]) -> str:
    """The BCP 47 tag of the language in which the curators write: `language` of the descriptor, or English."""
    language = descriptor.get("language")
    return language.strip() if isinstance(language, str) and language.strip() else DEFAULT_LANGUAGE


def is_same_language(tag: str, other: str) -> bool:
    """True if two BCP 47 tags name the same language, whatever the region or script."""
    return tag.partition("-")[0].lower() == other.partition("-")[0].lower()


def count_words(text: str) -> int:
    """The number of words in a text: runs between blanks that hold a letter or digit."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _warning(package: DataPackage, message: str, kind: ProblemKind, index: int, column: str) -> Problem:
    return Problem(package.files["statements"], message, kind, int(index) + FIRST_FILE_ROW, column)


def _out_of_office(package: DataPackage) -> Iterator[Problem]:
    """Statements outside their speaker's term, unless the statement names a role of its own."""
    speakers, statements = package.frames.get("speakers"), package.frames["statements"]
    if speakers is None:
        return
    terms = {row["id"]: (row["from"], row["to"]) for row in speakers.to_dict("records") if row["from"] or row["to"]}
    spoken = statements.loc[statements["speaker"].isin(list(terms)) & (statements["role"] == ""), ["date", "speaker"]]
    for index, date, speaker in spoken.itertuples():
        begin, end = terms[speaker]
        span, name = date_span(date), quote_for_message(speaker)
        if begin and span.last < date_span(begin).first:
            message = f"{date} is before {name} came into office ({begin}): check the date, or fill role"
        elif end and span.first > date_span(end).last:
            message = f"{date} is after {name} left office ({end}): check the date, or fill role"
        else:
            continue
        yield _warning(package, message, ProblemKind.OUT_OF_OFFICE, index, "speaker")


def _long_quotes(package: DataPackage) -> Iterator[Problem]:
    for index, quote in package.frames["statements"][["quote"]].itertuples():
        words = count_words(quote)
        if words > MAX_QUOTE_WORDS:
            message = f"{quote_for_message(quote)} has {words} words, more than {MAX_QUOTE_WORDS}"
            yield _warning(package, message, ProblemKind.QUOTE_LENGTH, index, "quote")


def _without_translation(package: DataPackage) -> Iterator[Problem]:
    statements, sources = package.frames["statements"], package.frames["sources"]
    own = dataset_language(package.descriptor)
    languages = statements["source"].map(sources.set_index("id")["language"])
    foreign = [tag for tag in languages.unique() if tag and not is_same_language(tag, own)]
    quoted = (statements["quote"] != "") & (statements["translation"] == "")
    for index in statements.index[languages.isin(foreign) & quoted]:
        message = f"the quote is in {quote_for_message(languages[index])} and has no translation"
        yield _warning(package, message, ProblemKind.TRANSLATION_MISSING, index, "translation")


def _near_duplicates(package: DataPackage) -> Iterator[Problem]:
    """Find statements of one party on one issue in one year that say the same and are not reports of one occasion."""
    statements = package.frames["statements"]
    groups = statements.groupby(["party", "issue", statements["date"].str[:4]], sort=False).ngroup()
    groups = groups[groups.duplicated(keep=False)]
    pairs = {
        pair for column in ("quote", "summary") for pair in _similar_pairs(statements.loc[groups.index, column], groups)
    }
    ids, occasions = statements["id"], statements["occasion"]
    for first, later in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
        if occasions[first] != "" and str(occasions[first]) == str(occasions[later]):
            continue
        message = f"says nearly the same as {quote_for_message(ids[first])}: give both one occasion, or remove one"
        yield _warning(package, message, ProblemKind.NEAR_DUPLICATE, later, "summary")


def _similar_pairs(texts: pd.Series, groups: pd.Series) -> Iterator[tuple[int, int]]:
    """The pairs of rows of one group whose texts share nearly all words, in any order, by the index of the rows, the
    earlier row first. A text of one word says too little.

    The words of each text are sorted. A text is then compared with the `MAX_COMPARED_TEXTS` that follow it in its
    group in alphabetical order."""
    named = pa.table({"text": pa.array(texts), "number": pa.array(groups), "row": pa.array(texts.index)})
    with duckdb.connect() as connection:
        connection.register("named", named)
        ordered = connection.execute(SORTED_WORDS_SQL).fetchnumpy()
    words, numbers, rows = (ordered[name] for name in ("words", "number", "row"))
    for distance in range(1, min(MAX_COMPARED_TEXTS + 1, len(words))):
        starts = np.flatnonzero(numbers[:-distance] == numbers[distance:])
        near = process.cpdist(
            words[starts].tolist(),
            words[starts + distance].tolist(),
            scorer=fuzz.ratio,
            score_cutoff=MIN_SUMMARY_SIMILARITY,
            dtype=np.uint8,
        )
        for start in starts[near > 0].tolist():
            first, later = sorted((int(rows[start]), int(rows[start + distance])))
            yield first, later


def _only_asides(package: DataPackage) -> Iterator[Problem]:
    statements = package.frames["statements"]
    considered = (statements["weight"] == "").groupby([statements["party"], statements["issue"]]).transform("any")
    for index in statements.index[~considered]:
        message = "is an aside, and the party has nothing else on the issue: it has no position there"
        yield _warning(package, message, ProblemKind.ASIDE_ALONE, index, "weight")


def _only_one_stance(package: DataPackage) -> Iterator[Problem]:
    """Find issues on which every statement takes the same stance, so that the proposition does not distinguish the
    parties."""
    by_issue, issues = package.frames["statements"].groupby("issue")["stance"], package.frames["issues"]
    stances, counts = by_issue.nunique().to_dict(), by_issue.size().to_dict()
    for index, issue in issues[["id"]].itertuples():
        if stances.get(issue) == 1 and counts[issue] > 1:
            message = f"all {counts[issue]} statements on {quote_for_message(issue)} have the same stance"
            row = int(index) + FIRST_FILE_ROW
            yield Problem(package.files["issues"], message, ProblemKind.ONE_STANCE, row, "proposition")


def _silent_parties(package: DataPackage) -> Iterator[Problem]:
    speaking = set(package.frames["statements"]["party"])
    for index, party in package.frames["parties"][["id"]].itertuples():
        if party not in speaking:
            message = f"{quote_for_message(party)} has no statement"
            yield Problem(
                package.files["parties"], message, ProblemKind.PARTY_SILENT, int(index) + FIRST_FILE_ROW, "id"
            )
