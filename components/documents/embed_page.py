"""The embed page, for a frame in another page: the comparison or one statement, without scripts; and the HTML that
embeds a view."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from components.page import PageRequest
from components.parts.cards import Card, card_by_id
from components.parts.comparison.comparison import compare_parties
from components.parts.glossary import COMPARISON_TERMS, STANCE_TERMS, terms_of
from components.parts.sidebar import filters_sentence
from components.parts.threads import ReplyPair, Thread, page_of_threads
from components.rendering import render
from components.theme.tokens import LIGHT_COLOURS
from components.url.links import Links
from components.url.view import View

from .embed_badge import embed_badge

# The newest exchanges, of a view.
MAX_THREADS = 5
FRAME_HEIGHTS = {
    "exchange": 620,
    "row": 520,
    "comparison": 720,
    "statement": 460,
    "chart": 760,
    "figure": 520,
    "chart alone": 640,
}


def embed_html(request: PageRequest, card: Card | None, page: str = "compare") -> str:
    """The document for a frame: of the statement `card`, or of the comparison if it is None. On the page `exchanges`,
    the statement stands beside the one that it answers, and the newest exchanges in place of the comparison."""
    dataset, view, site = request.dataset, request.decoded.view, request.origin
    links = Links(dataset.version, view.as_of)
    answered = card_by_id(dataset, card.responds_to) if card and page == "exchanges" else None
    threads: Sequence[Thread] = ()
    if card and answered:
        threads, own = (Thread((ReplyPair(answered, card),)),), links.statement(card.id)
    elif card:
        own = links.statement(card.id)
    elif page == "exchanges":
        threads, own = page_of_threads(dataset, view.filters, 1, MAX_THREADS)[1], links.page("exchanges", view)
    else:
        own = links.page("compare", view)
    terms = (*STANCE_TERMS, "reply") if threads else STANCE_TERMS if card else COMPARISON_TERMS
    return render(
        "embed_page.html",
        dataset=dataset,
        card=None if threads else card,
        issue=dataset.issues[card.issue] if card else None,
        threads=threads,
        comparison=None if card or page == "exchanges" else compare_parties(dataset, view),
        view=view,
        links=links,
        link_to_issue=links.to_issue(view),
        page_link=lambda number: links.page("compare", View(view.filters, view.sort, number)),
        sentence=filters_sentence(dataset, view.filters),
        link=f"{site}/{own}",
        badge=embed_badge(request, [each.id for each in (card, answered) if each]),
        terms=terms_of(terms),
        site=site,
    )


def embed_code(page: str, title: str, view: View, query: str, site: str, *, charts: bool) -> str:
    """The HTML that embeds a view of a page in a size that fits. A page with charts needs its scripts in the frame; of
    a stated figure the frame has the answer."""
    if page == "figures" and view.figure_selection.figure:
        kind = "figure"
    else:
        one_issue = len(view.filters.issue) == 1
        kinds = {"statement": "statement", "exchanges": "exchange"}
        kind = "chart" if charts else kinds.get(page, "row" if one_issue else "comparison")
    address = f"{site}/{page}?{query}&embed=true" if kind == "chart" else f"{site}/embed?{query}"
    if kind == "exchange":
        address += "&of=exchanges"
    return frame_html(address, title, FRAME_HEIGHTS[kind])


def frame_html(address: str, title: str, height: int) -> str:
    """The HTML of a frame for another page."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        f'style="border:1px solid {LIGHT_COLOURS["frame"]}" loading="lazy"></iframe>'
    )
