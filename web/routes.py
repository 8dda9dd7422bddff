"""All routes of the server below its base path."""

from __future__ import annotations

from threading import Condition

from cachetools import cached
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from .assets import assets
from .citations import citations
from .crawlers import crawlers
from .downloads import downloads
from .feed import feed
from .first_paint import first_paint
from .health import health
from .plain_pages import plain_pages
from .preview_picture import preview_picture

__all__ = ["routes"]


GROUPS = (first_paint, assets, citations, crawlers, downloads, feed, health, plain_pages, preview_picture)


def routes(base: str) -> list[BaseRoute]:
    """The routes below the path `base` ('' or '/path')."""
    plain = [group(base) for group in GROUPS]
    return [Mount(f"{base}/api/v1", _api), *(route for group in plain for route in group)]


# The API, once it is made.
ready: dict[tuple[()], ASGIApp] = {}


async def _api(scope: Scope, receive: Receive, send: Send) -> None:
    """The API, made when it is first asked for: a start does not wait for what it loads."""
    if not ready:
        await run_in_threadpool(_made)
    (made,) = ready.values()
    await made(scope, receive, send)


# Of many who ask first, one makes it.
@cached(ready, condition=Condition())
def _made() -> ASGIApp:
    from .api import api

    return api()
