"""`/feed.atom`: the newest statements of a view, for feed readers."""

from __future__ import annotations

import re
from operator import itemgetter
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.parts.cards import cards
from components.parts.sidebar import filters_sentence
from components.rendering import render
from components.url.links import Links
from components.url.view import view_parameters
from data.publishing.releases import change_dates
from data.statements import newest_statements
from web.requests import ViewRequest, cacheable_response

MAX_FEED_ENTRIES = 50
SAFE_URL_CHARACTERS = "%/:?@!$&'()*+,;=~-._"
# What XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(view_request: ViewRequest, request: Request) -> Response:
    """The newest statements of a view as an Atom feed; 400 for a request without a host, as a feed reader needs whole
    addresses."""
    dataset, view, site = view_request.dataset, view_request.decoded.view, view_request.site
    if "://" not in site:
        return PlainTextResponse("The header Host is missing or is none that a server can have.\n", 400)
    newest = newest_statements(dataset, view.filters, MAX_FEED_ENTRIES)
    dates = change_dates(dataset, newest)
    entries = [(card, f"{dates[card.id]}T00:00:00Z") for card in cards(dataset, newest)[::-1]]
    entries.sort(key=itemgetter(1), reverse=True)
    text = render(
        "feed.xml",
        dataset=dataset,
        site=site,
        links=Links(dataset.version, view.as_of),
        view=view,
        own=f"feed.atom?{quote(request.url.query, safe=SAFE_URL_CHARACTERS)}",
        title=filters_sentence(dataset, view.filters),
        # The same under any scheme and port (RFC 4151).
        tag=f"tag:{_tagging_host(site)},2026:{quote(str(dataset.descriptor.get('name', '')))}",
        query=urlencode(sorted(view_parameters(view, "").items()), doseq=True),
        entries=entries,
        updated=max((when for _, when in entries), default="1970-01-01T00:00:00Z"),
    )
    return cacheable_response(request, FORBIDDEN_CHARACTERS.sub("\ufffd", text), "application/atom+xml")


def _tagging_host(site: str) -> str:
    """The host of the server with the characters that a tag may have (RFC 4151)."""
    return re.sub(r"[^a-z0-9.-]", "-", urlsplit(site).hostname or "localhost")
