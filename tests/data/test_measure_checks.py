"""The rules of topics, indicators, groups and measures: a row that breaks each, and the message to the letter."""

import pytest

from data import check, load
from data.figures import Definition, get_calculator


def problems_of(directory) -> list[str]:
    return [str(problem) for problem in check(directory)[1].problems]


def append_row(**cells):
    """Appends a row of these cells; what is not named is empty."""
    return lambda rows: [*rows, dict.fromkeys(rows[0], "") | cells]


def adding_measure(**cells):
    return append_row(**{"id": "new", "indicator": "arms-budget", "name": "New", "unit": "usd-million"} | cells)


def stated_budget(**cells):
    known = {"id": "budget-west", "indicator": "arms-budget", "subject": "WEST", "stated_by": "west", "value": "1"}
    return append_row(**known | {"unit": "usd-billion", "date": "2020", "year": "2020", "source": "record"} | cells)


def adding_arms_of_isle(rows):
    """Appends arms of a second country in local currency, and a rate that is not of this currency."""
    arms = {"series": "arms-crown", "value": "7", "unit": "local-currency-million"}
    rate = {"series": "crown-per-usd", "value": "4", "unit": "crown-per-usd"}
    other = dict.fromkeys(rows[0], "") | {"entity": "ISLE", "year": "2019", "source": "record"}
    return [*rows, other | arms, other | rate]


FIGURE = adding_measure(figures="budget-west")
LOCAL = {("series", row, "unit"): "local-currency-million" for row in (8, 9, 10)}
USD, CROWN, NEW = (f"is not 'usd-million', the unit of measure '{name}'" for name in ("usd", "crown", "new"))


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
    ("changes", "problems"),
    [
        # A form without its sides
        *(
            (
                {"cells": {("indicators", 2, "form"): form}},
                [f"indicators.csv row 2, column {side}: is empty, but the form '{form}' needs it" for side in sides],
            )
            for form, sides in (
                ("ratio", ("numerator", "denominator")),
                ("share", ("numerator", "denominator")),
                ("sum", ("numerator",)),
            )
        ),
        # A figure that cannot stand for a year of a measure
        (
            {"figures": stated_budget(year=""), "measures": FIGURE},
            ["measures.csv row 4, column figures: figure 'budget-west' has no year, so it cannot stand for one"],
        ),
        (
            {"figures": stated_budget(unit="bases"), "measures": FIGURE},
            [f"figures.csv row 5, column unit: 'bases' {NEW}, which adds or divides it"],
        ),
        (
            {
                "figures": stated_budget(subject="EAST"),
                "measures": adding_measure(figures="budget-west", rate="crown-per-usd"),
            },
            [
                f"figures.csv row 5, column unit: 'usd-billion' divided by 'crown-per-usd' {NEW} "
                "(the rate stands in row 12)"
            ],
        ),
        # Crowns without a rate; crowns among dollars, of which the first row is named; dollars of two price bases
        (
            {"cells": {("measures", 3, "rate"): ""}},
            [f"series.csv row 8, column unit: 'crown-million' {CROWN}, which adds or divides it"],
        ),
        (
            {"cells": {("series", row, "unit"): "crown-million" for row in (5, 6)}},
            [f"series.csv row 5, column unit: 'crown-million' {USD}, which adds or divides it"],
        ),
        (
            {"cells": {("series", 6, "unit"): "constant-2015-usd-million"}},
            [f"series.csv row 6, column unit: 'constant-2015-usd-million' {USD}, which adds or divides it"],
        ),
        # A rate in old crowns; local currency that is not the one of the second country's rate
        (
            {"cells": {("series", 12, "unit"): "old-crown-per-usd"}},
            [
                f"series.csv row 9, column unit: 'crown-million' divided by 'old-crown-per-usd' {CROWN} "
                "(the rate stands in row 12)"
            ],
        ),
        (
            {"cells": LOCAL, "series": adding_arms_of_isle},
            [
                f"series.csv row 13, column unit: 'local-currency-million' divided by 'crown-per-usd' {CROWN} "
                "(the rate stands in row 14)"
            ],
        ),
        # A figure with a year stands for it, scales are no matter, a sum needs no denominator
        ({"figures": stated_budget(), "measures": FIGURE}, []),
        ({"cells": {("series", 4, "unit"): "usd-billion", ("series", 8, "unit"): "crown-thousand"}}, []),
        ({"cells": {("indicators", 2, "form"): "sum", ("indicators", 2, "numerator"): "arms-budget"}}, []),
        # A dataset without series
        (
            {"series": None},
            [
                "measures.csv row 2, column series: 'arms-usd' is no series of the table 'series'",
                "measures.csv row 3, column series: 'arms-crown' is no series of the table 'series'",
                "measures.csv row 3, column rate: 'crown-per-usd' is no series of the table 'series'",
            ],
        ),
    ],
)
def test_problems_of_measures(make_dataset, changes, problems):
    assert problems_of(make_dataset(**changes)) == problems


def test_local_currency_is_what_the_entity_pays_in(make_dataset):
    directory = make_dataset(cells=LOCAL)
    assert problems_of(directory) == []
    dataset = load(directory)
    outcome = get_calculator(dataset).outcome(Definition("ratio", "usd", "crown", "league", "EAST"), 2019)
    assert (outcome.low, outcome.high) == (9, 9)


# One fault is one problem


@pytest.mark.parametrize("table", ["memberships", "series", "figures", "issues"])
def test_unreadable_table_is_no_problem_of_those_who_name_its_rows(make_dataset, table):
    directory = make_dataset(files={f"{table}.csv": b"\xff"}, measures=adding_measure(series="arms-usd"))
    assert [line for line in problems_of(directory) if not line.startswith(f"{table}.csv: byte")] == []


def test_malformed_unit_or_number_is_not_told_twice(make_dataset):
    cells = {("measures", 2, "unit"): "", ("series", 11, "value"): "four"}
    assert [line.partition(":")[0] for line in problems_of(make_dataset(cells=cells))] == [
        "series.csv row 11, column value",
        "measures.csv row 2, column unit",
    ]
