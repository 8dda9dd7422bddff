"""The Figures page: what is stated in numbers, what others measured, and how a
stated ratio, share or sum could be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from components.cards import Card, cards
from components.charts import Chart
from components.charts.dot_range import dot_range_chart
from components.charts.ratios import ratios_chart
from components.recomputed import Line, Recomputed, Yardstick, recomputed, yardsticks
from components.stated import StatedFigure, stated_figure, stated_figures, subject_name
from components.view import WITHIN, Quantity, View, encode
from components.working import working
from data import Dataset, Filters
from data import statements as queries
from data.quantities import Indicator, Measure, Topic

from .request import Page, Request, credited, laid_out

__all__ = ["Counted", "IndicatorPart", "TopicPart", "figures"]

OTHERS_SHOWN = 60
REACHING_SHOWN = 6
WORDS_MOST = 60


@dataclass(frozen=True)
class Counted:
    """The figures of one indicator about one subject, drawn where there is something to compare."""

    about: str
    figures: tuple[StatedFigure, ...]
    chart: Chart | None


@dataclass(frozen=True)
class IndicatorPart:
    """One indicator with all its figures."""

    indicator: Indicator
    counted: tuple[Counted, ...]
    yardsticks: tuple[Yardstick, ...]
    measures: tuple[Measure, ...]

    @property
    def count(self) -> int:
        """How many figures there are."""
        return sum(len(part.figures) for part in self.counted)


@dataclass(frozen=True)
class TopicPart:
    """A topic: its indicators, and the statements that speak of it in words only:
    the dataset holds no figure from their documents."""

    topic: Topic | None
    indicators: tuple[Indicator, ...]
    words: tuple[Card, ...] = ()
    words_count: int = 0


def figures(request: Request) -> Page:
    """The figure, indicator or topic that the address names; an index without one."""
    dataset, quantity = request.dataset, request.decoded.view.quantity
    records = dataset.quantities
    figure = records.figures.get(quantity.figure)
    if figure and records.indicators[figure.indicator].form:
        return _figure(request, stated_figure(dataset, figure))
    indicator = quantity.indicator or (figure.indicator if figure else "")
    if indicator:
        return _indicators(request, records.indicators[indicator].name, (records.indicators[indicator],), None)
    if quantity.topic:
        topic = records.topics[quantity.topic]
        return _indicators(request, topic.name, _of_topic(dataset, topic.id), topic)
    return _index(request)


def _of_topic(dataset: Dataset, topic: str) -> tuple[Indicator, ...]:
    used = {figure.indicator for figure in dataset.quantities.figures.values()}
    return tuple(each for each in dataset.quantities.indicators.values() if each.topic == topic and each.id in used)


def _index(request: Request) -> Page:
    dataset = request.dataset
    topics: list[Topic | None] = [*dataset.quantities.topics.values(), None]
    parts = tuple(TopicPart(topic, _of_topic(dataset, topic.id if topic else "")) for topic in topics)
    stated = [stated_figure(dataset, figure) for figure in dataset.quantities.figures.values()]
    return laid_out(
        "figures",
        "Figures",
        request,
        template="figures_index.html",
        topics=tuple(part for part in parts if part.indicators),
        counts=Counter(each.indicator.id for each in stated),
        recomputable=tuple(each for each in stated if each.recomputable),
        quantity_link=lambda **chosen: _link(request, **chosen),
    )


def _link(request: Request, **chosen: object) -> str:
    quantity = Quantity(**chosen)  # type: ignore[arg-type]
    return request.links.page("figures", replace(request.decoded.view, page=1, id="", quantity=quantity))


def _indicators(request: Request, title: str, indicators: tuple[Indicator, ...], topic: Topic | None) -> Page:
    dataset = request.dataset
    own = topic or dataset.quantities.topics.get(indicators[0].topic)
    stated = [stated_figure(dataset, figure) for figure in dataset.quantities.figures.values()]
    return laid_out(
        "figures",
        title,
        request,
        template="figures.html",
        heading=title,
        topic=own,
        whole_topic=topic is not None,
        charts=topic_charts(dataset, topic) if topic else (),
        parts=tuple(indicator_part(dataset, indicator, drawn=topic is None) for indicator in indicators),
        words=words_only(dataset, own, indicators),
        chosen=request.decoded.view.quantity.figure,
        stated_labels={each.figure.id: f"{each.label}, {each.by}, {each.date_label}" for each in stated},
        within=request.decoded.view.quantity.within,
        quantity_link=lambda **chosen: _link(request, **chosen),
    )


def topic_charts(dataset: Dataset, topic: Topic) -> tuple[Chart, ...]:
    """All numbers of a topic that can stand on one axis: one chart for each
    subject and unit, those with most numbers first."""
    indicators = _of_topic(dataset, topic.id)
    groups = _by_axis([each for indicator in indicators for each in stated_figures(dataset, indicator.id)])
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


def indicator_part(dataset: Dataset, indicator: Indicator, *, drawn: bool = True) -> IndicatorPart:
    """An indicator with its figures, those about one subject and in one unit
    together, with a chart of each if `drawn`."""
    counted = []
    groups = _by_axis(stated_figures(dataset, indicator.id))
    for number, ((subject, _), own) in enumerate(groups.items(), start=1):
        about = subject_name(dataset, subject)
        to_draw = drawn and len(own) > 1
        chart = _dots(dataset, own, f"{indicator.id}-{number}", f"{indicator.name}: {about}") if to_draw else None
        counted.append(Counted(about, tuple(own), chart))
    columns, rows = yardsticks(dataset, indicator.id, Quantity.within) if indicator.form == "ratio" else ((), ())
    return IndicatorPart(indicator, tuple(counted), rows, columns)


def _by_axis(stated: Iterable[StatedFigure]) -> dict[tuple[str, str], list[StatedFigure]]:
    """The figures that can stand on one axis, by their subject and unit."""
    groups: dict[tuple[str, str], list[StatedFigure]] = {}
    for each in stated:
        groups.setdefault((each.figure.subject, each.figure.unit), []).append(each)
    return groups


def _dots(dataset: Dataset, stated: Sequence[StatedFigure], id: str, title: str) -> Chart:  # noqa: A002
    return dot_range_chart(stated, id=id, title=title, credit=credited(dataset, [each.source for each in stated]))


def words_only(dataset: Dataset, topic: Topic | None, indicators: tuple[Indicator, ...]) -> TopicPart:
    """Statements on the topic's issues from documents that give no figure of these
    indicators, newest first; those from documents read whole come first, as only
    of them is it known that they give no number."""
    if topic is None or not topic.issues:
        return TopicPart(topic, indicators)
    names = {indicator.id for indicator in indicators}
    with_number = {f.source for f in dataset.quantities.figures.values() if f.indicator in names}
    found = cards(dataset, queries.newest_of_cells(dataset, Filters(issue=topic.issues), WORDS_MOST))
    silent = [card for card in found if card.source.id not in with_number]
    silent.sort(key=lambda card: card.checked != "page")
    return TopicPart(topic, indicators, tuple(silent[:WORDS_MOST]), len(silent))


def _figure(request: Request, stated: StatedFigure) -> Page:
    dataset, view = request.dataset, request.decoded.view
    made = recomputed(dataset, stated.figure, view.quantity)
    link = _definition_link(request, stated)
    sources = [stated.source, *(dataset.sources[name] for name in _sources(dataset, made))]
    credit = credited(dataset, sources)
    chart = ratios_chart(dataset, stated, made.lines, made.all_years, credit=credit, link=link) if made.lines else None
    dropped = [year for year in view.quantity.years if year not in made.all_years]
    return laid_out(
        "figures",
        f"{stated.label}: {stated.indicator.name}",
        request,
        notices=[f"The data have no result for {year}." for year in dropped],
        template="figure.html",
        description=_described(stated, made, view.quantity.within),
        stated=stated,
        made=made,
        working=working(dataset, stated.figure, made.exact, made.years) if made.exact else None,
        reaching_shown=REACHING_SHOWN,
        shown_others=made.others[:OTHERS_SHOWN],
        chart=chart,
        within=view.quantity.within,
        tolerances=WITHIN,
        definition_link=link,
        quantity_link=lambda **chosen: _link(request, **chosen),
        # The form of this page passes the filters on statements on, and their order.
        hidden=[
            (name, value) for name, values in encode(View(view.filters, view.sort), "").items() for value in values
        ],
        reset=_link(request, figure=stated.figure.id),
    )


def _described(stated: StatedFigure, made: Recomputed, within: int) -> str:
    """The figure and what comes of it in two sentences, for previews."""
    tried = len(made.reaching) + len(made.others)
    return (
        f"{stated.label}: {stated.about}, stated by {stated.by}, {stated.date_label}. {len(made.reaching)} of {tried} "
        f"definitions of it come to within {within} %: see which, and what the others give."
    )


def _sources(dataset: Dataset, made: Recomputed) -> list[str]:
    """The documents behind the measures that the definitions use."""
    records, series = dataset.quantities, dataset.tables["series"]
    used = {side for line in made.lines for side in (line.definition.numerator, line.definition.denominator) if side}
    names = {name for side in used for name in (*records.measures[side].series, records.measures[side].rate)}
    found = list(series.loc[series["series"].isin(names), "source"].unique())
    return found + [records.figures[name].source for side in used for name in records.measures[side].figures]


def _definition_link(request: Request, stated: StatedFigure) -> Callable[[Line], str]:
    quantity = request.decoded.view.quantity

    def link(line: Line) -> str:
        definition = line.definition
        return _link(
            request,
            figure=stated.figure.id,
            numerator=definition.numerator,
            denominator=definition.denominator,
            members=definition.subject if definition.subject in request.dataset.quantities.groups else "",
            years=quantity.years,
            within=quantity.within,
        )

    return link
