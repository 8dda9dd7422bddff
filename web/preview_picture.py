"""`/preview.png`: the picture of a view that messengers show beside its link."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.preview import preview

from .answering import Asked, answered, kept
from .static_files import STATIC

__all__ = ["preview_picture"]

KEPT_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}


def preview_picture(base: str) -> list[Route]:
    """The route of pictures below the path `base`."""
    return [Route(f"{base}/preview.png", answered(base, _draw))]


def _draw(asked: Asked, request: Request) -> Response:
    picture = preview(asked.dataset, asked.decoded.view, STATIC / "static" / "media", asked.site)
    return kept(request, picture, "image/png", KEPT_FOR_A_DAY)
