"""What operators ask: `/healthz`, whether the dataset is served, and `/metrics`
for Prometheus."""

from __future__ import annotations

import time

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client import generate_latest as written
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.pages import PAGES
from components.served import served, standing
from data import Report

__all__ = ["Measured", "health"]

PROBLEMS_MOST = 20

registry = CollectorRegistry()
ProcessCollector(registry=registry)
requests = Counter("counterpoint_requests_total", "Requests answered.", ("route", "status"), registry=registry)
seconds = Histogram(
    "counterpoint_request_seconds",
    "Time until a request was answered.",
    ("route",),
    registry=registry,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
sockets = Gauge("counterpoint_sockets", "Readers connected by a web socket.", registry=registry)
statements = Gauge(
    "counterpoint_statements", "Statements of the dataset that is served.", ("version",), registry=registry
)


def health(base: str) -> list[Route]:
    """The routes for operators below the path `base`, and the one that tells a page
    whether the dataset is still the one that it was made from."""
    return [
        Route(f"{base}/healthz", _healthz),
        Route(f"{base}/metrics", _metrics),
        Route(f"{base}/version", _version),
    ]


async def _version(_: Request) -> Response:
    dataset = await run_in_threadpool(served)
    version = "" if isinstance(dataset, Report) else dataset.version
    return PlainTextResponse(version, headers={"Cache-Control": "no-store"})


async def _healthz(_: Request) -> Response:
    dataset = await run_in_threadpool(served)
    headers = {"Cache-Control": "no-store"}
    if isinstance(dataset, Report):
        return JSONResponse({"status": "dataset not served", "problems": _named(dataset)}, 503, headers)
    rejected = standing().rejected
    trouble = dataset.engine.trouble
    found: dict[str, object] = {
        "status": "engine in trouble" if trouble else "earlier state served" if rejected else "ok",
        "dataset": dataset.title,
        "release": dataset.release,
        "version": dataset.version,
        "statements": dataset.statements,
        "engine": dataset.engine.name,
    }
    if rejected:
        found["problems"] = _named(rejected)
    if trouble:
        found["trouble"] = trouble
    return JSONResponse(found, headers=headers)


def _named(report: Report) -> list[str]:
    return [str(each) for each in report.problems[:PROBLEMS_MOST]]


async def _metrics(_: Request) -> Response:
    dataset = await run_in_threadpool(served)
    statements.clear()
    if not isinstance(dataset, Report):
        statements.labels(dataset.version).set(dataset.statements)
    return Response(written(registry), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class Measured:
    """Counts and times what the server answers, by kind of route, so that no
    address that a reader makes up becomes a series of its own."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and notes its status and time."""
        if scope["type"] == "websocket":
            with sockets.track_inprogress():
                await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route, begun, status = self._route(scope["path"]), time.perf_counter(), "500"

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            requests.labels(route, status).inc()
            seconds.labels(route).observe(time.perf_counter() - begun)

    def _route(self, path: str) -> str:
        first = path.removeprefix(self.base).strip("/").split("/")[0]
        return first if first in ROUTES else "page" if first in PAGES or not first else "other"


ROUTES = {"api", "assets", "cite", "download", "embed", "feed.atom", "healthz", "metrics", "preview.png", "print"}
ROUTES |= {"robots.txt", "sitemap.xml", "static", "version"}
