"""Recomputes what a ratio, a share or a sum may be, from series and stated figures.

Nothing is interpolated and nothing is chosen for the reader: each combination of measures that the data allow is a
definition of its own, and one that lacks a value says which. Where a year has several values (a bill, a law, a plan)
each is carried through, so that the result is a range whose ends can be traced.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import product

from cachetools import cachedmethod

from data.model.dataset import Dataset
from data.model.dates import date_span
from data.model.errors import UnitError
from data.model.indicators import Figure, Group, Measure
from data.model.units import LOCAL, factor, quotient_factor

__all__ = [
    "Amount",
    "Calculator",
    "Definition",
    "Operand",
    "Outcome",
    "Reading",
    "Variant",
    "calculator",
    "distance_to",
]


@dataclass(frozen=True)
class Operand:
    """One row of `series` or `figures` that enters a calculation, as it stands there, and the rate by which it is
    divided. `low` and `high` differ where a figure is a range."""

    name: str
    entity: str
    year: int
    low: float
    high: float
    unit: str
    source: str
    bound: str = ""
    figure: bool = False
    rate: Operand | None = None


@dataclass(frozen=True)
class Amount:
    """A value that a measure gives for a subject in a year, in the measure's unit. `label` is the series or figure it
    comes from, or empty where members were added up."""

    label: str
    low: float
    high: float
    bound: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class Reading:
    """All values that a measure gives for a subject in a year, or what is missing."""

    amounts: tuple[Amount, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One way to reach a number: which measure above the line for whom, and which
    below. `denominator` and `other` are empty for a sum."""

    form: str
    numerator: str
    denominator: str
    subject: str
    other: str


@dataclass(frozen=True)
class Variant:
    """One result of a definition in a year: from one value above and one below."""

    low: float
    high: float
    above: Amount
    below: Amount | None

    @property
    def bound(self) -> str:
        """'at least' or 'at most' if a bound above or below makes the result one."""
        turned = {"at least": "at most", "at most": "at least", "": ""}
        below = turned[self.below.bound] if self.below else ""
        bounds = {self.above.bound, below} - {""}
        return bounds.pop() if len(bounds) == 1 else ""


@dataclass(frozen=True)
class Outcome:
    """What a definition gives in a year: its variants, or what is missing."""

    definition: Definition
    year: int
    variants: tuple[Variant, ...]
    missing: tuple[str, ...]

    @property
    def low(self) -> float:
        """The smallest result; ValueError if there is none."""
        return min(variant.low for variant in self.variants)

    @property
    def high(self) -> float:
        """The largest result; ValueError if there is none."""
        return max(variant.high for variant in self.variants)


def distance_to(stated: Figure, low: float, high: float) -> float:
    """How far a result is from a stated number, as a part of the stated one: 0.05 is 5 % above, negative below, 0 where
    the ranges meet. Infinite where the stated number is 0."""
    if stated.low <= high and low <= stated.high:
        return 0.0
    off, number = (low - stated.high, stated.high) if low > stated.high else (high - stated.low, stated.low)
    return off / abs(number) if number else math.copysign(math.inf, off)


# The page of a figure asks for it for every definition and year, some thousand times; to make it takes 20 ms.
@lru_cache(maxsize=2)
def calculator(dataset: Dataset) -> Calculator:
    """The calculator of a dataset, kept for the next page."""
    return Calculator(dataset)


