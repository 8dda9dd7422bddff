"""The Statement page: everything about one statement, and its context."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.cards import Card, cards
from components.links import Links
from data import Dataset, Filters, cite
from data import query as queries

from .request import Page, Request, laid_out

__all__ = ["Context", "context_of", "statement"]

CONTEXT_MOST = 60


@dataclass(frozen=True)
class Context:
    """What stands around a statement: the same party on the same issue before
    and after (oldest first, the nearest), what it answers, what answers it, and
    what else is reported of the occasion."""

    earlier: tuple[Card, ...]
    later: tuple[Card, ...]
    answers: Card | None
    answered_by: tuple[Card, ...]
    occasion: tuple[Card, ...]


def statement(request: Request) -> Page:
    """The page of one statement, or one that says that there is none of this id."""
    dataset, view = request.dataset, request.decoded.view
    found = cards(dataset, queries.statement(dataset, view.id)) if view.id else []
    if not found:
        return laid_out("statement", "No such statement", request, card=None)
    card = found[0]
    issue = dataset.issues[card.issue]
    links = Links(dataset.version)
    parties = tuple(dict.fromkeys((card.party.id, *view.filters.party)))[:2]
    row = replace(view, id="", filters=Filters(party=tuple(party for party in dataset.parties if party in parties)))
    return laid_out(
        "statement",
        f"{card.said_by}, {card.date_label}: {issue.name}",
        request,
        card=card,
        issue=issue,
        theme=dataset.themes[issue.theme],
        context=context_of(dataset, card),
        row_link=links.page("compare", row.with_filters(issue=(issue.id,))),
        citation=cite.statement(dataset, card.id, f"{request.origin}/{links.statement(card.id)}"),
    )


def context_of(dataset: Dataset, card: Card) -> Context:
    """The context of a statement, each part bounded."""
    same = cards(dataset, queries.around(dataset, card.party.id, card.issue, card.position, CONTEXT_MOST))
    answered = cards(dataset, queries.statement(dataset, card.responds_to)) if card.responds_to else []
    occasion = cards(dataset, queries.reports(dataset, [card.occasion], CONTEXT_MOST)) if card.occasion else []
    return Context(
        earlier=tuple(other for other in same if other.position < card.position),
        later=tuple(other for other in same if other.position > card.position),
        answers=answered[0] if answered else None,
        answered_by=tuple(cards(dataset, queries.answers(dataset, card.id, CONTEXT_MOST))),
        occasion=tuple(other for other in occasion if other.id != card.id),
    )
