"""The order in which the Sources page lists the documents, for the page itself and for links to a document on it."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from data import Dataset, Filters, Source
from data.model.engine import Engine
from data.statements import source_totals

DOCUMENTS_PER_PAGE = 100

# By engine: a dataset whose parties have other colours has the same.
_places: WeakKeyDictionary[Engine, Mapping[str, int]] = WeakKeyDictionary()


def sources_by_use(dataset: Dataset, filters: Filters, counts: Mapping[str, int]) -> list[Source]:
    """The documents, those with most statements first. Without a filter also
    those that no statement rests on: they carry figures or events."""
    unfiltered = filters == Filters()
    sources = [source for source in dataset.sources.values() if unfiltered or source.id in counts]
    return sorted(sources, key=lambda source: -counts.get(source.id, 0))


def places_by_use(dataset: Dataset) -> Mapping[str, int]:
    """The place of each document among all, counted from 0. Computed once for a dataset."""
    places = _places.get(dataset.engine)
    if places is None:
        ordered = sources_by_use(dataset, Filters(), source_totals(dataset, Filters()))
        places = _places[dataset.engine] = {source.id: place for place, source in enumerate(ordered)}
    return places
