"""The rules of topics, indicators, groups and measures: a row that breaks each, and the message to the letter."""

import pytest

from data import check, load
from data.figures import Definition, get_calculator


def problems_of(directory) -> list[str]:
    return [str(problem) for problem in check(directory)[1].problems]


def adding(**cells):
    """Appends a row of these cells; what is not named is empty."""
    return lambda rows: [*rows, dict.fromkeys(rows[0], "") | cells]


def adding_measure(**cells):
    return adding(**{"id": "new", "indicator": "arms-budget", "name": "New", "unit": "usd-million"} | cells)


NO_LIST = "is not a list of ids with one blank between two of them"


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        # What a list or an id names must be there
        (("topics", 2, "issues"), "bases fish", "'fish' is no id in the table 'issues'"),
        (("groups", 2, "members"), "pact", "'pact' is no group of the table 'memberships'"),
        (("groups", 3, "without"), "WEST EAST", "'EAST' is no member of any group in 'memberships'"),
        (("measures", 2, "series"), "arms-usd arms-euro", "'arms-euro' is no series of the table 'series'"),
        (("measures", 3, "rate"), "crown-per-euro", "'crown-per-euro' is no series of the table 'series'"),
        (("measures", 2, "figures"), "budget-east", "'budget-east' is no id in the table 'figures'"),
        # A ratio has two sides
        (("indicators", 4, "denominator"), "", "is empty, but the form 'ratio' needs it"),
        (("indicators", 4, "numerator"), "", "is empty, but the form 'ratio' needs it"),
        # Something holds the values
        (("measures", 2, "series"), "", "names neither series nor figures"),
        # A list has one blank between two ids
        (("topics", 2, "issues"), "bases,drills", f"'bases,drills' {NO_LIST}"),
        (("groups", 3, "without"), "WEST  ISLE", f"'WEST ISLE' {NO_LIST}"),
        (("measures", 2, "without"), "-ISLE", f"'-ISLE' {NO_LIST}"),
        (("measures", 2, "series"), "arms-usd ", f"'arms-usd' {NO_LIST}"),
        # A rate divides
        *(
            (("series", 11, "value"), value, "is not above 0, but measure 'crown' divides by it")
            for value in ("0", "-4", "0.0e1")
        ),
    ],
)
def test_bad_cell_is_one_problem_that_names_it(make_dataset, cell, value, message):
    table, row, column = cell
    assert problems_of(make_dataset(cells={cell: value})) == [f"{table}.csv row {row}, column {column}: {message}"]


@pytest.mark.parametrize(
    ("form", "empty"),
    [("ratio", ("numerator", "denominator")), ("share", ("numerator", "denominator")), ("sum", ("numerator",))],
)
def test_form_without_its_sides(make_dataset, form, empty):
    assert problems_of(make_dataset(cells={("indicators", 2, "form"): form})) == [
        f"indicators.csv row 2, column {column}: is empty, but the form '{form}' needs it" for column in empty
    ]


# Figures that stand for a year


def stated_budget(**cells):
    known = {"id": "budget-west", "indicator": "arms-budget", "subject": "WEST", "stated_by": "west", "value": "1"}
    return adding(**known | {"unit": "usd-billion", "date": "2020", "year": "2020", "source": "record"} | cells)


@pytest.mark.parametrize(
    ("figure", "measure", "problem"),
    [
        (
            {"year": ""},
            {},
            "measures.csv row 4, column figures: figure 'budget-west' has no year, so it cannot stand for one",
        ),
        (
            {"unit": "bases"},
            {},
            "figures.csv row 5, column unit: 'bases' is not 'usd-million', the unit of measure 'new', "
            "which adds or divides it",
        ),
        (
            {"subject": "EAST"},
            {"rate": "crown-per-usd"},
            "figures.csv row 5, column unit: 'usd-billion' divided by 'crown-per-usd' is not 'usd-million', "
            "the unit of measure 'new' (the rate stands in row 12)",
        ),
    ],
)
def test_figure_that_cannot_stand_for_a_year_of_a_measure(make_dataset, figure, measure, problem):
    directory = make_dataset(figures=stated_budget(**figure), measures=adding_measure(figures="budget-west", **measure))
    assert problems_of(directory) == [problem]


# Units of series


