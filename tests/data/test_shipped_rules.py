"""The shipped statements keep the codebook's rules, the same for both parties, as far as a machine can tell."""

import re
from collections import Counter, defaultdict

import pytest

from tests.reading import statements_of

# What the copy of the Founding Act prints in its preamble, in the order of the words.
FOUNDING_ACT = """
Russia and NATO do not consider each other as adversaries. They share the goal of overcoming the vestiges of earlier
confrontation and competition and of strengthening mutual trust and cooperation. [...] They intend to develop, on the
basis of common interest, reciprocity and transparency a strong, stable and enduring partnership.
"""
NOT_WANTED = re.compile(
    r"(does not|do not|don[’']t|doesn[’']t|wants?|seeks?) (want|seek|no |neither)"
    r"|will not (enter|be drawn)|without being drawn"
)
STATES = ("confrontation", "cold-war", "arms-race")


@pytest.fixture(scope="module")
def statements(shipped):
    return statements_of(shipped).to_dict("records")


def test_quotes_of_the_founding_act_are_its_own_words(statements):
    text = " ".join(FOUNDING_ACT.split())
    quotes = {row["quote"] for row in statements if row["source"] == "founding-act-1997"}
    assert len(quotes) == 3
    assert [quote for quote in quotes if quote not in text] == []


def test_sentences_of_a_reporter_are_nobodys_statement(statements):
    reporter = re.compile(r"\b(is|are) reported to\b|^VOVWORLD (names|recalls)")
    assert [row["id"] for row in statements if reporter.search(row["summary"])] == []


def test_statements_of_both_parties_are_balanced_within_five_percent(statements):
    russia, nato = (Counter(row["party"] for row in statements)[party] for party in ("russia", "nato"))
    assert max(russia, nato) <= 1.05 * min(russia, nato)


def test_most_issues_have_two_dates_of_each_party(shipped, statements):
    dates = defaultdict(set)
    for row in statements:
        dates[row["issue"], row["party"]].add(row["date"])
    full = [issue for issue in shipped.issues if all(len(dates[issue, party]) >= 2 for party in shipped.parties)]
    assert len(full) >= 0.8 * len(shipped.issues)


def test_who_does_not_want_or_seek_something_does_not_deny_it(statements):
    on_states = [row for row in statements if row["issue"] in STATES]
    told = [row for row in on_states if NOT_WANTED.search(f"{row['summary']} {row['quote']}")]
    assert {row["party"] for row in told} == {"russia", "nato"}
    assert len(told) >= 15
    assert [row["id"] for row in told if row["stance"] != "partly-disagree"] == []


def test_the_same_words_have_the_same_stance(statements):
    stances = defaultdict(set)
    for row in statements:
        if row["quote"]:
            stances[row["issue"], row["quote"]].add(row["stance"])
    assert [words for words, found in stances.items() if len(found) > 1] == []


def test_promises_for_nuclear_missiles_only_are_partial(statements):
    told = [row for row in statements if row["issue"] == "inf-missiles" and "nuclear" in row["quote"]]
    assert len(told) >= 3
    assert {row["stance"] for row in told} == {"partly-agree"}


def test_former_office_holders_speak_for_themselves(statements):
    late = [row["id"] for row in statements if row["speaker"] == "dmitry-medvedev" and row["date"] > "2020-01"]
    assert late == []


def test_a_note_says_so_where_a_sentence_names_no_speaker(statements):
    told = [row for row in statements if re.match(r"In the paragraph given to", row["summary"])]
    assert len(told) == 5
    assert [row["id"] for row in told if not re.search(r"[Nn]o speaker", row["note"])] == []
