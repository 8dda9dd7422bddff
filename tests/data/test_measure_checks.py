"""The rules of topics, indicators, groups and measures: a row that breaks each, and the message to the letter."""

import pytest

from data import check, load
from data.recompute import Definition, calculator


def problems_of(directory) -> list[str]:
    return [str(problem) for problem in check(directory)[1].problems]


def adding(**cells):
    """Appends a row of these cells; what is not named is empty."""
    return lambda rows: [*rows, dict.fromkeys(rows[0], "") | cells]


def adding_measure(**cells):
    return adding(**{"id": "new", "indicator": "arms-budget", "name": "New", "unit": "usd-million"} | cells)


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
        (
            ("topics", 2, "issues"),
            "bases,drills",
            "'bases,drills' is not a list of ids with one blank between two of them",
        ),
        (("groups", 3, "without"), "WEST  ISLE", "'WEST ISLE' is not a list of ids with one blank between two of them"),
        (("measures", 2, "without"), "-ISLE", "'-ISLE' is not a list of ids with one blank between two of them"),
        (("measures", 2, "series"), "arms-usd ", "'arms-usd' is not a list of ids with one blank between two of them"),
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


def test_sum_needs_no_denominator(make_dataset):
    cells = {("indicators", 2, "form"): "sum", ("indicators", 2, "numerator"): "arms-budget"}
    assert problems_of(make_dataset(cells=cells)) == []


# Figures that stand for a year


def stated_budget(**cells):
    known = {"id": "budget-west", "indicator": "arms-budget", "subject": "WEST", "stated_by": "west", "value": "1"}
    return adding(**known | {"unit": "usd-billion", "date": "2020", "year": "2020", "source": "record"} | cells)


def test_figure_of_a_measure_has_a_year(make_dataset):
    directory = make_dataset(figures=stated_budget(year=""), measures=adding_measure(figures="budget-west"))
    assert problems_of(directory) == [
        "measures.csv row 4, column figures: figure 'budget-west' has no year, so it cannot stand for one"
    ]


def test_figure_of_a_measure_with_a_year_passes(make_dataset):
    assert problems_of(make_dataset(figures=stated_budget(), measures=adding_measure(figures="budget-west"))) == []


def test_figure_in_a_unit_that_is_not_the_measures(make_dataset):
    directory = make_dataset(figures=stated_budget(unit="bases"), measures=adding_measure(figures="budget-west"))
    assert problems_of(directory) == [
        "figures.csv row 5, column unit: 'bases' is not 'usd-million', the unit of measure 'new', "
        "which adds or divides it"
    ]


def test_figure_that_a_rate_does_not_turn_into_the_measures_unit(make_dataset):
    directory = make_dataset(
        figures=stated_budget(subject="EAST"), measures=adding_measure(figures="budget-west", rate="crown-per-usd")
    )
    assert problems_of(directory) == [
        "figures.csv row 5, column unit: 'usd-billion' divided by 'crown-per-usd' is not 'usd-million', "
        "the unit of measure 'new' (the rate stands in row 12)"
    ]


# Units of series


def test_crowns_without_a_rate_in_a_measure_in_dollars_name_the_row(make_dataset):
    assert problems_of(make_dataset(cells={("measures", 3, "rate"): ""})) == [
        "series.csv row 8, column unit: 'crown-million' is not 'usd-million', the unit of measure 'crown', "
        "which adds or divides it"
    ]


def test_crowns_among_dollars_name_the_first_such_row_once(make_dataset):
    cells = {("series", 5, "unit"): "crown-million", ("series", 6, "unit"): "crown-million"}
    assert problems_of(make_dataset(cells=cells)) == [
        "series.csv row 5, column unit: 'crown-million' is not 'usd-million', the unit of measure 'usd', "
        "which adds or divides it"
    ]


def test_dollars_of_two_price_bases_in_one_measure(make_dataset):
    cells = {("series", 6, "unit"): "constant-2015-usd-million"}
    assert problems_of(make_dataset(cells=cells)) == [
        "series.csv row 6, column unit: 'constant-2015-usd-million' is not 'usd-million', the unit of measure 'usd', "
        "which adds or divides it"
    ]


def test_rate_in_old_crowns_names_value_and_rate(make_dataset):
    assert problems_of(make_dataset(cells={("series", 12, "unit"): "old-crown-per-usd"})) == [
        "series.csv row 9, column unit: 'crown-million' divided by 'old-crown-per-usd' is not 'usd-million', "
        "the unit of measure 'crown' (the rate stands in row 12)"
    ]


@pytest.mark.parametrize("value", ["0", "-4", "0.0e1"])
def test_rate_that_cannot_divide(make_dataset, value):
    assert problems_of(make_dataset(cells={("series", 11, "value"): value})) == [
        "series.csv row 11, column value: is not above 0, but measure 'crown' divides by it"
    ]


def test_scales_are_no_matter(make_dataset):
    cells = {("series", 4, "unit"): "usd-billion", ("series", 8, "unit"): "crown-thousand"}
    assert problems_of(make_dataset(cells=cells)) == []


LOCAL = {
    ("series", 8, "unit"): "local-currency-million",
    ("series", 9, "unit"): "local-currency-million",
    ("series", 10, "unit"): "local-currency-million",
}


def test_local_currency_is_what_the_entity_pays_in(make_dataset):
    directory = make_dataset(cells=LOCAL)
    assert problems_of(directory) == []
    dataset = load(directory)
    outcome = calculator(dataset).outcome(Definition("ratio", "usd", "crown", "league", "EAST"), 2019)
    assert (outcome.low, outcome.high) == (9, 9)


def test_local_currency_of_each_country_is_checked(make_dataset):
    """The first country's is the currency of its rate, the second's is not."""

    def change(rows):
        other = {"entity": "ISLE", "year": "2019", "source": "record"}
        return [
            *rows,
            dict.fromkeys(rows[0], "")
            | other
            | {"series": "arms-crown", "value": "7", "unit": "local-currency-million"},
            dict.fromkeys(rows[0], "") | other | {"series": "crown-per-usd", "value": "4", "unit": "crown-per-usd"},
        ]

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
