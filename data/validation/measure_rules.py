"""The rules of figures, indicators, groups and measures: a figure has a number; names are of rows that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from data.model.data_package import DataPackage
from data.model.errors import UnitError, quote_for_message
from data.model.units import LOCAL_CURRENCY, conversion_factor, quotient_factor

from .columns import ID_PATTERN
from .problem_kinds import ProblemKind
from .report import Problem

FIRST_FILE_ROW = 2


# Columns that name values of a column of another table: both tables and columns, and what the values are.
CONDITIONAL_REFERENCES = (
    ("topics", "issues", "issues", "id", "id in the table 'issues'"),
    ("groups", "members", "memberships", "group", "group of the table 'memberships'"),
    ("groups", "without", "memberships", "entity", "member of any group in 'memberships'"),
    ("measures", "series", "series", "series", "series of the table 'series'"),
    ("measures", "rate", "series", "series", "series of the table 'series'"),
    ("measures", "figures", "figures", "id", "id in the table 'figures'"),
)
# The sides that a form needs: both for a ratio and a share, only the numerator for a sum.
SIDES_OF_FORM = {"ratio": ("numerator", "denominator"), "share": ("numerator", "denominator"), "sum": ("numerator",)}


def measure_problems(package: DataPackage) -> list[Problem]:
    """Every problem of `indicators`, `groups` and `measures` that a single cell does not show."""
    return [
        problem
        for rule in (_missing_sides, _unknown_names, _measures_without_values, _unit_mismatches)
        for problem in rule(package)
    ]


def figures_without_number(package: DataPackage) -> Iterator[Problem]:
    """Report figures without a number or range, and ranges whose end is below their beginning."""
    figures = package.frames.get("figures")
    if figures is None:
        return
    numbers = figures[["value", "low", "high"]].apply(pd.to_numeric, errors="coerce")
    file = package.files["figures"]
    for index in figures.index[(figures[["value", "low", "high"]] == "").all(axis=1)]:
        yield Problem(file, "value, low and high are all empty", ProblemKind.FIGURE_EMPTY, int(index) + 2, "value")
    for index in figures.index[numbers["low"] > numbers["high"]]:
        yield Problem(file, "low is larger than high", ProblemKind.FIGURE_RANGE, int(index) + 2, "low")


def _numbered_rows(package: DataPackage, table: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table, each with its number in the file."""
    frame = package.frames.get(table)
    if frame is not None:
        for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
            yield int(index) + FIRST_FILE_ROW, {str(name): cell for name, cell in row.items()}


def _missing_sides(package: DataPackage) -> Iterator[Problem]:
    for number, row in _numbered_rows(package, "indicators"):
        for column in SIDES_OF_FORM.get(row["form"], ()):
            if not row[column]:
                message = f"is empty, but the form '{row['form']}' needs it"
                yield Problem(package.files["indicators"], message, ProblemKind.FORM_SIDE, number, column)


def _unknown_names(package: DataPackage) -> Iterator[Problem]:
    for table, column, target, key, what in CONDITIONAL_REFERENCES:
        if target in package.files and target not in package.frames:
            continue  # the table could not be read, which is a problem of its own
        known = set(package.frames[target][key].unique()) if target in package.frames else set()
        for number, row in _numbered_rows(package, table):
            for name in row[column].split():
                if name not in known and re.fullmatch(ID_PATTERN, name):
                    yield Problem(
                        package.files[table],
                        f"{quote_for_message(name)} is no {what}",
                        ProblemKind.REFERENCE,
                        number,
                        column,
                    )


def _measures_without_values(package: DataPackage) -> Iterator[Problem]:
    """Report measures without series or figures, and figures of a measure without a year."""
    years = {row["id"]: row["year"] for _, row in _numbered_rows(package, "figures")}
    for number, row in _numbered_rows(package, "measures"):
        file = package.files["measures"]
        if not row["series"] and not row["figures"]:
            yield Problem(file, "names neither series nor figures", ProblemKind.MEASURE_EMPTY, number, "series")
        for name in row["figures"].split():
            if years.get(name) == "":
                message = f"figure {quote_for_message(name)} has no year, so it cannot stand for one"
                yield Problem(file, message, ProblemKind.FIGURE_YEAR, number, "figures")


