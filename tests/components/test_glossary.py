"""Terms are explained on the pages that use them, and About has examples from the data."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import escape

from components.documents.embed_page import embed_html
from components.pages import PAGES, PageRequest
from components.pages.about import find_example
from components.parts.glossary import TERMS
from components.url.view import decode_view
from data import Dataset, load
from tests.pages import page_of


@pytest.mark.parametrize("name", PAGES)
def test_page_explains_its_terms(shipped: Dataset, name: str) -> None:
    html = page_of(shipped, name).html
    assert html.count("<dfn>") >= len(PAGES[name].terms)
    for term in PAGES[name].terms:
        assert f"<dfn>{TERMS[term].name}</dfn>" in html


def test_every_term_is_used() -> None:
    assert {term for entry in PAGES.values() if entry.name != "about" for term in entry.terms} == set(TERMS)


@pytest.mark.parametrize("name", PAGES)
def test_each_word_that_can_be_opened_has_its_meaning_on_the_page(shipped: Dataset, name: str) -> None:
    addresses: dict[str, list[dict[str, str | list[str]]]] = {
        "figures": [{"figure": "ratio-grushko-2019"}, {"indicator": "budget-ratio"}],
        "statement": [{"id": "nato-2024-07-missile-defence-stoltenberg"}],
    }
    for parameters in addresses.get(name, [{}]):
        html = page_of(shipped, name, **parameters).html
        words = set(re.findall(r'popovertarget="([^"]+)"', html))
        assert words <= set(re.findall(r'id="(term-[a-z]+)" popover', html))


def test_an_embed_explains_the_words_of_its_cards(shipped: Dataset) -> None:
    decoded = decode_view({"issue": ["bases"]}, shipped, 100)
    html = embed_html(PageRequest(shipped, decoded, "https://example.org"), None)
    words = set(re.findall(r'popovertarget="([^"]+)"', html))
    assert {"term-carrier", "term-distance", "term-coders"} <= words
    assert words <= set(re.findall(r'id="(term-[a-z]+)" popover', html))


def test_about_has_an_example_of_proposition_stance_and_distance(shipped: Dataset) -> None:
    example = find_example(shipped)
    assert example is not None
    one, other = example.stands
    assert one.stance is not None
    assert other.stance is not None
    assert abs((one.stance.value or 0) - (other.stance.value or 0)) == example.distance.value == 4
    assert (example.card.issue, example.card.party.id) == (example.issue.id, one.party.id)
    html = page_of(shipped, "about").html
    assert html.count(str(escape(example.issue.proposition))) == 2
    assert f'href="statement?id={example.card.id}&amp;' in html
    assert html.count('class="example"') == 2


def test_about_does_without_an_example(make_dataset: Callable[..., Path]) -> None:
    silent = load(make_dataset(statements=lambda rows: [row | {"stance": "no-stand"} for row in rows]))
    assert find_example(silent) is None
    assert 'class="example"' not in page_of(silent, "about").html
