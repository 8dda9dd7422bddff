"""All routes of the server below its base path."""

from __future__ import annotations

from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from components.application import Application
from web.files.assets import asset_routes
from web.files.citations import citation
from web.files.crawlers import robots, sitemap
from web.files.downloads import dataset_file, table_file
from web.files.feed import feed
from web.files.preview_picture import preview_picture
from web.files.quote_cards import quote_page, quote_picture

from .first_paint import page_routes, script_page_routes
from .health import health_routes
from .middleware import Metrics, metrics_routes
from .not_found import not_found_routes
from .plain_pages import class_sheet_page, embed_page, print_page
from .requests import LimitedConcurrency, view_endpoint

# The endpoints that answer with a view, by their paths.
PLAIN_VIEWS = {
    "/cite": citation,
    "/class": class_sheet_page,
    "/download/dataset.zip": dataset_file,
    "/download/{table}.{ending}": table_file,
    "/embed": embed_page,
    "/feed.atom": feed,
    "/preview.png": preview_picture,
    "/print": print_page,
    "/quote": quote_page,
    "/quote.png": quote_picture,
    "/robots.txt": robots,
    "/sitemap.xml": sitemap,
}


def application_routes(application: Application, base: str, metrics: Metrics | None = None) -> list[BaseRoute]:
    """The routes of an application below the path `base` ('' or '/path'), with its metrics if there are any."""
    return [
        Mount(f"{base}/api/v1", LimitedConcurrency(_LazyApi(application), application.file_permits)),
        *page_routes(application, base),
        *script_page_routes(application, base),
        *(Route(f"{base}{path}", view_endpoint(application, base, answer)) for path, answer in PLAIN_VIEWS.items()),
        *health_routes(application, base),
        *(metrics_routes([application], metrics, base) if metrics else ()),
        asset_routes(base),
        *not_found_routes(base),
    ]


class _LazyApi:
    """The API, built when the first request for it comes: a start does not wait for what it loads."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._api: ASGIApp | None = None
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._api
        if app is None:
            app = await run_in_threadpool(self._build)
        # Every route for GET also answers HEAD; the server leaves the body out.
        await app({**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope, receive, send)

    def _build(self) -> ASGIApp:
        from .api import create_api

        # If several first requests come at once, one of them builds it.
        with self._lock:
            if self._api is None:
                self._api = create_api(self._application)
            return self._api
