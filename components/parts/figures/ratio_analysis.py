"""A stated figure beside everything that the data give for it: which definitions
reach it, how far off the others are, and what all those that reach it share.

Pure: a figure and the reader's choice in, records out. It gives no verdict; that
a definition reaches a number is no proof that the speaker used it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.url.view import Quantity
from data import Dataset
from data.quantities import Figure, Measure
from data.recompute import Definition, Outcome, calculator, distance_to
from data.units import base_of

from .figure_view import numeral, range_text, subject_name

__all__ = ["RATIOS", "Line", "Recomputed", "Yardstick", "ratio_rows", "recomputed", "results_text", "yardsticks"]

YEARS_BEFORE = 2
RATIOS = (
    "figure",
    "form",
    "numerator",
    "denominator",
    "members",
    "definition",
    "part",
    "year",
    "low",
    "high",
    "result",
    "off_percent",
    "reaches",
    "missing",
)


@dataclass(frozen=True)
class Result:
    """What a definition gives in one year. `off` is the distance of the variant
    that comes nearest, as a part of the stated number; None where data are missing."""

    year: int
    text: str
    off: float | None
    reaches: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One definition in words, and its results in the chosen years."""

    definition: Definition
    formula: str
    label: str
    results: tuple[Result, ...]
    off: float | None
    reaches: bool


@dataclass(frozen=True)
class Option:
    """One value of a control."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Shared:
    """A property that takes only these values in all definitions that reach a
    figure, and others elsewhere."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Recomputed:
    """A stated figure, recomputed.

    `lines` are the definitions that the reader's choice leaves, the nearest
    first; `parts` those that take only a part of the quantity; `same` those with
    one yardstick on both sides. `shared` is what all that reach the figure
    have in common. `exact` is the one definition that the choice names.
    """

    figure: Figure
    years: tuple[int, ...]
    all_years: tuple[int, ...]
    lines: tuple[Line, ...]
    parts: tuple[Line, ...]
    same: tuple[Line, ...]
    shared: tuple[Shared, ...]
    exact: Definition | None
    numerators: tuple[Option, ...]
    denominators: tuple[Option, ...]
    members: tuple[Option, ...]

    @property
    def reaching(self) -> tuple[Line, ...]:
        """The definitions that reach the figure in any chosen year."""
        return tuple(line for line in self.lines if line.reaches)

    @property
    def others(self) -> tuple[Line, ...]:
        """The rest, as far as they have a result."""
        return tuple(line for line in self.lines if not line.reaches and line.off is not None)


@dataclass(frozen=True)
class Yardstick:
    """Which measures below the line reach which stated figure of an indicator:
    for each, the result that comes nearest."""

    figure: Figure
    years: tuple[int, ...]
    results: tuple[Result | None, ...]


def recomputed(dataset: Dataset, figure: Figure, choice: Quantity) -> Recomputed:
    """All that the data give for a figure whose indicator is a ratio, a share or a sum."""
    calculate, measures = calculator(dataset), dataset.quantities.measures
    every = calculate.definitions(figure.indicator, figure.subject)
    all_years = calculate.years_of(every)
    years = tuple(year for year in choice.years if year in all_years) or default_years(figure, all_years)
    whole = [each for each in every if not _is_part(each, measures)]
    lines = [_line(dataset, each, figure, years, choice.within) for each in every if _matches(each, choice)]
    below = [each.denominator for each in every]
    own = figure.sides[0]
    lines.sort(
        key=lambda each: (each.off is None, not each.reaches, each.definition.subject != own, abs(each.off or 0))
    )
    parts = tuple(line for line in lines if _is_part(line.definition, measures))
    rest = tuple(line for line in lines if not _is_part(line.definition, measures))
    exact = _exact(figure, choice)
    return Recomputed(
        figure=figure,
        years=years,
        all_years=all_years,
        lines=rest if not exact else rest + parts,
        parts=parts if not exact else (),
        same=tuple(
            line for line in rest if line.definition.numerator == line.definition.denominator and line.off is not None
        ),
        shared=_shared(dataset, rest, whole),
        exact=exact,
        numerators=_options({each.numerator: measures[each.numerator].name for each in every}, choice.numerator),
        denominators=_options({name: measures[name].name for name in below if name}, choice.denominator),
        members=_options({each.subject: _counted(dataset, each.subject) for each in every}, choice.members),
    )


