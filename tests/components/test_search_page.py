"""The Search page: groups with links, marks, close matches apart, and nothing where nothing answers."""

import re

import pytest

from components.parts.search_hits import HitBuilder
from components.url.links import Links
from data import Dataset
from data.search import search
from tests.pages import page_of
from tests.reading import statements_of


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_number_leads_to_the_figure_with_what_matched_marked(shipped: Dataset) -> None:
    html = main_of(page_of(shipped, "search", q="22 times").html)
    assert re.search(r'<a data-nav href="figures\?[^"]*figure=ratio-grushko-2019', html)
    assert "<mark>22</mark>" in html
    assert "<b>1</b> result for" in html


def test_each_kind_has_its_links(shipped: Dataset) -> None:
    for text, link in {
        "missile defence": r"compare\?[^\"]*issue=missile-defence",
        "Lavrov": r"compare\?[^\"]*party=russia[^\"]*speaker=sergey-lavrov",
        "Wales Summit Declaration": r"sources\?[^\"]*#source-wales-declaration-2014",
        "Finland joins NATO": r"timeline\?[^\"]*issue=nordic-accession",
        "“Not a single inch to the east”": r"statement\?id=russia-2021-12-23-expansion-pledge-putin",
    }.items():
        assert re.search(f'href="{link}', main_of(page_of(shipped, "search", q=text).html)), text


def test_the_link_to_a_source_names_the_page_on_which_it_stands(shipped: Dataset) -> None:
    hits = HitBuilder(shipped, Links(shipped.version))
    for group in hits.groups(search(shipped, "SIPRI Military Expenditure Database").groups):
        for hit in group.hits if group.kind == "source" else ():
            number = re.search(r"page=(\d+)", hit.link)
            assert f'id="source-{hit.id}"' in page_of(shipped, "sources", page=number[1] if number else "1").html


def test_statements_show_their_replies(shipped: Dataset) -> None:
    statements = statements_of(shipped)
    answered = statements[statements["id"].isin(statements["responds_to"])].iloc[-1]
    reply = statements[statements["responds_to"] == answered["id"]].iloc[0]
    html = main_of(page_of(shipped, "search", q=answered["summary"]).html)
    assert f'href="statement?id={reply["id"]}&amp;version=' in html.partition("Answered by")[2]


def test_all_statements_with_the_words_are_a_link_to_the_comparison(shipped: Dataset) -> None:
    html = main_of(page_of(shipped, "search", q="missile defence").html)
    found = re.search(r'href="compare\?[^"]*q=missile\+defence[^"]*">Compare all (\d+) statements', html)
    assert found
    assert f"<b>{found[1]}</b> on" in page_of(shipped, "compare", q="missile defence").html


def test_where_nothing_answers_the_page_says_so(shipped: Dataset) -> None:
    html = main_of(page_of(shipped, "search", q="penguin <b>").html)
    assert 'Nothing on record for <q dir="auto">penguin &lt;b&gt;</q>.' in html
    assert "Close to what you typed" not in html
    assert "<section" not in html


def test_where_nothing_answers_the_page_leads_on(shipped: Dataset) -> None:
    html = main_of(page_of(shipped, "search", q="Iran oil price").html)
    assert "Nothing on record for" in html
    assert re.search(r'href="search\?q=iran&amp;version=[^"]*"[^>]*>iran</a>', html)
    assert re.search(r'href="compare\?[^"]*theme=relations[^"]*"[^>]*>Relations</a>', html)
    assert search(shipped, "iran").groups


def test_an_issue_found_through_its_statements_says_so(shipped: Dataset) -> None:
    html = main_of(page_of(shipped, "search", q="encirclement").html)
    assert "Statements on this issue have these words." in html


def test_near_matches_stand_under_a_heading_of_their_own(shipped: Dataset) -> None:
    html = main_of(page_of(shipped, "search", q="Stoltenburg").html)
    before, heading, after = html.partition("Close to what you typed")
    assert heading
    assert "Nothing on record for" in before
    assert "speaker=jens-stoltenberg" not in before
    assert "speaker=jens-stoltenberg" in after


@pytest.mark.parametrize("length", [1_000, 1_001])
def test_a_text_beyond_the_bound_is_cut_and_named(shipped: Dataset, length: int) -> None:
    html = page_of(shipped, "search", q="border " * 142 + "x" * (length - 994)).html
    assert ("longer than 1,000 characters, so it was cut" in html) == (length > 1_000)


def test_without_a_text_the_page_has_the_form_alone(tiny: Dataset) -> None:
    html = main_of(page_of(tiny, "search").html)
    assert '<form class="search-form" role="search" method="get" action="search"' in html
    assert "<section" not in html


def test_every_other_page_has_the_search_box(shipped: Dataset) -> None:
    box = '<form class="masthead-search" role="search" method="get" action="search"'
    for name in ("compare", "timeline", "exchanges", "figures", "sources", "about", "statement"):
        assert box in page_of(shipped, name).html, name
