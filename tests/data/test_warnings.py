"""`check` warns of statements that a curator should look at again; nothing is refused for that."""

import pytest

from data import check
from data.__main__ import main
from data.commands.check_dataset import MAX_NOTES
from data.validation.statement_warnings import count_words, statement_warnings


def warnings_of(directory):
    package, report = check(directory, warn=True)
    assert not report.problems
    assert report.warnings == statement_warnings(package)
    return [(str(warning.kind), warning.file, warning.row, warning.column) for warning in report.warnings]


def add(row_number, **changes):
    """A copy of the row with this number, counted from 0, at the end, as another statement."""
    return lambda rows: [*rows, rows[row_number] | {"id": "added"} | changes]


def add_many(row_number, count):
    """Statements of the same party, issue and day as a row, which say different things but for the first and last."""

    def change(rows):
        row = rows[row_number]
        texts = [f"Saying {number**7} of {number**5}." for number in range(count)] + ["Of 0, saying 0!"]
        added = [row | {"id": f"added-{number}", "summary": text, "quote": ""} for number, text in enumerate(texts)]
        return [*rows, *added]

    return change


TWELVE = "one two three four five six seven eight nine ten eleven twelve"
CASES = {
    "nothing": ({}, []),
    "before the term, but for a statement with a role of its own": (
        {"cells": {("speakers", 3, "from"): "2019-05"}},
        [("out-of-office", "statements.csv", 11, "speaker")],
    ),
    "after the term": (
        {"cells": {("speakers", 2, "to"): "2019-03"}},
        [("out-of-office", "statements.csv", row, "speaker") for row in (9, 10)],
    ),
    "on the last day of a term of low precision": ({"cells": {("speakers", 2, "to"): "2019-04"}}, []),
    "a long quote": (
        {"cells": {("statements", 3, "quote"): f"{TWELVE} – thirteen"}},
        [("quote-length", "statements.csv", 3, "quote")],
    ),
    "a quote of twelve words": ({"cells": {("statements", 3, "quote"): f"{TWELVE} –"}}, []),
    "no translation": (
        {"cells": {("statements", 10, "translation"): ""}},
        [("translation-missing", "statements.csv", 10, "translation")],
    ),
    "an English quote in a Russian dataset": (
        {"descriptor": lambda content: content.update(language="ru-RU")},
        [("translation-missing", "statements.csv", row, "translation") for row in (2, 9)],
    ),
    "the same summary": (
        {"statements": add(6, summary="Berg WAVERS!", date="2018-12-03")},
        [("near-duplicate", "statements.csv", 14, "summary")],
    ),
    "the same words in another order, among many": (
        {"statements": add_many(6, 200)},
        [("near-duplicate", "statements.csv", 214, "summary")],
    ),
    "the same summary in another year": ({"statements": add(6, date="2016")}, []),
    "two reports of one occasion": ({"statements": add(7)}, []),
    "an aside alone": (
        {"cells": {("statements", 13, "weight"): "aside"}},
        [("aside-alone", "statements.csv", 13, "weight")],
    ),
    "an aside beside others": ({"cells": {("statements", 6, "weight"): "aside"}}, []),
    "one stance": (
        {"cells": {("statements", row, "stance"): "neutral" for row in (4, 6, 13)}},
        [("one-stance", "issues.csv", 3, "proposition")],
    ),
    "a silent party": (
        {"parties": lambda rows: [*rows, rows[0] | {"id": "north"}]},
        [("party-silent", "parties.csv", 5, "id")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_warnings_name_what_to_look_at(make_dataset, case):
    changes, expected = CASES[case]
    assert warnings_of(make_dataset(**changes)) == expected


def test_server_computes_no_warning(make_dataset):
    _, report = check(make_dataset(cells={("statements", 3, "quote"): f"{TWELVE} thirteen"}))
    assert report.warnings == []


def test_notes_of_one_kind_are_counted_beyond_some(make_dataset, capsys):
    def quote_at_length(rows):
        own = rows[0] | {"quote": f"{TWELVE} thirteen", "speaker": ""}
        return [own | {"id": f"row-{number}", "date": str(1900 + number)} for number in range(MAX_NOTES + 3)]

    assert main(["check", str(make_dataset(statements=quote_at_length, codings=None))]) == 0
    noted = capsys.readouterr().err.splitlines()
    assert sum("has 13 words, more than 12" in line for line in noted) == MAX_NOTES
    assert "note: quote-length: 3 more" in noted


def test_words_hold_a_letter_or_a_digit():
    assert count_words("We – all – 32 “allies” don't…  wait") == 6
