"""The Search page: the records of a dataset that match a reader's text."""

from __future__ import annotations

from dataclasses import replace

from components.page import PageContent, PageRequest
from components.parts.search_hits import HitBuilder, correction_pairs
from components.url.view import MAX_TEXT_LENGTH, View, default_view
from data import Filters
from data import statements as queries
from data.search import MAX_QUERY_LENGTH, record_index, search
from data.translation import gettext, ngettext

MAX_HITS_OF_A_KIND = 20
# Further hits of a kind are folded.
HITS_BEFORE_FOLD = 5
MAX_TITLE_LENGTH = 80
# The most known words and themes that are offered if nothing matches.
MAX_SUGGESTIONS = 8


def search_page(request: PageRequest) -> PageContent:
    """The results for the text of the address, by kind; without a text, the form alone."""
    dataset, links, text = request.dataset, request.links, request.decoded.view.filters.text
    if not text:
        # Built at the start with the first rendering of the page, so that no reader waits for it.
        record_index(dataset)
    answer = search(dataset, text, MAX_HITS_OF_A_KIND)
    hits = HitBuilder(dataset, links)
    groups, close = hits.groups(answer.groups), hits.groups(answer.close)
    total = sum(group.total for group in groups)
    mentions, mentions_link = _mentions(request, text)
    return PageContent(
        gettext("Search: {text}", text=text[:MAX_TITLE_LENGTH]) if text else gettext("Search"),
        {
            "text": text,
            "groups": groups,
            "close": close,
            "total": total,
            "corrections": correction_pairs(answer),
            "known": [(word, links.search(word)) for word in answer.known[:MAX_SUGGESTIONS]],
            "themes": [] if groups else _themes(request),
            "mentions": mentions,
            "mentions_link": mentions_link,
            "hits_open": HITS_BEFORE_FOLD,
            "length_most": MAX_QUERY_LENGTH,
        },
        description=(
            ngettext("{num} result for “{text}”.", "{num} results for “{text}”.", total, text=text[:MAX_TITLE_LENGTH])
            if groups
            else gettext("Searches statements, issues, figures, speakers, sources and events.")
        ),
        link=links.search(text),
    )


def _themes(request: PageRequest) -> list[tuple[str, str]]:
    """The names of the first themes, and the links to the comparison of their issues."""
    view = _unfiltered_view(request)
    themes = list(request.dataset.themes.values())[:MAX_SUGGESTIONS]
    return [(theme.label, request.links.page("compare", view.with_filters(theme=(theme.id,)))) for theme in themes]


def _mentions(request: PageRequest, text: str) -> tuple[int, str]:
    """The number of statements with all words of the text, and the link to them on the comparison."""
    if not text or len(text) > MAX_TEXT_LENGTH:
        return 0, ""
    view = _unfiltered_view(request).with_filters(text=text)
    count = queries.count_statements(request.dataset, Filters(party=view.filters.party, text=text))
    return count, request.links.page("compare", view)


def _unfiltered_view(request: PageRequest) -> View:
    """The view without filters, of the version that the page shows."""
    return replace(default_view(request.dataset), as_of=request.decoded.view.as_of)
