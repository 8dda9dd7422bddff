"""The Compare page: issues down, parties across."""

from __future__ import annotations

from dataclasses import replace

from components.page import PageContent, PageRequest
from components.parts.cards import list_party_names
from components.parts.comparison.comparison import Comparison, compare_parties
from components.parts.comparison.questions import link_to_issues, worked_questions
from components.parts.comparison.stands import position_sentence
from components.parts.sidebar import filters_sentence, filters_title
from components.url.view import MAX_PARTY_COLUMNS, View
from data import Dataset
from data.translation import gettext, ngettext, number_text


def compare_page(request: PageRequest) -> PageContent:
    """Return the comparison of the chosen parties. The title of a view of one issue says where the parties stand on
    it.
    """
    dataset, view, links = request.dataset, request.decoded.view, request.links
    comparison = compare_parties(dataset, view)
    names, title = list_party_names(comparison.parties), filters_title(dataset, view.filters)
    if comparison.is_whole:
        title = gettext("{parties} side by side", parties=names)
    own = [position_sentence(row.issue, row.stands) for row in comparison.rows]
    return PageContent(
        own[0] if comparison.issues == 1 else title,
        {
            "comparison": comparison,
            "link_to_issue": links.to_issue(view),
            "cell_link": links.cell(view),
            "party_links": {
                party.id: links.page("compare", view_with_party(view, party.id), "glance")
                for party in comparison.matrix.parties
            },
            "matrix_link": lambda order, page: links.page(
                "compare", replace(view, matrix_order=order, matrix_page=page), "glance"
            ),
            "timeline_of": links.to_issue(replace(view, page=1, id=""), "timeline"),
            "quote_card_of": links.to_issue(replace(view, page=1, id=""), "quote"),
            "party_names": names,
            "heading": dataset.title if comparison.is_whole else title,
            "questions": worked_questions(dataset, view, comparison, links) if comparison.is_whole else (),
            "of_issues": lambda ids: link_to_issues(dataset, view, ids, links),
            "stance_changes_link": links.page("timeline", replace(view, page=1, id=""), "changes"),
        },
        description=_description(dataset, view, comparison, own),
        pager=comparison.pager,
    )


def view_with_party(view: View, party: str) -> View:
    """The view with one more party; with this party alone if it is chosen already, or if there is no room for more."""
    chosen = view.filters.party
    if party in chosen or len(chosen) == MAX_PARTY_COLUMNS:
        return view.with_filters(party=(party,))
    return view.with_filters(party=(*chosen, party))


def _description(dataset: Dataset, view: View, comparison: Comparison, sentences: list[str]) -> str:
    """The comparison in a few sentences, for previews."""
    summary = comparison.summary
    counted = ngettext(
        "{sentence}: {statements} on {num} issue.",
        "{sentence}: {statements} on {num} issues.",
        comparison.issues,
        sentence=filters_sentence(dataset, view.filters),
        statements=number_text(comparison.statements),
    )
    if comparison.issues and not comparison.has_overview:
        return " ".join([counted, *sentences])
    distances = gettext(
        "Same stance on {agree}, far apart or opposed on {apart}.", agree=summary.agree.total, apart=summary.apart.total
    )
    changed = ngettext("{num} stance changed.", "{num} stances changed.", summary.changed.total)
    several = [distances] if len(comparison.parties) > 1 else []
    return " ".join([counted, *several, changed, gettext("Each with its source.")])
