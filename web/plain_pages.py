"""`/print` and `/embed`: views as pages without scripts."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from components.documents.class_sheet import class_sheet_html
from components.documents.embed_page import embed_html
from components.documents.print_page import print_foot_text, print_html
from components.pages import PAGES
from components.rendering import render

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
    html = render("printable_page.html", title=page.title, content=body, foot=print_foot_text(dataset, link), link=link)
    return cacheable_response(request, html, "text/html")


def class_sheet_page(view_request: ViewRequest, request: Request) -> Response:
    """The class sheet of a view; `names=hidden` leaves the names out."""
    hidden = view_request.first("names") == "hidden"
    html = class_sheet_html(view_request.dataset, view_request.decoded.view, view_request.site, names_hidden=hidden)
    return cacheable_response(request, html, "text/html")


def embed_page(view_request: ViewRequest, request: Request) -> Response:
    """The view for a frame in another page."""
    html = embed_html(view_request.dataset, view_request.decoded.view, view_request.site)
    return cacheable_response(request, html, "text/html")