class Calculator:
    """Reads measures and makes ratios, shares and sums of them."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._records = dataset.quantities
        self._readings: dict[Hashable, Reading] = {}
        self._outcomes: dict[Hashable, Outcome] = {}
        self._entities: dict[Hashable, Mapping[int, set[str]]] = {}

    # What there is

    def subjects(self, subject: str) -> tuple[str, ...]:
        """The ways to count a subject: itself first, then the other ways to count the members of the same group."""
        groups = self._records.groups
        if subject not in groups:
            return (subject,)
        same = [group.id for group in groups.values() if group.members == groups[subject].members]
        return (subject, *(other for other in same if other != subject))

    def measures(self, indicator: str, subject: str) -> tuple[Measure, ...]:
        """The measures of an indicator that have a value for a subject in any year."""
        own = [measure for measure in self._records.measures.values() if measure.indicator == indicator]
        return tuple(measure for measure in own if any(True for _ in self.years(measure, subject)))

    def years(self, measure: Measure, subject: str) -> Iterator[int]:
        """The years in which a measure has a value for a subject or for a member of it."""
        group = self._records.groups.get(subject)
        members = self._memberships.get(group.members, []) if group else []
        entities = {subject, *(entity for entity, _, _ in members)}
        for year, present in sorted(self._entities_by_year(measure).items()):
            if entities & present:
                yield year

    def members(self, group: Group, year: int) -> tuple[str, ...]:
        """Who is counted in a year, in the order of the table."""
        last_day = dt.date(year, 12, 31)
        found = []
        for entity, first, last in self._memberships.get(group.members, ()):
            there = last is None if group.counted == "latest" else first <= last_day and (last or last_day) >= last_day
            if there and entity not in group.without:
                found.append(entity)
        return tuple(dict.fromkeys(found))

    def definitions(self, indicator_id: str, subject: str) -> tuple[Definition, ...]:
        """Every definition of an indicator for a subject such as `NATO:RUS`, a
        ratio, or `NATO`: all pairs of measures in units that go together."""
        indicator = self._records.indicators[indicator_id]
        above, _, below = subject.partition(":")
        found = []
        for counted in self.subjects(above):
            numerators = self.measures(indicator.numerator, counted)
            if indicator.form == "sum":
                found += [Definition("sum", measure.id, "", counted, "") for measure in numerators]
                continue
            other = below if indicator.form == "ratio" else counted
            found += [
                Definition(indicator.form, numerator.id, denominator.id, counted, other)
                for numerator, denominator in product(numerators, self.measures(indicator.denominator, other))
                if go_together(self._unit(numerator, counted), self._unit(denominator, other))
            ]
        return tuple(found)

    def years_of(self, definitions: tuple[Definition, ...]) -> tuple[int, ...]:
        """The years in which any of these definitions may have a result."""
        measures, years = self._records.measures, set()
        for each in definitions:
            found = set(self.years(measures[each.numerator], each.subject))
            if each.denominator:
                found &= set(self.years(measures[each.denominator], each.other))
            years |= found
        return tuple(sorted(years))

    # What it gives

    @cachedmethod(lambda self: self._outcomes)
    def outcome(self, definition: Definition, year: int) -> Outcome:
        """What a definition gives in a year."""
        measures = self._records.measures
        if definition.form == "sum":
            added = self.reading(measures[definition.numerator], definition.subject, year, "sum")
            variants = tuple(Variant(amount.low, amount.high, amount, None) for amount in added.amounts)
            return Outcome(definition, year, variants, added.missing)
        numerator, denominator = measures[definition.numerator], measures[definition.denominator]
        unit, other_unit = self._unit(numerator, definition.subject), self._unit(denominator, definition.other)
        if not go_together(unit, other_unit):
            name = self._records.unit_name
            return Outcome(definition, year, (), (f"{name(unit)} cannot be divided by {name(other_unit)}",))
        above = self.reading(numerator, definition.subject, year)
        below = self.reading(denominator, definition.other, year)
        scale = factor(unit, other_unit) * (100 if definition.form == "share" else 1)
        variants = tuple(
            Variant(scale * up.low / down.high, scale * up.high / down.low, up, down)
            for up, down in product(above.amounts, below.amounts)
            if down.low > 0
        )
        missing = above.missing + below.missing
        if above.amounts and below.amounts and not variants:
            missing += (f"{denominator.name}: not above 0 for {self._name(definition.other)} in {year}",)
        return Outcome(definition, year, variants, missing)

    @cachedmethod(lambda self: self._readings)
    def reading(self, measure: Measure, subject: str, year: int, form: str = "") -> Reading:
        """What a measure gives for a subject in a year: its own values if there are any, else the members of the group
        added up. With the form `sum` the values of a year are parts of one whole."""
        own = self._rows(measure, subject, year)
        if own:
            reading = self._converted(measure, own)
            whole = form == "sum" and reading.amounts
            return Reading((_added(reading.amounts),), reading.missing) if whole else reading
        group = self._records.groups.get(subject)
        if group and measure.series:
            return self._added_up(measure, group, year)
        return Reading(missing=(f"{measure.name}: no value for {self._name(subject)} in {year}",))

    def _converted(self, measure: Measure, rows: list[Operand]) -> Reading:
        amounts, missing = [], []
        for row in rows:
            if not measure.rate:
                by = factor(row.unit, measure.unit, self._records.currency(row.entity))
                amounts.append(Amount(row.name, row.low * by, row.high * by, row.bound, (row,)))
                continue
            rates = self._series.get((measure.rate, row.entity, row.year), [])
            if not rates:
                name = self._records.series.get(measure.rate, measure.rate)
                missing.append(f"{name}: no value for {self._name(row.entity)} in {row.year}")
            for rate in rates:
                currency = self._records.currency(row.entity)
                by = quotient_factor(row.unit, rate.unit, measure.unit, currency) / rate.low
                amounts.append(Amount(row.name, row.low * by, row.high * by, row.bound, (replace(row, rate=rate),)))
        return Reading(tuple(amounts), tuple(dict.fromkeys(missing)))

    def _added_up(self, measure: Measure, group: Group, year: int) -> Reading:
        if LOCAL in measure.unit:
            return Reading(missing=(f"{measure.name}: members count in currencies of their own",))
        amounts, lacking = [], []
        for member in self.members(group, year):
            if member in measure.without:
                continue
            rows = self._rows(measure, member, year)
            reading = self._converted(measure, rows) if rows else Reading()
            if not reading.amounts:
                lacking.append(self._name(member))
                continue
            low, high = (min(a.low for a in reading.amounts), max(a.high for a in reading.amounts))
            operands = tuple(operand for amount in reading.amounts for operand in amount.operands)
            bound = reading.amounts[0].bound if len(reading.amounts) == 1 else ""
            amounts.append(Amount(reading.amounts[0].label, low, high, bound, operands))
        if lacking or not amounts:
            listed = ", ".join(lacking[:6]) + (f" and {len(lacking) - 6} more" if len(lacking) > 6 else "")
            who = listed if amounts else self._name(group.id)
            return Reading(missing=(f"{measure.name}: no value for {who} in {year}",))
        return Reading((_added(tuple(amounts)),))

    def _rows(self, measure: Measure, entity: str, year: int) -> list[Operand]:
        found = [row for name in measure.series for row in self._series.get((name, entity, year), ())]
        stated = [self._records.figures[name] for name in measure.figures]
        return found + [
            Operand(
                figure.id, entity, year, figure.low, figure.high, figure.unit, figure.source, figure.bound, figure=True
            )
            for figure in stated
            if figure.subject == entity and figure.year == year
        ]

    @cached_property
    def _series(self) -> Mapping[tuple[str, str, int], list[Operand]]:
        """The values of the series that measures name, by series, entity and year."""
        values: defaultdict[tuple[str, str, int], list[Operand]] = defaultdict(list)
        table = self._dataset.tables.get("series")
        if table is not None:
            named = {name for each in self._records.measures.values() for name in (*each.series, each.rate)}
            cells = table.loc[table["series"].isin(named), ["series", "entity", "year", "value", "unit", "source"]]
            for series, entity, text, value, unit, source in cells.to_numpy().tolist():
                year, number = int(text), float(value)
                values[series, entity, year].append(Operand(series, entity, year, number, number, unit, source))
        return values

    @cachedmethod(lambda self: self._entities)
    def _entities_by_year(self, measure: Measure) -> Mapping[int, set[str]]:
        years: defaultdict[int, set[str]] = defaultdict(set)
        for series, entity, year in self._series:
            if series in measure.series:
                years[year].add(entity)
        for figure in (self._records.figures[name] for name in measure.figures):
            years[figure.year].add(figure.subject)
        return years

    @cached_property
    def _memberships(self) -> Mapping[str, list[tuple[str, dt.date, dt.date | None]]]:
        """Group to its members, each with its first and its last day; None while it lasts."""
        table = self._dataset.tables.get("memberships")
        members: defaultdict[str, list[tuple[str, dt.date, dt.date | None]]] = defaultdict(list)
        if table is not None:
            for group, entity, begins, ends in table[["group", "entity", "from", "to"]].itertuples(index=False):
                last = date_span(ends).last if ends else None
                members[group].append((entity, date_span(begins).first, last))
        return members

    def _unit(self, measure: Measure, subject: str) -> str:
        """A measure's unit with the currency that is local for a subject by name, as those of two countries differ."""
        return measure.unit.replace(LOCAL, self._records.currency(subject))

    def _name(self, entity: str) -> str:
        return self._records.names.get(entity, entity)


def go_together(unit: str, other: str) -> bool:
    """Whether numbers in these units can be divided into a plain number."""
    try:
        factor(unit, other)
    except UnitError:
        return False
    return True


def _added(amounts: tuple[Amount, ...]) -> Amount:
    """The sum. It is 'at least' or 'at most' where some of its parts are."""
    operands = tuple(operand for amount in amounts for operand in amount.operands)
    bounds = {amount.bound for amount in amounts} - {""}
    bound = bounds.pop() if len(bounds) == 1 else ""
    return Amount("", sum(amount.low for amount in amounts), sum(amount.high for amount in amounts), bound, operands)
