"""Each text of a dataset on a page has its language."""

from collections.abc import Callable
from pathlib import Path

import lxml.html

from components.rendering import mark_language
from data import Dataset, load
from tests.pages import page_of


def test_texts_of_the_curators_have_the_language_of_the_dataset(make_dataset: Callable[..., Path]) -> None:
    dataset = load(make_dataset(descriptor=lambda content: content.update(language="de-AT")))
    for name, parameters in (("compare", {}), ("statement", {"id": "east-2014-bases"}), ("sources", {})):
        page = lxml.html.fromstring(page_of(dataset, name, **parameters).html)
        texts = page.xpath("//bdi | //*[@dir='auto']")
        assert texts
        assert all(text.get("lang") for text in texts)
    assert {"de-AT"} == {text.get("lang") for text in page.xpath("//bdi")}


def test_pages_in_the_language_of_the_dataset_stay_as_they_are(tiny: Dataset) -> None:
    assert tiny.language == "en"
    assert "<bdi lang" not in page_of(tiny, "compare").html


def test_a_language_of_its_own_stays() -> None:
    html = '<p dir="auto" lang="ru">a</p><p class="b" dir="auto">b</p><bdi class="name">c</bdi><bdi>d</bdi><p>e</p>'
    assert mark_language(html, "de") == (
        '<p dir="auto" lang="ru">a</p><p class="b" dir="auto" lang="de">b</p>'
        '<bdi lang="de" class="name">c</bdi><bdi lang="de">d</bdi><p>e</p>'
    )


def test_a_tag_that_is_none_is_no_language(make_dataset: Callable[..., Path]) -> None:
    hostile = '"><script>'
    assert load(make_dataset(descriptor=lambda content: content.update(language=hostile))).language == "en"
