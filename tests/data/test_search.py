"""The search finds what readers look for, says so if nothing answers, and understands numbers and languages.

`search_queries.csv` has queries with the ids of which one must be among the first three of its kind. One half was used
for tuning. The other half was not: its misses changed no word list and no weight.
"""

import csv
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from data import Dataset
from data.model.engine import Engine
from data.search import MAX_QUERY_LENGTH, SearchAnswer, mark_matches, record_index, search
from data.search.numbers import read_number
from data.search.query import parse_query
from data.statements import postings
from data.statements.terms import word_term

QUERIES = Path(__file__).with_name("search_queries.csv")
RATE = 0.85


@cache
def queries() -> list[dict[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(answer: SearchAnswer, kind: str, most: int = 3) -> list[str]:
    """The ids of the first results of a kind; those close to the text if none answers."""
    for groups in (answer.groups, answer.close):
        for group in groups:
            if group.kind == kind:
                return [result.id for result in group.results[:most]]
    return []


@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_the_right_record_is_among_the_first_three_of_its_kind(shipped: Dataset, half: str) -> None:
    own = [query for query in queries() if query["half"] == half and query["kind"] != "none"]
    missed = [
        query["query"]
        for query in own
        if set(found(search(shipped, query["query"]), query["kind"])).isdisjoint(query["expected"].split())
    ]
    assert len(own) >= 60
    assert 1 - len(missed) / len(own) >= RATE, missed


@pytest.mark.parametrize("query", [query["query"] for query in queries() if query["kind"] == "none"])
def test_nothing_is_an_answer_to_what_nothing_answers(shipped: Dataset, query: str) -> None:
    assert search(shipped, query).groups == ()


def test_expected_records_are_in_the_dataset(shipped: Dataset) -> None:
    known = {
        "issue": set(shipped.issues),
        "figure": set(shipped.figure_records.figures),
        "speaker": set(shipped.speakers),
        "source": set(shipped.sources),
        "event": {event.id for event in shipped.events},
        "statement": set(shipped.engine.query("select id from statements", {})["id"]),
    }
    for query in queries():
        assert set(query["expected"].split()) <= known.get(query["kind"], set()), query["query"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("22 times", 22, "times"),
        ("22x", 22, "times"),
        ("22-fold", 22, "times"),
        ("22 mal", 22, "times"),
        ("22fach", 22, "times"),
        ("zweiundzwanzigmal", 22, "times"),
        ("twenty-two times", 22, "times"),
        ("vingt-deux fois", 22, "times"),
        ("22 раза", 22, "times"),
        ("двадцать два раза", 22, "times"),
        ("22 рази", 22, "times"),
        ("$1.5 trillion", 1.5e12, ""),
        ("13,5 Billionen", 1.35e13, ""),
        ("1 000 milliards", 1e12, ""),
        ("90,000 troops", 90_000, ""),
        ("300 000 soldiers", 300_000, ""),
        ("2,7 Prozent", 2.7, "percent"),
        ("two hundred", 200, ""),
        ("5 %", 5, "percent"),
        ("90k troops", 90_000, ""),
    ],
)
def test_numbers_are_read_in_five_languages(text: str, value: float, unit: str) -> None:
    numbers = [part.number for part in parse_query(text) if part.number]
    assert [(number.values[0], number.unit) for number in numbers] == [(value, unit)]


def test_a_point_before_three_digits_has_two_readings() -> None:
    number = read_number(["100.000", "soldaten"])
    assert number is not None
    assert number.values == (100.0, 100_000.0)


def test_words_of_one_stem_have_one_term() -> None:
    assert word_term("enlargements") == word_term("enlarge")
    assert word_term("вооружений") == word_term("вооружение")
    assert word_term("22x") == word_term("22") == "22"
    assert word_term("l'otan") == word_term("otan")


def test_a_number_with_another_unit_is_no_answer(shipped: Dataset) -> None:
    assert found(search(shipped, "22 times"), "figure") == ["ratio-grushko-2019"]
    assert search(shipped, "548 times").groups == ()


def test_curly_quotes_dashes_and_case_do_not_matter(shipped: Dataset) -> None:
    plain = search(shipped, "NATO doesn't want a new arms-race")
    assert search(shipped, "“nato doesn’t want a New Arms–Race”").groups == plain.groups


def test_a_misspelt_word_is_close_and_no_answer(shipped: Dataset) -> None:
    answer = search(shipped, "Stoltenburg")
    assert answer.groups == ()
    assert answer.corrections == {"stoltenburg": ("stoltenberg",)}
    assert found(answer, "speaker") == ["jens-stoltenberg"]
    assert search(shipped, "Stoltenberg").close == ()


def test_a_word_with_two_errors_has_its_first_letter_right(shipped: Dataset) -> None:
    assert search(shipped, "climate").close == ()
    assert search(shipped, "enlargmnt").corrections == {"enlargmnt": ("enlargement",)}
    assert "war" in search(shipped, "cold warr").corrections["warr"]


@pytest.mark.parametrize(
    "name", ["Йенс Столтенберг", "Сергій Лавров", "Дмитрий Песков", "Wladimir Putin", "Дилан Уайт"]
)
def test_names_are_found_in_other_letters(shipped: Dataset, name: str) -> None:
    assert len(found(search(shipped, name), "speaker")) >= 1


def test_words_on_record_are_named_where_nothing_has_all(shipped: Dataset) -> None:
    answer = search(shipped, "oil price of Iran")
    assert answer.groups == ()
    assert "iran" in answer.known
    assert all(search(shipped, word).groups for word in answer.known)
    assert search(shipped, "penguin").known == ()
    assert search(shipped, "Iran").known == ()


def test_the_role_of_a_speaker_decides_between_like_statements(shipped: Dataset) -> None:
    results = found(search(shipped, "Kremlin spokesman on sabotage"), "statement")
    assert results[0].endswith("peskov")


def test_statements_that_answer_the_same_text_come_from_the_ranking(shipped: Dataset) -> None:
    group = next(group for group in search(shipped, "Crimea", 50).groups if group.kind == "statement")
    assert group.total >= len(group.results) > 5
    assert [result.score for result in group.results] == sorted((r.score for r in group.results), reverse=True)


def test_marks_show_the_words_that_were_looked_for() -> None:
    terms = {word_term("base"), word_term("border")}
    segments = mark_matches("NATO’s bases, near the Border", terms)
    assert [segment.text for segment in segments if segment.matches] == ["bases", "Border"]
    assert "".join(segment.text for segment in segments) == "NATO’s bases, near the Border"
    assert mark_matches("", terms) == ()


@pytest.mark.parametrize(
    "text",
    ["", " ", "“”", "?!", "\x00", "the", "a" * 5_000, "'" * 999, "1e999 9" * 200, "9" * 1_000, "9,999," * 100, "٣ 二"],
)
def test_no_text_breaks_the_search(tiny: Dataset, shipped: Dataset, text: str) -> None:
    for dataset in (tiny, shipped):
        search(dataset, text)


def test_a_search_of_the_shipped_dataset_takes_less_than_its_bound(shipped: Dataset) -> None:
    sentence = " ".join(query["query"] for query in queries())[:MAX_QUERY_LENGTH]
    search(shipped, sentence)
    seconds = []
    for _ in range(5):
        # The time of the processor: other tests may run beside this one.
        started = time.process_time()
        search(shipped, sentence)
        seconds.append(time.process_time() - started)
    assert min(seconds) < 0.15


class RemoteEngine:
    """An engine that answers like one on another machine: it has the statements, and no inverted index."""

    name, remote, last_error = "Remote", True, ""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def query(self, text: str, parameters: Mapping[str, object], words: Sequence[str] = ()) -> pd.DataFrame:
        assert "postings" not in text
        return self._engine.query(text, parameters, words)


def test_an_engine_without_an_inverted_index_finds_the_same(shipped: Dataset) -> None:
    remote = replace(shipped, engine=RemoteEngine(shipped.engine))
    for text in ("22 times", "Putin cites article 51 of the UN Charter", "military divisions in the west Shoigu"):
        for kind in ("statement", "figure"):
            assert found(search(remote, text), kind, 1) == found(search(shipped, text), kind, 1), (text, kind)
    assert search(remote, "penguin").groups == ()


def test_common_terms_are_left_out_when_a_search_would_read_too_much(
    shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = found(search(shipped, "Trident Juncture NATO Russia"), "statement", 1)
    monkeypatch.setattr(postings, "MAX_POSTINGS", 20)
    assert found(search(shipped, "Trident Juncture NATO Russia"), "statement", 1) == expected
    assert found(search(shipped, "Russia"), "statement") != []


def test_a_dataset_with_other_colours_has_the_same_index(shipped: Dataset) -> None:
    assert record_index(shipped.with_party_colours({"russia": "#123456"})) is record_index(shipped)
