"""What a view is called in a citation: one statement, one stated figure, or the choice."""

from __future__ import annotations

import datetime as dt

from data import Dataset
from data.publishing import citations
from data.statements import statement_by_id

from .links import Links
from .panel import sentence
from .stated import stated_figure
from .view import View

__all__ = ["record_of"]


def record_of(dataset: Dataset, view: View, page: str, site: str, accessed: dt.date) -> citations.CslRecord:
    """A view as a CSL record. A view that names a statement is that statement, one
    that names a stated figure that figure; any other is the choice as `page` shows it."""
    links = Links(dataset.version, view.as_of)
    if view.id and len(statement_by_id(dataset, view.id)):
        return citations.citation_of_statement(dataset, view.id, f"{site}/{links.statement(view.id)}", accessed)
    figure = dataset.figure_records.figures.get(view.quantity.figure)
    if figure:
        stated = stated_figure(dataset, figure)
        title = f"{stated.indicator.name}: {stated.label} ({stated.about})"
        return citations.citation_of_figure(
            dataset, figure.id, title, stated.by, f"{site}/{links.page('figures', view)}", accessed
        )
    return citations.citation_of_view(
        dataset, sentence(dataset, view.filters), f"{site}/{links.page(page, view)}", accessed
    )
