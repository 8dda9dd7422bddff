"""The Figures page on the shipped dataset: what the research worked out by hand is
what the page says, and charts hold what their tables hold."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from components.charts.dot_range import dot_range_chart
from components.charts.ratios import ratios_chart
from components.pages import PAGES, menu_entries
from components.pages.indicators import indicator_section, statements_in_words_only
from components.parts.figures.denominators import compare_denominators
from components.parts.figures.derivation import derive_result
from components.parts.figures.figure_view import figure_view, figure_views, format_figure
from components.parts.figures.ratio_analysis import RatioAnalysis, analyse_ratio, years_meant
from components.theme.tokens import LIGHT_COLOURS
from components.url.view import FigureSelection
from data import Dataset, load
from tests.pages import page_of, text_of

SPEECH = "ratio-grushko-2019"
WITH_THE_US = {"NATO", "NATO-now"}
OWN_BUDGET = {"chapter", "chapter-sipri-rate", "stated-by-president"}


@pytest.fixture(scope="module")
def speech(shipped: Dataset) -> RatioAnalysis:
    return analyse_ratio(shipped, shipped.figure_records.figures[SPEECH], FigureSelection(figure=SPEECH))


def test_years_are_those_that_the_speaker_could_have_meant(shipped: Dataset, speech: RatioAnalysis) -> None:
    assert speech.years == (2018,)
    figures = shipped.figure_records.figures
    assert years_meant(figures["ratio-vorobyov-2020"], range(1990, 2025)) == (2018, 2019, 2020)
    assert years_meant(figures["ratio-fomin-2021"], range(1990, 2025)) == (2021,)
    assert years_meant(figures["ratio-grushko-2025"], range(1990, 2025)) == (2023, 2024)
    assert years_meant(figures["bg-troops-2017"], [2022]) == (2017,)


def test_22_times_needs_all_members_at_market_rates_over_russias_own_budget(speech: RatioAnalysis) -> None:
    reaching = speech.reaching
    assert {line.definition.subject for line in reaching} == WITH_THE_US
    assert {line.definition.denominator for line in reaching} == OWN_BUDGET
    assert {result.year for line in reaching for result in line.results if result.reaches} == {2018}
    assert {shared.title for shared in speech.common} == {"Who is counted", "Denominator", "Prices"}
    prices = next(shared for shared in speech.common if shared.title == "Prices")
    assert prices.values == ("US dollars at the market rates of the year",)


def test_what_the_speaker_named_gives_a_lower_bound_near_22(speech: RatioAnalysis) -> None:
    """Over a trillion dollars in 2018, over Russia's "national defence": 1,000 / (2,950 / 62.71) = 21.3."""
    sides = ("NATO", "stated-nato-by-grushko", "chapter")
    (line,) = [
        each
        for each in speech.reaching
        if (each.definition.subject, each.definition.numerator, each.definition.denominator) == sides
    ]
    assert [result.text for result in line.results] == ["21.3 or more"]


def test_no_yardstick_on_both_sides_reaches_it(speech: RatioAnalysis) -> None:
    sides = {(line.definition.numerator, line.definition.denominator) for line in speech.same}
    assert {("sipri-usd", "sipri-usd"), ("sipri-constant", "sipri-constant"), ("sipri-ppp", "sipri-ppp")} <= sides
    assert all(numerator == denominator for numerator, denominator in sides)
    assert not any(line.reaches for line in speech.same)


def test_later_statements_fit_another_yardstick(shipped: Dataset) -> None:
    measures, rows = compare_denominators(shipped, "budget-ratio", 5)
    place = [measure.id for measure in measures].index
    fits = {
        row.figure.id: {measures[at].id for at, result in enumerate(row.results) if result and result.reaches}
        for row in rows
    }
    assert {"chapter", "stated-by-president"} <= fits[SPEECH]
    assert "sipri-usd" not in fits[SPEECH]
    for later in ("ratio-fomin-2021", "ratio-grushko-2025"):
        assert "sipri-usd" in fits[later]
        assert "chapter" not in fits[later]
    fomin = next(row for row in rows if row.figure.id == "ratio-fomin-2021")
    assert fomin.results[place("sipri-usd")].text == "17.9"  # NATO's later total; his own, 1,174 / 65.9, gives 17.8


