"""`/preview.png`: the picture of a view that messengers show beside its link."""

from __future__ import annotations

from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response

from data.translation import current_language
from web.requests import ViewRequest, cacheable_response

DAY_CACHE_HEADERS = {"Cache-Control": "public, max-age=86400"}


def preload_preview_picture() -> None:
    """Loads the module that draws pictures before the first request, without delaying the start."""
    import_module("components.documents.preview_picture")


def preview_picture(view_request: ViewRequest, request: Request) -> Response:
    """The picture of a view as PNG."""
    from components.documents.preview_picture import draw_preview_picture

    dataset, view = view_request.dataset, view_request.decoded.view
    picture = view_request.application.pictures.get_or_create(
        (current_language(), dataset.cache_key, view, view_request.site),
        lambda: draw_preview_picture(dataset, view, view_request.site),
    )
    return cacheable_response(request, picture, "image/png", DAY_CACHE_HEADERS)
