from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from components.pages import PageRequest, render_page
from components.parts.comparison.comparison import (
    MAX_OTHER_PARTIES,
    ROWS_PER_PAGE,
    Comparison,
    ComparisonCell,
    compare_parties,
)
from components.url.view import View, decode_view, default_view
from data import Dataset, load


def shown(dataset: Dataset, **parameters: str | list[str]) -> Comparison:
    lists = {name: [value] if isinstance(value, str) else value for name, value in parameters.items()}
    decoded = decode_view(lists, dataset)
    assert not decoded.dropped
    return compare_parties(dataset, decoded.view)


def cell(made: Comparison, issue: str, party: str) -> ComparisonCell:
    rows = [row for group in made.groups for row in group.rows if row.issue.id == issue]
    (found,) = [cell for row in rows for cell in row.cells if cell.party.id == party]
    return found


def distances(made: Comparison) -> dict[str, int | None]:
    return {row.issue.id: row.distance.value if row.distance else None for group in made.groups for row in group.rows}


def test_a_cell_shows_the_latest_position_and_the_others_behind_it(tiny: Dataset) -> None:
    found = cell(shown(tiny), "bases", "east")
    assert found.card.id == "east-2019-bases-paper"
    assert [card.id for card in found.others] == ["east-2019-bases-agency", "east-2018-bases", "east-2014-bases"]
    assert found.count == 4


def test_a_later_statement_without_a_stand_is_no_position(tiny: Dataset) -> None:
    found = cell(shown(tiny), "bases", "west")
    assert found.card.id == "west-2019-bases"
    assert found.others[0].id == "west-2020-bases"
    only_that = cell(shown(tiny, party="south"), "tariffs", "south")
    assert only_that.card.stance.id == "no-stand"


def test_an_aside_stands_beside_the_considered_position_and_decides_none_alone(tiny_with_asides: Dataset) -> None:
    found = cell(shown(tiny_with_asides), "drills", "west")
    assert found.aside is not None
    assert (found.card.id, found.stance.id, found.aside.id) == ("west-2014-drills", "agree", "west-2017-drills")
    alone = cell(shown(tiny_with_asides), "drills", "east")
    assert (alone.card.id, alone.stance.id, alone.aside) == ("east-2021-drills", "in-passing", None)
    assert distances(shown(tiny_with_asides))["drills"] is None
    html = render_page("compare", PageRequest(tiny_with_asides, decode_view({}, tiny_with_asides))).html
    assert "Since then, in passing:" in html
    assert "Mentioned in passing only" in html


def test_a_translation_stands_beside_the_quote(tiny: Dataset) -> None:
    html = render_page("compare", PageRequest(tiny, decode_view({}, tiny))).html
    assert "“почти угроза”" in html
    assert "“almost dangerous”" in html.partition("Our translation:")[2]


def test_reports_of_one_occasion_differ_and_are_no_change(tiny: Dataset) -> None:
    found = cell(shown(tiny), "bases", "east")
    assert [(report.card.id, report.differs) for report in found.reports] == [("east-2019-bases-agency", True)]
    assert found.change is not None
    assert (found.change.before.stance.id, found.change.before.date_label) == (
        "partly-disagree",
        "December 2018 to February 2019",
    )
    assert (found.change.after.stance.id, found.change.after.date_label) == ("partly-agree", "15 April 2019")


def test_distances(tiny: Dataset) -> None:
    # bases: east partly agrees (1), west agrees (2); drills: east neutral (0), west disagrees (-2); tariffs: nobody.
    assert distances(shown(tiny)) == {"bases": 1, "drills": 2, "tariffs": None}
    # with south, which partly agrees on bases and says nothing on drills, the largest distance counts
    assert distances(shown(tiny, party=["east", "west", "south"])) == {"bases": 1, "drills": 2, "tariffs": None}
    # until 2014: east disagrees (-2), west agrees (2) on bases
    assert distances(shown(tiny, to="2014"))["bases"] == 4
    # No party goes before another.
    assert shown(tiny, party=["east", "west"]) == shown(tiny, party=["west", "east"])


def test_nothing_on_record_and_nothing_within_the_filters_are_told_apart(tiny: Dataset) -> None:
    silent = cell(shown(tiny), "tariffs", "west")
    assert (silent.card, silent.outside) == (None, 0)
    filtered = cell(shown(tiny, to="2016"), "drills", "east")
    assert (filtered.card, filtered.outside) == (None, 1)


