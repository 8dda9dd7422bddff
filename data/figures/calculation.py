"""Recomputes a ratio, a share or a sum from series and stated figures.

Nothing is interpolated and nothing is chosen for the reader: each combination of measures that the data allow is a
definition of its own, and one that lacks a value says which. Where a year has several values (a bill, a law, a plan)
each is carried through, so that the result is a range whose ends can be traced.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache
from itertools import product

from cachetools import cachedmethod

from data.model import LOCAL_CURRENCY, Dataset, Measure, MemberGroup, UnitError, conversion_factor, quotient_factor
from data.translation import current_language, gettext

from .measure_values import MeasureValues
from .outcomes import Amount, Definition, MeasureResult, Operand, Outcome, Variant


# The page of a figure asks for it for every definition and year, some thousand times; to make it takes 20 ms.
def get_calculator(dataset: Dataset) -> Calculator:
    """The calculator of a dataset, kept for the next page. It says in the reader's language what is missing."""
    return _calculator(dataset, current_language())


@lru_cache(maxsize=2)
def _calculator(dataset: Dataset, language: str) -> Calculator:
    return Calculator(dataset)


class Calculator:
    """Reads measures and makes ratios, shares and sums of them."""

    def __init__(self, dataset: Dataset) -> None:
        self.values = MeasureValues(dataset)
        self._records = dataset.figure_records
        self._results: dict[Hashable, MeasureResult] = {}
        self._outcomes: dict[Hashable, Outcome] = {}
        self._definitions: dict[Hashable, tuple[Definition, ...]] = {}
        self._years: dict[Hashable, tuple[int, ...]] = {}

    @cachedmethod(lambda self: self._definitions)
    def definitions(self, indicator_id: str, subject: str) -> tuple[Definition, ...]:
        """Every definition of an indicator for a subject such as `NATO:RUS`, a
        ratio, or `NATO`: all pairs of measures in units that go together."""
        indicator = self._records.indicators[indicator_id]
        first, _, second = subject.partition(":")
        definitions = []
        for numerator_subject in self.values.subjects(first):
            numerators = self.values.measures(indicator.numerator, numerator_subject)
            if indicator.form == "sum":
                definitions += [Definition("sum", measure.id, "", numerator_subject, "") for measure in numerators]
                continue
            denominator_subject = second if indicator.form == "ratio" else numerator_subject
            definitions += [
                Definition(indicator.form, numerator.id, denominator.id, numerator_subject, denominator_subject)
                for numerator, denominator in product(
                    numerators, self.values.measures(indicator.denominator, denominator_subject)
                )
                if are_comparable(
                    self.values.unit(numerator, numerator_subject), self.values.unit(denominator, denominator_subject)
                )
            ]
        return tuple(definitions)

    @cachedmethod(lambda self: self._years)
    def result_years(self, definitions: tuple[Definition, ...]) -> tuple[int, ...]:
        """The years in which any of these definitions may have a result."""
        measures, years = self._records.measures, set()
        for each in definitions:
            common = set(self.values.years(measures[each.numerator], each.subject))
            if each.denominator:
                common &= set(self.values.years(measures[each.denominator], each.denominator_subject))
            years |= common
        return tuple(sorted(years))

    @cachedmethod(lambda self: self._outcomes)
    def outcome(self, definition: Definition, year: int) -> Outcome:
        """The results of a definition in a year."""
        measures = self._records.measures
        if definition.form == "sum":
            total = self.measure_result(measures[definition.numerator], definition.subject, year, "sum")
            variants = tuple(Variant(amount.low, amount.high, amount, None) for amount in total.amounts)
            return Outcome(definition, year, variants, total.missing)
        numerator, denominator = measures[definition.numerator], measures[definition.denominator]
        unit, other_unit = (
            self.values.unit(numerator, definition.subject),
            self.values.unit(denominator, definition.denominator_subject),
        )
        if not are_comparable(unit, other_unit):
            name = self._records.unit_name
            return Outcome(
                definition,
                year,
                (),
                (gettext("{unit} cannot be divided by {other}", unit=name(unit), other=name(other_unit)),),
            )
        above = self.measure_result(numerator, definition.subject, year)
        below = self.measure_result(denominator, definition.denominator_subject, year)
        scale = conversion_factor(unit, other_unit) * (100 if definition.form == "share" else 1)
        variants = tuple(
            Variant(scale * up.low / down.high, scale * up.high / down.low, up, down)
            for up, down in product(above.amounts, below.amounts)
            if down.low > 0
        )
        missing = above.missing + below.missing
        if above.amounts and below.amounts and not variants:
            missing += (
                gettext(
                    "{measure}: not above 0 for {subject} in {year}",
                    measure=denominator.name,
                    subject=self.values.name(definition.denominator_subject),
                    year=year,
                ),
            )
        return Outcome(definition, year, variants, missing)

    @cachedmethod(lambda self: self._results)
    def measure_result(self, measure: Measure, subject: str, year: int, form: str = "") -> MeasureResult:
        """The values of a measure for a subject in a year: its own values if there are any, else the members of the
        group added up. With the form `sum` the values of a year are parts of one whole."""
        own = self.values.rows(measure, subject, year)
        if own:
            reading = self._convert_rows(measure, own)
            whole = form == "sum" and reading.amounts
            return MeasureResult((_sum_amounts(reading.amounts),), reading.missing) if whole else reading
        group = self._records.groups.get(subject)
        if group and measure.series:
            return self._added_up(measure, group, year)
        return MeasureResult(missing=(_no_value(measure.name, self.values.name(subject), year),))

    def _convert_rows(self, measure: Measure, rows: list[Operand]) -> MeasureResult:
        amounts, missing = [], []
        for row in rows:
            if not measure.rate:
                by = conversion_factor(row.unit, measure.unit, self._records.currency(row.entity))
                amounts.append(Amount(row.name, row.low * by, row.high * by, row.bound, (row,)))
                continue
            rates = self.values.rates(measure, row.entity, row.year)
            if not rates:
                name = self._records.series.get(measure.rate, measure.rate)
                missing.append(_no_value(name, self.values.name(row.entity), row.year))
            for rate in rates:
                currency = self._records.currency(row.entity)
                by = quotient_factor(row.unit, rate.unit, measure.unit, currency) / rate.low
                amounts.append(Amount(row.name, row.low * by, row.high * by, row.bound, (replace(row, rate=rate),)))
        return MeasureResult(tuple(amounts), tuple(dict.fromkeys(missing)))

    def _added_up(self, measure: Measure, group: MemberGroup, year: int) -> MeasureResult:
        if LOCAL_CURRENCY in measure.unit:
            return MeasureResult(
                missing=(gettext("{measure}: members count in currencies of their own", measure=measure.name),)
            )
        amounts, missing = [], []
        for member in self.values.members(group, year):
            if member in measure.without:
                continue
            rows = self.values.rows(measure, member, year)
            reading = self._convert_rows(measure, rows) if rows else MeasureResult()
            if not reading.amounts:
                missing.append(self.values.name(member))
                continue
            low, high = (min(a.low for a in reading.amounts), max(a.high for a in reading.amounts))
            operands = tuple(operand for amount in reading.amounts for operand in amount.operands)
            bound = reading.amounts[0].bound if len(reading.amounts) == 1 else ""
            amounts.append(Amount(reading.amounts[0].label, low, high, bound, operands))
        if missing or not amounts:
            listed = ", ".join(missing[:6])
            if len(missing) > 6:
                listed = gettext("{names} and {count} more", names=listed, count=len(missing) - 6)
            who = listed if amounts else self.values.name(group.id)
            return MeasureResult(missing=(_no_value(measure.name, who, year),))
        return MeasureResult((_sum_amounts(tuple(amounts)),))


def _no_value(measure: str, subject: str, year: int) -> str:
    return gettext("{measure}: no value for {subject} in {year}", measure=measure, subject=subject, year=year)


def are_comparable(unit: str, other: str) -> bool:
    """True if a number in one unit, divided by one in the other, gives a plain number."""
    try:
        conversion_factor(unit, other)
    except UnitError:
        return False
    return True


def _sum_amounts(amounts: tuple[Amount, ...]) -> Amount:
    """The sum. It is 'at least' or 'at most' where some of its parts are."""
    operands = tuple(operand for amount in amounts for operand in amount.operands)
    bounds = {amount.bound for amount in amounts} - {""}
    bound = bounds.pop() if len(bounds) == 1 else ""
    return Amount("", sum(amount.low for amount in amounts), sum(amount.high for amount in amounts), bound, operands)
