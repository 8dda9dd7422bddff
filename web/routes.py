"""All routes of the server below its base path."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from .api import api
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
    return [Mount(f"{base}/api/v1", api()), *(route for group in plain for route in group)]
