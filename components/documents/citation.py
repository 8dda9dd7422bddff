"""The citation of a view: of one statement, one stated figure, or the filters."""

from __future__ import annotations

import datetime as dt

from components.parts.figures.answer_sentence import answer_sentence
from components.parts.figures.definition_choices import current_setting, is_setting, short_setting_text
from components.parts.figures.figure_view import figure_view
from components.parts.sidebar import filters_sentence
from components.url.links import Links
from components.url.view import FigureSelection, View
from data import Dataset
from data.model import Figure
from data.publishing import citations
from data.statements import statement_row_by_id
from data.translation import SOURCE_LANGUAGE, use_language


# Citations are in English, as the styles are.
@use_language(SOURCE_LANGUAGE)
def citation_record(dataset: Dataset, view: View, page: str, site: str, accessed: dt.date) -> citations.CslRecord:
    """A view as a CSL record. A view that names a statement is that statement, one
    that names a stated figure that figure; any other is the choice as `page` shows it."""
    links = Links(dataset.version, view.as_of)
    if view.id and len(statement_row_by_id(dataset, view.id)):
        return citations.citation_of_statement(dataset, view.id, f"{site}/{links.statement(view.id)}", accessed)
    figure = dataset.figure_records.figures.get(view.figure_selection.figure)
    if figure:
        named = figure_view(dataset, figure)
        title = f"{named.indicator.name}: {named.label} ({named.about})"
        selection = view.figure_selection
        record = citations.citation_of_figure(
            dataset,
            figure.id,
            title,
            named.by,
            f"{site}/{links.page('figures', view)}",
            accessed,
            definition=_setting_text(dataset, figure, selection) if named.recomputable else "",
        )
        return record | {"note": f"{answer_sentence(dataset, figure, selection.within)} {record['note']}"}
    return citations.citation_of_view(
        dataset, filters_sentence(dataset, view.filters), f"{site}/{links.page(page, view)}", accessed
    )


def _setting_text(dataset: Dataset, figure: Figure, selection: FigureSelection) -> str:
    """The definition that an address names, with its result; empty if it names none."""
    if not is_setting(selection):
        return ""
    setting = current_setting(dataset, figure, selection)
    result = f"{setting.result} {dataset.figure_records.unit_name(figure.unit)}" if setting.result else "no data"
    return f"{short_setting_text(dataset, setting)}: {result}"
