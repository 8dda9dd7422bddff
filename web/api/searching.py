"""The answer of `/search`."""

from __future__ import annotations

from components.parts.search_hits import Hit, HitBuilder, HitGroup
from components.url.links import Links
from data.search import search
from web.requests import ViewRequest

from .models import SearchHit, SearchHits, SearchReply, SearchResponse


def search_response(view_request: ViewRequest, limit: int) -> SearchResponse:
    """The results of a search, at most `limit` results of a kind, with absolute links."""
    dataset, view, site = view_request.dataset, view_request.decoded.view, view_request.site
    answer = search(dataset, view.filters.text, limit)
    hits = HitBuilder(dataset, Links(dataset.version, view.as_of))
    return SearchResponse(
        version=dataset.version,
        q=view.filters.text,
        groups=[_group(group, site) for group in hits.groups(answer.groups)],
        close=[_group(group, site) for group in hits.groups(answer.close)],
        corrections={typed: list(words) for typed, words in answer.corrections.items()},
        known=list(answer.known),
    )


def _group(group: HitGroup, site: str) -> SearchHits:
    return SearchHits(kind=group.kind, total=group.total, items=[_hit(hit, site) for hit in group.hits])


def _hit(hit: Hit, site: str) -> SearchHit:
    return SearchHit(
        id=hit.id,
        title=hit.title,
        texts=list(hit.texts),
        quote=hit.quote,
        about=hit.about,
        by=hit.by,
        date=hit.date,
        source=hit.source,
        url=f"{site}/{hit.link}",
        coverage=round(hit.result.coverage, 3),
        matches=list(hit.matches),
        replies=[
            SearchReply(id=reply.id, by=reply.said_by, date=reply.date, text=reply.summary, url=f"{site}/{reply.link}")
            for reply in hit.replies
        ],
    )
