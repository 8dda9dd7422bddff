"""`/feed.atom`: the newest statements of a view, for feed readers."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from components.parts.cards import Card, cards
from components.parts.sidebar import filters_sentence
from components.rendering import render
from components.url.links import Links
from components.url.view import view_parameters
from data import date_span
from data.publishing.releases import first_release_with, list_releases
from data.statements import newest_statements

from .requests import ViewRequest, cacheable_response

ENTRIES_MOST = 50
# What XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(view_request: ViewRequest, request: Request) -> Response:
    """The newest statements of a view as an Atom feed."""
    dataset, view, site = view_request.dataset, view_request.decoded.view, view_request.site
    releases = list_releases(Path(dataset.directory))
    today = dt.datetime.now(dt.UTC).date()

    def time_of(card: Card) -> str:
        released = first_release_with(releases, card.id)
        # A statement is in no feed before it was made, and none is of a day that has not come.
        day = dt.date.fromisoformat(released) if released else min(date_span(card.date).last, today)
        return dt.datetime.combine(day, dt.time()).isoformat() + "Z"

    newest = cards(dataset, newest_statements(dataset, view.filters, ENTRIES_MOST))[::-1]
    entries = [(card, time_of(card)) for card in newest]
    text = render(
        "feed.xml",
        dataset=dataset,
        site=site,
        links=Links(dataset.version, view.as_of),
        view=view,
        own=f"feed.atom?{request.url.query}",
        title=filters_sentence(dataset, view.filters),
        # The same under any scheme and port (RFC 4151).
        tag=f"tag:{urlsplit(site).hostname or 'localhost'},2026:{quote(str(dataset.descriptor.get('name', '')))}",
        query=urlencode(sorted(view_parameters(view, "").items()), doseq=True),
        entries=entries,
        updated=max((when for _, when in entries), default="1970-01-01T00:00:00Z"),
    )
    return cacheable_response(request, FORBIDDEN.sub("\ufffd", text), "application/atom+xml")
