"""`/robots.txt` and `/sitemap.xml` for search engines."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.pages import menu_entries
from components.rendering import render
from components.url.links import Links
from data.statements import newest_ids
from web.requests import ViewRequest, cacheable_response

# At most 50,000 addresses in a file: https://www.sitemaps.org/protocol.html
MAX_SITEMAP_ADDRESSES = 50_000


def robots(view_request: ViewRequest, request: Request) -> Response:
    """Allow crawlers every page, but not the repetitions of views in other formats."""
    base = request.url.path.removesuffix("robots.txt")
    kept_out = "".join(
        f"Disallow: {base}{path}\n" for path in ("api/", "download/", "cite", "embed", "search", "_stcore/")
    )
    return cacheable_response(
        request, f"User-agent: *\n{kept_out}Sitemap: {view_request.site}/sitemap.xml\n", "text/plain"
    )


def sitemap(view_request: ViewRequest, request: Request) -> Response:
    """The pages, then the newest statements as far as one file may list them.
    Addresses name no version: they always show what is served."""
    dataset = view_request.dataset
    pages = [entry.name for entry in menu_entries(dataset)]
    figures = [f"figures?figure={name}" for name in dataset.figure_records.figures]
    room = MAX_SITEMAP_ADDRESSES - len(pages) - len(figures)
    statements = [Links("").statement(name) for name in newest_ids(dataset, room)]
    addresses = [f"{view_request.site}/{path}" for path in (*pages, *figures, *statements)][:MAX_SITEMAP_ADDRESSES]
    return cacheable_response(request, render("sitemap.xml", addresses=addresses), "application/xml")
