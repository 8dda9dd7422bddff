"""A definition of a ratio, share or sum in words, and its results as text."""

from __future__ import annotations

from collections.abc import Mapping

from data import Dataset
from data.figures import Definition, Outcome
from data.model import Measure
from data.translation import gettext, number_text

from .figure_view import format_figure, format_range, subject_name


def is_partial(definition: Definition, measures: Mapping[str, Measure]) -> bool:
    """True if a side of the definition leaves out a part of the indicator."""
    sides = [measures[side] for side in (definition.numerator, definition.denominator) if side]
    return any(side.scope == "part" for side in sides)


def describe_members(dataset: Dataset, subject: str) -> str:
    """The members that a definition counts: `NATO: all members at the end of the year`."""
    group = dataset.figure_records.groups.get(subject)
    if not group:
        return subject_name(dataset, subject)
    return f"{dataset.figure_records.names.get(group.members, group.members)}: {group.name}"


def definition_formula(dataset: Dataset, definition: Definition) -> str:
    """A definition in words."""
    measures = dataset.figure_records.measures
    above = f"{measures[definition.numerator].name} ({describe_members(dataset, definition.subject)})"
    if not definition.denominator:
        return above
    return gettext(
        "{numerator}, over {denominator}", numerator=above, denominator=measures[definition.denominator].name
    )


def short_definition_formula(dataset: Dataset, definition: Definition) -> str:
    """The same in a few words, for the labels of a chart."""
    measures, groups = dataset.figure_records.measures, dataset.figure_records.groups
    sides = [
        measures[side].short_name or measures[side].name
        for side in (definition.numerator, definition.denominator)
        if side
    ]
    text = sides[0] if len(set(sides)) == 1 else " / ".join(sides)
    group = groups.get(definition.subject)
    return f"{text}, {group.short_name}" if group and group.short_name else text


def format_year_results(outcome: Outcome) -> str:
    """The results of a year: `16.1`, `20.6 to 22.5`; `22.4 or more` where the end
    of the range is itself a bound."""
    low, high = outcome.low, outcome.high
    at_least = any(variant.bound == "at least" and variant.low == low for variant in outcome.variants)
    at_most = any(variant.bound == "at most" and variant.high == high for variant in outcome.variants)
    bound = "at least" if at_least else "at most" if at_most else ""
    return format_range(format_rounded(low), format_rounded(high), bound)


def format_rounded(value: float) -> str:
    """A result as the page shows it: one decimal, none from a thousand on."""
    return number_text(value, 1) if abs(value) < 1000 else format_figure(value)
