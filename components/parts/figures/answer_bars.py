"""The answer to a stated figure as two bars: the like-for-like result, and the definitions that lead to the number.

For an address that names a definition, its result replaces the second bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components.url.view import FigureSelection
from data import Dataset
from data.figures import FigureAnswer
from data.model import Figure
from data.translation import gettext, ngettext

from .answer_sentence import choices_text, figure_answer, format_result_range, format_years, join_names
from .definition_choices import current_setting, is_setting, short_setting_text
from .definitions import short_definition_formula
from .figure_view import FigureView, figure_view


@dataclass(frozen=True)
class AnswerBar:
    """A range with its label and its text. `low` and `high` are in the unit of the stated figure."""

    label: str
    text: str
    low: float
    high: float


def answer_bars(dataset: Dataset, figure: Figure, selection: FigureSelection) -> tuple[AnswerBar, ...]:
    """The bars of a recomputed figure; none if the data allow no definition of it."""
    answer, stated = figure_answer(dataset, figure, selection.within), figure_view(dataset, figure)
    if not answer.definitions:
        return ()
    given = _data_bar(stated, answer)
    if is_setting(selection):
        setting = current_setting(dataset, figure, selection)
        if setting.low is None or setting.high is None:
            label = gettext("Nobody published {definition}", definition=short_setting_text(dataset, setting))
            return (given, AnswerBar(label, gettext("no data"), 0, 0))
        label = short_setting_text(dataset, setting)
        return (given, AnswerBar(label, f"{setting.result} {stated.unit}", setting.low, setting.high))
    return (given, *_takes(dataset, stated, answer))


def _data_bar(stated: FigureView, answer: FigureAnswer) -> AnswerBar:
    years = format_years(answer.years)
    if answer.like_for_like:
        published = answer.like_for_like[0]
        label = gettext(
            "Measured alike: {publishers}, {years}",
            publishers=join_names(published.publishers),
            years=format_years(published.years),
        )
        low, high = published.low, published.high
    elif answer.form == "sum":
        label = gettext("Added up: {publishers}, {years}", publishers=join_names(answer.publishers), years=years)
        low, high = answer.low, answer.high
    else:
        label = ngettext("{num} definition, {years}", "All {num} definitions, {years}", answer.definitions, years=years)
        low, high = answer.low, answer.high
    return AnswerBar(label, f"{format_result_range(stated.figure, low, high)} {stated.unit}", low, high)


def _takes(dataset: Dataset, stated: FigureView, answer: FigureAnswer) -> Iterator[AnswerBar]:
    if answer.form == "sum":
        return
    if not answer.reaching:
        nearest = answer.nearest
        if nearest is not None:
            name = short_definition_formula(dataset, nearest.definition)
            label = gettext("The nearest: {definition}, {year}", definition=name, year=nearest.year)
            text = f"{format_result_range(stated.figure, nearest.low, nearest.high)} {stated.unit}"
            yield AnswerBar(label, text, nearest.low, nearest.high)
        return
    low, high = min(each.low for each in answer.reaching), max(each.high for each in answer.reaching)
    choices = "" if answer.reaching_alike else choices_text(dataset, answer)
    if choices:
        label = gettext("What {figure} takes: a definition {choices}", figure=stated.label, choices=choices)
    else:
        label = ngettext(
            "Within {within} % of {figure}: {num} definition, {alike} of them measured alike",
            "Within {within} % of {figure}: {num} definitions, {alike} of them measured alike",
            len(answer.reaching),
            within=answer.within,
            figure=stated.label,
            alike=len(answer.reaching_alike),
        )
    yield AnswerBar(label, f"{format_result_range(stated.figure, low, high)} {stated.unit}", low, high)
