"""The Compare page: issues down, parties across."""

from __future__ import annotations

from components.parts.cards import party_list
from components.parts.comparison import Board, board
from components.parts.sidebar import panel, sentence
from components.url.view import View
from data import Dataset

from .request import Page, Request, laid_out

__all__ = ["compare"]


def compare(request: Request) -> Page:
    """The comparison that the address asks for."""
    dataset, view = request.dataset, request.decoded.view
    made = board(dataset, view)
    return laid_out(
        "compare",
        f"{party_list(made.parties)} side by side",
        request,
        pager=made.pager,
        board=made,
        panel=panel(dataset, view),
        description=_described(dataset, view, made),
        alone=request.links.alone(view),
        party_names=party_list(made.parties),
    )


def _described(dataset: Dataset, view: View, made: Board) -> str:
    """The comparison in two sentences, for previews."""
    found = made.summary
    text = f"{sentence(dataset, view.filters)}: {made.statements:,} on {made.issues:,} issues."
    if len(made.parties) > 1:
        text += f" Same stance on {found.agree[0]}, far apart or opposed on {found.apart[0]}."
    return f"{text} {found.changed[0]} changed stance{'' if found.changed[0] == 1 else 's'}. Each with its source."
