"""`/print` and `/embed`: views as documents without Streamlit. Only charts need a script there."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from components.charts import Chart
from components.documents.class_sheet import class_sheet_html
from components.documents.embed_page import embed_html
from components.documents.figure_embed import chart_embed_html, figure_embed_html
from components.documents.print_page import print_foot_text, print_html
from components.pages import PAGES, PageRequest
from components.parts.cards import card_by_id
from components.rendering import render
from components.url.links import Links
from data.publishing import last_release_with
from data.translation import gettext

from .not_found import message_document
from .requests import ViewRequest, cacheable_response


def print_page(view_request: ViewRequest, request: Request) -> Response:
    """The comparison as a sheet; a statement, a figure or another page as it
    is, for a printer."""
    dataset, view, page_name = view_request.dataset, view_request.decoded.view, view_request.first("of")
    name = "statement" if view.id else "figures" if view.figure_selection.figure else page_name
    if name not in PAGES or name == "compare":
        return cacheable_response(request, print_html(dataset, view, view_request.site), "text/html")
    page = view_request.application.page(name, view_request.parameters, view_request.site)
    version = "" if "version=" in page.address else f"&version={dataset.version}"
    link = f"{view_request.site}/{page.address}{version}"
    # A page's HTML comes from a template that has escaped it.
    body = Markup(page.html)  # noqa: S704
    html = render(
        "printable_page.html",
        title=page.title,
        content=body,
        has_charts="data-plot" in page.html,
        foot=print_foot_text(dataset, link),
        link=link,
    )
    return cacheable_response(request, html, "text/html")


def class_sheet_page(view_request: ViewRequest, request: Request) -> Response:
    """The class sheet of a view; `names=hidden` leaves the names out."""
    hidden = view_request.first("names") == "hidden"
    html = class_sheet_html(view_request.dataset, view_request.decoded.view, view_request.site, names_hidden=hidden)
    return cacheable_response(request, html, "text/html")


def embed_page(view_request: ViewRequest, request: Request) -> Response:
    """The view for a frame in another page; with `show=chart` its chart alone."""
    page_request = PageRequest(view_request.dataset, view_request.decoded, view_request.site)
    view = view_request.decoded.view
    if view.id and card_by_id(view_request.dataset, view.id) is None:
        return _no_statement(view_request)
    if view_request.first("show") == "chart" and (html := _chart_embed(view_request)):
        return cacheable_response(request, html, "text/html")
    figure = view_request.dataset.figure_records.figures.get(view.figure_selection.figure)
    html = figure_embed_html(page_request, figure) if figure else embed_html(page_request)
    return cacheable_response(request, html, "text/html")


def _no_statement(view_request: ViewRequest) -> Response:
    """The document in place of a statement that the dataset does not hold, or not any more."""
    dataset, name = view_request.dataset, view_request.decoded.view.id
    if last_release_with(Path(dataset.directory), name):
        text = gettext("The curators have withdrawn this statement. Its page says what an earlier release held.")
        return message_document(gettext("Withdrawn statement"), text, 410, has_menu=False)
    text = gettext("The dataset holds no statement at this address.")
    return message_document(gettext("No such statement"), text, 404, has_menu=False)


def _chart_embed(view_request: ViewRequest) -> str:
    """The chart of the page that the request names, as a document; empty if the page has none."""
    dataset, decoded = view_request.dataset, view_request.decoded
    page_request = PageRequest(dataset, decoded, view_request.site)
    name = "figures" if decoded.view.figure_selection.figure else view_request.first("of")
    if name not in PAGES or not PAGES[name].charts:
        return ""
    content = PAGES[name].content(page_request)
    chart = content.values.get("chart")
    if not isinstance(chart, Chart):
        return ""
    link = content.link or Links(dataset.version, decoded.view.as_of).page(name, decoded.view)
    return chart_embed_html(page_request, chart, link)
