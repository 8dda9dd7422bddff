"""`/feed.atom`: the newest statements of a view, for feed readers."""

from __future__ import annotations

import datetime as dt
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.application import Application
from components.cards import Card, cards
from components.links import Links
from components.panel import sentence
from components.rendering import render
from components.view import View
from data import Dataset, date_span
from data.statements import newest_statements

from .requests import ViewRequest, view_endpoint, with_etag

__all__ = ["feed"]

ENTRIES_MOST = 50
# What XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(application: Application, base: str) -> list[Route]:
    """The route of the feed below the path `base`."""
    return [Route(f"{base}/feed.atom", view_endpoint(application, base, _feed))]


def _feed(view_request: ViewRequest, request: Request) -> Response:
    text = _feed_xml(view_request.dataset, view_request.decoded.view, view_request.site, request.url.query)
    return with_etag(request, text, "application/atom+xml")


def _feed_xml(dataset: Dataset, view: View, site: str, query: str) -> bytes:
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
