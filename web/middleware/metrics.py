"""`/metrics`: counts and durations of requests for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client import generate_latest as exposition
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.application import Application
from components.pages import PAGES
from data import Report

ROUTE_NAMES = {
    "api",
    "assets",
    "cite",
    "download",
    "embed",
    "feed.atom",
    "healthz",
    "metrics",
    "preview.png",
    "print",
    "quote",
    "quote.png",
}
ROUTE_NAMES |= {"class", "quote", "quote.png", "robots.txt", "sitemap.xml", "static", "version"}
DURATION_BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The metrics of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "counterpoint_requests_total", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "counterpoint_request_seconds",
            "Time until a request was answered.",
            ("route",),
            registry=self._registry,
            buckets=DURATION_BUCKETS_SECONDS,
        )
        self.sockets = Gauge("counterpoint_sockets", "Readers connected by a web socket.", registry=self._registry)
        self._statements = Gauge(
            "counterpoint_statements",
            "Statements of the dataset that is served.",
            ("version",),
            registry=self._registry,
        )

    def exposition(self, applications: Sequence[Application]) -> bytes:
        """All metrics in the text format of Prometheus."""
        self._statements.clear()
        for application in applications:
            dataset = application.current_dataset
            if not isinstance(dataset, Report):
                self._statements.labels(dataset.version).set(dataset.statement_count)
        return exposition(self._registry)


def metrics_routes(applications: Sequence[Application], metrics: Metrics, base: str) -> list[Route]:
    """The route of the metrics below the path `base`."""

    def answer(_: Request) -> Response:
        text = metrics.exposition(applications)
        return Response(text, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    return [Route(f"{base}/metrics", answer)]


class MetricsMiddleware:
    """Counts and times what the server answers, by kind of route, so that no
    address that a reader makes up becomes a series of its own. `datasets` are the names below which pages stand."""

    def __init__(self, app: ASGIApp, metrics: Metrics, base: str, datasets: Sequence[str] = ()) -> None:
        self.app, self.metrics, self.base, self.datasets = app, metrics, base, frozenset(datasets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and notes its status and time."""
        if scope["type"] == "websocket":
            with self.metrics.sockets.track_inprogress():
                await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route, start, status = self._route(scope["path"]), time.perf_counter(), "500"

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            self.metrics.requests.labels(route, status).inc()
            self.metrics.seconds.labels(route).observe(time.perf_counter() - start)

    def _route(self, path: str) -> str:
        parts = path.removeprefix(self.base).strip("/").split("/")
        first = parts[1] if parts[0] in self.datasets and len(parts) > 1 else parts[0]
        return first if first in ROUTE_NAMES else "page" if first in PAGES or not first else "other"
