"""The Timeline page: statements in time, and how stances and distances ran."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from components.cards import cards, party_list
from components.charts.stance_history import stance_history_chart
from components.charts.timeline import last_day, timeline_chart
from components.course import courses
from components.links import Links
from components.overview import issues_of, latest_stances, stance_changes
from components.panel import panel, sentence
from data import Dataset, Event, Issue
from data import statements as queries

from .request import Page, Request, credited, laid_out

__all__ = ["timeline"]

# What one chart can hold and a reader can tell apart.
STATEMENTS_MOST = 1_000
COURSES_MOST = 6
CHANGES_MOST = 200
INVITED = 8


def timeline(request: Request) -> Page:
    """The statements that the address asks for, in time."""
    dataset, view, links = request.dataset, request.decoded.view, request.links
    found = cards(dataset, queries.newest_statements(dataset, view.filters, STATEMENTS_MOST))
    total = queries.count_statements(dataset, view.filters) if len(found) == STATEMENTS_MOST else len(found)
    parties = [dataset.parties[party] for party in view.filters.party]
    issues = issues_of(dataset, view.filters)
    events = _events(dataset, {issue.id for issue in issues})
    moved_count, moved = stance_changes(dataset, view.filters, CHANGES_MOST)
    last, credit = last_day(found), credited(dataset, [])
    chart = timeline_chart(
        found,
        parties,
        events,
        link=links.statement,
        issue_name=lambda issue: dataset.issues[issue].name,
        title=f"{sentence(dataset, view.filters)}, in time",
        credit=credited(dataset, [card.source for card in found]),
    )
    few = len(issues) <= COURSES_MOST
    steps = courses(dataset, view.filters) if few else ()
    return laid_out(
        "timeline",
        f"{party_list(parties)} in time",
        request,
        description=f"{sentence(dataset, view.filters)}, in time: who held what since when, and {moved_count} changes.",
        panel=panel(dataset, view),
        total=total,
        drawn=len(found),
        chart=chart if found else None,
        courses=[stance_history_chart(course, link=links.statement, until=last, credit=credit) for course in steps],
        courses_most=COURSES_MOST,
        invited=[] if few else _most_discussed(dataset, request, links),
        events=[(event, dataset.sources[event.source]) for event in events],
        changes=tuple(reversed(moved)),
        changes_count=moved_count,
    )


def _events(dataset: Dataset, issues: set[str]) -> list[Event]:
    """The events of the chosen issues and those that bear on all, in order of time."""
    chosen = [event for event in dataset.events if not event.issue or event.issue in issues]
    return sorted(chosen, key=lambda event: event.date)


def _most_discussed(dataset: Dataset, request: Request, links: Links) -> list[tuple[Issue, int, str]]:
    """The issues with most statements of the choice: issue, how many, and the link to its course."""
    view = request.decoded.view
    counted: Counter[str] = Counter()
    for (issue, _), count in latest_stances(dataset, view.filters).items():
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
