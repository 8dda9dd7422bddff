"""Rules of the tables that say how a quantity is measured: what they name must be
there, and their units must go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from .errors import UnitError
from .package import Package
from .report import Problem, shown
from .schema import ID_PATTERN
from .units import LOCAL, factor, quotient_factor

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
    yield from _unknown(package, "topics", "issues", ("issues", "id"), "id in the table 'issues'")


def _group_members(package: Package) -> Iterator[Problem]:
    yield from _unknown(package, "groups", "members", ("memberships", "group"), "group of the table 'memberships'")
    entities = ("memberships", "entity")
    yield from _unknown(package, "groups", "without", entities, "member of any group in 'memberships'")


def _named_series(package: Package) -> Iterator[Problem]:
    for column in ("series", "rate"):
        yield from _unknown(package, "measures", column, ("series", "series"), "series of the table 'series'")
    for number, row in _rows(package, "measures"):
        if not row["series"] and not row["figures"]:
            yield Problem(
                package.files["measures"], "names neither series nor figures", "measure-empty", number, "series"
            )


def _named_figures(package: Package) -> Iterator[Problem]:
    yield from _unknown(package, "measures", "figures", ("figures", "id"), "id in the table 'figures'")
    years = {row["id"]: row["year"] for _, row in _rows(package, "figures")}
    for number, row in _rows(package, "measures"):
        for name in row["figures"].split():
            if years.get(name) == "":
                message = f"figure {shown(name)} has no year, so it cannot stand for one"
                yield Problem(package.files["measures"], message, "figure-year", number, "figures")


def _unknown(package: Package, table: str, column: str, named: tuple[str, str], what: str) -> Iterator[Problem]:
    if named[0] in package.files and named[0] not in package.frames:
        return  # the table could not be read, which is a problem of its own
    known = _ids(package, *named)
    for number, row in _rows(package, table):
        for name in row[column].split():
            if name not in known and re.fullmatch(ID_PATTERN, name):
                yield Problem(package.files[table], f"{shown(name)} is no {what}", "reference", number, column)


def _units(package: Package) -> Iterator[Problem]:
    """Every value of a measure must come out in the measure's unit. One problem
    for each combination of units, naming the first row that has it."""
    series, figures = _values(package, "series", "entity"), _values(package, "figures", "subject")
    currencies = {row["id"]: row["currency"] for _, row in _rows(package, "entities")}
    for _, measure in _rows(package, "measures"):
        if not re.fullmatch(ID_PATTERN, measure["unit"]):
            continue  # a problem of the cell
        named = (
            series[series["name"].isin(measure["series"].split())],
            figures[figures["name"].isin(measure["figures"].split())],
        )
        used = pd.concat(named, ignore_index=True)
        if not measure["rate"]:
            yield from _direct_problems(package, used, measure, currencies)
            continue
        rates = series[series["name"] == measure["rate"]]
        for row in rates.loc[pd.to_numeric(rates["value"], errors="coerce") <= 0, "row"]:
            message = f"is not above 0, but measure {shown(measure['id'])} divides by it"
            yield Problem(package.files["series"], message, "rate-zero", int(row), "value")
        yield from _divided_problems(package, used, rates, measure, currencies)


def _values(package: Package, table: str, entity: str) -> pd.DataFrame:
    """The rows of `series` or `figures` under common names."""
    columns = ["table", "name", "entity", "year", "value", "unit", "row"]
    frame = package.frames.get(table)
    if frame is None:
        return pd.DataFrame(columns=columns)
    name = "series" if table == "series" else "id"
    named = frame.rename(columns={name: "name", entity: "entity"})
    return named.assign(table=table, row=frame.index + FILE_ROW)[columns]


def _firsts(rows: pd.DataFrame, units: list[str], currencies: Mapping[str, str]) -> Iterator[tuple[pd.Series, str]]:
    """The first row of each combination of units, and the currency that is local
    there. As that differs from country to country, each counts for itself."""
    is_local = rows[units].apply(lambda column: column.str.contains(LOCAL, regex=False)).any(axis=1)
    place = rows["entity"].where(is_local, "")
    for index in rows.assign(place=place).drop_duplicates([*units, "place"]).index:
        entity = rows.loc[index, "entity"]
        yield rows.loc[index], currencies.get(entity) or f"{LOCAL} of {entity}"


def _direct_problems(
    package: Package, used: pd.DataFrame, measure: Mapping[str, str], currencies: Mapping[str, str]
) -> Iterator[Problem]:
    for row, local in _firsts(used, ["unit"], currencies):
        try:
            factor(row["unit"], measure["unit"], local)
        except UnitError as error:
            message = f"{error}, the unit of measure {shown(measure['id'])}, which adds or divides it"
            yield Problem(package.files[row["table"]], message, "unit-mismatch", int(row["row"]), "unit")


def _divided_problems(
    package: Package,
    used: pd.DataFrame,
    rates: pd.DataFrame,
    measure: Mapping[str, str],
    currencies: Mapping[str, str],
) -> Iterator[Problem]:
    rates = rates[["entity", "year", "unit", "row"]]
    pairs = used.merge(rates, on=["entity", "year"], suffixes=("", "_rate"))
    for row, local in _firsts(pairs, ["unit", "unit_rate"], currencies):
        try:
            quotient_factor(row["unit"], row["unit_rate"], measure["unit"], local)
        except UnitError as error:
            message = f"{error}, the unit of measure {shown(measure['id'])} (the rate stands in row {row['row_rate']})"
            yield Problem(package.files[row["table"]], message, "unit-mismatch", int(row["row"]), "unit")
