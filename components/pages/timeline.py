"""The Timeline page: statements in time, and how stances and distances ran."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from components.charts.timeline import course_chart, last_day
from components.charts.timeline import timeline as timeline_chart
from components.parts.cards import cards, chart_credit, party_list
from components.parts.cell_summaries import latest_stance_by_cell
from components.parts.issues import issues_of
from components.parts.sidebar import sentence
from components.parts.stance_changes import newest_stance_changes
from components.parts.stance_history import courses
from components.url.links import Links
from data import Dataset, Event, Issue
from data import statements as queries

from .page import PageContent, PageRequest

__all__ = ["timeline_page"]

# What one chart can hold and a reader can tell apart.
STATEMENTS_MOST = 1_000
COURSES_MOST = 6
CHANGES_MOST = 200
INVITED = 8


def timeline_page(request: PageRequest) -> PageContent:
    """The statements that the address asks for, in time."""
    dataset, view, links = request.dataset, request.decoded.view, request.links
    found = cards(dataset, queries.newest_statements(dataset, view.filters, STATEMENTS_MOST))
    total = queries.count_statements(dataset, view.filters) if len(found) == STATEMENTS_MOST else len(found)
    parties = [dataset.parties[party] for party in view.filters.party]
    issues = issues_of(dataset, view.filters)
    events = _events(dataset, {issue.id for issue in issues})
    moved_count, moved = newest_stance_changes(dataset, view.filters, CHANGES_MOST)
    last, credit = last_day(found), chart_credit(dataset, [])
    chart = timeline_chart(
        found,
        parties,
        events,
        link=links.statement,
        issue_name=lambda issue: dataset.issues[issue].name,
        title=f"{sentence(dataset, view.filters)}, in time",
        credit=chart_credit(dataset, [card.source for card in found]),
    )
    few = len(issues) <= COURSES_MOST
    steps = courses(dataset, view.filters) if few else ()
    return PageContent(
        f"{party_list(parties)} in time",
        {
            "total": total,
            "drawn": len(found),
            "chart": chart if found else None,
            "courses": [course_chart(course, link=links.statement, until=last, credit=credit) for course in steps],
            "courses_most": COURSES_MOST,
            "invited": [] if few else _most_discussed(dataset, request, links),
            "events": [(event, dataset.sources[event.source]) for event in events],
            "changes": tuple(reversed(moved)),
            "changes_count": moved_count,
        },
        description=f"{sentence(dataset, view.filters)}, in time: who held what since when, and {moved_count} changes.",
    )


def _events(dataset: Dataset, issues: set[str]) -> list[Event]:
    """The events of the chosen issues and those that bear on all, in order of time."""
    chosen = [event for event in dataset.events if not event.issue or event.issue in issues]
    return sorted(chosen, key=lambda event: event.date)


def _most_discussed(dataset: Dataset, request: PageRequest, links: Links) -> list[tuple[Issue, int, str]]:
    """The issues with most statements of the choice: issue, how many, and the link to its course."""
    view = request.decoded.view
    counted: Counter[str] = Counter()
    for (issue, _), count in latest_stance_by_cell(dataset, view.filters).items():
        counted[issue] += count.n
    ranked = sorted((issue for issue in dataset.issues if issue in counted), key=lambda issue: -counted[issue])
    return [
        (
            dataset.issues[issue],
            counted[issue],
            links.page("timeline", replace(view.with_filters(issue=(issue,)), id="")),
        )
        for issue in ranked[:INVITED]
    ]
