"""The About page: method, codebook, licence, version."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from components.page import PageContent, PageRequest
from components.parts.cards import Card, cards
from components.parts.comparison.cell_summaries import cell_summaries
from components.parts.comparison.stands import Stand, stand_of
from components.url.view import default_view
from data import DISTANCES, STANCES, Dataset, Distance, Issue, coder_agreement
from data import statements as queries
from data.publishing.coder_agreement import coding_details
from data.translation import gettext


@dataclass(frozen=True)
class Example:
    """An issue on which two parties take a stand, with a statement behind one of the stands and the distance between
    them."""

    issue: Issue
    stands: tuple[Stand, ...]
    card: Card
    distance: Distance


def find_example(dataset: Dataset) -> Example | None:
    """The issue on which the first two parties are furthest apart; None if there is none on which both take a stand."""
    filters = default_view(dataset).filters
    parties = [dataset.parties[party] for party in filters.party[:2]]
    if len(parties) < 2:
        return None
    cells = cell_summaries(dataset, filters)
    distances = {issue: cells.distance(issue, parties) for issue in dataset.issues}
    known = {issue: distance for issue, distance in distances.items() if distance is not None}
    if not known:
        return None
    issue = max(known, key=lambda each: known[each].value)
    own = [cells.latest(issue, party.id) for party in parties]
    positions = [latest.position for latest in own[:1] if latest]
    (card,) = cards(dataset, queries.cell_statements(dataset, filters, 0, [], positions))
    stands = tuple(stand_of(dataset, party, each) for party, each in zip(parties, own, strict=True))
    return Example(dataset.issues[issue], stands, card, known[issue])


def about_page(request: PageRequest) -> PageContent:
    """The About page: the method of the dataset, and how to read a page."""
    dataset = request.dataset
    fields = queries.count_statements_with_fields(dataset)
    return PageContent(
        gettext("About"),
        {
            "contact": dataset.contact if "://" in dataset.contact else f"mailto:{quote(dataset.contact, safe='@')}",
            "example": find_example(dataset),
            "stances": STANCES,
            "distances": DISTANCES,
            "agreement": coder_agreement(dataset),
            "coding_details": coding_details(dataset),
            "statements": dataset.statement_count,
            "excerpts": fields["excerpts"],
            "doubted": fields["note"],
            "fields": fields,
            "coded": dataset.statement_count - fields["declared"] - fields["vote"],
            "licences": sorted({(each.licence, each.publisher) for each in dataset.sources.values() if each.licence}),
        },
        description=gettext(
            "How {title} was made: method, scale of stances, agreement of coders, licences.", title=dataset.title
        ),
    )
