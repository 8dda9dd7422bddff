"""`/feed.atom`: the newest statements of a view, for feed readers."""

from __future__ import annotations

import datetime as dt
import re

from starlette.requests import Request
from starlette.responses import Response

from components.parts.cards import Card, cards
from components.parts.sidebar import sentence
from components.rendering import render
from components.url.links import Links
from data import date_span
from data.statements import newest_statements

from .requests import ViewRequest, with_etag

ENTRIES_MOST = 50
# What XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(view_request: ViewRequest, request: Request) -> Response:
    """The newest statements of a view as an Atom feed."""
    dataset, view, site = view_request.dataset, view_request.decoded.view, view_request.site
    newest = cards(dataset, newest_statements(dataset, view.filters, ENTRIES_MOST))[::-1]
    text = render(
        "feed.xml",
        dataset=dataset,
        site=site,
        links=Links(dataset.version, view.as_of),
        view=view,
        own=f"feed.atom?{request.url.query}",
        title=sentence(dataset, view.filters),
        entries=[(card, atom_time(card)) for card in newest],
        updated=atom_time(newest[0]) if newest else "1970-01-01T00:00:00Z",
    )
    return with_etag(request, FORBIDDEN.sub("\ufffd", text), "application/atom+xml")


def atom_time(card: Card) -> str:
    """The last day that a statement's date covers, as Atom wants it."""
    return dt.datetime.combine(date_span(card.date).last, dt.time()).isoformat() + "Z"
