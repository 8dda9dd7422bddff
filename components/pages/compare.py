"""The Compare page: issues down, parties across."""

from __future__ import annotations

from components.page import PageContent, PageRequest
from components.parts.cards import list_party_names
from components.parts.comparison import Comparison, compare_parties
from components.parts.sidebar import filters_sentence
from components.url.view import View
from data import Dataset
from data.translation import gettext, ngettext, number_text


def compare_page(request: PageRequest) -> PageContent:
    """The comparison of the chosen parties."""
    dataset, view = request.dataset, request.decoded.view
    comparison = compare_parties(dataset, view)
    names = list_party_names(comparison.parties)
    return PageContent(
        gettext("{parties} side by side", parties=names),
        {"comparison": comparison, "alone": request.links.alone(view), "party_names": names},
        description=_description(dataset, view, comparison),
        pager=comparison.pager,
    )


def _description(dataset: Dataset, view: View, comparison: Comparison) -> str:
    """The comparison in a few sentences, for previews."""
    summary = comparison.summary
    counted = ngettext(
        "{sentence}: {statements} on {num} issue.",
        "{sentence}: {statements} on {num} issues.",
        comparison.issues,
        sentence=filters_sentence(dataset, view.filters),
        statements=number_text(comparison.statements),
    )
    distances = gettext(
        "Same stance on {agree}, far apart or opposed on {apart}.", agree=summary.agree[0], apart=summary.apart[0]
    )
    changed = ngettext("{num} changed stance.", "{num} changed stances.", summary.changed[0])
    several = [distances] if len(comparison.parties) > 1 else []
    return " ".join([counted, *several, changed, gettext("Each with its source.")])
