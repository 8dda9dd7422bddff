"""Static files that the pages load: the drawing library of the charts, and the
style of the plain pages.

Streamlit serves its own copy of the library only inside its own elements; a page
of ours is one element, so the library is served beside it, compressed once, and
kept by browsers for a year under the version in its address.
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

import plotly
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.rendering import STYLESHEET

__all__ = ["assets"]

LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"
KEPT_FOR_AN_HOUR = "public, max-age=3600"


def assets(base: str) -> list[Route]:
    """The routes of the static files below the path `base` ('' or '/path')."""
    return [
        Route(f"{base}/assets/plotly.min.js", _file(LIBRARY, "text/javascript", KEPT_FOR_A_YEAR)),
        Route(f"{base}/assets/style.css", _file(STYLESHEET, "text/css", KEPT_FOR_AN_HOUR)),
    ]


def _file(path: Path, media_type: str, kept: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        compressed = "gzip" in request.headers.get("accept-encoding", "")
        content = await run_in_threadpool(_compressed if compressed else Path.read_bytes, path)
        headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
        if compressed:
            headers["Content-Encoding"] = "gzip"
        return Response(content, media_type=media_type, headers=headers)

    return answer


@cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
