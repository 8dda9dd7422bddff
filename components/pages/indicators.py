"""The figures of one indicator, or of all indicators of a topic: a view of the Figures page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.charts import Chart
from components.charts.dot_range import dot_range_chart
from components.page import PageContent, PageRequest
from components.parts.cards import Card, cards, chart_source_line
from components.parts.figures.answer_sentence import answer_sentence
from components.parts.figures.denominators import DenominatorComparison, compare_denominators
from components.parts.figures.figure_view import FigureView, figure_view, figure_views, subject_name
from components.url.view import FigureSelection
from data import Dataset, Filters
from data import statements as queries
from data.model import Indicator, Measure, Topic

from .figure import FIGURE_DOWNLOADS

MAX_STATEMENTS_IN_WORDS = 60


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one indicator about one subject, drawn where there is something to compare."""

    about: str
    figures: tuple[FigureView, ...]
    chart: Chart | None


@dataclass(frozen=True)
class IndicatorSection:
    """One indicator with all its figures."""

    indicator: Indicator
    groups: tuple[FigureGroup, ...]
    denominators: tuple[DenominatorComparison, ...]
    measures: tuple[Measure, ...]

    @property
    def count(self) -> int:
        """The number of figures."""
        return sum(len(part.figures) for part in self.groups)


@dataclass(frozen=True)
class StatementsInWordsOnly:
    """The newest statements on a topic from documents of which the dataset has no figure. `count` is the number of all
    such statements."""

    cards: tuple[Card, ...] = ()
    count: int = 0


def indicators_page(request: PageRequest, indicators: tuple[Indicator, ...], topic: Topic | None = None) -> PageContent:
    """Return the page of these indicators with their figures; of a whole topic if one is given."""
    dataset, quantity = request.dataset, request.decoded.view.figure_selection
    title = topic.name if topic else indicators[0].name
    own_topic = topic or dataset.figure_records.topics.get(indicators[0].topic)
    figures = [figure_view(dataset, figure) for figure in dataset.figure_records.figures.values()]
    chosen = dataset.figure_records.figures.get(quantity.figure)
    answer = answer_sentence(dataset, chosen, quantity.within) if chosen else ""
    return PageContent(
        title,
        {
            "topic": own_topic,
            "whole_topic": topic is not None,
            "charts": topic_charts(dataset, topic) if topic else (),
            "parts": tuple(indicator_section(dataset, indicator, drawn=topic is None) for indicator in indicators),
            "words": statements_in_words_only(dataset, own_topic, indicators),
            "figure": quantity.figure,
            "answer": answer,
            "figure_labels": {each.figure.id: f"{each.label}, {each.by}, {each.date_label}" for each in figures},
            "within": quantity.within,
            "figures_link": request.figures_link,
        },
        template="indicators.html",
        description=answer,
        downloads=FIGURE_DOWNLOADS if quantity.figure else (),
    )


def indicators_of_topic(dataset: Dataset, topic: str) -> tuple[Indicator, ...]:
    """The indicators of a topic that have a figure; with an empty id those of no topic."""
    used = {figure.indicator for figure in dataset.figure_records.figures.values()}
    return tuple(each for each in dataset.figure_records.indicators.values() if each.topic == topic and each.id in used)


def topic_charts(dataset: Dataset, topic: Topic) -> tuple[Chart, ...]:
    """All numbers of a topic that can stand on one axis: one chart for each
    subject and unit, those with most numbers first."""
    indicators = indicators_of_topic(dataset, topic.id)
    groups = _group_by_axis([each for indicator in indicators for each in figure_views(dataset, indicator.id)])
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return tuple(
        _dots(
            dataset,
            sorted(own, key=lambda each: (each.figure.year or int(each.figure.date[:4]), each.figure.date)),
            f"topic-{number}",
            f"{subject_name(dataset, subject)}: {own[0].unit}",
        )
        for number, ((subject, _), own) in enumerate(ordered, start=1)
        if len(own) > 1
    )


def indicator_section(dataset: Dataset, indicator: Indicator, *, drawn: bool = True) -> IndicatorSection:
    """An indicator with its figures, those about one subject and in one unit
    together, with a chart of each if `drawn`."""
    parts = []
    groups = _group_by_axis(figure_views(dataset, indicator.id))
    for number, ((subject, _), own) in enumerate(groups.items(), start=1):
        about = subject_name(dataset, subject)
        to_draw = drawn and len(own) > 1
        chart = _dots(dataset, own, f"{indicator.id}-{number}", f"{indicator.name}: {about}") if to_draw else None
        parts.append(FigureGroup(about, tuple(own), chart))
    columns, rows = (
        compare_denominators(dataset, indicator.id, FigureSelection.within) if indicator.form == "ratio" else ((), ())
    )
    return IndicatorSection(indicator, tuple(parts), rows, columns)


def _group_by_axis(stated: Iterable[FigureView]) -> dict[tuple[str, str], list[FigureView]]:
    """The figures that can stand on one axis, by their subject and unit."""
    groups: dict[tuple[str, str], list[FigureView]] = {}
    for each in stated:
        groups.setdefault((each.figure.subject, each.figure.unit), []).append(each)
    return groups


def _dots(dataset: Dataset, stated: Sequence[FigureView], id: str, title: str) -> Chart:  # noqa: A002
    return dot_range_chart(
        stated, id=id, title=title, credit=chart_source_line(dataset, [each.source for each in stated])
    )


def statements_in_words_only(
    dataset: Dataset, topic: Topic | None, indicators: tuple[Indicator, ...]
) -> StatementsInWordsOnly:
    """Return statements on the topic's issues from documents without a figure of these indicators, newest first.

    Those from documents that were read whole come first, as only these are known to give no number."""
    if topic is None or not topic.issues:
        return StatementsInWordsOnly()
    names = {indicator.id for indicator in indicators}
    with_number = {f.source for f in dataset.figure_records.figures.values() if f.indicator in names}
    newest = cards(
        dataset, queries.newest_statements_of_cells(dataset, Filters(issue=topic.issues), MAX_STATEMENTS_IN_WORDS)
    )
    silent = [card for card in newest if card.source.id not in with_number]
    silent.sort(key=lambda card: card.checked != "page")
    return StatementsInWordsOnly(tuple(silent[:MAX_STATEMENTS_IN_WORDS]), len(silent))
