"""Stands in words, what they rest on, and the first page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from components.parts.comparison.comparison import compare_parties
from components.parts.comparison.stands import YEARS_UNTIL_OLD
from components.parts.stance_changes import count_stance_changes
from components.url.view import decode_view, default_view
from data import Dataset, Filters, is_reversal, load
from tests.pages import page_of, text_of

MISSILES = "NATO's missile defence in Europe threatens Russia. Russia: yes (2024) · NATO: rather no (2024)"


def test_a_view_of_one_issue_is_called_by_what_the_parties_say(shipped: Dataset) -> None:
    page = page_of(shipped, "compare", issue="missile-defence")
    assert page.title == f"{MISSILES} · Counterpoint"
    assert MISSILES in page.description
    assert '<h1 dir="auto">Russia and NATO on “Missile defence”</h1>' in page.html


@pytest.mark.parametrize("filters", [{"issue": "crimea"}, {"issue": ["crimea", "bases", "dialogue"]}])
def test_few_issues_have_neither_summary_nor_glance(shipped: Dataset, filters: dict[str, str]) -> None:
    html = page_of(shipped, "compare", **filters).html
    assert 'class="sum"' not in html
    assert 'class="matrix"' not in html
    assert 'class="sum"' in page_of(shipped, "compare", theme="threat").html


def test_a_dataset_has_its_own_words_for_the_scale(make_dataset: Callable[..., Path]) -> None:
    dataset = load(make_dataset(descriptor=lambda content: content.update(stance_words={"partly-agree": "mostly"})))
    text = text_of(page_of(dataset, "compare"))
    assert re.search(r"East\w*\s*: mostly \(2019\)", text)
    assert "rather yes" not in text


def test_old_stands_are_told_from_new_ones(tiny: Dataset) -> None:
    """The newest statement of the dataset is of 2021."""
    comparison = compare_parties(tiny, decode_view({"party": ["east", "west", "south"]}, tiny).view)
    old = {(row.issue.id, stand.party.id) for row in comparison.rows for stand in row.stands if stand.is_old}
    assert YEARS_UNTIL_OLD == 5
    assert old == {("bases", "south")}


def test_cells_say_that_coders_differ(shipped: Dataset) -> None:
    differing = {
        statement
        for statement, codings in shipped.codings.items()
        for row in [shipped.engine.query("select stance from statements where id = $id", {"id": statement})]
        if any(stance != row["stance"].iloc[0] for _, stance in codings)
    }
    rows = compare_parties(shipped, default_view(shipped)).rows
    for cell in (cell for row in rows for cell in row.cells if cell.card and cell.stand):
        assert cell.stand.is_disputed == (cell.card.id in differing) == (cell.coders == "differ")


def test_both_pages_count_the_same_changed_stances(shipped: Dataset) -> None:
    counts = count_stance_changes(shipped, default_view(shipped).filters)
    summary = compare_parties(shipped, default_view(shipped)).summary
    assert summary.changed.total == counts.stances <= counts.changes
    assert counts.reversals + counts.shifts == counts.changes
    reversals = [change.is_reversal for change, _ in summary.changed.largest]
    assert reversals == sorted(reversals, reverse=True)


@pytest.mark.parametrize(
    ("before", "after", "crosses"), [(2, -1, True), (-1, 1, True), (2, 1, False), (0, -2, False), (1, 0, False)]
)
def test_a_reversal_crosses_neutral(before: int, after: int, crosses: bool) -> None:
    assert is_reversal(before, after) is crosses


def test_the_first_page_asks_questions_that_the_data_answer(shipped: Dataset, tiny: Dataset) -> None:
    text = text_of(page_of(shipped, "compare"))
    for question in ("Where do Russia and NATO agree?", "What changed since 2014?", "Who answered whom?"):
        assert question in text
    assert "Is it true that NATO’s military budget is 22 times Russia’s?" in text
    assert 'action="search"' in page_of(shipped, "compare").html
    other = text_of(page_of(tiny, "compare"))
    assert "Who answered whom?" in other
    assert "agree?" not in other
    assert "Who answered whom?" not in text_of(page_of(shipped, "compare", issue="crimea"))


def test_more_issues_are_a_link_to_them(shipped: Dataset) -> None:
    html = page_of(shipped, "compare").html
    ids = compare_parties(shipped, default_view(shipped)).summary.apart.ids
    (link,) = re.findall(r'href="([^"]+)">and \d+ more<', html)
    assert re.findall(r"issue=([\w-]+)", link) == [issue for issue in shipped.issues if issue in ids]


def test_sure_stances_are_a_filter(shipped: Dataset) -> None:
    view = decode_view({"sure": ["yes"]}, shipped).view
    cards = [cell.card for row in compare_parties(shipped, view).rows for cell in row.cells if cell.card]
    assert cards
    for card in cards:
        assert card.checked == "page"
        assert {stance for _, stance in shipped.codings[card.id]} == {card.stance.id}
    assert Filters(sure=("yes",)) != Filters()