def test_a_filter_that_hides_the_latest_position_says_so(tiny: Dataset) -> None:
    hidden = cell(shown(tiny, stance="disagree"), "bases", "east")
    assert hidden.card.id == "east-2014-bases"
    assert hidden.newer_outside
    assert hidden.outside == 3
    assert not cell(shown(tiny), "bases", "east").newer_outside


def test_statement_filters_leave_out_issues_without_a_match_and_count_them(tiny: Dataset) -> None:
    made = shown(tiny, q="wavers")
    assert (made.issues, made.hidden, made.statements) == (1, 2, 1)
    assert shown(tiny, q="no such word").issues == 0


def test_summary(tiny: Dataset) -> None:
    summary = shown(tiny, party=["east", "south"]).summary
    assert summary.agree.total == 1  # bases: both partly agree
    assert [(party.id, group.total) for party, group in summary.alone] == [("east", 1), ("south", 1)]
    changed = shown(tiny).summary.changed
    assert (changed.total, changed.reversals, changed.shifts) == (2, 2, 0)
    assert [(change.party.id, change.issue.id) for change, _ in changed.largest] == [
        ("west", "drills"),
        ("east", "bases"),
    ]


def test_orders(tiny: Dataset) -> None:
    assert list(distances(shown(tiny))) == ["bases", "drills", "tariffs"]
    assert list(distances(shown(tiny, sort="divergence"))) == ["drills", "bases", "tariffs"]
    assert list(distances(shown(tiny, sort="recent"))) == ["drills", "bases", "tariffs"]
    assert list(distances(shown(tiny, sort="statements"))) == ["bases", "drills", "tariffs"]


def test_matrix_has_all_parties_the_chosen_ones_first(tiny: Dataset) -> None:
    matrix = shown(tiny, party="west").matrix
    assert [party.id for party in matrix.parties] == ["west", "east", "south"]
    (_, rows), _ = matrix.groups
    assert [stand.stance.id if stand.stance else None for stand in rows[0].stands] == [
        "agree",
        "partly-agree",
        "partly-agree",
    ]
    assert [stand.stance.id if stand.stance else None for stand in rows[1].stands] == ["disagree", "neutral", None]


def test_thousands_of_issues_come_in_pages(make_dataset) -> None:
    def many(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return rows + [rows[0] | {"id": f"more-{n}", "name": f"More {n}"} for n in range(2 * ROWS_PER_PAGE)]

    dataset = load(make_dataset(issues=many))
    first = compare_parties(dataset, default_view(dataset))
    assert (first.pager.pages, first.issues) == (3, 2 * ROWS_PER_PAGE + 3)
    assert sum(len(group.rows) for group in first.groups) == ROWS_PER_PAGE
    last = compare_parties(dataset, View(default_view(dataset).filters, page=99))
    assert (last.pager.number, sum(len(group.rows) for group in last.groups)) == (3, 3)


def test_a_position_older_than_all_that_opens_in_its_cell_leads_it(make_dataset: Callable[..., Path]) -> None:
    def silent(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        last = next(row for row in rows if row["id"] == "west-2014-drills")
        later = [
            last | {"id": f"west-{year}-drills", "date": str(year), "stance": "no-stand"} for year in range(2022, 2040)
        ]
        return [*rows, *later]

    dataset = load(make_dataset(statements=silent))
    found = cell(shown(dataset), "drills", "west")
    assert found.card.stance.value is not None
    assert len(found.others) == MAX_OTHER_PARTIES + 1
    assert found.others[0].id == "west-2039-drills"


@pytest.mark.parametrize(
    "parameters", [{}, {"q": ["the"]}, {"stance": ["agree"], "from": ["2015"]}, {"sort": ["recent"], "kind": ["news"]}]
)
def test_a_page_asks_three_questions_at_most(shipped, tiny, parameters):
    for dataset in (shipped, tiny):
        engine = Mock(wraps=dataset.engine, remote=False, last_error="")
        counted = replace(dataset, engine=engine)
        render_page("compare", PageRequest(counted, decode_view(parameters, counted)))
        texts = [call.args[0].split("where")[0] for call in engine.query.call_args_list]
        assert 0 < len(set(texts)) <= 3
        # The matrix asks the first of them again for the parties that the view does not compare.
        assert len(texts) <= 3 + (len(dataset.parties) > 2)
