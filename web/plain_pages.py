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
from data import Dataset
from data.publishing import last_release_with
from data.translation import gettext

from .not_found import message_document
from .requests import ViewRequest, cacheable_response


def print_page(view_request: ViewRequest, request: Request) -> Response:
    """Return the comparison as a sheet, or a statement, a figure or another page, for a printer."""
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
    """Return the class sheet of a view; `names=hidden` leaves the names out."""
    hidden = view_request.first("names") == "hidden"
    html = class_sheet_html(view_request.dataset, view_request.decoded.view, view_request.site, names_hidden=hidden)
    return cacheable_response(request, html, "text/html")


def embed_page(view_request: ViewRequest, request: Request) -> Response:
    """The view for a frame in another page; with `show=chart` its chart alone."""
    dataset, view = view_request.dataset, view_request.decoded.view
    page_request = PageRequest(dataset, view_request.decoded, view_request.site)
    card = card_by_id(dataset, view.id)
    if view.id and card is None:
        return _no_statement(dataset, view.id)
    if view_request.first("show") == "chart" and (html := _chart_embed(page_request, view_request.first("of"))):
        return cacheable_response(request, html, "text/html")
    figure = dataset.figure_records.figures.get(view.figure_selection.figure)
    html = (
        figure_embed_html(page_request, figure) if figure else embed_html(page_request, card, view_request.first("of"))
    )
    return cacheable_response(request, html, "text/html")


def _no_statement(dataset: Dataset, statement_id: str) -> Response:
    """The document in place of a statement that the dataset does not hold, or not any more."""
    if last_release_with(Path(dataset.directory), statement_id):
        text = gettext("The curators have withdrawn this statement. Its page says what an earlier release held.")
        return message_document(gettext("Withdrawn statement"), text, 410, has_menu=False)
    text = gettext("The dataset holds no statement at this address.")
    return message_document(gettext("No such statement"), text, 404, has_menu=False)


def _chart_embed(request: PageRequest, page: str) -> str:
    """The chart of a figure, or of the page of this name, as a document; empty if there is none."""
    view = request.decoded.view
    name = "figures" if view.figure_selection.figure else page
    if name not in PAGES or not PAGES[name].charts:
        return ""
    content = PAGES[name].content(request)
    chart = content.values.get("chart")
    if not isinstance(chart, Chart):
        return ""
    return chart_embed_html(request, chart, content.link or request.links.page(name, view))
