"""The Exchanges page: statements and their replies, and statements without an answer."""

from __future__ import annotations

from itertools import groupby

from components.page import PageContent, PageRequest
from components.parts.threads import page_of_threads, unanswered_statements_by_cell
from data import Dataset
from data.translation import gettext, ngettext

THREADS_PER_PAGE = 20
MAX_UNANSWERED_ISSUES = 200


def has_replies(dataset: Dataset) -> bool:
    """True if a statement of the dataset answers another one."""
    return dataset.totals.replies > 0


def exchanges_page(request: PageRequest) -> PageContent:
    """The threads with a statement that passes the filters, and the statements without an answer."""
    dataset, view = request.dataset, request.decoded.view
    pager, threads = page_of_threads(dataset, view.filters, view.page, THREADS_PER_PAGE)
    cells = unanswered_statements_by_cell(dataset, view.filters)
    by_issue = [(issue, list(own)) for issue, own in groupby(cells, key=lambda each: each.issue)]
    return PageContent(
        gettext("Who answers whom"),
        {
            "threads": threads,
            "unanswered": by_issue[:MAX_UNANSWERED_ISSUES],
            "issues_left_out": max(0, len(by_issue) - MAX_UNANSWERED_ISSUES),
            "open_count": sum(each.open for each in cells),
            "open_of": sum(each.n for each in cells),
        },
        description=ngettext(
            "{num} exchange: statements and replies side by side, and what is left unanswered.",
            "{num} exchanges: statements and replies side by side, and what is left unanswered.",
            pager.count,
        ),
        pager=pager,
    )
