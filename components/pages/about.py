"""The About page: method, codebook, licence, version."""

from __future__ import annotations

from urllib.parse import quote

from components.page import PageContent, PageRequest
from data import DISTANCES, STANCES, coder_agreement
from data import statements as queries
from data.publishing.coder_agreement import coding_details
from data.translation import gettext


def about_page(request: PageRequest) -> PageContent:
    """How the dataset was made and how to read a page."""
    dataset = request.dataset
    fields = queries.count_statements_with_fields(dataset)
    excerpts = queries.property_counts(dataset).query("property == 'checked' and value == 'excerpt'")["n"].sum()
    return PageContent(
        gettext("About"),
        {
            "contact": dataset.contact if "://" in dataset.contact else f"mailto:{quote(dataset.contact, safe='@')}",
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
