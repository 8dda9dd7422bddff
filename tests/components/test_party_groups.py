"""A reader can choose a group of parties as a whole."""

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from components.url.view import decode_view, view_parameters
from data import Dataset, check, load
from tests.pages import page_of

MANY = 6


@pytest.fixture
def dataset(make_dataset: Callable[..., Path]) -> Dataset:
    """The tiny dataset with West and South on the coast, and a group of more parties than have a column."""

    def join(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        own = [row | {"group": "coast" if row["id"] in ("west", "south") else ""} for row in rows]
        return [*own, *(row_of(number, rows[0]) for number in range(MANY))]

    return load(
        make_dataset(
            parties=join,
            party_groups=lambda rows: [*rows, rows[0] | {"id": "isles", "name": "Isles"}],
        )
    )


def row_of(number: int, row: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(row, "") | {"id": f"isle-{number}", "name": f"Isle {number}", "group": "isles"}


def test_group_in_an_address_is_its_parties(dataset: Dataset) -> None:
    decoded = decode_view({"group": ["coast"]}, dataset)
    assert decoded.view.filters.party == ("west", "south")
    assert decoded.dropped == ()
    assert decode_view(view_parameters(decoded.view, dataset.version), dataset).view == decoded.view
    named = decode_view({"group": ["coast"], "party": ["east"]}, dataset).view
    assert (named.filters.party, named.group) == (("east",), "coast")


def test_larger_group_says_that_four_have_a_column(dataset: Dataset) -> None:
    decoded = decode_view({"group": ["isles"]}, dataset)
    assert decoded.view.filters.party == tuple(f"isle-{number}" for number in range(4))
    (drop,) = decoded.dropped
    assert drop.reason == "at most 4 parties are shown side by side; these are the first of 6"


def test_sidebar_offers_groups_and_pages_show_only_their_parties(dataset: Dataset, tiny: Dataset) -> None:
    page = lxml.html.fromstring(page_of(dataset, "compare", group="coast").html)
    links = page.xpath("//ul[@class='group-links']/li")
    assert [" ".join(link.text_content().split()) for link in links] == [
        "Coast 2 parties",
        "Isles 6 parties, the first 4 side by side",
    ]
    heads = page.xpath("//details[contains(@class, 'matrix')]//table[1]/thead//th/span[@dir]")
    assert {head.text_content() for head in heads} <= {"West", "Southern Pact"}
    agreement = page_of(dataset, "agreement", group="coast").html
    assert 'title="East and' not in agreement
    assert not lxml.html.fromstring(page_of(tiny, "compare").html).xpath("//ul[@class='group-links']")


def test_group_must_be_known(make_dataset: Callable[..., Path]) -> None:
    _, report = check(make_dataset(cells={("parties", 2, "group"): "coast hills"}))
    (problem,) = map(str, report.problems)
    assert "parties.csv row 2, column group: 'hills' is no id in party_groups.csv" in problem
