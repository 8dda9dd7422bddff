"""Renders a page: its template within the layout that all pages share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from components.documents.embed_page import embed_code
from components.page import Page, PageRequest
from components.parts.glossary import terms_of
from components.parts.notices import link_notices, link_version, pager_notices, shown_release
from components.parts.sidebar import build_sidebar
from components.rendering import render
from components.url.view import MAX_PARTY_COLUMNS, FigureSelection, default_view, query_string
from data import Dataset
from data.publishing import exports
from data.translation import gettext

from .registry import PAGES, menu_entries

# The answer to a figure is not cut in the middle of a claim.
MAX_DESCRIPTION_LENGTH = 600


def render_page(name: str, request: PageRequest) -> Page:
    """The page of the registry that has this name, for a request."""
    entry, dataset, view, links = PAGES[name], request.dataset, request.decoded.view, request.links
    # Links on the page and shared links leave out the reader's place in the lists of the sidebar.
    shared = replace(view, lists=())
    content = entry.content(replace(request, decoded=replace(request.decoded, view=shared)))
    link = content.link or links.page(name, shared)
    query = link.partition("?")[2]
    # The menu keeps the filters, but not the place on this page.
    filters = replace(view, page=1, id="", figure_selection=FigureSelection(), left_out="", matrix_page=1, lists=())
    carried = "" if content.link or filters == default_view(dataset) else query_string(filters, dataset.version)
    made_with = link_version(request)
    html = render(
        content.template or f"{name}.html",
        page=name,
        title=content.title,
        menu=menu_entries(dataset),
        script_pages=request.script_pages,
        has_front_page=request.has_front_page,
        sidebar=build_sidebar(dataset, view, parties_apply=entry.party_filter, order_applies=entry.order)
        if entry.filters
        else None,
        dataset=dataset,
        view=view,
        links=links,
        share=link,
        since_release_link=links.page("changes", filters) if PAGES["changes"].applies(dataset) else "",
        link_version=made_with,
        release=shown_release(request),
        problems=request.problems,
        query=query,
        has_charts=entry.charts,
        typed={drop.parameter: drop.value for drop in request.decoded.dropped},
        tables=[(table, gettext(label)) for table, label in content.downloads or entry.downloads],
        endings=tuple(exports.FILE_FORMATS),
        embed_code=embed_code(name, content.title, view, query, request.origin, charts=entry.charts),
        carried=carried,
        columns_most=MAX_PARTY_COLUMNS,
        terms=terms_of(entry.terms),
        notices=(*link_notices(request, made_with), *pager_notices(view, content.pager), *content.notices),
        pager=content.pager,
        page_link=lambda number: links.page(name, replace(shared, page=number)),
        **content.values,
    )
    description = clip_text(content.description or dataset.description or dataset.title)
    address = content.link or f"{name}?{query_string(shared, '')}"
    record = content.record or _dataset_record(dataset, description)
    return Page.from_html(f"{content.title} · Counterpoint", html, description, address, record, content.status)


def clip_text(text: str) -> str:
    """A text as a preview shows it: one line of a few hundred characters."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_DESCRIPTION_LENGTH else f"{line[: MAX_DESCRIPTION_LENGTH - 1]}…"


def _dataset_record(dataset: Dataset, description: str) -> dict[str, Any]:
    """The site as schema.org's Dataset."""
    record: dict[str, Any] = {
        "@type": "Dataset",
        "name": dataset.title,
        "description": dataset.description or description,
        "version": dataset.release or dataset.version,
    }
    licences = [licence.url for licence in dataset.licences if licence.url]
    return record | ({"license": licences[0]} if licences else {})