def test_a_range_of_the_source_is_a_range_of_the_ratio(shipped: Dataset) -> None:
    selection = FigureSelection(figure=SPEECH, years=(2017, 2018, 2019))
    speech = analyse_ratio(shipped, shipped.figure_records.figures[SPEECH], selection)
    line = next(
        line
        for line in speech.lines
        if (line.definition.numerator, line.definition.denominator) == ("nato-usd-2019", "chapter")
    )
    # 2018: 970.3 over 2,950, 2,730 and 2,700 bn roubles at 62.71; 2019: 1,036.1 over at most 3,000 at 64.74
    assert [result.text for result in line.results] == ["18.6 to 19.1", "20.6 to 22.5", "22.4 or more"]
    worked = derive_result(shipped, speech.figure, line.definition, [2018])
    assert [(step.numerator.split()[0], step.denominator.split()[0], step.result) for step in worked.steps] == [
        ("970.3", "47.0", "20.6"),
        ("970.3", "43.5", "22.3"),
        ("970.3", "43.1", "22.5"),
    ]
    members = worked.steps[0].ingredients[0][1]
    assert len(members) == 28  # 29 members, without Iceland, which NATO's tables do not list
    chosen = {"numerator": "nato-usd-2019", "denominator": "chapter", "members": "NATO", "year": "2018"}
    assert "divided by 62.71" in text_of(page_of(shipped, "figures", figure=SPEECH, **chosen))


def test_a_part_of_the_budget_stands_apart(speech: RatioAnalysis) -> None:
    assert {line.definition.denominator for line in speech.parts} == {"chapter-open"}
    assert "chapter-open" not in {line.definition.denominator for line in speech.lines}


def test_page_says_that_a_match_is_an_inference_and_gives_no_verdict(shipped: Dataset) -> None:
    text = text_of(page_of(shipped, "figures", figure=SPEECH))
    assert "is an inference" in text
    assert "The source names no year" not in text
    assert "The source names no year" in text_of(page_of(shipped, "figures", figure="ratio-vorobyov-2020"))
    assert not re.search(r"\b(true|false|wrong|correct|lie)\b", text.split("Which definitions give", 1)[1].lower())


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"numerator": "sipri-constant", "denominator": "chapter"}, "cannot be divided by"),
        (
            {"numerator": "nato-usd-2019", "denominator": "sipri-usd", "members": "NATO-now"},
            "no value for Finland, North Macedonia, Sweden in 2018",
        ),
        ({"figure": "budget-bofit-2018-share"}, "The data do not allow it"),
        ({"year": ["1900", "2018"]}, "The data have no result for 1900"),
    ],
)
def test_what_cannot_be_computed_is_said_with_its_reason(shipped: Dataset, parameters, reason: str) -> None:
    assert reason in text_of(page_of(shipped, "figures", **({"figure": SPEECH} | parameters)))


def test_sum_is_recomputed_from_its_parts(shipped: Dataset) -> None:
    figure = shipped.figure_records.figures["bg-troops-2022"]
    sums = analyse_ratio(shipped, figure, FigureSelection(figure=figure.id))
    # 968 + 1430 + 900 + 1887 + 1632 + 1033 + 1148 + 643
    assert [result.text for line in sums.reaching for result in line.results] == ["9,641"]
    earlier = shipped.figure_records.figures["bg-troops-2017"]
    assert analyse_ratio(shipped, earlier, FigureSelection(figure=earlier.id)).reaching == ()


