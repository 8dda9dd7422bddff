"""Several datasets in one server: a front page that lists them, and the pages of each below its name."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from components.application import Application
from components.rendering import render
from data import Dataset, Report
from web.files.assets import asset_routes

from .health import application_health
from .middleware import Metrics, metrics_routes
from .not_found import STREAMLIT_PATHS, not_found_routes
from .requests import NO_STORE_HEADERS, cacheable_response, reader_language, server_url
from .routes import application_routes

Endpoint = Callable[[Request], Response]


class DatasetPaths:
    """Removes the name of a dataset from the paths of Streamlit's files and its socket.

    Streamlit serves them at one path, but the browser asks for them below the name of the dataset."""

    def __init__(self, app: ASGIApp, base: str, datasets: Collection[str]) -> None:
        self.app = app
        names = "|".join(re.escape(name) for name in datasets)
        self._pattern = re.compile(rf"{re.escape(base)}/(?:{names})(/(?:{STREAMLIT_PATHS})(?:/.*)?)")
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, with another path if it is Streamlit's."""
        match = self._pattern.fullmatch(scope.get("path", ""))
        if match:
            path = f"{self._base}{match[1]}"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class DatasetCard:
    """A dataset on the front page: the name below which its pages stand, and the dataset, None while it is not
    served."""

    name: str
    dataset: Dataset | None


def routes_of_datasets(applications: Mapping[str, Application], base: str, metrics: Metrics) -> list[BaseRoute]:
    """The routes of all applications, each below `base` and its name, of the front page, and of what all share."""
    return [
        Route(f"{base}/", _front_page(applications)),
        Route(f"{base}/robots.txt", _robots(applications, base)),
        Route(f"{base}/healthz", _health(applications)),
        *metrics_routes(list(applications.values()), metrics, base),
        asset_routes(base),
        *(Route(f"{base}/{name}", _redirect_to_slash(base, name)) for name in applications),
        *(route for name, each in applications.items() for route in application_routes(each, f"{base}/{name}")),
        *not_found_routes(base, has_pages=False),
    ]


def _front_page(applications: Mapping[str, Application]) -> Endpoint:
    def front_page(request: Request) -> Response:
        with reader_language(request):
            served = ((name, application.current_dataset) for name, application in applications.items())
            cards = [DatasetCard(name, None if isinstance(each, Report) else each) for name, each in served]
            return cacheable_response(request, render("front_page.html", cards=cards), "text/html")

    return front_page


def _robots(applications: Mapping[str, Application], base: str) -> Endpoint:
    def robots(request: Request) -> Response:
        sites = (server_url(each, request, f"{base}/{name}") for name, each in applications.items())
        return PlainTextResponse("".join(f"Sitemap: {site}/sitemap.xml\n" for site in sites))

    return robots


def _health(applications: Mapping[str, Application]) -> Callable[[Request], Awaitable[Response]]:
    # A coroutine needs no thread of the server.
    async def healthz(_: Request) -> Response:
        health = {name: application_health(each) for name, each in applications.items()}
        # A dataset with problems must not affect the others.
        status = min(status for _, status in health.values())
        content = {"status": "ok" if status == 200 else "no dataset served"}
        return JSONResponse(
            {**content, "datasets": {name: each for name, (each, _) in health.items()}}, status, NO_STORE_HEADERS
        )

    return healthz


def _redirect_to_slash(base: str, name: str) -> Endpoint:
    """Redirect the address of a dataset to the one with a slash, since links on pages are relative to its folder."""

    def redirect(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{base}/{name}/{query}", 308)

    return redirect
