"""A party's own words are shown as the party's, and the basis of a stance is named."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from components.documents.quote_card import quote_card
from components.url.view import View
from data import Dataset, Filters, load
from data.publishing.citations import citation_of_statement
from data.statements import statement_ids
from tests.applications import application_of
from tests.pages import page_of
from tests.web.conftest import client_of

TEXT = "Wir lehnen das ab. Die Lage ist anders." + " Es gibt viele Gründe dafür." * 20
OWN = "south-2016-bases"


@pytest.fixture
def declared_dataset(make_dataset: Callable[..., Path]) -> Dataset:
    """The tiny dataset as parties would declare it: every stance is theirs, with a text in place of a summary."""

    def declare(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row | {"basis": "declared", "summary": "", "quote": "", "text": TEXT} for row in rows]

    return load(make_dataset(statements=declare, codings=None))


def html_of(dataset: Dataset, page: str, **parameters: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(page_of(dataset, page, **parameters).html)


def text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_card_shows_the_first_sentences_and_opens_the_text(declared_dataset: Dataset) -> None:
    page = html_of(declared_dataset, "compare", party="south", issue="bases")
    (words,) = page.xpath("//section[contains(@class, 'cell-card')]/p[@class='own-words']")
    shown = text_of(words.find("q"))
    assert shown.endswith("Gründe dafür. […]")
    assert shown.removesuffix(" […]") in " ".join(TEXT.split())
    (whole,) = page.xpath("//section[contains(@class, 'cell-card')]/details[@class='own-text']/blockquote")
    assert text_of(whole) == TEXT
    assert "declared by the party" in text_of(page.xpath("//section[contains(@class, 'cell-card')]")[0])


def test_statement_page_says_whose_words_and_whose_stance(declared_dataset: Dataset) -> None:
    article = text_of(html_of(declared_dataset, "statement", id=OWN).xpath("//article")[0])
    assert "The party itself declared this stance." in article
    assert "The text is the party's own." in article
    assert TEXT in article
    assert "curators" not in article


def test_about_claims_nothing_for_the_curators(declared_dataset: Dataset, tiny: Dataset) -> None:
    about = text_of(html_of(declared_dataset, "about").xpath("//main")[0])
    assert "stances are the parties' own answers." in about
    assert "Summaries are the curators' own words" not in about
    assert "The curators set no stance of this dataset" in about
    about = text_of(html_of(tiny, "about").xpath("//main")[0])
    assert "The curators set every stance" in about
    assert "Summaries are the curators' own words" in about
    assert "In their own words" not in about


def test_pictures_feed_and_citation_use_whole_sentences(declared_dataset: Dataset) -> None:
    card = quote_card(declared_dataset, View(Filters(party=("south",)), id=OWN), "statement")
    assert card
    assert card.positions[0].text.startswith("“Wir lehnen das ab. Die Lage")
    assert card.positions[0].text.endswith("Gründe dafür. […]”")
    record = citation_of_statement(declared_dataset, OWN, "https://example.org/", dt.date(2026, 1, 1))
    assert record["title"].startswith("Bases: Wir lehnen das ab.")
    assert record["title"].endswith("Gründe dafür. […]")
    assert "Beginning of the party's own text. Stance declared by the party." in record["note"]
    client = client_of(application_of(declared_dataset))
    assert "Wir lehnen das ab." in client.get("/feed.atom?party=south").text
    assert client.get(f"/preview.png?id={OWN}&of=statement").status_code == 200


def test_citation_of_a_summary_says_so(tiny: Dataset) -> None:
    record = citation_of_statement(tiny, OWN, "https://example.org/", dt.date(2026, 1, 1))
    assert record["note"].startswith("Summary by the curators. Source:")
    quoted = citation_of_statement(tiny, "east-2014-bases", "https://example.org/", dt.date(2026, 1, 1))
    assert "by the curators" not in quoted["note"]


def test_text_is_searched_and_exported(declared_dataset: Dataset) -> None:
    assert OWN in statement_ids(declared_dataset, Filters(text="gründe dafür"))
    answer = client_of(application_of(declared_dataset)).get("/download/statements.csv?party=south&issue=bases")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["text"], row["basis"], row["summary"]) == (TEXT, "declared", "")


def test_single_basis_is_no_filter_in_the_sidebar(declared_dataset: Dataset, tiny: Dataset) -> None:
    for dataset in (declared_dataset, tiny):
        assert not html_of(dataset, "compare").xpath("//details[@data-keep='group-basis']")


def test_empty_basis_counts_as_coded(make_dataset: Callable[..., Path]) -> None:
    dataset = load(make_dataset(cells={("statements", 2, "basis"): "vote", ("statements", 3, "basis"): "coded"}))
    assert len(statement_ids(dataset, Filters(basis=("vote",)))) == 1
    assert len(statement_ids(dataset, Filters(basis=("coded",)))) == dataset.statement_count - 1
    (group,) = html_of(dataset, "compare").xpath("//details[@data-keep='group-basis']")
    assert "A vote" in text_of(group)
    assert "Declared" not in text_of(group)
