"""A view for a frame in somebody else's page: the board, one row of it, or one
statement, without scripts; and the lines of HTML that put it there."""

from __future__ import annotations

from html import escape

from data import Dataset

from .board import board
from .cards import card_of
from .links import Links
from .panel import sentence
from .rendering import render
from .theme.tokens import LIGHT
from .view import View

__all__ = ["CHARTS", "embedded_html", "snippet"]

# Pages whose charts need Streamlit in the frame; all others are embedded as plain HTML.
CHARTS = ("timeline", "figures")
HEIGHTS = {"row": 520, "board": 720, "statement": 460, "chart": 760}


def embedded_html(dataset: Dataset, view: View, site: str) -> str:
    """The document for a frame."""
    links = Links(dataset.version, view.as_of)
    card = card_of(dataset, view.id)
    own = links.statement(card.id) if card else links.page("compare", view)
    return render(
        "embed.html",
        dataset=dataset,
        card=card,
        issue=dataset.issues[card.issue] if card else None,
        board=None if card else board(dataset, view),
        view=view,
        links=links,
        alone=links.alone(view),
        page_link=lambda number: links.page("compare", View(view.filters, view.sort, number)),
        sentence=sentence(dataset, view.filters),
        link=f"{site}/{own}",
    )


def snippet(page: str, title: str, query: str, issues: int, site: str) -> str:
    """The HTML that embeds a view as `page` shows it, in a size that fits."""
    kind = "chart" if page in CHARTS else "statement" if page == "statement" else "row" if issues == 1 else "board"
    address = f"{site}/{page}?{query}&embed=true" if kind == "chart" else f"{site}/embed?{query}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{HEIGHTS[kind]}" '
        f'style="border:1px solid {LIGHT["frame"]}" loading="lazy"></iframe>'
    )
