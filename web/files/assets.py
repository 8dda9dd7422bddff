"""Static files of our own: scripts, style, typefaces, and the drawing library of the charts.

Streamlit serves its own copy of the library only inside its own elements; a page
of ours is one element, so the library is served beside it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from components.assets import asset_files, asset_folder
from components.theme.stylesheet import FONT_FOLDER
from web.middleware import compression_middleware

PLOTLY_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
# A name in an address stands for one content: its folder is a fingerprint, or a version stands behind it.
YEAR_CACHE_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}

Endpoint = Callable[[Request], Awaitable[Response]]


def asset_routes(base: str) -> Mount:
    """The routes of the static files below the path `base` ('' or '/path')."""
    texts = [Route(f"/{name}", _content(name, text.encode())) for name, text in asset_files().items()]
    files = sorted(FONT_FOLDER.glob("*.woff2"))
    fonts = [Route(f"/{path.name}", _content(path.name, path.read_bytes())) for path in files]
    routes = [
        Mount(asset_folder().removeprefix("assets"), routes=texts),
        Mount("/fonts", routes=fonts),
        Route("/plotly.min.js", _file(PLOTLY_FILE)),
    ]
    # Compressed here, before Streamlit's own middleware would do it less well.
    return Mount(f"{base}/assets", routes=routes, middleware=[compression_middleware()])


def _content(name: str, content: bytes) -> Endpoint:
    async def endpoint(_: Request) -> Response:
        return Response(content, media_type=MEDIA_TYPES[Path(name).suffix], headers=YEAR_CACHE_HEADERS)

    return endpoint


def _file(path: Path) -> Endpoint:
    async def endpoint(_: Request) -> Response:
        return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers=YEAR_CACHE_HEADERS)

    return endpoint
