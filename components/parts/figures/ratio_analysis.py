"""The analysis of a stated ratio, share or sum: the definitions that reach it, the distance of the others, and the
choices that all reaching definitions share.

Computes records from a figure and the reader's selection, without side effects. It gives no verdict: if a definition
reaches a number, that is no proof that the speaker used it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.url.view import FigureSelection
from data import Dataset
from data.figures import Definition, Outcome, get_calculator, relative_difference
from data.model import Figure, base_unit
from data.translation import gettext

from .definitions import definition_formula, describe_members, format_year_results, is_partial, short_definition_formula

MAX_YEARS_BEFORE = 2
RATIO_COLUMNS = (
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
class YearResult:
    """The result of a definition in one year. `off` is the distance of the variant
    that comes nearest, as a part of the stated number; None where data are missing."""

    year: int
    text: str
    off: float | None
    reaches: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class DefinitionResults:
    """One definition in words, and its results in the chosen years."""

    definition: Definition
    formula: str
    label: str
    results: tuple[YearResult, ...]
    off: float | None
    reaches: bool


@dataclass(frozen=True)
class ControlOption:
    """One value of a control."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class DistinguishingProperty:
    """A property that takes only these values in all definitions that reach a
    figure, and others elsewhere."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class RatioAnalysis:
    """A stated figure and all its definitions.

    `lines` are the definitions within the reader's selection, the nearest first; `parts` those that leave out a part of
    the indicator; `same` those with one measure on both sides. `common` are the choices that all reaching definitions
    share. `exact` is the one definition that the selection names."""

    figure: Figure
    years: tuple[int, ...]
    all_years: tuple[int, ...]
    lines: tuple[DefinitionResults, ...]
    parts: tuple[DefinitionResults, ...]
    same: tuple[DefinitionResults, ...]
    common: tuple[DistinguishingProperty, ...]
    exact: Definition | None
    numerators: tuple[ControlOption, ...]
    denominators: tuple[ControlOption, ...]
    members: tuple[ControlOption, ...]

    @property
    def reaching(self) -> tuple[DefinitionResults, ...]:
        """The definitions that reach the figure in any chosen year."""
        return tuple(line for line in self.lines if line.reaches)

    @property
    def others(self) -> tuple[DefinitionResults, ...]:
        """The other definitions that have a result."""
        return tuple(line for line in self.lines if not line.reaches and line.off is not None)


def analyse_ratio(dataset: Dataset, figure: Figure, selection: FigureSelection) -> RatioAnalysis:
    """All definitions that the data allow for a figure whose indicator is a ratio, a share or a sum."""
    calculate, measures = get_calculator(dataset), dataset.figure_records.measures
    every = calculate.definitions(figure.indicator, figure.subject)
    all_years = calculate.result_years(every)
    years = tuple(year for year in selection.years if year in all_years) or years_meant(figure, all_years)
    whole = [each for each in every if not is_partial(each, measures)]
    lines = [
        definition_results(dataset, each, figure, years, selection.within)
        for each in every
        if _matches(each, selection)
    ]
    below = [each.denominator for each in every]
    own = figure.sides[0]
    lines.sort(
        key=lambda each: (each.off is None, not each.reaches, each.definition.subject != own, abs(each.off or 0))
    )
    parts = tuple(line for line in lines if is_partial(line.definition, measures))
    rest = tuple(line for line in lines if not is_partial(line.definition, measures))
    exact = _selected_definition(figure, selection)
    return RatioAnalysis(
        figure=figure,
        years=years,
        all_years=all_years,
        lines=rest if not exact else rest + parts,
        parts=parts if not exact else (),
        same=tuple(
            line for line in rest if line.definition.numerator == line.definition.denominator and line.off is not None
        ),
        common=_common_choices(dataset, rest, whole),
        exact=exact,
        numerators=_options({each.numerator: measures[each.numerator].name for each in every}, selection.numerator),
        denominators=_options({name: measures[name].name for name in below if name}, selection.denominator),
        members=_options({each.subject: describe_members(dataset, each.subject) for each in every}, selection.members),
    )


def ratio_rows(dataset: Dataset, analysis: RatioAnalysis) -> list[dict[str, Any]]:
    """One row for each definition and year of a recomputed figure, as mappings with
    the keys `RATIO_COLUMNS`: the ids that name the definition in an address, whether it
    takes only a part of the quantity, the result as range and in words, how far
    off it is in percent, what is missing."""
    calculate = get_calculator(dataset)
    rows = []
    for line in (*analysis.lines, *analysis.parts):
        for result in line.results:
            outcome = calculate.outcome(line.definition, result.year)
            rows.append(
                {
                    "figure": analysis.figure.id,
                    "form": line.definition.form,
                    "numerator": line.definition.numerator,
                    "denominator": line.definition.denominator,
                    "members": line.definition.subject,
                    "definition": line.formula,
                    "part": is_partial(line.definition, dataset.figure_records.measures),
                    "year": result.year,
                    "low": outcome.low if outcome.variants else None,
                    "high": outcome.high if outcome.variants else None,
                    "result": result.text,
                    "off_percent": None if result.off is None else round(result.off * 100, 2),
                    "reaches": result.reaches,
                    "missing": "; ".join(result.missing),
                }
            )
    return rows


def years_meant(figure: Figure, known: Sequence[int]) -> tuple[int, ...]:
    """The year that a figure is about, or, where it does not say, those with data
    that somebody who spoke at its date could have meant: that year and the two before."""
    if figure.year:
        return (figure.year,)
    spoken = int(figure.date[:4])
    meant = range(spoken - MAX_YEARS_BEFORE, spoken + 1)
    return tuple(year for year in meant if year in known) or tuple(meant)


def _matches(definition: Definition, selection: FigureSelection) -> bool:
    return (
        selection.numerator in ("", definition.numerator)
        and selection.denominator in ("", definition.denominator)
        and selection.members in ("", definition.subject)
    )


def _selected_definition(figure: Figure, selection: FigureSelection) -> Definition | None:
    """Return the definition that the selection names, even if its sides do not fit together."""
    if not (selection.numerator and selection.denominator):
        return None
    above, below = figure.sides
    counted = selection.members or above
    form = "ratio" if below else "share"
    return Definition(form, selection.numerator, selection.denominator, counted, below or counted)


def _options(labels: Mapping[str, str], chosen: str) -> tuple[ControlOption, ...]:
    return tuple(ControlOption(value, label, value == chosen) for value, label in labels.items())


def definition_results(
    dataset: Dataset, definition: Definition, figure: Figure, years: Sequence[int], within: int
) -> DefinitionResults:
    """The results of a definition in these years; within so many percent of the figure they reach it."""
    results = tuple(_result(get_calculator(dataset).outcome(definition, year), figure, within) for year in years)
    return DefinitionResults(
        definition,
        definition_formula(dataset, definition),
        short_definition_formula(dataset, definition),
        results,
        min((result.off for result in results if result.off is not None), key=abs, default=None),
        any(result.reaches for result in results),
    )


def _result(outcome: Outcome, figure: Figure, within: int) -> YearResult:
    if not outcome.variants:
        return YearResult(outcome.year, "", None, False, outcome.missing)
    off = min((relative_difference(figure, variant.low, variant.high) for variant in outcome.variants), key=abs)
    return YearResult(outcome.year, format_year_results(outcome), off, abs(off) * 100 <= within, outcome.missing)


def _common_choices(
    dataset: Dataset, lines: Sequence[DefinitionResults], whole: Sequence[Definition]
) -> tuple[DistinguishingProperty, ...]:
    """The choices that all definitions that reach the figure have in common and others do not."""
    reaching = [line for line in lines if line.reaches]
    records = dataset.figure_records
    measures = records.measures
    properties: tuple[tuple[str, Callable[[Definition], str]], ...] = (
        (gettext("Who is counted"), lambda each: describe_members(dataset, each.subject)),
        (gettext("Denominator"), lambda each: measures[each.denominator].name if each.denominator else ""),
        (gettext("Prices"), lambda each: records.unit_name(base_unit(measures[each.numerator].unit))),
    )
    found = [
        DistinguishingProperty(title, tuple(dict.fromkeys(value(line.definition) for line in reaching)))
        for title, value in properties
        if {value(line.definition) for line in reaching} < {value(each) for each in whole}
    ]
    with_result = {result.year for line in lines for result in line.results if result.off is not None}
    reached = {result.year for line in reaching for result in line.results if result.reaches}
    if reached < with_result:
        found.append(DistinguishingProperty(gettext("Years"), tuple(map(str, sorted(reached)))))
    return tuple(found) if reaching else ()
