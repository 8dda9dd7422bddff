"""Shared by the routes: the view of a request, the URL of the server, and answers that browsers may cache."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import ceil
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.application import Application
from components.view import Decoded, decode
from data import Dataset, EngineError, Report

__all__ = ["ViewRequest", "origin_of", "parameters_of", "view_endpoint", "with_etag"]

HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?")
QUERY_LENGTH = 8_000
FIELDS_MOST = 500
FRESH = "public, max-age=60"


@dataclass(frozen=True)
class ViewRequest:
    """A request for a view: the application, the dataset, the decoded address, its
    parameters as they came, and the URL of the server with its base path."""

    application: Application
    dataset: Dataset
    decoded: Decoded
    parameters: Mapping[str, list[str]]
    site: str

    def first(self, name: str) -> str:
        """The first value of a parameter that is not the view's; empty if there is none."""
        return (self.parameters.get(name) or [""])[0]


def origin_of(request: Request) -> str:
    """The URL under which the reader reached the server, such as https://example.org; empty if
    the request names no host that can be one."""
    host = request.headers.get("host", "")
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme).split(",")[0].strip()
    return f"{scheme}://{host}" if HOST.fullmatch(host) and scheme in ("http", "https") else ""


def parameters_of(query: str) -> dict[str, list[str]]:
    """The parameters of a query string, none if it is beyond reason."""
    query = query[:QUERY_LENGTH]
    return parse_qs(query, max_num_fields=FIELDS_MOST) if query.count("&") < FIELDS_MOST else {}


def view_endpoint(
    application: Application, base: str, answer: Callable[[ViewRequest, Request], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that decodes a request's view and runs `answer` in a thread;
    503 while no dataset is served or its statements are not reached."""

    async def endpoint(request: Request) -> Response:
        parameters = parameters_of(request.url.query)
        dataset = await run_in_threadpool(application.dataset_at, parameters)
        if isinstance(dataset, Report):
            return PlainTextResponse("The dataset is not served; the start page says why.\n", 503)
        site = f"{origin_of(request)}{base}"
        view_request = ViewRequest(application, dataset, decode(parameters, dataset), parameters, site)
        try:
            return await run_in_threadpool(answer, view_request, request)
        except EngineError as error:
            headers = {"Cache-Control": "no-store", "Retry-After": str(ceil(error.retry_seconds))}
            return PlainTextResponse(f"{error}\n", 503, headers)

    return endpoint


def with_etag(
    request: Request, body: bytes | str, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with an ETag that caches may keep for a minute; 304 where the
    reader has it already."""
    content = body.encode() if isinstance(body, str) else body
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": FRESH} | dict(headers or {})
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
