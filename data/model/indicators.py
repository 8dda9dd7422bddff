"""The records of topics, indicators, stated figures, measures and groups of members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from data.translation import gettext

from .records import records_from_table
from .units import base_unit


@dataclass(frozen=True)
class Topic:
    """A group of indicators, and the issues on which parties speak of it."""

    id: str
    name: str
    description: str
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """A quantity that parties argue about. `form` says how it is computed from other indicators: ratio, share or sum;
    '' if it is not."""

    id: str
    name: str
    unit: str
    description: str
    better_known_as: str
    topic: str
    form: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class Figure:
    """One number that somebody stated or estimated. `low` and `high` are its range; where the source says 'more than'
    or 'up to', `bound` is 'at least' or 'at most' and both are the number itself. `year` is 0 where unknown."""

    id: str
    indicator: str
    item: str
    subject: str
    stated_by: str
    low: float
    high: float
    bound: str
    unit: str
    date: str
    year: int
    definition: str
    source: str
    locator: str
    checked: str

    @property
    def sides(self) -> tuple[str, str]:
        """The subjects of a ratio: of its numerator and of its denominator."""
        above, _, below = self.subject.partition(":")
        return above, below


@dataclass(frozen=True)
class MemberGroup:
    """A way to count the members of a group."""

    id: str
    name: str
    short_name: str
    members: str
    counted: str
    without: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """A way to measure an indicator: the values of some series and stated figures, divided by a rate if it names one.
    `scope` is 'part' where it measures only a part of the quantity."""

    id: str
    indicator: str
    name: str
    short_name: str
    series: tuple[str, ...]
    figures: tuple[str, ...]
    rate: str
    unit: str
    without: tuple[str, ...]
    scope: str
    note: str


@dataclass(frozen=True)
class FigureRecords:
    """All records of figures, each kind by id in the order of its file. `names` are the names of countries, bodies and
    items, `currencies` the currencies of the countries."""

    topics: Mapping[str, Topic]
    indicators: Mapping[str, Indicator]
    figures: Mapping[str, Figure]
    groups: Mapping[str, MemberGroup]
    measures: Mapping[str, Measure]
    names: Mapping[str, str]
    currencies: Mapping[str, str]
    series: Mapping[str, str]
    units: Mapping[str, str]

    def currency(self, entity: str) -> str:
        """The currency of a country as units name it; where none is known, one of its own."""
        return self.currencies.get(entity) or f"local-currency of {entity}"

    def unit_name(self, unit: str) -> str:
        """A unit as it is read: `million US dollars` for `usd-million`."""
        base = base_unit(unit)
        scale = unit[len(base) + 1 :]
        name = self.units.get(base, base.replace("-", " "))
        return gettext("{scale} {unit}", scale=gettext(scale), unit=name) if scale else name


def figure_records_from_tables(tables: Mapping[str, pd.DataFrame]) -> FigureRecords:
    """The records of a dataset's checked tables."""
    return FigureRecords(
        topics=records_from_table(tables, "topics", Topic),
        indicators=records_from_table(tables, "indicators", Indicator),
        figures=_figures(tables),
        groups=records_from_table(tables, "groups", MemberGroup),
        measures=records_from_table(tables, "measures", Measure),
        names=_names(tables, "entities"),
        currencies=_names(tables, "entities", "currency"),
        series=_names(tables, "catalogue"),
        units=_names(tables, "units"),
    )


def _names(tables: Mapping[str, pd.DataFrame], name: str, column: str = "name") -> Mapping[str, str]:
    frame = tables.get(name)
    return MappingProxyType({} if frame is None else dict(zip(frame["id"], frame[column], strict=True)))


def _figures(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, Figure]:
    frame = tables.get("figures")
    rows = [] if frame is None else frame.to_dict("records")
    figures = (_figure(**{str(name): cell for name, cell in row.items()}) for row in rows)
    return MappingProxyType({figure.id: figure for figure in figures})


def _figure(value: str, low: str, high: str, year: str, **cells: str) -> Figure:
    bound = ""
    if not (low and high):
        bound = "at least" if low else "at most" if high else ""
        low = high = value or low or high
    return Figure(low=float(low), high=float(high), bound=bound, year=int(year or 0), **cells)
