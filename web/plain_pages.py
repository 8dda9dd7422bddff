"""`/print` and `/embed`: views as pages without scripts."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.content import content
from components.embedded import embedded_html
from components.pages import PAGES
from components.printed import foot_text, printed_html
from components.rendering import render

from .answering import Asked, answered, kept

__all__ = ["plain_pages"]


def plain_pages(base: str) -> list[Route]:
    """The routes of plain pages below the path `base`."""
    return [Route(f"{base}/print", answered(base, _print)), Route(f"{base}/embed", answered(base, _embed))]


def _print(asked: Asked, request: Request) -> Response:
    """The comparison as a sheet; a statement, a figure or another page as it
    is, for a printer."""
    dataset, view, named = asked.dataset, asked.decoded.view, asked.first("of")
    other = "statement" if view.id else "figures" if view.quantity.figure else named
    if other not in PAGES or other == "compare":
        return kept(request, printed_html(dataset, view, asked.site), "text/html")
    page = content(other, asked.parameters, asked.site)
    version = "" if "version=" in page.address else f"&version={dataset.version}"
    link = f"{asked.site}/{page.address}{version}"
    # A page's HTML comes from a template that has escaped it.
    body = Markup(page.html)  # noqa: S704
    html = render("plain.html", title=page.title, content=body, foot=foot_text(dataset, link), link=link)
    return kept(request, html, "text/html")


def _embed(asked: Asked, request: Request) -> Response:
    return kept(request, embedded_html(asked.dataset, asked.decoded.view, asked.site), "text/html")
