"""The Compare page: issues down, parties across."""

from __future__ import annotations

from components.page import PageContent, PageRequest
from components.parts.cards import party_list
from components.parts.comparison import Comparison, compare_parties
from components.parts.sidebar import sentence
from components.url.view import View
from data import Dataset


def compare_page(request: PageRequest) -> PageContent:
    """The comparison of the chosen parties."""
    dataset, view = request.dataset, request.decoded.view
    comparison = compare_parties(dataset, view)
    names = party_list(comparison.parties)
    return PageContent(
        f"{names} side by side",
        {"comparison": comparison, "alone": request.links.alone(view), "party_names": names},
        description=_description(dataset, view, comparison),
        pager=comparison.pager,
    )


def _description(dataset: Dataset, view: View, comparison: Comparison) -> str:
    """The comparison in a few sentences, for previews."""
    summary = comparison.summary
    text = f"{sentence(dataset, view.filters)}: {comparison.statements:,} on {comparison.issues:,} issues."
    if len(comparison.parties) > 1:
        text += f" Same stance on {summary.agree[0]}, far apart or opposed on {summary.apart[0]}."
    return f"{text} {summary.changed[0]} changed stance{'' if summary.changed[0] == 1 else 's'}. Each with its source."
