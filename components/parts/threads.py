"""Threads of statements and their replies, and the statements without an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.parts.cards import Card, cards
from components.parts.pager import Pager, pager
from data import Dataset, Filters, Issue, Party
from data import statements as queries

# The most replies that are read, newest first, and the most statements of one thread.
MAX_REPLIES = 20_000
MAX_PAIRS = 40


@dataclass(frozen=True)
class ReplyPair:
    """A statement and one reply to it."""

    statement: Card
    reply: Card


@dataclass(frozen=True)
class Thread:
    """A statement, the replies to it, the replies to these, and so on, in order of time."""

    pairs: tuple[ReplyPair, ...]


@dataclass(frozen=True)
class UnansweredCell:
    """A party's statements on an issue that no statement of the dataset answers: `open` of `n`; `newest` is the id of
    the last of them, or empty."""

    issue: Issue
    party: Party
    n: int
    open: int
    newest: str


def page_of_threads(dataset: Dataset, filters: Filters, page: int, per_page: int) -> tuple[Pager, tuple[Thread, ...]]:
    """The threads that have a statement that passes the filters, the one with the newest reply first: those of a page
    of their list, and that page."""
    frame = queries.newest_replies(dataset, filters, MAX_REPLIES)
    answers = dict(zip(frame["id"].tolist(), frame["responds_to"].tolist(), strict=True))
    roots = {reply: _root(reply, answers) for reply in answers}
    passing: dict[str, None] = {}
    for reply in reversed(frame["id"][frame["passes"]].tolist()):
        passing.setdefault(roots[reply])
    at = pager(len(passing), per_page, page)
    on_page = dict.fromkeys(list(passing)[at.entries])
    replies = [reply for reply, root in roots.items() if root in on_page]
    needed = sorted({*replies, *(answers[reply] for reply in replies)})
    by_id = {card.id: card for card in cards(dataset, queries.statement_rows_by_ids(dataset, needed))} if needed else {}
    pairs: dict[str, list[ReplyPair]] = {root: [] for root in on_page}
    for reply in replies:
        if reply in by_id and answers[reply] in by_id:
            pairs[roots[reply]].append(ReplyPair(by_id[answers[reply]], by_id[reply]))
    for own in pairs.values():
        own.sort(key=lambda pair: (pair.reply.position, pair.statement.position))
    return at, tuple(Thread(tuple(own[:MAX_PAIRS])) for own in pairs.values())


def _root(reply: str, answers: Mapping[str, str]) -> str:
    """The statement at the beginning of a thread. Answers never run backwards in
    time, but two of one day could name each other: a statement met twice ends it."""
    met = {reply}
    at = answers[reply]
    while at in answers and at not in met:
        met.add(at)
        at = answers[at]
    return at


def unanswered_statements_by_cell(dataset: Dataset, filters: Filters) -> tuple[UnansweredCell, ...]:
    """The statements without an answer by issue and party, in the dataset's order."""
    counts = {
        (row["issue"], row["party"]): row
        for row in queries.row_mappings(queries.unanswered_counts_of_cells(dataset, filters))
    }
    return tuple(
        UnansweredCell(issue, party, int(row["n"]), int(row["open"]), str(row["newest"]))
        for issue in dataset.issues.values()
        for party in dataset.parties.values()
        if (row := counts.get((issue.id, party.id)))
    )
