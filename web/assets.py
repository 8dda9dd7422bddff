"""Static files that the pages load: the drawing library of the charts.

Streamlit serves its own copy of it only inside its own elements; a page of ours
is one element, so the library is served beside it, compressed once, and kept by
browsers for a year under the version in its address.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import plotly
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

__all__ = ["assets"]

LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"


def assets(base: str) -> list[Route]:
    """The routes of the static files below the path `base` ('' or '/path')."""
    return [Route(f"{base}/assets/plotly.min.js", _library)]


async def _library(request: Request) -> Response:
    compressed = "gzip" in request.headers.get("accept-encoding", "")
    content = await run_in_threadpool(_compressed if compressed else LIBRARY.read_bytes)
    headers = {"Cache-Control": KEPT_FOR_A_YEAR, "Vary": "Accept-Encoding"}
    if compressed:
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="text/javascript", headers=headers)


@cache
def _compressed() -> bytes:
    return gzip.compress(LIBRARY.read_bytes(), 6, mtime=0)
