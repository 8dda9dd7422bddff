"""The answer to a figure as a sentence, and the choices that move its definition."""

import re

import pytest

from components.parts.figures import definition_choices
from components.parts.figures.answer_bars import answer_bars
from components.parts.figures.answer_sentence import answer_sentence, figure_answer, format_result_range, format_years
from components.parts.figures.definition_choices import DefinitionScale, current_setting, setting_sentence
from components.parts.figures.figure_view import figure_view
from components.url.view import FigureSelection
from data import Dataset
from data.figures import get_calculator
from data.model import Figure
from tests.pages import page_of, text_of

SPEECH = "ratio-grushko-2019"
ALIKE = "Measured alike, SIPRI gives 16 to 18 times for 2018; in international dollars (purchasing power) 6.9."
TAKES = (
    "22 times is reached, within 5 %, only with all members at the end of the year or with the members of today over "
    "Russia’s “budget chapter”, “budget chapter (SIPRI rate)” or “president’s figure”."
)


def definition_scale(dataset: Dataset, figure: Figure, selection: FigureSelection) -> DefinitionScale | None:
    return definition_choices.definition_scale(
        dataset, figure, selection, figure_answer(dataset, figure, selection.within)
    )


def sentence(dataset: Dataset, name: str, within: int = 5) -> str:
    return answer_sentence(dataset, dataset.figure_records.figures[name], within)


def test_sentence_of_22_times(shipped: Dataset) -> None:
    assert sentence(shipped, SPEECH) == f"{ALIKE} {TAKES}"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (
            "ratio-vorobyov-2020",
            [
                "16 to 19 times for 2018–2020",
                "20 times is reached, within 5 %, by 2 of 16 definitions measured alike and by 20 others, with all",
                "with the members of today, for 2018 or 2020.",
            ],
        ),
        ("ratio-diplomat-2026", ["No definition comes within 5 % of 16 or more times: the nearest gives"]),
        ("ratio-fomin-2021", ["17.7 to 18.7 times for 2021", "by 6 of 14 definitions measured alike and by 9 others"]),
        ("ratio-grushko-2025", ["9.7 to 12.3 times", "by 4 of 12 definitions measured alike and by 8 others."]),
        (
            "bg-troops-2022",
            ["Added up, the 8 values that NATO gives for 2022 make 9,641 troops; stated: 9,641 troops."],
        ),
        ("bg-troops-2017", ["no values for 2017", "It has some for 2022."]),
        ("budget-bofit-2018-share", ["no values for 2018 from which 2.7 % of GDP could be recomputed."]),
        (
            "drill-vostok-2022-russia",
            ["Russia stated 50,000 troops for 2022", "One other figure for 2022, by UK Ministry"],
        ),
        ("budget-grushko-2025-nato-jul", ["and named no year."]),
    ],
)
def test_sentences_of_other_kinds(shipped: Dataset, name: str, parts: list[str]) -> None:
    text = sentence(shipped, name)
    for part in parts:
        assert part in text, text


def test_every_figure_has_a_whole_sentence_without_a_verdict(shipped: Dataset) -> None:
    for figure in shipped.figure_records.figures:
        text = sentence(shipped, figure)
        assert re.fullmatch(r"\S.*\.", text), figure
        assert not re.search(r"\b(true|false|wrong|right|exaggerat|correct|mislead)", text, re.IGNORECASE), text
        assert "  " not in text


def test_rounding_never_meets_the_stated_number(shipped: Dataset) -> None:
    figure = shipped.figure_records.figures["ratio-fomin-2021"]
    assert figure.low == 18
    assert format_result_range(figure, 17.7, 18.7) == "17.7 to 18.7"
    assert format_result_range(figure, 13.6, 17.4) == "14 to 17"
    assert format_result_range(figure, 13.6, 17.6) == "13.6 to 17.6"
    assert format_result_range(figure, 6.3, 12) == "6.3 to 12.0"


@pytest.mark.parametrize(
    ("years", "text"),
    [((), ""), ((2018,), "2018"), ((2017, 2018, 2020), "2017–2018, 2020"), ((1999, 2001), "1999, 2001")],
)
def test_years(years: tuple[int, ...], text: str) -> None:
    assert format_years(years) == text


def test_same_text_on_page_and_in_description(shipped: Dataset) -> None:
    page = page_of(shipped, "figures", figure=SPEECH)
    assert f"{ALIKE} {TAKES}" in text_of(page)
    assert page.description == f"{ALIKE} {TAKES}"
    # It stands before everything else that is said about the figure.
    html = page.html[page.html.index("<main") :]
    assert html.index('id="answer"') < html.index('class="summary"') < html.index("move-title")


def test_page_of_a_count_begins_with_its_answer_too(shipped: Dataset) -> None:
    page = page_of(shipped, "figures", figure="drill-vostok-2022-russia")
    assert sentence(shipped, "drill-vostok-2022-russia") in text_of(page)
    assert page.description == sentence(shipped, "drill-vostok-2022-russia")