def test_chart_of_ratios_draws_every_definition_and_the_stated_rule(shipped: Dataset, speech: RatioAnalysis) -> None:
    stated = figure_view(shipped, speech.figure)
    drawn = ratios_chart(shipped, stated, speech.lines, speech.all_years, credit="", link=lambda _: "figures?x")
    spec = json.loads(drawn.spec)
    assert drawn.rows
    band, rule = spec["layout"]["shapes"]
    assert (rule["type"], rule["y0"], rule["y1"]) == ("line", 22, 22)
    assert (band["x0"], band["x1"], band["layer"]) == (2017.5, 2018.5, "below")
    assert spec["layout"]["yaxis"]["range"][0] == 0
    (points,) = [trace for trace in spec["data"] if trace.get("customdata")]
    named = {text.partition(", ")[2].rpartition(": ")[0] for _, text in points["customdata"]}
    assert named == {line.formula for line in speech.reaching}
    strong = {
        year
        for year, colour in zip(points["x"], points["marker"]["color"], strict=True)
        if colour == LIGHT_COLOURS["strong"]
    }
    assert strong == {2018} < set(points["x"])
    (label,) = spec["layout"]["meta"]["annotations"]
    assert "stated: 22 times" in label["text"]
    assert "stated: 22 times" in json.dumps(spec["layout"]["annotations"])
    assert drawn.columns[1:] == tuple(map(str, speech.all_years))


def test_chart_of_dots_sets_stated_beside_estimated(shipped: Dataset) -> None:
    own = [each for each in figure_views(shipped, "drill-troops") if each.figure.item == "zapad-2017"]
    drawn = dot_range_chart(own, id="zapad", title="Zapad 2017", credit="")
    spec = json.loads(drawn.spec)
    names = {name["text"]: (name["x"], name["y"]) for name in spec["layout"]["annotations"]}
    assert [names[name][0] for name in ("Russia 12,700", "Germany 100,000 or more")] == [12700, 100000]
    bar, points = spec["data"]
    assert bar["x"] == [60000, 70000, None]
    assert [text for _, text in filter(None, bar["customdata"])] == bar["hovertext"][:1]
    drawn_at = {*zip(points["x"], points["y"], strict=True), *zip(bar["x"][:2], bar["y"], strict=False)}
    assert set(names.values()) <= drawn_at
    assert len(drawn.rows) == len(own) == 5
    assert spec["layout"]["xaxis"]["range"][0] == 0
    assert spec["layout"]["yaxis"]["ticktext"] == ["Zapad 2017"]


def test_topics_hold_every_indicator_with_figures(shipped: Dataset) -> None:
    page = text_of(page_of(shipped, "figures"))
    for indicator in {figure.indicator for figure in shipped.figure_records.figures.values()}:
        assert shipped.figure_records.indicators[indicator].name in page


@pytest.mark.parametrize("topic", ["bases", "drills"])
def test_article_gives_words_and_no_number_on_bases_and_drills(shipped: Dataset, topic: str) -> None:
    known = shipped.figure_records
    found = statements_in_words_only(
        shipped, known.topics[topic], tuple(each for each in known.indicators.values() if each.topic == topic)
    )
    assert "vovworld-2019-04" in {card.source.id for card in found.cards}
    assert "no figure on record" in text_of(page_of(shipped, "figures", topic=topic))


def test_indicator_of_one_figure_needs_no_chart(shipped: Dataset) -> None:
    part = indicator_section(shipped, shipped.figure_records.indicators["drills-per-year"])
    assert [group.chart for group in part.groups] == [None]
    assert part.count == 1


NUMERALS = {12700: "12,700", 22: "22", 970.3: "970.3", 0.52: "0.52", 2.5: "2.5", 7280.4: "7,280"}


@pytest.mark.parametrize(("value", "text"), NUMERALS.items())
def test_numbers_are_read_with_separators(value: float, text: str) -> None:
    assert format_figure(value) == text


def test_dataset_without_figures_says_so(make_dataset) -> None:
    unneeded = ("indicators", "figures", "series", "memberships", "groups", "measures", "topics", "catalogue")
    dataset = load(make_dataset(**dict.fromkeys((*unneeded, "entities", "units"))))
    assert "holds no stated figures" in text_of(page_of(dataset, "figures"))


def test_page_leaves_the_menu_without_figures(tiny: Dataset, make_dataset: Callable[..., Path]) -> None:
    assert PAGES["figures"].applies(tiny)
    tables = ("topics", "indicators", "figures", "series", "memberships", "groups", "measures", "catalogue", "entities")
    bare = load(make_dataset(**dict.fromkeys(tables)))
    assert not PAGES["figures"].applies(bare)
    assert "figures" not in [entry.name for entry in menu_entries(bare)]
