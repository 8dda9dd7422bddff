"""`/feed.atom`: the newest statements of a view, for feed readers."""

from __future__ import annotations

import datetime as dt
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.cards import Card, cards
from components.kept import kept as remembered
from components.links import Links
from components.panel import sentence
from components.rendering import render
from components.view import View
from data import Dataset, date_span
from data.statements import newest_statements

from .answering import Asked, answered, kept

__all__ = ["feed"]

ENTRIES_MOST = 50
FEEDS_MEGABYTES = 4
# What XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(base: str) -> list[Route]:
    """The route of the feed below the path `base`."""
    return [Route(f"{base}/feed.atom", answered(base, _feed))]


def _feed(asked: Asked, request: Request) -> Response:
    text = _written(asked.dataset, asked.decoded.view, asked.site, request.url.query)
    return kept(request, text, "application/atom+xml")


@remembered(FEEDS_MEGABYTES, len)
def _written(dataset: Dataset, view: View, site: str, query: str) -> bytes:
    found = cards(dataset, newest_statements(dataset, view.filters, ENTRIES_MOST))[::-1]
    text = render(
        "feed.xml",
        dataset=dataset,
        site=site,
        links=Links(dataset.version, view.as_of),
        view=view,
        own=f"feed.atom?{query}",
        title=sentence(dataset, view.filters),
        entries=[(card, stamp(card)) for card in found],
        updated=stamp(found[0]) if found else "1970-01-01T00:00:00Z",
    )
    return FORBIDDEN.sub("\ufffd", text).encode()


def stamp(card: Card) -> str:
    """The last day that a statement's date covers, as Atom wants it."""
    return dt.datetime.combine(date_span(card.date).last, dt.time()).isoformat() + "Z"
