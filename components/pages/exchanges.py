"""The Exchanges page: who answers whom, and what is left without an answer."""

from __future__ import annotations

from itertools import groupby

from components.parts.sidebar import panel
from components.parts.threads import left_open, threads

from .request import Page, Request, laid_out

__all__ = ["exchanges"]

THREADS_PER_PAGE = 20
OPEN_ISSUES_MOST = 200


def exchanges(request: Request) -> Page:
    """The threads in which a statement passes the filters, and the open ends."""
    dataset, view = request.dataset, request.decoded.view
    pager, found = threads(dataset, view.filters, view.page, THREADS_PER_PAGE)
    ends = left_open(dataset, view.filters)
    by_issue = [(issue, list(own)) for issue, own in groupby(ends, key=lambda each: each.issue)]
    return laid_out(
        "exchanges",
        "Who answers whom",
        request,
        pager=pager,
        description=f"{pager.count} exchanges: statements and replies side by side, and what is left unanswered.",
        panel=panel(dataset, view),
        threads=found,
        ends=by_issue[:OPEN_ISSUES_MOST],
        ends_left_out=max(0, len(by_issue) - OPEN_ISSUES_MOST),
        open_count=sum(each.open for each in ends),
        open_of=sum(each.n for each in ends),
    )
