"""The About page: method, codebook, licence, version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from components.page import PageContent, PageRequest
from components.parts.cards import Card, cards
from components.parts.comparison.cell_summaries import CellKey, LatestStance, latest_stance_by_cell
from components.parts.comparison.stands import Stand, stand_of
from components.url.view import default_view
from data import DISTANCES, STANCES, Dataset, Distance, Issue, Party, coder_agreement, distance_of_values
from data import statements as queries
from data.publishing.coder_agreement import coding_details
from data.translation import gettext


@dataclass(frozen=True)
class Example:
    """An issue on which two parties take a stand, a statement behind one of the stands, and how far apart they are."""

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
    latest = latest_stance_by_cell(dataset, filters)
    spans = {
        issue: distance_of_values(*values)
        for issue in dataset.issues
        if len(values := _values(latest, issue, parties)) == 2
    }
    if not spans:
        return None
    issue = max(spans, key=lambda each: spans[each].value)
    own = [latest[issue, party.id] for party in parties]
    (card,) = cards(dataset, queries.cell_statements(dataset, filters, 0, [], [own[0].position]))
    stands = tuple(stand_of(dataset, party, each) for party, each in zip(parties, own, strict=True))
    return Example(dataset.issues[issue], stands, card, spans[issue])


def _values(latest: Mapping[CellKey, LatestStance], issue: str, parties: Sequence[Party]) -> list[int]:
    found = (latest.get((issue, party.id)) for party in parties)
    return [each.value for each in found if each and each.value is not None]


def about_page(request: PageRequest) -> PageContent:
    """How the dataset was made and how to read a page."""
    dataset = request.dataset
    fields = queries.count_statements_with_fields(dataset)
    excerpts = queries.property_counts(dataset).query("property == 'checked' and value == 'excerpt'")["n"].sum()
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
            "excerpts": int(excerpts),
            "doubted": fields["note"],
            "fields": fields,
            "coded": dataset.statement_count - fields["declared"] - fields["vote"],
            "licences": sorted({(each.licence, each.publisher) for each in dataset.sources.values() if each.licence}),
        },
        description=gettext(
            "How {title} was made: method, scale of stances, agreement of coders, licences.", title=dataset.title
        ),
    )
