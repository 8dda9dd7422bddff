"""Rules of the tables that say how a quantity is measured: what they name must be
there, and their units must go together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

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
        names = list(frame.columns)
        # Column by column: pandas hands single texts out many times as slowly.
        for index, *cells in zip(frame.index, *(frame[name].tolist() for name in names), strict=True):
            yield int(index) + FILE_ROW, dict(zip(names, cells, strict=True))


def _ids(package: Package, table: str, column: str = "id") -> set[str]:
    frame = package.frames.get(table)
    return set() if frame is None else set(frame[column].unique())


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


class _Value(NamedTuple):
    """A row of `series` or `figures`."""

    table: str
    row: int
    entity: str
    year: str
    value: str
    unit: str


def _units(package: Package) -> Iterator[Problem]:
    """Every value of a measure must come out in the measure's unit. One problem
    for each combination of units, naming the first row that has it."""
    series, figures = _values(package, "series", "series", "entity"), _values(package, "figures", "id", "subject")
    currencies = {row["id"]: row["currency"] for _, row in _rows(package, "entities")}
    for _, measure in _rows(package, "measures"):
        if not re.fullmatch(ID_PATTERN, measure["unit"]):
            continue  # a problem of the cell
        used = [*_named(series, measure["series"]), *_named(figures, measure["figures"])]
        if not measure["rate"]:
            yield from _direct_problems(package, used, measure, currencies)
            continue
        rates = series.get(measure["rate"], [])
        numbers = pd.to_numeric(pd.Series([rate.value for rate in rates], dtype="str"), errors="coerce")
        for place in numbers.index[numbers <= 0]:
            message = f"is not above 0, but measure {shown(measure['id'])} divides by it"
            yield Problem(package.files["series"], message, "rate-zero", rates[place].row, "value")
        yield from _divided_problems(package, used, rates, measure, currencies)


def _values(package: Package, table: str, name: str, entity: str) -> Mapping[str, list[_Value]]:
    """The rows of `series` or `figures` by what they are named."""
    values: defaultdict[str, list[_Value]] = defaultdict(list)
    frame = package.frames.get(table)
    if frame is not None:
        columns = (frame[column].tolist() for column in (entity, "year", "value", "unit"))
        rows = map(_Value, repeat(table), (frame.index + FILE_ROW).tolist(), *columns)
        for named, value in zip(frame[name].tolist(), rows, strict=True):
            values[named].append(value)
    return values


def _named(values: Mapping[str, list[_Value]], names: str) -> list[_Value]:
    """The rows that a cell of names asks for, in the order of the file."""
    return sorted((each for name in {*names.split()} for each in values.get(name, ())), key=lambda each: each.row)


def _place(value: _Value, *units: str) -> str:
    """What a unit depends on besides its name: the local currency differs from country
    to country, so that each counts for itself."""
    return value.entity if any(LOCAL in unit for unit in units) else ""


def _direct_problems(
    package: Package, used: Iterable[_Value], measure: Mapping[str, str], currencies: Mapping[str, str]
) -> Iterator[Problem]:
    firsts: dict[tuple[str, str], _Value] = {}
    for value in used:
        firsts.setdefault((value.unit, _place(value, value.unit)), value)
    for value in firsts.values():
        try:
            factor(value.unit, measure["unit"], _local(value.entity, currencies))
        except UnitError as error:
            message = f"{error}, the unit of measure {shown(measure['id'])}, which adds or divides it"
            yield Problem(package.files[value.table], message, "unit-mismatch", value.row, "unit")


def _divided_problems(
    package: Package,
    used: Iterable[_Value],
    rates: Iterable[_Value],
    measure: Mapping[str, str],
    currencies: Mapping[str, str],
) -> Iterator[Problem]:
    rates_of: defaultdict[tuple[str, str], list[_Value]] = defaultdict(list)
    for rate in rates:
        rates_of[rate.entity, rate.year].append(rate)
    firsts: dict[tuple[str, str, str], tuple[_Value, _Value]] = {}
    for value in used:
        for rate in rates_of.get((value.entity, value.year), ()):
            firsts.setdefault((value.unit, rate.unit, _place(value, value.unit, rate.unit)), (value, rate))
    for value, rate in firsts.values():
        try:
            quotient_factor(value.unit, rate.unit, measure["unit"], _local(value.entity, currencies))
        except UnitError as error:
            message = f"{error}, the unit of measure {shown(measure['id'])} (the rate stands in row {rate.row})"
            yield Problem(package.files[value.table], message, "unit-mismatch", value.row, "unit")


def _local(entity: str, currencies: Mapping[str, str]) -> str:
    return currencies.get(entity) or f"{LOCAL} of {entity}"
