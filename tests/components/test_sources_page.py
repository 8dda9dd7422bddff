"""The Sources page: shares of outlets, empty years, and what leaving sources out would change."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urlencode

import pytest

from components.pages.sources import statement_breakdowns
from components.parts.comparison.statement_breakdown import StatementBreakdown
from components.parts.sources.left_out_sources import leave_out_sources, left_out_choices
from components.parts.sources.party_counts import party_counts
from components.parts.sources.source_shares import counts_by_source, source_shares
from data import Dataset, Filters, load
from data import statements as queries
from tests import recomputation as plain
from tests.pages import page_of, text_of


def shares(dataset: Dataset) -> dict[str, dict[str, tuple[int, ...]]]:
    tables = source_shares(dataset, counts_by_source(dataset))
    return {table.title: {row.label: row.counts for row in table.rows} for table in tables}


def test_shares_by_outlet_kind_language_and_country(tiny: Dataset) -> None:
    # East, West, South: the record has 1 + 1, 3, 2 of them; the yearbook 1 and 1; agency and paper 1 each of East.
    found = shares(tiny)
    assert found["By outlet"] == {
        "Assembly": (2, 3, 2),
        "Institute": (1, 1, 0),
        "Газета": (1, 1, 0),
        "Agency": (1, 0, 0),
    }
    assert found["By nearness to the words"] == {
        "Primary source": (2, 3, 2),
        "Secondary report": (1, 1, 0),
        "News agency": (1, 0, 0),
        "Not recorded": (1, 1, 0),
    }
    assert found["By language"] == {"English": (4, 4, 2), "Russian": (1, 1, 0)}
    assert found["By country of the outlet"] == {
        "International body": (2, 3, 2),
        "Russia": (1, 1, 0),
        "Germany": (1, 0, 0),
        "Not recorded": (1, 1, 0),
    }
    assert set(found["By kind of source"]) == {"Transcript", "News", "Report"}


def test_shares_are_percentages_of_each_party(tiny: Dataset) -> None:
    row = text_of(page_of(tiny, "sources")).partition("Statements by outlet")[2].partition("Institute")[0]
    assert "Assembly 2 (40 %) 3 (60 %) 2 (100 %)" in row


def test_shares_of_the_shipped_dataset_are_recomputed_from_rows(shipped: Dataset) -> None:
    rows = plain.statements_of(shipped)
    for title, column in (("By outlet", "publisher"), ("By language", "language"), ("By kind of source", "kind")):
        own = Counter(getattr(shipped.sources[row["source"]], column) for row in rows)
        table = next(each for each in source_shares(shipped, counts_by_source(shipped)) if each.title == title)
        assert sorted((row.total for row in table.rows), reverse=True) == sorted(own.values(), reverse=True)[:25]
        assert table.party_totals == tuple(sum(row["party"] == party for row in rows) for party in shipped.parties)


def test_columns_that_no_source_fills_have_no_table(make_dataset) -> None:
    blank = {"carrier": "", "publisher": "", "language": "", "kind": ""}
    dataset = load(make_dataset(sources=lambda rows: [row | blank for row in rows], publishers=None))
    assert shares(dataset) == {}
    assert "Would the picture change" not in page_of(dataset, "sources").html


def breakdowns(dataset: Dataset) -> tuple[StatementBreakdown, ...]:
    by_issue = party_counts(dataset, queries.statement_counts_by_issue(dataset), "issue")
    return statement_breakdowns(dataset, by_issue, queries.property_counts(dataset))


def test_years_without_statements_are_0(tiny: Dataset) -> None:
    tables = breakdowns(tiny)
    by_year = next(table for table in tables if table.title == "By year")
    assert [row.label for row in by_year.rows] == [str(year) for year in range(2014, 2022)]
    assert {row.label: row.counts for row in by_year.rows}["2015"] == (0, 0, 0)


def test_years_that_are_far_apart_are_not_filled(make_dataset) -> None:
    dataset = load(make_dataset(cells={("statements", 2, "date"): "1604"}))
    by_year = breakdowns(dataset)[1]
    assert [row.label for row in by_year.rows][:3] == ["1604", "2014", "2016"]


@pytest.mark.parametrize("left_out", ["secondary", "publisher:Assembly", "publisher:Agency", "publisher:Газета"])
def test_leaving_sources_out_changes_the_stances_of_a_plain_computation(tiny: Dataset, left_out: str) -> None:
    def gone(row: dict) -> bool:
        source = tiny.sources[row["source"]]
        return source.carrier == left_out or f"publisher:{source.publisher}" == left_out

    rows = plain.statements_of(tiny)
    before = {cell: plain.latest_of(own, tiny) for cell, own in plain.by_cell(rows).items()}
    after = {
        cell: plain.latest_of(own, tiny) for cell, own in plain.by_cell([row for row in rows if not gone(row)]).items()
    }
    expected = {
        cell: (own[2], after[cell][2] if cell in after else None)
        for cell, own in before.items()
        if cell not in after or after[cell][2] != own[2]
    }
    found = leave_out_sources(tiny, left_out, counts_by_source(tiny))
    assert found is not None
    assert {
        (each.issue.id, each.party.id): (each.before.stance.id, each.after.stance.id if each.after else None)
        for each in found.listed
    } == expected
    moved = sum(cell in after and after[cell][2] == own[2] and after[cell][4] != own[4] for cell, own in before.items())
    assert (found.statements, found.changed, found.moved) == (sum(map(gone, rows)), len(expected), moved)
    assert found.stances == len(before)


def test_page_tells_what_changes_and_keeps_the_rest_of_the_address(tiny: Dataset) -> None:
    page = page_of(tiny, "sources", without="publisher:Assembly", kind="transcript", since="2014")
    assert 'role="status">Without' in page.html
    assert "Without Assembly (documents: 1, statements: 7):" in text_of(page)
    form = page.html.partition('class="switch"')[2].partition("</form>")[0]
    assert '<option value="publisher:Assembly" selected>' in form
    hidden = [unescape(name) for name in re.findall(r'<input type="hidden" name="(\w+)"', form)]
    assert {"kind", "from", "version"} <= set(hidden)
    assert "without" not in hidden
    assert urlencode({"without": "publisher:Assembly"}) in page.address
    # The menu does not carry it to other pages, and the filters of this page keep it.
    assert "without" not in page.html.partition("<nav")[2].partition("</nav>")[0]
    assert '<input type="hidden" name="without" value="publisher:Assembly">' in page.html


def test_switch_offers_outlets_by_their_statements(tiny: Dataset) -> None:
    choices = left_out_choices(tiny, counts_by_source(tiny), "")
    outlets = ["Assembly", "Institute", "Газета", "Agency"]
    assert list(choices) == ["secondary", *(f"publisher:{name}" for name in outlets)]
    assert choices["secondary"] == "All secondary reports (2)"


@pytest.mark.parametrize("value", ["publisher:Nobody", "primary", "<b>"])
def test_unknown_outlet_is_named_and_ignored(tiny: Dataset, value: str) -> None:
    page = page_of(tiny, "sources", without=value)
    assert "for without: not in this dataset" in text_of(page)
    assert 'role="status">Without' not in page.html


def test_secondary_reports_are_marked(tiny: Dataset) -> None:
    # Of the latest stances, that of East on bases rests on a paper, that of West on drills on a record.
    pages = [page_of(tiny, "compare", issue=issue).html for issue in ("drills", "bases")]
    # Below the comparison, the page explains the term.
    assert ["secondary report" in html.partition('class="terms"')[0] for html in pages] == [False, True]
    for statement, carrier in (
        ("east-2019-bases-paper", "secondary report"),
        ("east-2019-bases-agency", "news agency"),
        ("east-2014-bases", "primary source"),
    ):
        (facts,) = re.findall(r"<dt>Source</dt><dd>(.*?)</dd>", page_of(tiny, "statement", id=statement).html)
        assert carrier in facts


def test_selection_is_told_in_paragraphs(make_dataset) -> None:
    dataset = load(make_dataset(descriptor=lambda content: content.update(selection="First <b>.\n\nSecond.")))
    html = page_of(dataset, "sources").html
    assert "First &lt;b&gt;.</p>" in html
    assert "Second.</p>" in html
    assert "How documents were found" not in page_of(load(make_dataset()), "sources").html


def test_stances_without_some_sources_are_those_of_a_plain_computation(shipped: Dataset) -> None:
    plain.assert_stances_without(shipped, Filters())


def test_shipped_selection_says_how_many_pages_are_english(shipped: Dataset) -> None:
    assert "Nearly nine in ten statements rest on English pages" in shipped.selection[1]
    for party in shipped.parties:
        own = [row for row in plain.statements_of(shipped) if row["party"] == party]
        english = sum(shipped.sources[row["source"]].language.startswith("en") for row in own)
        assert 0.85 < english / len(own) < 0.92
