"""Pages for unknown addresses: plain documents that need no script."""

from __future__ import annotations

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from components.pages import PAGES, menu_entries
from components.rendering import render
from data.translation import gettext

from .requests import NO_STORE_HEADERS, reader_language

# The paths that Streamlit serves besides its page.
STREAMLIT_PATHS = r"_stcore|static|media|component|app|favicon\.png|manifest\.json"


class _UnknownPath(StringConvertor):
    """Any path but those that Streamlit serves beside its page."""

    regex = rf"(?!(?:{STREAMLIT_PATHS})(?:/|$)).+"


register_url_convertor("unknown", _UnknownPath())


def message_document(title: str, text: str, status: int, folder: str = "", *, has_menu: bool = True) -> Response:
    """A document that says why an address shows nothing, with links to all pages if `has_menu`. `folder` leads from the
    address to the base path, such as '../'."""
    menu = menu_entries(None) if has_menu else []
    html = render("not_found.html", title=title, text=text, menu=menu, folder=folder)
    return HTMLResponse(html, status, NO_STORE_HEADERS)


def not_found_routes(base: str, *, has_pages: bool = True) -> list[Route]:
    """The route of all paths below `base` that neither this program nor Streamlit serves. `has_pages` says whether the
    pages of a dataset stand directly below it."""

    def not_found(request: Request) -> Response:
        path = str(request.path_params["path"])
        name = path.strip("/").lower()
        if has_pages and name in PAGES and name != path:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{base}/{name}{query}", 308)
        with reader_language(request):
            text = gettext("There is no page at this address. Perhaps only a part of it was copied.")
            return message_document(gettext("Page not found"), text, 404, "../" * path.count("/"), has_menu=has_pages)

    return [Route(f"{base}/{{path:unknown}}", not_found)]
