"""The choices of a definition as links, and its result on a scale with the stated number.

The choices come from the measures and groups of the dataset: numerator, members, denominator and year. Each setting is
an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from components.url.view import FigureSelection
from data import Dataset
from data.figures import Definition, FigureAnswer, Outcome, get_calculator
from data.model import Figure
from data.translation import gettext

from .answer_sentence import format_years
from .definitions import definition_formula, format_rounded, short_definition_formula
from .figure_view import FigureView, figure_view, format_figure, format_range, subject_name
from .ratio_analysis import years_meant

MAX_CHOICES = 5
# The scale goes from zero to so many times the stated number.
SCALE_TOP_RATIO = 2


@dataclass(frozen=True)
class DefinitionChoice:
    """One value of a choice: its address, whether it is the current one, and whether the data have a result for it with
    the other current values."""

    id: str
    label: str
    title: str
    selection: FigureSelection
    current: bool
    has_data: bool


@dataclass(frozen=True)
class ChoiceRow:
    """One choice with its values. The page folds those in `more`."""

    id: str
    label: str
    choices: tuple[DefinitionChoice, ...]
    more: tuple[DefinitionChoice, ...]


@dataclass(frozen=True)
class ScaleMark:
    """A place on the scale, in percent of its width."""

    start: float
    width: float
    beyond: bool = False


@dataclass(frozen=True)
class DefinitionSetting:
    """One definition in some years, its range over those `with_result`, and what is missing. `low` and `high` are None
    where no year has a result."""

    definition: Definition
    years: tuple[int, ...]
    with_result: tuple[int, ...]
    low: float | None
    high: float | None
    bound: str
    missing: tuple[str, ...]

    @property
    def result(self) -> str:
        """The result in words; empty if there is none."""
        if self.low is None or self.high is None:
            return ""
        return format_range(format_rounded(self.low), format_rounded(self.high), self.bound)


@dataclass(frozen=True)
class DefinitionScale:
    """The current setting with its choices, its sentence, and the marks on the scale up to `top`."""

    setting: DefinitionSetting
    sentence: str
    rows: tuple[ChoiceRow, ...]
    top: float
    stated: ScaleMark
    result: ScaleMark | None

    @property
    def top_label(self) -> str:
        """The number at the end of the scale."""
        return format_figure(self.top)


def definition_scale(
    dataset: Dataset, figure: Figure, selection: FigureSelection, answer: FigureAnswer
) -> DefinitionScale | None:
    """The scale of a recomputed figure with this answer; None if the data allow no definition of it."""
    every = get_calculator(dataset).definitions(figure.indicator, figure.subject)
    if not every:
        return None
    setting = current_setting(dataset, figure, selection)
    top = SCALE_TOP_RATIO * figure.high
    return DefinitionScale(
        setting,
        setting_sentence(dataset, figure_view(dataset, figure), setting),
        tuple(_choice_rows(dataset, answer, every, setting)),
        top,
        mark_on_scale(figure.low, figure.high, top),
        mark_on_scale(setting.low, setting.high, top) if setting.low is not None and setting.high is not None else None,
    )


def current_setting(dataset: Dataset, figure: Figure, selection: FigureSelection) -> DefinitionSetting:
    """Return the setting that an address names.

    Fields that the address leaves out are those of the first definition with one measure on both sides, or else of the
    first with a result. ValueError if the data allow no definition."""
    calculate = get_calculator(dataset)
    every = calculate.definitions(figure.indicator, figure.subject)
    years = selection.years or years_meant(figure, calculate.result_years(every))
    start = _starting_definition(dataset, figure, every, years)
    members = selection.members or start.subject
    definition = replace(
        start,
        numerator=selection.numerator or start.numerator,
        denominator=(selection.denominator or start.denominator) if start.denominator else "",
        subject=members,
        denominator_subject=start.denominator_subject
        if start.form == "ratio"
        else members
        if start.denominator
        else "",
    )
    return _setting(dataset, definition, years)


def is_setting(selection: FigureSelection) -> bool:
    """True if an address names a definition, and not the figure alone."""
    return bool(selection.numerator and selection.denominator)


def setting_sentence(dataset: Dataset, stated: FigureView, setting: DefinitionSetting) -> str:
    """The result of a setting in a sentence: `16.1 times for 2018: SIPRI’s estimate …`."""
    formula, years = definition_formula(dataset, setting.definition), format_years(setting.with_result or setting.years)
    if not setting.result:
        return gettext(
            "Nobody published this for {years}: {definition} ({missing}).",
            years=years,
            definition=formula,
            missing="; ".join(setting.missing),
        )
    result = f"{setting.result} {stated.unit}"
    return gettext("{result} for {years}: {definition}.", result=result, years=years, definition=formula)


def short_setting_text(dataset: Dataset, setting: DefinitionSetting) -> str:
    """A setting in a few words, for titles: `NATO 2024 / budget chapter, 2018`."""
    return f"{short_definition_formula(dataset, setting.definition)}, {format_years(setting.years)}"


def _starting_definition(
    dataset: Dataset, figure: Figure, every: Sequence[Definition], years: Sequence[int]
) -> Definition:
    calculate = get_calculator(dataset)

    def rank(definition: Definition) -> tuple[bool, bool, bool]:
        has_result = any(calculate.outcome(definition, year).variants for year in years)
        alike = definition.numerator == definition.denominator
        return (not has_result, definition.subject != figure.sides[0], not alike)

    return min(every, key=rank)


def _setting(dataset: Dataset, definition: Definition, years: Sequence[int]) -> DefinitionSetting:
    outcomes = [get_calculator(dataset).outcome(definition, year) for year in years]
    found = [outcome for outcome in outcomes if outcome.variants]
    missing = tuple(dict.fromkeys(text for outcome in outcomes for text in outcome.missing))
    if not found:
        return DefinitionSetting(definition, tuple(years), (), None, None, "", missing)
    low, high = min(outcome.low for outcome in found), max(outcome.high for outcome in found)
    own_years = tuple(outcome.year for outcome in found)
    return DefinitionSetting(definition, tuple(years), own_years, low, high, _bound_words(found, low, high), missing)


def _bound_words(outcomes: Iterable[Outcome], low: float, high: float) -> str:
    """'at least' or 'at most' where an end of the range is itself a bound."""
    variants = [variant for outcome in outcomes for variant in outcome.variants]
    if any(variant.bound == "at least" and variant.low == low for variant in variants):
        return "at least"
    return "at most" if any(variant.bound == "at most" and variant.high == high for variant in variants) else ""


def mark_on_scale(low: float, high: float, top: float) -> ScaleMark:
    """The place of a range on a scale from zero to `top`."""
    start = min(100.0, 100 * low / top) if top else 0.0
    end = min(100.0, 100 * high / top) if top else 0.0
    return ScaleMark(round(start, 2), round(end - start, 2), beyond=low > top)


def _choice_rows(
    dataset: Dataset, answer: FigureAnswer, every: Sequence[Definition], setting: DefinitionSetting
) -> Iterator[ChoiceRow]:
    """The choices that have more than one value."""
    figure, within = answer.figure, answer.within
    calculate, current = get_calculator(dataset), setting.definition
    known = calculate.result_years(tuple(every))

    def choice(
        name: str, value: str, label: tuple[str, str], definition: Definition, years: Sequence[int]
    ) -> DefinitionChoice:
        selection = FigureSelection(
            figure=figure.id,
            numerator=definition.numerator,
            denominator=definition.denominator,
            members=definition.subject if definition.subject in dataset.figure_records.groups else "",
            years=tuple(years),
            within=within,
        )
        is_current = definition == current and tuple(years) == setting.years
        has_data = any(calculate.outcome(definition, year).variants for year in years)
        return DefinitionChoice(f"{name}-{value}", *label, selection, is_current, has_data)

    first = _first_values(dataset, answer, every)
    for field, title in _fields(current):
        changed = {value: _replace_field(current, field, value) for each in every if (value := getattr(each, field))}
        labels = {value: _value_labels(dataset, field, value) for value in changed}
        own = [choice(field, value, labels[value], each, setting.years) for value, each in changed.items()]
        yield from _choice_row(field, title, own, [f"{field}-{value}" for value in first[field]])
    meant = years_meant(figure, known)
    together = [(format_years(meant), meant)] if len(meant) > 1 else []
    alone = [(str(year), (year,)) for year in known]
    if setting.years not in (years for _, years in (*together, *alone)):
        together.append((format_years(setting.years), setting.years))
    own = [choice("year", text, (text, text), current, years) for text, years in (*together, *alone)]
    # The years around those that the figure may mean are not folded.
    near = sorted(known, key=lambda year: min(abs(year - each) for each in meant))
    first_years = [*(text for text, _ in together), *map(str, near)]
    yield from _choice_row("year", gettext("Year"), own, [f"year-{text}" for text in first_years])


def _fields(definition: Definition) -> tuple[tuple[str, str], ...]:
    """The fields of a definition that a reader chooses, with their titles."""
    below = (("denominator", gettext("Denominator")),) if definition.denominator else ()
    numerator = gettext("Numerator") if below else gettext("Measure")
    return (("numerator", numerator), ("subject", gettext("Who is counted")), *below)


def _replace_field(definition: Definition, field: str, value: str) -> Definition:
    """The definition with one field changed; a share counts the same members on both sides."""
    changes = {field: value}
    if field == "subject" and definition.form == "share":
        changes["denominator_subject"] = value
    return replace(definition, **changes)


def _value_labels(dataset: Dataset, field: str, value: str) -> tuple[str, str]:
    """The short and the full name of a measure or a group."""
    records = dataset.figure_records
    named = records.groups.get(value) if field == "subject" else records.measures[value]
    if named is None:
        return (subject_name(dataset, value),) * 2
    return named.short_name or named.name, named.name


def _first_values(dataset: Dataset, answer: FigureAnswer, every: Sequence[Definition]) -> dict[str, Sequence[str]]:
    """The values of each field, those first that the starting definition or one that reaches the number has, then those
    with a result in the years that the figure may mean."""
    calculate = get_calculator(dataset)
    start = _starting_definition(dataset, answer.figure, every, answer.years)
    reaching = [each.definition for each in answer.reaching]
    ready = [each for each in every if any(calculate.outcome(each, year).variants for year in answer.years)]
    return {
        field: list(dict.fromkeys(getattr(each, field) for each in (start, *sorted(reaching, key=every.index), *ready)))
        for field, _ in _fields(start)
    }


def _choice_row(id: str, label: str, choices: Sequence[DefinitionChoice], first: Sequence[str]) -> Iterator[ChoiceRow]:  # noqa: A002
    """The row of a choice: the first few values and the current one stand open."""
    if len(choices) < 2:
        return
    shown = tuple(each for each in choices if each.id in first[:MAX_CHOICES] or each.current)
    yield ChoiceRow(id, label, shown, tuple(each for each in choices if each not in shown))
