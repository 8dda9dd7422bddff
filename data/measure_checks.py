"""Rules of the tables that say how a quantity is measured: what they name must be
there, and their units must go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from .errors import UnitError
from .package import Package
from .report import Problem, shown
from .units import factor, quotient_factor

__all__ = ["measure_problems"]

FILE_ROW = 2


def measure_problems(package: Package) -> list[Problem]:
    """Every problem of `indicators`, `groups` and `measures` that a single cell does not show."""
    found: list[Problem] = []
    for rule in (_forms, _topic_issues, _group_members, _named_series, _named_figures, _units):
        found += rule(package)
    return found


def _rows(package: Package, table: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table, each with its number in the file."""
    frame = package.frames.get(table)
    if frame is not None:
        for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
            yield int(index) + FILE_ROW, {str(name): str(cell) for name, cell in row.items()}


def _ids(package: Package, table: str, column: str = "id") -> set[str]:
    frame = package.frames.get(table)
    return set() if frame is None else set(frame[column])


def _forms(package: Package) -> Iterator[Problem]:
    """A ratio and a share need both sides, a sum only what is added up."""
    needed = {"ratio": ("numerator", "denominator"), "share": ("numerator", "denominator"), "sum": ("numerator",)}
    for number, row in _rows(package, "indicators"):
        for column in needed.get(row["form"], ()):
            if not row[column]:
                message = f"is empty, but the form '{row['form']}' needs it"
                yield Problem(package.files["indicators"], message, "form-side", number, column)


def _topic_issues(package: Package) -> Iterator[Problem]:
    yield from _unknown(package, "topics", "issues", _ids(package, "issues"), "id in the table 'issues'")


def _group_members(package: Package) -> Iterator[Problem]:
    groups = _ids(package, "memberships", "group")
    yield from _unknown(package, "groups", "members", groups, "group of the table 'memberships'")
    entities = _ids(package, "memberships", "entity")
    yield from _unknown(package, "groups", "without", entities, "member of any group in 'memberships'")


def _named_series(package: Package) -> Iterator[Problem]:
    series = _ids(package, "series", "series")
    for column in ("series", "rate"):
        yield from _unknown(package, "measures", column, series, "series of the table 'series'")
    for number, row in _rows(package, "measures"):
        if not row["series"] and not row["figures"]:
            yield Problem(
                package.files["measures"], "names neither series nor figures", "measure-empty", number, "series"
            )


def _named_figures(package: Package) -> Iterator[Problem]:
    yield from _unknown(package, "measures", "figures", _ids(package, "figures"), "id in the table 'figures'")
    years = {row["id"]: row["year"] for _, row in _rows(package, "figures")}
    for number, row in _rows(package, "measures"):
        for name in row["figures"].split():
            if years.get(name) == "":
                message = f"figure {shown(name)} has no year, so it cannot stand for one"
                yield Problem(package.files["measures"], message, "figure-year", number, "figures")


def _unknown(package: Package, table: str, column: str, known: set[str], what: str) -> Iterator[Problem]:
    for number, row in _rows(package, table):
        for name in row[column].split():
            if name not in known:
                yield Problem(package.files[table], f"{shown(name)} is no {what}", "reference", number, column)


def _units(package: Package) -> Iterator[Problem]:
    """Every value of a measure must come out in the measure's unit. One problem
    for each combination of units, naming the first row that has it."""
    series = package.frames.get("series")
    currencies = {row["id"]: row["currency"] for _, row in _rows(package, "entities")}
    for _, measure in _rows(package, "measures"):
        if series is not None:
            yield from _series_units(package, series, measure, currencies)
        for number, figure in _rows(package, "figures"):
            if figure["id"] in measure["figures"].split() and not measure["rate"]:
                currency = currencies.get(figure["subject"]) or f"local-currency of {figure['subject']}"
                yield from _unit_problem(package, "figures", number, figure["unit"], measure, currency)


def _series_units(
    package: Package, series: pd.DataFrame, measure: Mapping[str, str], currencies: Mapping[str, str]
) -> Iterator[Problem]:
    values = series[series["series"].isin(measure["series"].split())].assign(row=lambda rows: rows.index + FILE_ROW)
    if not measure["rate"]:
        for entity, unit, row in _first_of_each(values, ["unit"]):
            currency = currencies.get(entity) or f"local-currency of {entity}"
            yield from _unit_problem(package, "series", row, unit, measure, currency)
        return
    rates = series[series["series"] == measure["rate"]].assign(rate_row=lambda rows: rows.index + FILE_ROW)
    pairs = values.merge(rates[["entity", "year", "unit", "rate_row"]], on=["entity", "year"], suffixes=("", "_rate"))
    firsts = pairs.drop_duplicates(["unit", "unit_rate"])[["entity", "unit", "unit_rate", "row", "rate_row"]]
    for entity, unit, rate, row, rate_row in firsts.itertuples(index=False):
        currency = currencies.get(entity) or f"local-currency of {entity}"
        try:
            quotient_factor(unit, rate, measure["unit"], currency)
        except UnitError as error:
            message = f"{error}, the unit of measure {shown(measure['id'])} (the rate stands in row {rate_row})"
            yield Problem(package.files["series"], message, "unit-mismatch", int(row), "unit")


def _first_of_each(values: pd.DataFrame, columns: list[str]) -> Iterator[tuple[str, str, int]]:
    firsts = values.drop_duplicates(columns)[["entity", "unit", "row"]]
    for entity, unit, row in firsts.itertuples(index=False):
        yield str(entity), str(unit), int(row)


def _unit_problem(
    package: Package, table: str, row: int, unit: str, measure: Mapping[str, str], currency: str
) -> Iterator[Problem]:
    try:
        factor(unit, measure["unit"], currency)
    except UnitError as error:
        message = f"{error}, the unit of measure {shown(measure['id'])}, which adds or divides it"
        yield Problem(package.files[table], message, "unit-mismatch", row, "unit")
