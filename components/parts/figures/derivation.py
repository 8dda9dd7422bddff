"""The derivation of one ratio: every row that enters it, and the division itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data import Dataset, Source
from data.figures import Amount, Definition, Operand, Outcome, Variant, get_calculator, relative_difference
from data.model import Figure
from data.translation import number_text

from .definitions import definition_formula, format_rounded
from .figure_view import format_figure, format_range, subject_name


@dataclass(frozen=True)
class DerivationInput:
    """One row of a series or one stated figure that enters a calculation, and the
    rate by which it is divided."""

    name: str
    entity: str
    year: int
    value: str
    unit: str
    source: Source
    rate: DerivationInput | None = None


@dataclass(frozen=True)
class DerivedYear:
    """The result of one year: numerator, denominator, result, and its difference from the stated number."""

    year: int
    numerator: str
    denominator: str
    result: str
    off: float
    label: str
    ingredients: tuple[tuple[str, tuple[DerivationInput, ...]], ...]


@dataclass(frozen=True)
class Derivation:
    """A definition in words with its steps, and what is missing for which year."""

    formula: str
    notes: tuple[str, ...]
    steps: tuple[DerivedYear, ...]
    missing: tuple[str, ...]


def derive_result(dataset: Dataset, figure: Figure, definition: Definition, years: Sequence[int]) -> Derivation:
    """The derivation of a definition in these years."""
    calculate, measures = get_calculator(dataset), dataset.figure_records.measures
    outcomes = [calculate.outcome(definition, year) for year in years]
    sides = [measures[side] for side in dict.fromkeys((definition.numerator, definition.denominator)) if side]
    return Derivation(
        definition_formula(dataset, definition),
        tuple(f"{side.name}: {side.note}" for side in sides if side.note),
        tuple(_step(dataset, figure, outcome, variant) for outcome in outcomes for variant in outcome.variants),
        tuple(dict.fromkeys(text for outcome in outcomes for text in outcome.missing)),
    )


def _step(dataset: Dataset, figure: Figure, outcome: Outcome, variant: Variant) -> DerivedYear:
    measures, definition = dataset.figure_records.measures, outcome.definition
    sides = [(definition.numerator, variant.numerator, definition.subject)]
    if variant.denominator:
        sides.append((definition.denominator, variant.denominator, definition.denominator_subject))
    texts = [_amount(dataset, amount, measures[side].unit) for side, amount, _ in sides]
    labels = [
        dataset.figure_records.series.get(amount.label, "") for _, amount, _ in sides if len(amount.operands) == 1
    ]
    return DerivedYear(
        outcome.year,
        texts[0],
        texts[1] if variant.denominator else "",
        format_range(format_rounded(variant.low), format_rounded(variant.high), variant.bound),
        relative_difference(figure, variant.low, variant.high),
        "; ".join(filter(None, labels)),
        tuple(
            (
                f"{measures[side].name}, {subject_name(dataset, subject)}, {outcome.year}",
                tuple(_ingredient(dataset, operand) for operand in amount.operands),
            )
            for side, amount, subject in sides
        ),
    )


def _amount(dataset: Dataset, amount: Amount, unit: str) -> str:
    """Return an amount for readers: `970.3 billion US dollars`, not 970,293 million."""
    larger = unit.replace("-million", "-billion")
    if larger != unit and amount.high >= 1000:
        amount, unit = replace(amount, low=amount.low / 1000, high=amount.high / 1000), larger
    numbers = format_range(format_rounded(amount.low), format_rounded(amount.high))
    return f"{numbers} {dataset.figure_records.unit_name(unit)}"


def _ingredient(dataset: Dataset, operand: Operand) -> DerivationInput:
    records = dataset.figure_records
    figure = records.figures.get(operand.name) if operand.figure else None
    return DerivationInput(
        name=figure.definition if figure else records.series.get(operand.name, operand.name),
        entity=records.names.get(operand.entity, operand.entity),
        year=operand.year,
        value=format_range(format_exactly(operand.low), format_exactly(operand.high), operand.bound),
        unit=records.unit_name(operand.unit),
        source=dataset.sources[operand.source],
        rate=_ingredient(dataset, operand.rate) if operand.rate else None,
    )


def format_exactly(value: float) -> str:
    """A value with all its digits, with thousands separators."""
    return format_figure(value) if value == int(value) else number_text(value, str(value)[::-1].find("."))
