"""The answer to a stated figure in one or two sentences, the same on its page, in previews, embeds, citations, the API
and on paper.

It states numbers and gives no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from data import Dataset
from data.figures import FigureAnswer, LikeForLike, answer_figure, get_calculator, other_figures
from data.model import Figure
from data.translation import gettext, ngettext

from .definitions import format_rounded, format_year_results, short_definition_formula
from .figure_view import FigureView, figure_view, format_figure, format_range, possessive, subject_name
from .ratio_analysis import years_meant

MAX_NAMED_SOURCES = 3
# Results from this number on have no decimals, unless rounding would move them to or past the stated number.
WHOLE_NUMBERS_FROM = 10


def figure_answer(dataset: Dataset, figure: Figure, within: int) -> FigureAnswer:
    """The answer to a figure that is recomputed, for the years that it may mean."""
    calculate = get_calculator(dataset)
    known = calculate.result_years(calculate.definitions(figure.indicator, figure.subject))
    return answer_figure(dataset, figure, years_meant(figure, known), within)


def answer_sentence(dataset: Dataset, figure: Figure, within: int) -> str:
    """The answer to any stated figure: recomputed if it is a ratio, a share or a sum, else beside the other figures
    about the same year."""
    stated = figure_view(dataset, figure)
    if not stated.recomputable:
        return _beside_others(dataset, stated)
    return recomputed_sentence(dataset, figure_answer(dataset, figure, within))


def recomputed_sentence(dataset: Dataset, answer: FigureAnswer) -> str:
    """The sentence of an answer."""
    stated = figure_view(dataset, answer.figure)
    if not answer.definitions:
        return _without_data(stated, answer)
    if answer.form == "sum":
        return _sum_sentence(stated, answer)
    return f"{_data_sentence(dataset, stated, answer)} {_choices(dataset, stated, answer)}"


def _data_sentence(dataset: Dataset, stated: FigureView, answer: FigureAnswer) -> str:
    """The result like for like, or of all definitions where none measures both sides alike."""
    if not answer.like_for_like:
        result = _with_unit(stated, format_result_range(stated.figure, answer.low, answer.high))
        text = ngettext(
            "The only definition that the data allow gives {result} for {years}, from values of {publishers}.",
            "The {num} definitions that the data allow give {result} for {years}, from values of {publishers}.",
            answer.definitions,
            result=result,
            years=format_years(answer.years),
            publishers=join_names(answer.publishers),
        )
        if answer.form == "share":
            return text
        return " ".join((gettext("Nobody in these data measures both sides alike."), text))
    published, *converted = answer.like_for_like
    others = [_converted_results(dataset, stated.figure, each) for each in converted]
    return ngettext(
        "Measured alike, {publishers} gives {result} for {years}{others}.",
        "Measured alike, {publishers} give {result} for {years}{others}.",
        len(published.publishers),
        publishers=join_names(published.publishers),
        result=_with_unit(stated, format_result_range(stated.figure, published.low, published.high)),
        years=format_years(published.years),
        others="".join(f"; {each}" for each in others),
    )


def _converted_results(dataset: Dataset, figure: Figure, each: LikeForLike) -> str:
    return gettext(
        "in {unit} {result}",
        result=format_result_range(figure, each.low, each.high),
        unit=dataset.figure_records.unit_name(each.unit),
    )


def _choices(dataset: Dataset, stated: FigureView, answer: FigureAnswer) -> str:
    """Return the choices that lead to the stated number, in words."""
    values = {"figure": stated.label, "within": answer.within}
    if answer.nearest and not answer.reaching:
        return gettext(
            "No definition comes within {within} % of {figure}: the nearest gives {result} ({definition}, {year}).",
            **values,
            result=format_year_results(answer.nearest),
            definition=short_definition_formula(dataset, answer.nearest.definition),
            year=answer.nearest.year,
        )
    if answer.reaching_alike:
        return ngettext(
            "{figure} is reached, within {within} %, by {alike} of {all} definitions measured alike and by {num} other"
            "{choices}.",
            "{figure} is reached, within {within} %, by {alike} of {all} definitions measured alike and by {num} others"
            "{choices}.",
            len(answer.reaching) - len(answer.reaching_alike),
            **values,
            alike=len(answer.reaching_alike),
            all=answer.alike,
            choices="".join(f", {each}" for each in (_members(dataset, answer), _reached_years(answer)) if each),
        )
    choices = choices_text(dataset, answer)
    if not choices:
        return ngettext(
            "{num} of them comes within {within} % of {figure}.",
            "{num} of them come within {within} % of {figure}.",
            len(answer.reaching),
            **values,
        )
    return gettext("{figure} is reached, within {within} %, only {choices}.", **values, choices=choices)


def choices_text(dataset: Dataset, answer: FigureAnswer) -> str:
    """Return the choices that all reaching definitions make, in words; empty if there are none.

    Example: `with all members at the end of the year over Russia’s “budget chapter”, for 2018 or 2019`."""
    text = " ".join(filter(None, (_members(dataset, answer), _denominators(dataset, answer))))
    return ", ".join(filter(None, (text, _reached_years(answer))))


def _members(dataset: Dataset, answer: FigureAnswer) -> str:
    groups = dataset.figure_records.groups
    names = [groups[each].name if each in groups else subject_name(dataset, each) for each in answer.members]
    return gettext(" or ").join(gettext("with {members}", members=name) for name in names)


def _denominators(dataset: Dataset, answer: FigureAnswer) -> str:
    if not answer.denominators:
        return ""
    measures, below = dataset.figure_records.measures, answer.figure.sides[1]
    labels = [measures[each].short_name or measures[each].name for each in answer.denominators]
    names = _join_with_or([gettext("“{name}”", name=label) for label in labels])
    if not below:
        return gettext("over {measures}", measures=names)
    return gettext("over {subject} {measures}", subject=possessive(subject_name(dataset, below)), measures=names)


def _reached_years(answer: FigureAnswer) -> str:
    if not answer.reached_years:
        return ""
    return gettext("for {years}", years=_join_with_or([str(year) for year in answer.reached_years], len(answer.years)))


def _sum_sentence(stated: FigureView, answer: FigureAnswer) -> str:
    return ngettext(
        "The only value that {publishers} gives for {years} makes {result}; stated: {figure}.",
        "Added up, the {num} values that {publishers} gives for {years} make {result}; stated: {figure}.",
        answer.values,
        publishers=join_names(answer.publishers),
        years=format_years(answer.years),
        result=_with_unit(stated, format_range(format_figure(answer.low), format_figure(answer.high))),
        figure=stated.label,
    )


def _without_data(stated: FigureView, answer: FigureAnswer) -> str:
    text = gettext(
        "The dataset has no values for {years} from which {figure} could be recomputed.",
        figure=stated.label,
        years=format_years(answer.years),
    )
    if not answer.known_years:
        return text
    return " ".join((text, gettext("It has some for {years}.", years=format_years(answer.known_years))))


def _beside_others(dataset: Dataset, stated: FigureView) -> str:
    """Return the sentence about a figure that is not recomputed: who stated it, and what others state about the same
    year."""
    others, records = other_figures(dataset, stated.figure), dataset.figure_records
    said = (
        gettext(
            "{about}: {by} stated {figure} for {year} ({date}).",
            **_stated_figure_words(stated),
            year=stated.figure.year,
        )
        if stated.figure.year
        else gettext("{about}: {by} stated {figure} ({date}) and named no year.", **_stated_figure_words(stated))
    )
    if not others.count:
        return " ".join((said, gettext("The dataset has no other figure of it for {year}.", year=others.year)))
    parties = dataset.parties
    names = [parties[by].short_name if by in parties else records.names.get(by, by) for by in others.speakers]
    beside = ngettext(
        "One other figure for {year}, by {speakers}, is {range}.",
        "{num} other figures for {year}, by {speakers}, run from {range}.",
        others.count,
        year=others.year,
        speakers=join_names(names),
        range=_with_unit(stated, format_range(format_figure(others.low), format_figure(others.high))),
    )
    return f"{said} {beside}"


def _with_unit(stated: FigureView, number: str) -> str:
    return f"{number} {stated.unit}"


def _stated_figure_words(stated: FigureView) -> dict[str, str]:
    about = ", ".join(filter(None, (stated.indicator.name, stated.about, stated.item)))
    return {"about": about, "by": stated.by, "figure": stated.label, "date": stated.date_label}


def format_years(years: Sequence[int]) -> str:
    """Years as they are read: `2018`, `2017–2019`, `2015, 2017–2019`."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def format_result_range(figure: Figure, low: float, high: float) -> str:
    """A range of results: in whole numbers from ten on, unless these would meet or pass the stated number where the
    results do not."""
    whole = round(low), round(high)

    def sides(value: float) -> tuple[int, int]:
        return _side(value, figure.low), _side(value, figure.high)

    if low >= WHOLE_NUMBERS_FROM and all(
        sides(end) == sides(rounded) for end, rounded in zip((low, high), whole, strict=True)
    ):
        return format_range(*map(format_figure, whole))
    return format_range(format_rounded(low), format_rounded(high))


def _side(value: float, number: float) -> int:
    return (value > number) - (value < number)


def join_names(names: Sequence[str]) -> str:
    """Names as a sentence lists them: `SIPRI, NATO and 2 more`."""
    return _join_and_count(names, gettext("{names} and {last}"))


def _join_with_or(names: Sequence[str], most: int = MAX_NAMED_SOURCES) -> str:
    return _join_and_count(names, gettext("{names} or {last}"), most)


def _join_and_count(names: Sequence[str], joined: str, most: int = MAX_NAMED_SOURCES) -> str:
    """Names as a sentence lists them; those beyond so many are counted."""
    listed = list(names[:most])
    if len(names) > most:
        listed.append(ngettext("{num} more", "{num} more", len(names) - most))
    if len(listed) < 2:
        return "".join(listed)
    return joined.format(names=", ".join(listed[:-1]), last=listed[-1])
