"""The Statement page: everything about one statement, and its context."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from components.page import PageContent, PageRequest
from components.parts.cards import Card, card_by_id, cards
from components.parts.error_report import error_report
from data import Dataset, Filters, Issue, last_release_with
from data import statements as queries
from data.publishing import citations
from data.translation import gettext

MAX_CONTEXT_STATEMENTS = 60


@dataclass(frozen=True)
class StatementContext:
    """The context of a statement: the nearest ones of the party on the issue before and after it, oldest first, the
    statement that it answers, the replies to it, and other reports of the occasion."""

    earlier: tuple[Card, ...]
    later: tuple[Card, ...]
    answers: Card | None
    answered_by: tuple[Card, ...]
    occasion: tuple[Card, ...]


def statement_page(request: PageRequest) -> PageContent:
    """The page of one statement, or one that says that there is none of this id."""
    dataset, view = request.dataset, request.decoded.view
    card = card_by_id(dataset, view.id)
    if card is None:
        return _missing_statement_page(request)
    issue, links = dataset.issues[card.issue], request.links
    own = links.statement(view.id)
    parties = tuple(dict.fromkeys((card.party.id, *view.filters.party)))[:2]
    row = replace(view, id="", filters=Filters(party=tuple(party for party in dataset.parties if party in parties)))
    return PageContent(
        f"{card.said_by}, {card.date_label}: {issue.name}",
        {
            "card": card,
            "withdrawn": None,
            "issue": issue,
            "themes": [dataset.themes[theme] for theme in issue.themes],
            "context": statement_context(dataset, card),
            "row_link": links.page("compare", row.with_filters(issue=(issue.id,))),
            "citation": citations.format_citation(
                citations.citation_of_statement(dataset, card.id, f"{request.origin}/{own}", request.today), "apa"
            ),
            "report": error_report(dataset, card, f"{request.origin}/{own}"),
            "forms": [
                (label, f"cite?{own.partition('?')[2]}&format={form}")
                for form, (label, _, _) in citations.CITATION_FORMATS.items()
            ],
        },
        description=_description(card, issue),
        record=_record(card, issue),
        link=own,
    )


def _missing_statement_page(request: PageRequest) -> PageContent:
    """A statement that is not on record: withdrawn, if a release holds it, or never there."""
    dataset, view = request.dataset, request.decoded.view
    known = last_release_with(Path(dataset.directory), view.id) if view.id and not view.as_of else None
    link = request.links.statement(view.id)
    if known is None:
        return PageContent(gettext("No such statement"), {"card": None, "withdrawn": None}, link=link, status=404)
    release, old = known
    card = cards(old, queries.statement_row_by_id(old, view.id))[0]
    was = f"statement?{urlencode({'id': view.id, 'as': release.version, 'version': release.version})}"
    return PageContent(
        gettext("Withdrawn statement"),
        {
            "card": None,
            "withdrawn": card,
            "last_release": release,
            "was": was,
            "issue": old.issues[card.issue],
        },
        link=link,
        status=410,
    )


def _description(card: Card, issue: Issue) -> str:
    """The statement in a few words, for previews."""
    quote = f" “{card.quote}”" if card.quote else ""
    where = card.source.publisher or card.source.title
    return gettext(
        "{stance} on “{proposition}”: {summary}{quote} ({source}, {date})",
        stance=card.stance.word.capitalize(),
        proposition=issue.proposition,
        summary=card.in_short,
        quote=quote,
        source=where,
        date=card.date_label,
    )


def _record(card: Card, issue: Issue) -> dict[str, Any]:
    """The statement as schema.org's Quotation, or as a Claim where none of the party's words are on record."""
    source = {"name": card.source.title, "publisher": card.source.publisher, "url": card.source.url}
    words = card.quote or card.text
    who = {"@type": "Person" if card.speaker else "Organization", "name": card.said_by}
    return {
        "@type": "Quotation" if words else "Claim",
        "text": words or card.summary,
        **({"abstract": card.summary} if card.summary else {}),
        "about": issue.proposition,
        "dateCreated": card.date,
        ("creator" if words else "author"): who,
        "citation": {"@type": "CreativeWork"} | {name: value for name, value in source.items() if value},
    }


def statement_context(dataset: Dataset, card: Card) -> StatementContext:
    """The context of a statement, each part bounded."""
    same = cards(
        dataset, queries.nearest_statements(dataset, card.party.id, card.issue, card.position, MAX_CONTEXT_STATEMENTS)
    )
    occasion = (
        cards(dataset, queries.statements_of_occasion(dataset, card.occasion, MAX_CONTEXT_STATEMENTS))
        if card.occasion
        else []
    )
    return StatementContext(
        earlier=tuple(other for other in same if other.position < card.position),
        later=tuple(other for other in same if other.position > card.position),
        answers=card_by_id(dataset, card.responds_to),
        answered_by=tuple(cards(dataset, queries.replies_to(dataset, card.id, MAX_CONTEXT_STATEMENTS))),
        occasion=tuple(other for other in occasion if other.id != card.id),
    )