def _unit_mismatches(package: DataPackage) -> Iterator[Problem]:
    """Report values that cannot be converted to their measure's unit.

    One problem stands for each combination of units, and of countries if a unit is in local currency. It names the
    first row."""
    measures = package.frames.get("measures")
    if measures is None:
        return
    # A unit that is no id is a problem of the cell.
    measures = measures[measures["unit"].str.fullmatch(ID_PATTERN)]
    series, figures = _values(package, "series", "series", "entity"), _values(package, "figures", "id", "subject")
    rates = _values_of_measures(measures, "rate", series)
    for rate in rates[pd.to_numeric(rates["value"], errors="coerce") <= 0].to_dict("records"):
        message = f"is not above 0, but measure {quote_for_message(rate['measure'])} divides by it"
        yield Problem(package.files["series"], message, ProblemKind.RATE_ZERO, rate["row"], "value")
    used = pd.concat(
        [_values_of_measures(measures, "series", series), _values_of_measures(measures, "figures", figures)]
    )
    used = used.sort_values("number", kind="stable").merge(
        rates[["number", "entity", "year", "unit", "row"]],
        how="left",
        on=["number", "entity", "year"],
        suffixes=("", "_of_rate"),
    )
    used = used[(used["rate"] == "") | used["row_of_rate"].notna()].fillna({"unit_of_rate": ""})
    # The local currency differs from country to country, so that each counts for itself.
    local = (used["unit"] + used["unit_of_rate"]).str.contains(LOCAL_CURRENCY, regex=False)
    used = used.assign(country=used["entity"].where(local, ""))
    currencies = {row["id"]: row["currency"] for _, row in _numbered_rows(package, "entities")}
    for value in used.drop_duplicates(["number", "unit", "unit_of_rate", "country"]).to_dict("records"):
        if fault := _unit_fault(value, currencies.get(value["entity"]) or f"{LOCAL_CURRENCY} of {value['entity']}"):
            yield Problem(package.files[value["table"]], fault, ProblemKind.UNIT_MISMATCH, value["row"], "unit")


def _values(package: DataPackage, table: str, name: str, entity: str) -> pd.DataFrame:
    """The rows of `series` or `figures`: `name`, `entity`, `year`, `value`, `unit`, `table` and `row`."""
    columns = {name: "name", entity: "entity", "year": "year", "value": "value", "unit": "unit"}
    frame = package.frames.get(table, pd.DataFrame(columns=list(columns), dtype="str"))
    return frame[list(columns)].rename(columns=columns).assign(table=table, row=frame.index + FIRST_FILE_ROW)


def _values_of_measures(measures: pd.DataFrame, column: str, values: pd.DataFrame) -> pd.DataFrame:
    """The values that each measure names in a column, in the order of the file, with the `number` of the measure, its
    id as `measure`, its unit as `wanted` and its `rate`."""
    named = measures.rename(columns={"id": "measure", "unit": "wanted"}).assign(
        number=measures.index, name=measures[column].str.split()
    )
    named = named[["number", "measure", "wanted", "rate", "name"]].explode("name").drop_duplicates()
    return named.merge(values, on="name").sort_values(["number", "row"])


def _unit_fault(value: Mapping[Any, Any], currency: str) -> str:
    """The reason why a value, divided by a rate if the measure names one, has no number in the measure's unit; '' if it
    has."""
    which = f"the unit of measure {quote_for_message(value['measure'])}"
    try:
        if not value["rate"]:
            which += ", which adds or divides it"
            conversion_factor(value["unit"], value["wanted"], currency)
        else:
            which += f" (the rate stands in row {value['row_of_rate']:.0f})"
            quotient_factor(value["unit"], value["unit_of_rate"], value["wanted"], currency)
    except UnitError as error:
        return f"{error}, {which}"
    return ""
