"""Static files of our own: the drawing library of the charts, the style of the
plain pages, the typefaces.

Streamlit serves its own copy of the library only inside its own elements; a page
of ours is one element, so the library is served beside it, compressed once, and
kept by browsers for a year under the version in its address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

import brotli
import plotly
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.application import Application
from components.type import FONTS, stylesheet

from .static_files import KEPT_FOR_A_YEAR, QUALITY

__all__ = ["assets"]

LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
KEPT_FOR_AN_HOUR = "public, max-age=3600"


def assets(_: Application, base: str) -> list[Route]:
    """The routes of the static files below the path `base` ('' or '/path')."""
    fonts = [
        Route(f"{base}/assets/fonts/{path.name}", _file(path.read_bytes, "font/woff2", KEPT_FOR_A_YEAR))
        for path in sorted(FONTS.glob("*.woff2"))
    ]
    return [
        Route(f"{base}/assets/plotly.min.js", _file(LIBRARY.read_bytes, "text/javascript", KEPT_FOR_A_YEAR)),
        Route(f"{base}/assets/style.css", _file(_style, "text/css", KEPT_FOR_AN_HOUR)),
        *fonts,
    ]


def _style() -> bytes:
    return stylesheet("fonts").encode()


def _file(read: Callable[[], bytes], media_type: str, kept: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of one file, compressed on its first request; typefaces are so already."""

    @cache
    def content(compressed: bool) -> bytes:
        return brotli.compress(read(), quality=QUALITY) if compressed else read()

    async def answer(request: Request) -> Response:
        compressed = media_type != "font/woff2" and "br" in request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
        if compressed:
            headers["Content-Encoding"] = "br"
        return Response(await run_in_threadpool(content, compressed), media_type=media_type, headers=headers)

    return answer