def test_choices_are_those_of_the_dataset(shipped: Dataset) -> None:
    figure = shipped.figure_records.figures[SPEECH]
    scale = definition_scale(shipped, figure, FigureSelection(figure=SPEECH))
    assert scale is not None
    values = {row.id: {choice.id for choice in (*row.choices, *row.more)} for row in scale.rows}
    every = get_calculator(shipped).definitions(figure.indicator, figure.subject)
    assert values["numerator"] == {f"numerator-{each.numerator}" for each in every}
    assert values["denominator"] == {f"denominator-{each.denominator}" for each in every}
    assert values["subject"] == {f"subject-{each.subject}" for each in every}
    assert {"year-2018", "year-1995"} < values["year"]
    open_years = [choice.label for row in scale.rows if row.id == "year" for choice in row.choices]
    assert open_years == ["2016", "2017", "2018", "2019", "2020"]
    for row in scale.rows:
        assert len([choice for choice in (*row.choices, *row.more) if choice.current]) == 1
        assert any(choice.current for choice in row.choices)


def test_a_choice_is_an_address_that_restores_it(shipped: Dataset) -> None:
    figure = shipped.figure_records.figures[SPEECH]
    scale = definition_scale(
        shipped, figure, FigureSelection(figure=SPEECH, numerator="nato-usd-2019", denominator="chapter")
    )
    assert scale is not None
    year = next(choice for row in scale.rows for choice in (*row.choices, *row.more) if choice.id == "year-2018")
    moved = definition_scale(shipped, figure, year.selection)
    assert moved is not None
    assert (moved.setting.result, moved.setting.years) == ("20.6 to 22.5", (2018,))
    assert moved.sentence.startswith(
        "20.6 to 22.5 times for 2018: NATO’s own figures at market rates, June 2019 (NATO: all"
    )
    assert moved.top == 44
    assert moved.stated.start == 50
    assert moved.result is not None
    assert moved.result.start == pytest.approx(100 * moved.setting.low / 44, abs=0.01)


def test_without_data_it_says_that_nobody_published_it(shipped: Dataset) -> None:
    figure = shipped.figure_records.figures[SPEECH]
    for selection in (
        FigureSelection(figure=SPEECH, numerator="nato-usd", denominator="chapter-ppp", years=(2018,)),
        FigureSelection(figure=SPEECH, numerator="sipri-usd", denominator="stated-by-president", years=(1995,)),
    ):
        setting = current_setting(shipped, figure, selection)
        assert (setting.low, setting.result) == (None, "")
        assert setting_sentence(shipped, figure_view(shipped, figure), setting).startswith("Nobody published this for ")
        page = page_of(
            shipped,
            "figures",
            figure=SPEECH,
            numerator=selection.numerator,
            denominator=selection.denominator,
            year=str(selection.years[0]),
        )
        assert "Nobody published this for " in text_of(page)
        assert page.description.startswith("Nobody published this for ")


def test_every_choice_of_the_tiny_dataset_moves_to_a_setting(tiny: Dataset) -> None:
    figure = tiny.figure_records.figures["ratio-east"]
    scale = definition_scale(tiny, figure, FigureSelection(figure=figure.id))
    assert scale is not None
    for row in scale.rows:
        for choice in (*row.choices, *row.more):
            again = definition_scale(tiny, figure, choice.selection)
            assert again is not None
            assert bool(again.setting.result) == choice.has_data
            assert again.setting.years == (choice.selection.years or again.setting.years)


def test_settings_have_a_title_of_their_own(shipped: Dataset) -> None:
    page = page_of(shipped, "figures", figure=SPEECH, numerator="nato-usd-2019", denominator="chapter", year="2018")
    assert page.title.startswith("22 times: Ratio of military budgets (NATO 2019 / budget chapter, 2018)")
    assert page.description.startswith("20.6 to 22.5 times for 2018: ")
    assert page.description.endswith(f"{ALIKE} {TAKES}")


def test_bars_are_like_for_like_and_what_it_takes(shipped: Dataset) -> None:
    figure = shipped.figure_records.figures[SPEECH]
    answer = figure_answer(shipped, figure, 5)
    alike, takes = answer_bars(shipped, figure, FigureSelection(figure=SPEECH))
    assert (alike.label, alike.text) == ("Measured alike: SIPRI, 2018", "16 to 18 times")
    assert takes.label.startswith("What 22 times takes: a definition with all members")
    assert (takes.low, takes.high) == (min(e.low for e in answer.reaching), max(e.high for e in answer.reaching))
    _, moved = answer_bars(
        shipped, figure, FigureSelection(figure=SPEECH, numerator="sipri-ppp", denominator="chapter-ppp", years=(2018,))
    )
    assert moved.label == "SIPRI, purchasing power / budget chapter, purchasing power, 2018"
    assert moved.text.startswith("9.1 to 9.9")
