"""The Exchanges page: who answers whom, and what is left without an answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from components.exchanges import left_open, threads
from components.links import Links
from components.panel import panel, sentence

from .request import Drawn, Request, beyond_last, laid_out

__all__ = ["exchanges"]

THREADS_PER_PAGE = 20
OPEN_ISSUES_MOST = 200


def exchanges(request: Request) -> Drawn:
    """The threads in which a statement passes the filters, and the open ends."""
    dataset, view = request.dataset, request.decoded.view
    count, found = threads(dataset, view.filters, view.page, THREADS_PER_PAGE)
    pages = max(1, -(-count // THREADS_PER_PAGE))
    number = min(view.page, pages)
    if number != view.page:
        _, found = threads(dataset, view.filters, number, THREADS_PER_PAGE)
    links = Links(dataset.version, view.as_of)
    ends = left_open(dataset, view.filters)
    by_issue = [(issue, list(own)) for issue, own in groupby(ends, key=lambda each: each.issue)]
    return laid_out(
        "exchanges",
        "Who answers whom",
        request,
        notices=beyond_last(view, pages),
        description=f"{count} exchanges: statements and replies side by side, and what is left unanswered.",
        panel=panel(dataset, view),
        parties_apply=True,
        sentence=sentence(dataset, view.filters),
        threads=found,
        threads_count=count,
        number=number,
        pages_count=pages,
        page_link=lambda page: links.page("exchanges", replace(view, page=page)),
        ends=by_issue[:OPEN_ISSUES_MOST],
        ends_left_out=max(0, len(by_issue) - OPEN_ISSUES_MOST),
        open_count=sum(each.open for each in ends),
        open_of=sum(each.n for each in ends),
    )
