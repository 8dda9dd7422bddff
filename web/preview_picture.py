"""`/preview.png`: the picture of a view that messengers show beside its link."""

from __future__ import annotations

from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .answering import Asked, answered, kept

__all__ = ["load_drawing", "preview_picture"]

KEPT_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}


def preview_picture(base: str) -> list[Route]:
    """The route of pictures below the path `base`."""
    return [Route(f"{base}/preview.png", answered(base, _draw))]


def load_drawing() -> None:
    """Loads what draws, which a start does not wait for, before the first picture is asked for."""
    import_module("components.preview")


def _draw(asked: Asked, request: Request) -> Response:
    from components.preview import preview

    picture = preview(asked.dataset, asked.decoded.view, asked.site)
    return kept(request, picture, "image/png", KEPT_FOR_A_DAY)
