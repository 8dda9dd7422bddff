"""Statements in time and the course of stances, on the tiny dataset by hand and on the shipped one."""

import datetime as dt
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from markupsafe import escape

from components.charts.stance_history import stance_history_chart, stance_history_figure
from components.charts.timeline import FADE_OPACITIES, LINE_OPACITY, YEARS_UNTIL_FADED, last_day, timeline_chart
from components.parts.cards import cards
from components.parts.stance_history import stance_histories
from data import Dataset, Filters, load
from data import statements as query
from tests.pages import charts_of, page_of, text_of
from tests.reading import statements_of


def test_steps_are_those_of_the_changes(shipped: Dataset) -> None:
    filters = Filters(party=("russia", "nato"))
    stepped = [
        (course.issue.id, party.id, before.statement, after.statement)
        for course in stance_histories(shipped, filters)
        for party, steps in course.lanes
        for before, after in pairwise(steps)
        if before.value != after.value
    ]
    _, moved = query.stance_changes(shipped, filters, 1_000)
    assert sorted(stepped) == sorted(zip(moved["issue"], moved["party"], moved["from_id"], moved["id"], strict=True))


def test_distance_runs_as_the_stances_do(shipped: Dataset) -> None:
    for course in stance_histories(shipped, Filters(party=("russia", "nato"))):
        for gap in course.gaps:
            now = [
                [step.value for step in steps if step.day <= gap.day][-1]
                for _, steps in course.lanes
                if steps[0].day <= gap.day
            ]
            assert gap.value == max(now) - min(now)
        assert all(before.value != after.value for before, after in pairwise(course.gaps))


def test_nothing_is_drawn_before_the_first_statement(shipped: Dataset) -> None:
    course = next(c for c in stance_histories(shipped, Filters(party=("russia", "nato"), issue=("crimea",))))
    drawn = json.loads(stance_history_chart(course, link=str, until=last_day([]), credit="").spec)
    for (party, steps), trace in zip(course.lanes, drawn["data"], strict=False):
        assert trace["name"] == party.id
        assert trace["x"][0] == steps[0].day.isoformat()
        assert trace["line"]["shape"] == "hv"


@pytest.mark.parametrize("number", [1, 2, 4, 10])
def test_no_line_of_the_history_hides_another(number: int) -> None:
    days = [dt.date(2014, 1, 1), dt.date(2019, 1, 1)]
    names = ("day", "party", "name", "colour", "value", "href", "text")
    rows = [(day, f"p{party}", "P", "#000000", 2, "", "") for party in range(number) for day in days]
    figure = stance_history_figure(pd.DataFrame(rows, columns=names), pd.DataFrame(), (), until=dt.date(2020, 1, 1))
    heights = [trace.y[0] for trace in figure.data if trace.name]
    assert len(set(heights)) == number
    assert heights == sorted(heights, reverse=True)
    assert all(abs(height - 2) < 0.5 for height in heights)


