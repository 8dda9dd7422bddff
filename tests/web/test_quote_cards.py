"""Quote cards: pictures of one issue, statement or exchange."""

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from markupsafe import escape
from PIL import Image, ImageDraw
from starlette.testclient import TestClient

from components.documents.quote_card import CARD_SHAPES, draw_quote_card, quote_card
from components.parts.figures.answer_sentence import answer_sentence
from components.url.view import View, decode_view, default_view
from data import Dataset, Filters
from tests.applications import application_of
from tests.web.conftest import client_of


def texts_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are drawn from now on."""
    texts: list[str] = []
    draw = ImageDraw.ImageDraw.text

    def record(self: ImageDraw.ImageDraw, xy: tuple[int, int], text: str, *options: object) -> None:
        texts.append(text)
        draw(self, xy, text, *options)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", record)
    return texts


@pytest.fixture(scope="module")
def client(tiny: Dataset) -> TestClient:
    return client_of(application_of(tiny))


def cell(dataset: Dataset, **filters: tuple[str, ...]) -> View:
    return default_view(dataset).with_filters(**filters)


def test_card_of_an_issue_has_the_latest_position_of_each_party(tiny: Dataset) -> None:
    card = quote_card(tiny, cell(tiny, issue=("bases",)), "compare")
    assert card is not None
    assert card.alternative_text == (
        "Proposition: Bases near the border are a threat. "
        "East: rather yes, 15 April 2019. “почти угроза” (Anna Berg, Газета) "
        "West: yes, 16 April 2019. “it is” (Ștefan Țurcanu, Газета)"
    )


def test_card_says_where_nothing_is_on_record(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    card = quote_card(tiny, cell(tiny, issue=("tariffs",)), "compare")
    texts = texts_of(monkeypatch)
    assert card is not None
    assert card.alternative_text.count("Nothing on record. That is no neutral position.") == 2
    draw_quote_card(tiny, card, CARD_SHAPES["square"], "https://example.org")
    assert "Nothing on record. That is no neutral position." in texts


@pytest.mark.parametrize("shape", CARD_SHAPES)
def test_texts_stand_whole_or_not_at_all(tiny: Dataset, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    card = quote_card(tiny, View(Filters(), id="west-2019-bases"), "exchanges")
    assert card is not None
    long = replace(card.positions[1], text="word " * 400, summary="")
    texts = texts_of(monkeypatch)
    card = replace(card, positions=(card.positions[0], long))
    draw_quote_card(tiny, card, CARD_SHAPES[shape], "https://example.org")
    assert "Too long for a picture: scan the code to read it." in texts
    assert not [text for text in texts if "word" in text or text.endswith("…")]
    assert "“a threat”" in texts


def test_picture_has_the_shape_of_its_address(client: TestClient) -> None:
    for shape, size in (("wide", (1200, 630)), ("square", (1080, 1080)), ("other", (1200, 630))):
        answer = client.get(f"/quote.png?issue=bases&shape={shape}")
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).size == size


def test_page_offers_both_with_their_text(client: TestClient, tiny: Dataset) -> None:
    page = client.get("/quote?issue=bases").text
    card = quote_card(tiny, decode_view({"issue": ["bases"]}, tiny).view, "")
    assert card is not None
    assert page.count(f'alt="{card.alternative_text}"') == 2
    pictures = [unescape(address) for address in re.findall(r'<img src="([^"]+)"', page)]
    assert [client.get(f"/{address}").status_code for address in pictures] == [200, 200]


def test_view_of_several_issues_has_none(client: TestClient) -> None:
    for path in ("/quote", "/quote.png", "/quote?issue=bases&issue=drills", "/quote?id=nothing"):
        assert client.get(path).status_code == 404, path
    # Each row has the link to the card of its issue; the view of all has none.
    links = re.findall(r'href="quote\?([^"]*)"', client.get("/compare").text)
    assert links
    assert all(link.count("issue=") == 1 for link in links)
    assert 'href="quote?party=east&amp;party=west&amp;issue=bases' in client.get("/compare?issue=bases").text
    assert 'href="quote?' in client.get("/statement?id=west-2019-bases").text


def test_card_of_a_figure_has_its_answer(client: TestClient, tiny: Dataset) -> None:
    page = client.get("/quote?figure=ratio-east").text
    card = quote_card(tiny, decode_view({"figure": ["ratio-east"]}, tiny).view, "figures")
    assert card is not None
    stated, computed = card.positions
    assert stated.heading.startswith("East, ")
    assert computed.text == answer_sentence(tiny, tiny.figure_records.figures["ratio-east"], 5)
    assert page.count(f'alt="{escape(card.alternative_text)}"') == 2
    assert client.get("/quote.png?figure=ratio-east&shape=square").headers["content-type"] == "image/png"
    assert 'href="quote?' in client.get("/figures?figure=ratio-east").text
