"""Helpers of the routes: the view of a request, the URL of the server, and answers that browsers may cache."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from math import ceil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.application import Application
from components.fair_semaphore import FairSemaphore
from components.theme.party_colours import with_distinct_colours
from components.url.query import AddressTooLongError, parse_query_parameters
from components.url.view import DecodedView, decode_view
from data import Dataset, EngineError, Report
from data.model import BusyError
from data.translation import CATALOGUES, gettext, language_of, use_language

# Names of hosts may have underscores, and letters of any script.
HOST_PATTERN = re.compile(r"[\w.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?")
MINUTE_CACHE_CONTROL = "public, max-age=60"
NO_STORE_HEADERS = {"Cache-Control": "no-store"}
# A client that is refused because too much waits gets its answer so much later. Clients that ask again at once would
# keep the server busy with refusals: 200 of them made every other answer take two seconds.
REFUSAL_DELAY_SECONDS = 2.0
# The headers on which answers depend, besides the address.
VARY_HEADERS = {"Vary": "Accept-Language"} if len(CATALOGUES) > 1 else {}


@dataclass(frozen=True)
class ViewRequest:
    """A request for a view: the application, the dataset, the decoded address, its
    parameters as they came, and the URL of the server with its base path."""

    application: Application
    dataset: Dataset
    decoded: DecodedView
    parameters: Mapping[str, list[str]]
    site: str

    def first(self, name: str) -> str:
        """The first value of a parameter that is not the view's; empty if there is none."""
        return (self.parameters.get(name) or [""])[0]


def server_url(application: Application, request: Request, base: str) -> str:
    """The URL of the server with its base path: the configured one, else that of the request, for whose scheme uvicorn
    asks a trusted proxy (`FORWARDED_ALLOW_IPS`). Only the path if the request names no host."""
    if application.settings.url:
        return application.settings.url.rstrip("/")
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}{base}" if HOST_PATTERN.fullmatch(host) else base


def reader_language(request: Request) -> AbstractContextManager[None]:
    """Activates the language that the reader's browser prefers, for a `with` block."""
    return use_language(language_of(request.headers.get("accept-language", "")))


def client_of(scope: Scope) -> str:
    """The IP address of the client, for which a trusted proxy's word counts (`FORWARDED_ALLOW_IPS`)."""
    return scope["client"][0] if scope.get("client") else ""


def view_endpoint(
    application: Application, base: str, answer: Callable[[ViewRequest, Request], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that decodes a request's view and runs `answer` in a thread;
    503 while no dataset is served or its statements are not reached."""

    async def endpoint(request: Request) -> Response:
        with reader_language(request):
            try:
                async with _permit(application.file_permits, request.scope):
                    return await run_in_threadpool(respond, request)
            except AddressTooLongError as error:
                return PlainTextResponse(f"{error}\n", 414)
            except EngineError as error:
                await delay_refusal(error)
                return _unavailable(error)

    def respond(request: Request) -> Response:
        parameters = parse_query_parameters(request.url.query)
        dataset = application.dataset_at(parameters)
        if isinstance(dataset, Report):
            return PlainTextResponse(f"{gettext('The dataset is not served; the start page says why.')}\n", 503)
        site = server_url(application, request, base)
        decoded = decode_view(parameters, dataset)
        coloured = with_distinct_colours(dataset, decoded.view.filters.party)
        return answer(ViewRequest(application, coloured, decoded, parameters, site), request)

    return endpoint


class LimitedConcurrency:
    """Wraps an application and bounds how many requests it works on at once, until each answer begins."""

    def __init__(self, app: ASGIApp, permits: FairSemaphore) -> None:
        self._app, self._permits = app, permits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request when its turn comes; 503 if too many wait."""
        try:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(_permit(self._permits, scope))

                async def release_and_send(message: Message) -> None:
                    # A slow reader must not keep others waiting.
                    await stack.aclose()
                    await send(message)

                await self._app(scope, receive, release_and_send)
        except BusyError as error:
            await delay_refusal(error)
            await _unavailable(error)(scope, receive, send)


@asynccontextmanager
async def _permit(permits: FairSemaphore, scope: Scope) -> AsyncIterator[None]:
    permit = permits.acquire(client_of(scope))
    try:
        await asyncio.wrap_future(permit)
        yield
    finally:
        # A permit that was granted cannot be cancelled any more.
        if not permit.cancel():
            permits.release()


async def delay_refusal(error: EngineError) -> None:
    """Waits for `REFUSAL_DELAY_SECONDS` if the error says that too much waits already."""
    if isinstance(error, BusyError):
        await asyncio.sleep(REFUSAL_DELAY_SECONDS)


def retry_headers(error: EngineError) -> dict[str, str]:
    """The headers of an answer with 503: when to come again, and that no cache may keep it."""
    return NO_STORE_HEADERS | {"Retry-After": str(ceil(error.retry_seconds))}


def _unavailable(error: EngineError) -> Response:
    return PlainTextResponse(f"{error}\n", 503, retry_headers(error))


def has_etag(request: Request, etag: str) -> bool:
    """True if the reader has the content of this ETag already, by the weak comparison (RFC 9110, 13.1.2)."""
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    return not known.isdisjoint({etag.removeprefix("W/"), "*"})


def cacheable_response(
    request: Request, body: bytes | str, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with an ETag that caches may keep for a minute; 304 where the
    reader has it already."""
    content = body.encode() if isinstance(body, str) else body
    # Weak: the same tag stands for the compressed bytes.
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": MINUTE_CACHE_CONTROL} | VARY_HEADERS | dict(headers or {})
    if has_etag(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
