"""The answer to a stated number, computed from the rows.

It says what a like-for-like comparison gives, by which publishers and for which years, and which choices lead to the
stated number. It holds numbers and gives no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data.model import Dataset, Figure, base_unit, conversion_factor

from .calculation import are_comparable, get_calculator
from .outcomes import Definition, Outcome, Variant, relative_difference

Value = TypeVar("Value", str, int)


@dataclass(frozen=True)
class LikeForLike:
    """The results of the definitions that measure numerator and denominator by the same measure, for the members that
    the figure names. `unit` is empty where the measures take values as published, else the unit into which a rate
    converts them."""

    unit: str
    publishers: tuple[str, ...]
    years: tuple[int, ...]
    low: float
    high: float


@dataclass(frozen=True)
class ReachingDefinition:
    """A definition that comes near enough to the stated number, the years in which it does, and its range there."""

    definition: Definition
    years: tuple[int, ...]
    low: float
    high: float


@dataclass(frozen=True)
class FigureAnswer:
    """The answer to a stated ratio, share or sum.

    `definitions` is the number of definitions with a result in `years`, `alike` of those with one measure on both
    sides; `publishers`, `low` and `high` are those of all results. A definition is `reaching` if it comes within
    `within` percent of the number. `members`, `denominators` and `reached_years` are the choices that all reaching
    definitions make; each is empty where every other definition makes them too. `nearest` is the outcome that comes
    nearest, None without data. `values` is the number of values that a sum adds up. `known_years` have data at all.
    """

    figure: Figure
    form: str
    within: int
    years: tuple[int, ...]
    known_years: tuple[int, ...]
    definitions: int
    alike: int
    publishers: tuple[str, ...]
    low: float
    high: float
    like_for_like: tuple[LikeForLike, ...]
    reaching: tuple[ReachingDefinition, ...]
    members: tuple[str, ...]
    denominators: tuple[str, ...]
    reached_years: tuple[int, ...]
    nearest: Outcome | None
    values: int

    @property
    def reaching_alike(self) -> tuple[ReachingDefinition, ...]:
        """The reaching definitions with one measure on both sides."""
        return tuple(each for each in self.reaching if _is_alike(each.definition))


@dataclass(frozen=True)
class OtherFigures:
    """The other figures about the same subject, item and year as a stated one: who stated them, as ids, how many there
    are, and their range in the unit of the stated one."""

    year: int
    speakers: tuple[str, ...]
    count: int
    low: float
    high: float


def answer_figure(dataset: Dataset, figure: Figure, years: Sequence[int], within: int) -> FigureAnswer:
    """The answer to a figure of an indicator that is a ratio, a share or a sum, over these years. A result within so
    many percent of the figure reaches it. Definitions that leave out a part of the indicator do not count."""
    calculate, records = get_calculator(dataset), dataset.figure_records
    every = calculate.definitions(figure.indicator, figure.subject)
    whole = [each for each in every if not _is_partial(dataset, each)]
    results: dict[Definition, list[Outcome]] = {
        each: own for each in whole if (own := [o for year in years if (o := calculate.outcome(each, year)).variants])
    }
    outcomes = [outcome for own in results.values() for outcome in own]
    variants = [variant for outcome in outcomes for variant in outcome.variants]
    reaching = tuple(each for own in results.values() for each in _reaching_definition(figure, own, within))
    return FigureAnswer(
        figure=figure,
        form=records.indicators[figure.indicator].form,
        within=within,
        years=tuple(years),
        known_years=calculate.result_years(every),
        definitions=len(results),
        alike=sum(_is_alike(each) for each in results),
        publishers=_publishers(dataset, variants),
        low=min((variant.low for variant in variants), default=0.0),
        high=max((variant.high for variant in variants), default=0.0),
        like_for_like=_like_for_like(dataset, figure, outcomes),
        reaching=reaching,
        members=_distinguishing_values(
            (each.definition.subject for each in reaching), (each.subject for each in whole)
        ),
        denominators=_distinguishing_values(
            (each.definition.denominator for each in reaching), (each.denominator for each in whole)
        ),
        reached_years=_distinguishing_values(
            sorted({year for each in reaching for year in each.years}), (outcome.year for outcome in outcomes)
        ),
        nearest=min(outcomes, key=lambda outcome: _distance(figure, outcome.variants), default=None),
        values=max((len(variant.numerator.operands) for variant in variants), default=0),
    )


def other_figures(dataset: Dataset, figure: Figure) -> OtherFigures:
    """The figures with which a figure of an indicator that is not recomputed can be compared."""
    year = _year_of(figure)
    own = [
        each
        for each in dataset.figure_records.figures.values()
        if each.id != figure.id
        and (each.indicator, each.item, each.subject) == (figure.indicator, figure.item, figure.subject)
        and _year_of(each) == year
        and are_comparable(each.unit, figure.unit)
    ]
    ranges = [(each.low * by, each.high * by) for each in own for by in (conversion_factor(each.unit, figure.unit),)]
    return OtherFigures(
        year,
        tuple(dict.fromkeys(each.stated_by for each in own)),
        len(own),
        min((low for low, _ in ranges), default=0.0),
        max((high for _, high in ranges), default=0.0),
    )


def publisher_name(dataset: Dataset, publisher: str) -> str:
    """A publisher by the name that the dataset's bodies have: `SIPRI` for `Stockholm International Peace Research
    Institute` if a body is called by the capitals of its words; else as the source names it."""
    capitals = "".join(word[0] for word in publisher.split() if word[0].isupper())
    return capitals if len(capitals) > 1 and capitals in dataset.figure_records.names.values() else publisher


def _year_of(figure: Figure) -> int:
    return figure.year or int(figure.date[:4])


def _is_alike(definition: Definition) -> bool:
    return definition.numerator == definition.denominator


def _is_partial(dataset: Dataset, definition: Definition) -> bool:
    sides = (definition.numerator, definition.denominator)
    return any(dataset.figure_records.measures[side].scope == "part" for side in sides if side)


def _distance(figure: Figure, variants: Iterable[Variant]) -> float:
    return min(abs(relative_difference(figure, variant.low, variant.high)) for variant in variants)


def _reaching_definition(figure: Figure, outcomes: Sequence[Outcome], within: int) -> list[ReachingDefinition]:
    """The definition of these outcomes if it reaches the figure in any year, as a list of at most one."""
    near = [
        (outcome.year, variant)
        for outcome in outcomes
        for variant in outcome.variants
        if _distance(figure, [variant]) * 100 <= within
    ]
    if not near:
        return []
    low, high = min(variant.low for _, variant in near), max(variant.high for _, variant in near)
    return [ReachingDefinition(outcomes[0].definition, tuple(dict.fromkeys(year for year, _ in near)), low, high)]


def _like_for_like(dataset: Dataset, figure: Figure, outcomes: Sequence[Outcome]) -> tuple[LikeForLike, ...]:
    """The results as published first, then one record for each unit into which values are converted."""
    measures = dataset.figure_records.measures
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        measure = measures[outcome.definition.numerator]
        if _is_alike(outcome.definition) and outcome.definition.subject == figure.sides[0]:
            groups.setdefault(base_unit(measure.unit) if measure.rate else "", []).append(outcome)
    return tuple(
        LikeForLike(
            unit,
            _publishers(dataset, [variant for outcome in own for variant in outcome.variants]),
            tuple(sorted({outcome.year for outcome in own})),
            min(outcome.low for outcome in own),
            max(outcome.high for outcome in own),
        )
        for unit, own in sorted(groups.items())
    )


def _publishers(dataset: Dataset, variants: Iterable[Variant]) -> tuple[str, ...]:
    """The names of the publishers of the values behind these results, and of the parties that stated them (short)."""
    records = dataset.figure_records
    # Thousands of results share a few hundred amounts.
    amounts = {id(side): side for each in variants for side in (each.numerator, each.denominator) if side}
    operands = (operand for amount in amounts.values() for operand in amount.operands)
    documents = dict.fromkeys((operand.name if operand.figure else "", operand.source) for operand in operands)
    names: dict[str, None] = {}
    for figure, document in documents:
        if figure:
            speaker = records.figures[figure].stated_by
            party = dataset.parties.get(speaker)
            names[party.short_name if party else records.names.get(speaker, speaker)] = None
        else:
            source = dataset.sources[document]
            names[publisher_name(dataset, source.publisher or source.title)] = None
    return tuple(names)


def _distinguishing_values(reaching: Iterable[Value], every: Iterable[Value]) -> tuple[Value, ...]:
    """The values that the reaching definitions take, in their order. Empty if they take every available value."""
    values = tuple(dict.fromkeys(reaching))
    return values if set(values) < set(every) else ()