@pytest.mark.parametrize(
    ("cells", "place", "problem"),
    [
        # Crowns without a rate
        ({("measures", 3, "rate"): ""}, 8, "'crown-million' is not 'usd-million', the unit of measure 'crown'"),
        # Crowns among dollars: the first row is named, once
        (
            {("series", 5, "unit"): "crown-million", ("series", 6, "unit"): "crown-million"},
            5,
            "'crown-million' is not 'usd-million', the unit of measure 'usd'",
        ),
        # Dollars of two price bases
        (
            {("series", 6, "unit"): "constant-2015-usd-million"},
            6,
            "'constant-2015-usd-million' is not 'usd-million', the unit of measure 'usd'",
        ),
    ],
)
def test_unit_that_is_not_the_measures_names_the_row(make_dataset, cells, place, problem):
    assert problems_of(make_dataset(cells=cells)) == [
        f"series.csv row {place}, column unit: {problem}, which adds or divides it"
    ]


def test_rate_in_old_crowns_names_value_and_rate(make_dataset):
    assert problems_of(make_dataset(cells={("series", 12, "unit"): "old-crown-per-usd"})) == [
        "series.csv row 9, column unit: 'crown-million' divided by 'old-crown-per-usd' is not 'usd-million', "
        "the unit of measure 'crown' (the rate stands in row 12)"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"figures": stated_budget(), "measures": adding_measure(figures="budget-west")},
            id="a figure with a year stands for it",
        ),
        pytest.param(
            {"cells": {("series", 4, "unit"): "usd-billion", ("series", 8, "unit"): "crown-thousand"}},
            id="scales are no matter",
        ),
        pytest.param(
            {"cells": {("indicators", 2, "form"): "sum", ("indicators", 2, "numerator"): "arms-budget"}},
            id="a sum needs no denominator",
        ),
    ],
)
def test_measures_without_a_problem(make_dataset, changes):
    assert problems_of(make_dataset(**changes)) == []


LOCAL = {("series", row, "unit"): "local-currency-million" for row in (8, 9, 10)}


def test_local_currency_is_what_the_entity_pays_in(make_dataset):
    directory = make_dataset(cells=LOCAL)
    assert problems_of(directory) == []
    dataset = load(directory)
    outcome = get_calculator(dataset).outcome(Definition("ratio", "usd", "crown", "league", "EAST"), 2019)
    assert (outcome.low, outcome.high) == (9, 9)


def test_local_currency_of_each_country_is_checked(make_dataset):
    """The first country's is the currency of its rate, the second's is not."""

    other = {"entity": "ISLE", "year": "2019", "source": "record"}

    def change(rows):
        arms = {"series": "arms-crown", "value": "7", "unit": "local-currency-million"}
        rate = {"series": "crown-per-usd", "value": "4", "unit": "crown-per-usd"}
        return [*rows, *(dict.fromkeys(rows[0], "") | other | row for row in (arms, rate))]

    assert problems_of(make_dataset(cells=LOCAL, series=change)) == [
        "series.csv row 13, column unit: 'local-currency-million' divided by 'crown-per-usd' is not 'usd-million', "
        "the unit of measure 'crown' (the rate stands in row 14)"
    ]


# One fault is one problem


@pytest.mark.parametrize("table", ["memberships", "series", "figures", "issues"])
def test_unreadable_table_is_no_problem_of_those_who_name_its_rows(make_dataset, table):
    directory = make_dataset(files={f"{table}.csv": b"\xff"}, measures=adding_measure(series="arms-usd"))
    assert [line for line in problems_of(directory) if not line.startswith(f"{table}.csv: byte")] == []


def test_measures_in_a_dataset_without_series(make_dataset):
    assert problems_of(make_dataset(series=None)) == [
        "measures.csv row 2, column series: 'arms-usd' is no series of the table 'series'",
        "measures.csv row 3, column series: 'arms-crown' is no series of the table 'series'",
        "measures.csv row 3, column rate: 'crown-per-usd' is no series of the table 'series'",
    ]


def test_malformed_unit_or_number_is_not_told_twice(make_dataset):
    cells = {("measures", 2, "unit"): "", ("series", 11, "value"): "four"}
    assert [line.partition(":")[0] for line in problems_of(make_dataset(cells=cells))] == [
        "series.csv row 11, column value",
        "measures.csv row 2, column unit",
    ]
