"""The denominators of a ratio beside its stated figures: which measure comes near which figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data import Dataset
from data.figures import Definition, get_calculator
from data.model import Figure, Measure

from .definitions import is_partial
from .ratio_analysis import YearResult, definition_results, years_meant


@dataclass(frozen=True)
class DenominatorComparison:
    """A stated figure of an indicator, and for each denominator the result that comes nearest to it."""

    figure: Figure
    years: tuple[int, ...]
    results: tuple[YearResult | None, ...]


def compare_denominators(
    dataset: Dataset, indicator: str, within: int
) -> tuple[tuple[Measure, ...], tuple[DenominatorComparison, ...]]:
    """Return the denominators of a ratio and one row for each stated figure, with the nearest result of each
    denominator, counted in the figure's own way."""
    calculate, records = get_calculator(dataset), dataset.figure_records
    figures = sorted((f for f in records.figures.values() if f.indicator == indicator), key=lambda f: f.date)
    rows = []
    for figure in figures:
        every = [each for each in calculate.definitions(indicator, figure.subject) if each.subject == figure.sides[0]]
        years = years_meant(figure, calculate.result_years(tuple(every)))
        whole = [each for each in every if not is_partial(each, records.measures)]
        rows.append((figure, years, _nearest_results(dataset, whole, figure, years, within)))
    columns = {name: records.measures[name] for _, _, nearest in rows for name in nearest}
    return tuple(columns.values()), tuple(
        DenominatorComparison(figure, years, tuple(nearest.get(name) for name in columns))
        for figure, years, nearest in rows
    )


def _nearest_results(
    dataset: Dataset, definitions: Sequence[Definition], figure: Figure, years: Sequence[int], within: int
) -> dict[str, YearResult]:
    """Return for each denominator the result that comes nearest to a figure."""
    results: dict[str, list[YearResult]] = {}
    for each in definitions:
        for result in definition_results(dataset, each, figure, years, within).results:
            if result.off is not None:
                results.setdefault(each.denominator, []).append(result)
    return {name: min(own, key=lambda result: abs(result.off or 0)) for name, own in results.items()}
