"""The answer to a stated figure: every number in it against the rows of the tables, added up and divided anew."""

import pytest

from data import load
from data.figures import answer_figure, other_figures
from data.figures.answer import publisher_name
from tests.conftest import Row, write_dataset
from tests.data.test_recompute import Plain

RATIOS = {
    "ratio-grushko-2019": (2018,),
    "ratio-razov-2018": (2016, 2017, 2018),
    "ratio-vorobyov-2020": (2018, 2019, 2020),
    "ratio-fomin-2021": (2021,),
    "ratio-grushko-2024-europe": (2022, 2023, 2024),
    "ratio-grushko-2025": (2023, 2024),
    "ratio-diplomat-2026": (2024,),
}


class Recomputed:
    """The same for one ratio, from plain rows: every pair of budgets, all groups, no measure of a part."""

    def __init__(self, dataset, figure, years, within):
        plain = Plain(dataset)
        names = [n for n, row in plain.measures.items() if row["indicator"] == "military-budget" and not row["scope"]]
        self.results = {
            (above, below, group, year): values
            for above in names
            for below in names
            for group in plain.groups
            for year in years
            if (values := plain.ratios(above, below, group, year))
        }
        stated = (figure.low, figure.high)
        self.near = {
            place: near
            for place, values in self.results.items()
            if (near := [v for v in values if v[0] <= stated[1] * (1 + within) and v[1] >= stated[0] * (1 - within)])
        }
        self.alike = {place: v for place, v in self.results.items() if place[0] == place[1]}
        own = {place: v for place, v in self.alike.items() if place[2] == figure.sides[0]}
        self.published = [v for p, values in own.items() for v in values if not plain.measures[p[0]]["rate"]]
        self.converted = [v for p, values in own.items() for v in values if plain.measures[p[0]]["rate"]]


def definitions(places):
    return {place[:3] for place in places}


@pytest.mark.parametrize("name", RATIOS)
@pytest.mark.parametrize("within", [2, 5, 10])
def test_numbers_of_a_ratio(shipped, name, within):
    figure, years = shipped.figure_records.figures[name], RATIOS[name]
    answer, rows = answer_figure(shipped, figure, years, within), Recomputed(shipped, figure, years, within / 100)
    published, converted = answer.like_for_like
    assert (published.low, published.high) == pytest.approx(
        (min(low for low, _ in rows.published), max(high for _, high in rows.published))
    )
    assert (converted.low, converted.high) == pytest.approx(
        (min(low for low, _ in rows.converted), max(high for _, high in rows.converted))
    )
    assert published.publishers == ("SIPRI",)
    assert published.years == years
    assert answer.definitions == len(definitions(rows.results))
    assert answer.alike == len(definitions(rows.alike))
    assert len(answer.reaching) == len(definitions(rows.near))
    assert len(answer.reaching_alike) == len({place for place in definitions(rows.near) if place[0] == place[1]})
    for each in answer.reaching:
        place = (each.definition.numerator, each.definition.denominator, each.definition.subject)
        own = {year: rows.near[*place, year] for year in years if (*place, year) in rows.near}
        assert each.years == tuple(own)
        assert each.low == pytest.approx(min(low for values in own.values() for low, _ in values))
        assert each.high == pytest.approx(max(high for values in own.values() for _, high in values))
    assert set(answer.reached_years) in ({place[3] for place in rows.near}, set())
    assert set(answer.members) in ({place[2] for place in rows.near}, set())
    assert set(answer.denominators) in ({place[1] for place in rows.near}, set())


def test_22_times_takes_russias_own_figures_and_the_members_with_the_us(shipped):
    answer = answer_figure(shipped, shipped.figure_records.figures["ratio-grushko-2019"], (2017, 2018, 2019), 5)
    assert answer.members == ("NATO", "NATO-now")
    assert set(answer.denominators) == {"chapter", "chapter-sipri-rate", "stated-by-president"}
    assert answer.reached_years == (2018, 2019)
    assert answer.reaching_alike == ()


def test_a_sum_adds_up_its_rows(shipped):
    figure = shipped.figure_records.figures["bg-troops-2022"]
    rows = [
        f for f in shipped.figure_records.figures.values() if f.indicator == "battlegroup-troops" and f.year == 2022
    ]
    answer = answer_figure(shipped, figure, (2022,), 5)
    assert answer.values == len(rows) == 8
    assert answer.low == answer.high == sum(row.low for row in rows)
    assert answer.publishers == ("NATO",)
    assert answer.like_for_like == ()


def test_without_data_there_is_nothing_but_the_years_that_have_some(shipped):
    answer = answer_figure(shipped, shipped.figure_records.figures["bg-troops-2017"], (2017,), 5)
    assert (answer.definitions, answer.reaching, answer.nearest, answer.known_years) == (0, (), None, (2022,))


def test_tiny_ratio(tiny):
    # 900 or 1,080 million of the League over 100, and over 108 to 120, of East: dollars over crowns alone.
    answer = answer_figure(tiny, tiny.figure_records.figures["ratio-east"], (2020,), 2)
    assert answer.like_for_like == ()
    assert (answer.low, answer.high) == (9, 10)
    assert answer.publishers == ("Institute", "Assembly")
    assert {(round(each.low), each.years) for each in answer.reaching} == {(10, (2020,))}


def test_share(tmp_path):
    def stated(rows: list[Row]) -> None:
        rows.append(rows[-1] | {"id": "share-east", "indicator": "arms-share", "subject": "league", "unit": "percent"})

    def share(rows: list[Row]) -> None:
        rows.append(rows[-1] | {"id": "arms-share", "unit": "percent", "form": "share"})

    dataset = load(write_dataset(tmp_path / "share", figures=stated, indicators=share))
    answer = answer_figure(dataset, dataset.figure_records.figures["share-east"], (2020,), 5)
    assert (answer.form, answer.low, answer.high) == ("share", 100, 100)
    assert answer.nearest is not None
    assert answer.reaching == ()


def test_other_figures_are_of_the_same_year_subject_and_dimension(shipped):
    figures = shipped.figure_records.figures
    others = other_figures(shipped, figures["budget-lavrov-2019-nato"])
    same = [
        each
        for each in figures.values()
        if (each.indicator, each.subject, each.unit) == ("military-budget", "NATO", "usd-billion")
        and (each.year or int(each.date[:4])) == 2018
        and each.id != "budget-lavrov-2019-nato"
    ]
    assert others.count == len(same)
    assert (others.low, others.high) == (min(each.low for each in same), max(each.high for each in same))
    assert others.speakers == tuple(dict.fromkeys(each.stated_by for each in same))


def test_a_publisher_has_the_name_that_the_dataset_has_for_its_initials(shipped):
    assert publisher_name(shipped, "Stockholm International Peace Research Institute") == "SIPRI"
    assert publisher_name(shipped, "NATO") == "NATO"
    assert publisher_name(shipped, "Society of Nothing") == "Society of Nothing"