def test_marks_stand_by_stance_and_bars_cover_imprecise_dates(shipped: Dataset) -> None:
    filters = Filters(party=("russia", "nato"), issue=("cooperation",))
    found = cards(shipped, query.newest_statements(shipped, filters, 100))
    parties = [shipped.parties["russia"], shipped.parties["nato"]]
    drawn = timeline_chart(
        found,
        parties,
        shipped.events,
        issues=list(shipped.issues.values()),
        link=lambda i: f"statement?id={i}",
        title="",
        credit="",
    )
    spec = json.loads(drawn.spec)
    marks = {trace["meta"]: trace for trace in spec["data"] if "meta" in trace}
    marks.update({trace["name"]: trace for trace in spec["data"] if trace.get("name") == "spans"})
    assert sum(len(marks[name]["x"]) for name in marks if name != "spans") == len(found) == len(drawn.rows)
    assert len({marks[name]["marker"]["symbol"] for name in marks if name != "spans"}) == len(marks) - (
        "spans" in marks
    )
    imprecise = [card for card in found if len(card.date) < 10]
    assert len(imprecise) == (len(marks["spans"]["x"]) // 3 if "spans" in marks else 0)
    assert {href.split("=")[1] for name in marks if name != "spans" for href, _ in marks[name]["customdata"]} == {
        card.id for card in found
    }
    # A row for each party of the issue, and a key in words.
    assert len({height for name in marks if name != "spans" for height in marks[name]["y"]}) == 2
    assert {marks[name]["name"] for name in ("agree", "partly-disagree")} == {"yes", "rather no"}


def test_lines_fade_within_three_years_after_the_last_statement(shipped: Dataset) -> None:
    found = cards(shipped, query.newest_statements(shipped, Filters(party=("russia", "nato")), 1_000))
    parties, issues = [shipped.parties["russia"], shipped.parties["nato"]], list(shipped.issues.values())
    drawn = timeline_chart(found, parties, [], issues=issues, link=str, title="", credit="").figure
    lines = [trace for trace in drawn.data if trace.mode == "lines" and trace.name in ("Russia", "NATO")]
    assert {trace.opacity for trace in lines} == {LINE_OPACITY, *FADE_OPACITIES}
    marks = [(x, y) for trace in drawn.data if trace.meta for x, y in zip(trace.x, trace.y, strict=True)]
    for trace in lines:
        for begin, end, height in zip(trace.x[::3], trace.x[1::3], trace.y[::3], strict=True):
            newest = max(day for day, own in marks if own == height)
            assert end <= newest + dt.timedelta(days=366 * YEARS_UNTIL_FADED)
            assert trace.opacity == LINE_OPACITY or begin >= newest


def test_every_event_is_in_the_label_of_a_line(shipped: Dataset) -> None:
    """Numbers stand for names, which stand whole in the list below."""
    (drawn,) = charts_of(page_of(shipped, "timeline"))
    for layout in (drawn["layout"], drawn["layout"]["meta"]):
        labels = [label for label in layout["xaxis2"]["ticktext"] if label]
        ends = [(int(label.split("–")[0]), int(label.split("–")[-1])) for label in labels]
        numbers = [number for first, last in ends for number in range(first, last + 1)]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
    html = page_of(shipped, "timeline").html
    assert all(escape(event.title) in html for event in shipped.events)


def test_page_invites_to_choose_and_draws_what_is_chosen(shipped: Dataset) -> None:
    assert "Choose up to 6 issues" in text_of(page_of(shipped, "timeline"))
    page = page_of(shipped, "timeline", issue=["crimea", "cooperation"], party=["russia", "nato"])
    assert len(charts_of(page)) == 3
    cooperation = "There should be practical cooperation between NATO and Russia."
    assert re.search(rf"{cooperation}\s+NATO\s*:\s+yes \( ?20 November 2010 ?\)", text_of(page))
    crimea = text_of(page_of(shipped, "timeline", issue="crimea"))
    assert "Nobody changed stance" in crimea
    # Events of the issue and those of all
    assert f"{sum(event.issue in ('', 'crimea') for event in shipped.events)} event" in crimea
    nothing = page_of(shipped, "timeline", q="zzzz")
    assert "Nothing matches" in text_of(nothing)
    assert charts_of(nothing) == []


@pytest.mark.parametrize("trap", ["<b>x</b>", "%{x}", "&amp;", "<script>alert(1)</script>"])
def test_markup_in_a_dataset_is_text_in_a_chart(make_dataset: Callable[..., Path], trap: str) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["summary"] = trap

    page = page_of(load(make_dataset(statements=spoil)), "timeline")
    hover = json.dumps([trace.get("hovertext") for spec in charts_of(page) for trace in spec["data"]])
    assert "<script" not in hover
    assert "hovertemplate" not in json.dumps(charts_of(page))
    if trap.startswith("<b>"):
        assert "&lt;b&gt;" in hover


def test_dates_at_the_ends_of_the_calendar_are_drawn(make_dataset: Callable[..., Path]) -> None:
    cells = {("statements", 2, "date"): "0001", ("statements", 3, "date"): "9999-12"}
    dataset = load(
        make_dataset(cells=cells, statements=lambda rows: [row.update(responds_to="") for row in rows] and None)
    )
    assert charts_of(page_of(dataset, "timeline", party=list(dataset.parties)))


def test_exchanges_show_each_reply_beside_what_it_answers(shipped: Dataset) -> None:
    html = "".join(page_of(shipped, "exchanges", page=str(page)).html for page in (1, 2))
    statements = statements_of(shipped)
    replies = statements[statements["responds_to"] != ""]
    assert html.count('<div class="turn">') == len(replies) == 46
    turns = html.split('<div class="turn">')[1:]
    for reply, answered in zip(replies["id"], replies["responds_to"], strict=True):
        assert any(
            turn.find(f"id={answered}&amp;") < turn.find(f"id={reply}&amp;")
            for turn in turns
            if f"id={reply}&amp;" in turn
        )


def test_chain_stands_in_one_exchange_in_order(shipped: Dataset) -> None:
    statements = statements_of(shipped).set_index("id")
    chained = next(
        reply
        for reply, answered in statements["responds_to"].items()
        if answered and statements.loc[answered, "responds_to"]
    )
    pages = "".join(page_of(shipped, "exchanges", page=str(page)).html for page in (1, 2))
    thread = next(part for part in pages.split('<li class="thread"') if f"id={chained}&amp;" in part)
    first = statements.loc[chained, "responds_to"]
    assert thread.index(f"id={statements.loc[first, 'responds_to']}&amp;") < thread.index(f"id={chained}&amp;")


def test_exchanges_follow_the_filters(shipped: Dataset) -> None:
    page = page_of(shipped, "exchanges", issue="security-guarantees")
    assert 0 < page.html.count('<li class="thread"') < 20
    assert "No recorded answer belongs" in text_of(page_of(shipped, "exchanges", q="zzzz"))


def test_exchanges_say_how_much_is_left_open(shipped: Dataset) -> None:
    statements = statements_of(shipped)
    open_ones = ~statements["id"].isin(statements["responds_to"])
    said = f"{open_ones.sum()} of {len(statements)} statements"
    assert said in text_of(page_of(shipped, "exchanges"))


def test_answers_of_one_day_that_name_each_other_end(make_dataset: Callable[..., Path]) -> None:
    def cross(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["responds_to"] = ""
        rows[0]["date"] = rows[1]["date"] = "2016"
        rows[0]["responds_to"], rows[1]["responds_to"] = rows[1]["id"], rows[0]["id"]

    dataset = load(make_dataset(statements=cross))
    page = page_of(dataset, "exchanges", party=list(dataset.parties))
    assert page.html.count('<div class="turn">') == 2
