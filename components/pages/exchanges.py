"""The Exchanges page: who answers whom, and what is left without an answer."""

from __future__ import annotations

from itertools import groupby

from components.parts.threads import left_open, threads

from .page import PageContent, PageRequest

__all__ = ["exchanges_page"]

THREADS_PER_PAGE = 20
OPEN_ISSUES_MOST = 200


def exchanges_page(request: PageRequest) -> PageContent:
    """The threads with a statement that passes the filters, and the statements without an answer."""
    dataset, view = request.dataset, request.decoded.view
    pager, own_threads = threads(dataset, view.filters, view.page, THREADS_PER_PAGE)
    ends = left_open(dataset, view.filters)
    by_issue = [(issue, list(own)) for issue, own in groupby(ends, key=lambda each: each.issue)]
    return PageContent(
        "Who answers whom",
        {
            "threads": own_threads,
            "ends": by_issue[:OPEN_ISSUES_MOST],
            "ends_left_out": max(0, len(by_issue) - OPEN_ISSUES_MOST),
            "open_count": sum(each.open for each in ends),
            "open_of": sum(each.n for each in ends),
        },
        description=f"{pager.count} exchanges: statements and replies side by side, and what is left unanswered.",
        pager=pager,
    )
