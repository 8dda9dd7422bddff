"""The class sheet."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from data import Dataset
from tests.applications import application_of
from tests.web.conftest import client_of


@pytest.fixture(scope="module")
def client(shipped: Dataset) -> TestClient:
    return client_of(application_of(shipped))


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("<body")[2])).split())


def test_sheet_has_both_positions_with_their_sources(client: TestClient) -> None:
    html = client.get("/class?issue=crimea&issue=missile-defence&issue=enlargement").text
    assert len(re.findall(r'class="sheet-issue"', html)) == 3
    assert html.count('<span class="party-name">') == 6
    assert "<svg" in html
    assert "Answers" not in html


def test_hidden_names_stand_in_the_answers_alone(client: TestClient, shipped: Dataset) -> None:
    html = client.get("/class?names=hidden").text
    assert len(re.findall(r'class="sheet-issue"', html)) == 12
    questions, _, answers = html.partition('class="answers"')
    # A proposition is nobody's words.
    asked = words_of("<body" + re.sub(r"<h2>.*?</h2>", "", questions).partition("Who says which")[2])
    assert not re.search("[а-яё]", asked)
    names = {party.short_name for party in shipped.parties.values()}
    names |= {speaker.name.split()[-1] for speaker in shipped.speakers.values() if len(speaker.name.split()) == 2}
    assert [name for name in sorted(names) if re.search(rf"\b{re.escape(name)}", asked)] == []
    assert words_of("<body" + answers).count("Russian Federation") == 12
    # The code leads to the comparison, so it stands with the answers.
    assert "<svg" not in questions
    assert "<svg" in answers


def test_order_does_not_give_the_party_away(client: TestClient) -> None:
    answers = client.get("/class?names=hidden").text.partition('class="answers"')[2]
    first = re.findall(r"<li>A: <bdi>([^<]+)</bdi>", answers)
    assert len(set(first)) == 2


def test_comparison_offers_both(client: TestClient) -> None:
    html = client.get("/compare?issue=crimea").text
    assert re.search(r'href="class\?[^"]*issue=crimea', html)
    assert re.search(r'href="class\?[^"]*issue=crimea[^"]*names=hidden', html)
