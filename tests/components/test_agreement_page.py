"""The Agreement page."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html

from components.pages import menu_entries
from data import Dataset, load
from tests.pages import charts_of, page_of, text_of


def test_ranking_and_matrix_lead_to_comparisons(tiny: Dataset) -> None:
    page = page_of(tiny, "agreement", party="east")
    assert "East Same stance" not in text_of(page)
    assert "Southern Pact 100 % too few to tell 1 21–100 % 0.0 West 0 % too few to tell 2 0–66 % 1.5" in text_of(page)
    links = [unescape(link) for link in re.findall(r'href="(compare\?[^"]+)"', page.html)]
    assert any("party=east&party=west" in link and "sort=divergence" in link for link in links)
    # The sidebar keeps the chosen party, and its facets count all.
    assert '<input type="hidden" name="party" value="east">' in page.html
    assert charts_of(page) == []


def dataset_of_many(make_dataset: Callable[..., Path], more: int) -> Dataset:
    """The tiny dataset with more parties, every other of which takes the same stances."""

    def more_parties(rows: list[dict[str, str]]) -> None:
        rows += [
            {"id": f"p{n}", "name": f"Party {n}", "short_name": f"P{n}", "colour": "", "description": ""}
            for n in range(more)
        ]

    def more_statements(rows: list[dict[str, str]]) -> None:
        pattern = rows[2]
        rows += [
            {**pattern, "id": f"p{n}-{issue}", "party": f"p{n}", "speaker": "", "issue": issue, "stance": stance}
            for n in range(more)
            for issue, stance in (("bases", "agree"), ("drills", "disagree" if n % 2 else "agree"))
        ]

    return load(make_dataset(parties=more_parties, statements=more_statements))


def test_map_has_a_point_for_each_party(make_dataset: Callable[..., Path]) -> None:
    dataset = dataset_of_many(make_dataset, 50)
    first, second = page_of(dataset, "agreement"), page_of(dataset, "agreement", page="2")
    assert "Page 1 of 2" in text_of(first)
    assert first.html.count("<td") > second.html.count("<td") > 0
    (figure,) = charts_of(first)
    assert len(figure["data"][0]["x"]) == 53
    texts = [text for text in figure["data"][0]["text"] if text]
    # Every other party takes the same stances, so that there are four places, each named once.
    assert len(texts) == 4
    assert set(texts) == set(figure["data"][0]["hovertext"])


def test_map_of_many_parties_names_only_the_chosen_ones(make_dataset: Callable[..., Path]) -> None:
    *_, figure = charts_of(page_of(dataset_of_many(make_dataset, 60), "agreement", party=["p1", "west"]))
    (points,) = figure["data"]
    # They take the same stances.
    assert sorted(filter(None, points["text"])) == ["West and P1"]
    names = [name for _, name in points["customdata"]]
    large = {name for name, size in zip(names, points["marker"]["size"], strict=True) if size > 11}
    assert large == {"Party 1", "Western League"}


def test_parties_at_one_place_of_the_map_are_named_together(make_dataset: Callable[..., Path]) -> None:
    *_, figure = charts_of(page_of(dataset_of_many(make_dataset, 14), "agreement"))
    (points,) = figure["data"]
    # Every other party takes the same stances.
    assert "P0, P2, P4, P6, P8 and 2 more" in points["text"]
    assert points["hovertext"].count("West, P1, P3, P5, P7 and 3 more") == 8
    assert points["text"].count("West, P1, P3, P5, P7 and 3 more") == 1


def test_long_ranking_is_folded_behind_its_first_parties(make_dataset: Callable[..., Path]) -> None:
    page = lxml.html.fromstring(page_of(dataset_of_many(make_dataset, 50), "agreement", party="east").html)
    (section,) = page.xpath("//section[h2[@id='ranking-1']]")
    assert len(section.xpath("./div//tbody/tr")) == 10
    (folded,) = section.xpath("./details")
    assert "42 more parties" in folded.text_content()
    assert len(folded.xpath(".//tbody/tr")) == 42


def test_a_form_chooses_the_party_of_the_ranking(tiny: Dataset) -> None:
    page = lxml.html.fromstring(page_of(tiny, "agreement", party="west", since="2014", pairs="name", page="2").html)
    (form,) = page.xpath("//form[contains(@class, 'switch')]")
    names = form.xpath(".//select[@name='party']/option")
    assert [(name.text, name.get("selected") is not None) for name in names] == [
        ("East", False),
        ("Southern Pact", False),
        ("West", True),
    ]
    kept = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    assert kept == {"from": "2014", "sort": "listed", "pairs": "name", "version": tiny.version}
    # The filters keep the order.
    assert page.xpath("//aside//input[@name='pairs']/@value") == ["name"]


def test_matrix_is_sorted_by_similarity_name_or_group(make_dataset: Callable[..., Path]) -> None:
    groups = {("parties", 3, "group"): "coast", ("parties", 4, "group"): "isles"}
    dataset = load(
        make_dataset(cells=groups, party_groups=lambda rows: [*rows, rows[0] | {"id": "isles", "name": "Isles"}])
    )
    bare = lxml.html.fromstring(page_of(dataset, "agreement", party="east").html)
    similar = heads_of(bare)
    assert similar[1] == "Southern Pact", "the nearest to both stands between them"
    links = {link.text: link.get("href") for link in bare.xpath("//p[contains(@class, 'matrix-orders')]/a")}
    assert list(links) == ["By name", "By group"]
    for label, order, expected in (
        ("By name", "name", ["East", "Southern Pact", "West"]),
        ("By group", "group", ["West", "Southern Pact", "East"]),
    ):
        parameters = parse_qs(urlsplit(links[label]).query)
        assert parameters["pairs"] == [order]
        assert parameters["party"] == ["east"], "the choice stays"
        page = lxml.html.fromstring(page_of(dataset, "agreement", **parameters).html)
        assert heads_of(page) == expected
        (current,) = page.xpath("//p[contains(@class, 'matrix-orders')]/b[@aria-current='true']")
        assert current.text == label
        assert urlsplit(page.xpath("//p[contains(@class, 'matrix-orders')]/a")[0].get("href")).fragment == "pairs-title"
    wrong = page_of(dataset, "agreement", pairs="size")
    assert heads_of(lxml.html.fromstring(wrong.html)) == similar
    assert "not one of similarity, name, group" in text_of(wrong)


def test_order_by_group_is_offered_where_there_are_groups(tiny: Dataset) -> None:
    page = lxml.html.fromstring(page_of(tiny, "agreement").html)
    assert page.xpath("//p[contains(@class, 'matrix-orders')]/a/text()") == ["By name"]


def heads_of(page: lxml.html.HtmlElement) -> list[str]:
    """The parties of the matrix, which are the same across and down."""
    across = page.xpath("//table[contains(@class, 'agreement')]/thead//a/span/text()")
    assert across == page.xpath("//table[contains(@class, 'agreement')]/tbody//th/a/bdi/text()")
    return list(across)


def test_menu_lists_it_from_three_parties_on(tiny: Dataset, shipped: Dataset) -> None:
    assert "agreement" in [entry.name for entry in menu_entries(tiny)]
    assert "agreement" not in [entry.name for entry in menu_entries(shipped)]
    assert "agreement" in [entry.name for entry in menu_entries(None)]


def test_years_are_a_chart_where_there_are_several(make_dataset: Callable[..., Path]) -> None:
    def votes(rows: list[dict[str, str]]) -> None:
        pattern = rows[2]
        rows[:] = [
            {
                **pattern,
                "id": f"{party}-{issue}",
                "party": party,
                "speaker": "",
                "issue": issue,
                "date": date,
                "responds_to": "",
            }
            for party in ("east", "west", "south")
            for issue, date in (("bases", "2001"), ("drills", "2002"), ("tariffs", "2003"))
        ]

    dataset = load(make_dataset(statements=votes, codings=None))
    (figure,) = charts_of(page_of(dataset, "agreement", party="east"))
    assert [(trace["name"], trace["x"], trace["y"]) for trace in figure["data"]] == [
        (name, [2001, 2002, 2003], [1, 1, 1]) for name in ("West", "Southern Pact")
    ]
