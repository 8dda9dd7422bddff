"""The Figures page: an index, or the one topic, indicator or figure that the address names."""

from __future__ import annotations

from collections import Counter

from components.page import PageContent, PageRequest
from components.parts.figures.figure_view import figure_view
from data import Dataset
from data.model import Topic
from data.translation import gettext

from .figure import figure_page
from .indicators import indicators_of_topic, indicators_page


def has_figures(dataset: Dataset) -> bool:
    """True if the dataset has a figure or an indicator."""
    known = dataset.figure_records
    return bool(known.figures or known.indicators)


def figures_page(request: PageRequest) -> PageContent:
    """The figure, indicator or topic that the address names; an index without one."""
    dataset, quantity = request.dataset, request.decoded.view.figure_selection
    records = dataset.figure_records
    figure = records.figures.get(quantity.figure)
    if figure and records.indicators[figure.indicator].form:
        return figure_page(request, figure_view(dataset, figure))
    indicator = quantity.indicator or (figure.indicator if figure else "")
    if indicator:
        return indicators_page(request, (records.indicators[indicator],))
    if quantity.topic:
        topic = records.topics[quantity.topic]
        return indicators_page(request, indicators_of_topic(dataset, topic.id), topic)
    return _index(request)


def _index(request: PageRequest) -> PageContent:
    dataset = request.dataset
    topics: list[Topic | None] = [*dataset.figure_records.topics.values(), None]
    indicators = [(topic, indicators_of_topic(dataset, topic.id if topic else "")) for topic in topics]
    figures = [figure_view(dataset, figure) for figure in dataset.figure_records.figures.values()]
    return PageContent(
        gettext("Figures"),
        {
            "topics": [(topic, own) for topic, own in indicators if own],
            "counts": Counter(each.indicator.id for each in figures),
            "recomputable": [each for each in figures if each.recomputable],
            "figures_link": request.figures_link,
        },
    )