def ratio_rows(dataset: Dataset, made: Recomputed) -> list[dict[str, Any]]:
    """One row for each definition and year of a recomputed figure, as mappings with
    the keys `RATIOS`: the ids that name the definition in an address, whether it
    takes only a part of the quantity, the result as range and in words, how far
    off it is in percent, what is missing."""
    calculate = calculator(dataset)
    found = []
    for line in (*made.lines, *made.parts):
        for result in line.results:
            outcome = calculate.outcome(line.definition, result.year)
            found.append(
                {
                    "figure": made.figure.id,
                    "form": line.definition.form,
                    "numerator": line.definition.numerator,
                    "denominator": line.definition.denominator,
                    "members": line.definition.subject,
                    "definition": line.formula,
                    "part": _is_part(line.definition, dataset.quantities.measures),
                    "year": result.year,
                    "low": outcome.low if outcome.variants else None,
                    "high": outcome.high if outcome.variants else None,
                    "result": result.text,
                    "off_percent": None if result.off is None else round(result.off * 100, 2),
                    "reaches": result.reaches,
                    "missing": "; ".join(result.missing),
                }
            )
    return found


def default_years(figure: Figure, known: Sequence[int]) -> tuple[int, ...]:
    """The year that a figure is about, or, where it does not say, those with data
    that somebody who spoke at its date could have meant: that year and the two before."""
    if figure.year:
        return (figure.year,)
    spoken = int(figure.date[:4])
    meant = range(spoken - YEARS_BEFORE, spoken + 1)
    return tuple(year for year in meant if year in known) or tuple(meant)


def _matches(definition: Definition, choice: Quantity) -> bool:
    return (
        choice.numerator in ("", definition.numerator)
        and choice.denominator in ("", definition.denominator)
        and choice.members in ("", definition.subject)
    )


def _exact(figure: Figure, choice: Quantity) -> Definition | None:
    """The definition that the choice names, also where its sides do not go together."""
    if not (choice.numerator and choice.denominator):
        return None
    above, below = figure.sides
    counted = choice.members or above
    form = "ratio" if below else "share"
    return Definition(form, choice.numerator, choice.denominator, counted, below or counted)


def _is_part(definition: Definition, measures: Mapping[str, Measure]) -> bool:
    sides = [measures[side] for side in (definition.numerator, definition.denominator) if side]
    return any(side.scope == "part" for side in sides)


def _options(labels: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in labels.items())


def _counted(dataset: Dataset, subject: str) -> str:
    """Who is counted: `NATO: all members at the end of the year`."""
    group = dataset.quantities.groups.get(subject)
    if not group:
        return subject_name(dataset, subject)
    return f"{dataset.quantities.names.get(group.members, group.members)}: {group.name}"


def formula(dataset: Dataset, definition: Definition) -> str:
    """A definition in words."""
    measures = dataset.quantities.measures
    above = f"{measures[definition.numerator].name} ({_counted(dataset, definition.subject)})"
    if not definition.denominator:
        return above
    return f"{above}, over {measures[definition.denominator].name}"


def short_formula(dataset: Dataset, definition: Definition) -> str:
    """The same in a few words, for the labels of a chart."""
    measures, groups = dataset.quantities.measures, dataset.quantities.groups
    sides = [
        measures[side].short_name or measures[side].name
        for side in (definition.numerator, definition.denominator)
        if side
    ]
    text = sides[0] if len(set(sides)) == 1 else " / ".join(sides)
    group = groups.get(definition.subject)
    return f"{text}, {group.short_name}" if group and group.short_name else text


