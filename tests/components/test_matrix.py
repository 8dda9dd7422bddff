"""The matrix of the Compare page where a dataset has many parties."""

from itertools import pairwise
from urllib.parse import parse_qs

import lxml.html
import pytest

from components.parts.comparison.matrix import MAX_MATRIX_PARTIES, matrix_parties
from components.url.view import View, decode_view
from data import Dataset, load
from tests.conftest import write_dataset
from tests.pages import page_of

OTHERS = 40


@pytest.fixture(scope="module")
def large_dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset with 40 more parties, every other of which takes the same stances."""

    def more_parties(rows: list[dict[str, str]]) -> None:
        rows += [rows[0] | {"id": f"p{n}", "name": f"Party {n}", "short_name": f"P{n:02}"} for n in range(OTHERS)]

    def more_statements(rows: list[dict[str, str]]) -> None:
        rows += [
            rows[2]
            | {"id": f"p{n}-{issue}", "party": f"p{n}", "speaker": "", "issue": issue, "responds_to": ""}
            | {"stance": "disagree" if n % 2 else "agree"}
            for n in range(OTHERS)
            for issue in ("bases", "drills")
        ]

    def more_issues(rows: list[dict[str, str]]) -> None:
        rows.append(rows[0] | {"id": "flights", "name": "Flights"})

    folder = tmp_path_factory.mktemp("many") / "dataset"
    return load(write_dataset(folder, parties=more_parties, statements=more_statements, issues=more_issues))


def view_of(link: str, dataset: Dataset) -> View:
    decoded = decode_view(parse_qs(link.partition("?")[2].partition("#")[0]), dataset)
    assert not decoded.dropped
    return decoded.view


def html_of(dataset: Dataset, **parameters: str | list[str]) -> lxml.html.HtmlElement:
    (matrix,) = lxml.html.fromstring(page_of(dataset, "compare", **parameters).html).xpath("//details[@id='glance']")
    return matrix


def heads(matrix: lxml.html.HtmlElement) -> list[str]:
    return list(matrix.xpath(".//table[1]/thead//th/a/bdi/text()"))


def test_all_parties_are_reached_page_by_page(large_dataset: Dataset) -> None:
    first = html_of(large_dataset)
    assert f"Parties 1 to {MAX_MATRIX_PARTIES} of 43" in " ".join(first.text_content().split())
    link = first.xpath(".//a[@rel='next']/@href")[0]
    assert link.endswith("#glance")
    second = html_of(large_dataset, columns=str(view_of(link, large_dataset).matrix_page))
    assert not second.xpath(".//a[@rel='next']")
    assert sorted([*heads(first), *heads(second)]) == sorted(
        party.short_name for party in large_dataset.parties.values()
    )


def test_parties_stand_in_the_order_that_the_reader_wants(large_dataset: Dataset) -> None:
    view = decode_view({"party": ["p7", "west"]}, large_dataset).view
    assert matrix_parties(large_dataset, view)[:3] == ["west", "p7", "east"]
    orders = {
        order: view_of(f"?party=p7&party=west&matrix={order}", large_dataset)
        for order in ("name", "similarity", "chosen")
    }
    assert matrix_parties(large_dataset, orders["chosen"]) == ["west", "p7"]
    assert matrix_parties(large_dataset, orders["name"])[:3] == ["east", "p0", "p1"]
    alike = [int(party[1:]) % 2 for party in matrix_parties(large_dataset, orders["similarity"]) if party[0] == "p"]
    assert len(alike) == OTHERS
    # The two blocs stand side by side, each in one piece.
    assert sum(first != second for first, second in pairwise(alike)) == 1
    links = html_of(large_dataset).xpath(".//p[contains(@class, 'matrix-orders')]/a/@href")
    assert [view_of(link, large_dataset).matrix_order for link in links] == ["name", "similarity", "chosen"]


def test_headers_choose_a_party_and_cells_an_issue_and_a_party(large_dataset: Dataset) -> None:
    matrix = html_of(large_dataset, party=["east", "west"], q="")
    links = [view_of(link, large_dataset).filters.party for link in matrix.xpath(".//table[1]/thead//a/@href")]
    assert links[:3] == [("east",), ("west",), ("east", "west", "south")]
    cell = view_of(matrix.xpath(".//table[1]/tbody/tr[1]/td[1]/a/@href")[0], large_dataset)
    assert (cell.filters.party, cell.filters.issue) == (("east",), ("bases",))
    full = html_of(large_dataset, party=["east", "west", "south", "p1"])
    assert view_of(full.xpath(".//table[1]/thead//th[6]/a/@href")[0], large_dataset).filters.party == ("p0",)