def _line(dataset: Dataset, definition: Definition, figure: Figure, years: Sequence[int], within: int) -> Line:
    results = tuple(_result(calculator(dataset).outcome(definition, year), figure, within) for year in years)
    return Line(
        definition,
        formula(dataset, definition),
        short_formula(dataset, definition),
        results,
        min((result.off for result in results if result.off is not None), key=abs, default=None),
        any(result.reaches for result in results),
    )


def _result(outcome: Outcome, figure: Figure, within: int) -> Result:
    if not outcome.variants:
        return Result(outcome.year, "", None, False, outcome.missing)
    off = min((distance_to(figure, variant.low, variant.high) for variant in outcome.variants), key=abs)
    return Result(outcome.year, results_text(outcome), off, abs(off) * 100 <= within, outcome.missing)


def results_text(outcome: Outcome) -> str:
    """The results of a year: `16.1`, `20.6 to 22.5`; `22.4 or more` where the end
    of the range is itself a bound."""
    low, high = outcome.low, outcome.high
    at_least = any(variant.bound == "at least" and variant.low == low for variant in outcome.variants)
    at_most = any(variant.bound == "at most" and variant.high == high for variant in outcome.variants)
    bound = "at least" if at_least else "at most" if at_most else ""
    return range_text(rounded(low), rounded(high), bound)


def rounded(value: float) -> str:
    """A result as the page shows it: one decimal, none from a thousand on."""
    return f"{value:,.1f}" if abs(value) < 1000 else numeral(value)


def _shared(dataset: Dataset, lines: Sequence[Line], whole: Sequence[Definition]) -> tuple[Shared, ...]:
    """What all definitions that reach the figure have in common and others do not."""
    reaching = [line for line in lines if line.reaches]
    records = dataset.quantities
    measures = records.measures
    properties: tuple[tuple[str, Callable[[Definition], str]], ...] = (
        ("Who is counted", lambda each: _counted(dataset, each.subject)),
        ("Below the line", lambda each: measures[each.denominator].name if each.denominator else ""),
        ("Prices", lambda each: records.unit_name(base_of(measures[each.numerator].unit))),
    )
    found = [
        Shared(title, tuple(dict.fromkeys(value(line.definition) for line in reaching)))
        for title, value in properties
        if {value(line.definition) for line in reaching} < {value(each) for each in whole}
    ]
    with_result = {result.year for line in lines for result in line.results if result.off is not None}
    reached = {result.year for line in reaching for result in line.results if result.reaches}
    if reached < with_result:
        found.append(Shared("Years", tuple(map(str, sorted(reached)))))
    return tuple(found) if reaching else ()


def yardsticks(dataset: Dataset, indicator: str, within: int) -> tuple[tuple[Measure, ...], tuple[Yardstick, ...]]:
    """For every stated figure of a ratio, how near each measure below the line
    comes with the figure's own way of counting: the measures, and one row a figure."""
    calculate, records = calculator(dataset), dataset.quantities
    figures = sorted((f for f in records.figures.values() if f.indicator == indicator), key=lambda f: f.date)
    rows = []
    for figure in figures:
        every = [each for each in calculate.definitions(indicator, figure.subject) if each.subject == figure.sides[0]]
        years = default_years(figure, calculate.years_of(tuple(every)))
        whole = [each for each in every if not _is_part(each, records.measures)]
        rows.append((figure, years, _nearest(dataset, whole, figure, years, within)))
    columns = {name: records.measures[name] for _, _, nearest in rows for name in nearest}
    return tuple(columns.values()), tuple(
        Yardstick(figure, years, tuple(nearest.get(name) for name in columns)) for figure, years, nearest in rows
    )


def _nearest(
    dataset: Dataset, definitions: Sequence[Definition], figure: Figure, years: Sequence[int], within: int
) -> dict[str, Result]:
    """For each measure below the line the result that comes nearest to a figure."""
    results: dict[str, list[Result]] = {}
    for each in definitions:
        for result in _line(dataset, each, figure, years, within).results:
            if result.off is not None:
                results.setdefault(each.denominator, []).append(result)
    return {name: min(own, key=lambda result: abs(result.off or 0)) for name, own in results.items()}
