"""The Timeline page: statements in time, and how positions changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from components.charts.stance_history import stance_history_chart
from components.charts.timeline import last_day, timeline_chart
from components.page import PageContent, PageRequest
from components.parts.cards import cards, chart_source_line, list_party_names
from components.parts.comparison.cell_summaries import latest_stance_by_cell
from components.parts.issues import issues_of
from components.parts.sidebar import filters_sentence, filters_title
from components.parts.stance_changes import count_stance_changes, newest_stance_changes
from components.parts.stance_history import stance_histories
from components.url.links import Links
from data import Dataset, Event, Filters, Issue
from data import statements as queries
from data.translation import gettext, ngettext

# The limits of one chart that readers can still understand.
MAX_STATEMENTS = 1_000
MAX_HISTORIES = 6
MAX_CHANGES = 200
MAX_SUGGESTED_ISSUES = 8


def has_several_dates(dataset: Dataset) -> bool:
    """True if not all statements of the dataset are of one date."""
    return dataset.totals.dates > 1


def timeline_page(request: PageRequest) -> PageContent:
    """The statements that the address asks for, in time."""
    dataset, view, links = request.dataset, request.decoded.view, request.links
    statements = cards(dataset, queries.newest_statements(dataset, view.filters, MAX_STATEMENTS))
    total = queries.count_statements(dataset, view.filters) if len(statements) == MAX_STATEMENTS else len(statements)
    parties = [dataset.parties[party] for party in view.filters.party]
    issues = issues_of(dataset, view.filters)
    events = _events(dataset, {issue.id for issue in issues})
    counts = count_stance_changes(dataset, view.filters)
    changes = newest_stance_changes(dataset, view.filters, MAX_CHANGES)
    text = filters_sentence(dataset, view.filters)
    last, credit = last_day(statements), chart_source_line(dataset, [])
    chart = timeline_chart(
        statements,
        parties,
        events,
        issues=issues,
        link=links.statement,
        title=gettext("{sentence}, in time", sentence=text),
        credit=chart_source_line(dataset, [card.source for card in statements]),
    )
    is_whole = view.filters == Filters(party=view.filters.party)
    few = len(issues) <= MAX_HISTORIES
    histories = stance_histories(dataset, view.filters) if few else ()
    return PageContent(
        gettext("{parties} in time", parties=list_party_names(parties))
        if is_whole
        else gettext("{choice}, in time", choice=filters_title(dataset, view.filters)),
        {
            "total": total,
            "drawn": len(statements),
            "chart": chart if statements else None,
            "histories": [
                stance_history_chart(own, link=links.statement, until=last, credit=credit) for own in histories
            ],
            "histories_most": MAX_HISTORIES,
            "suggestions": [] if few else _most_discussed(dataset, request, links),
            "events": [(event, dataset.sources[event.source]) for event in events],
            "changes": tuple(reversed(changes)),
            "counts": counts,
            "heading": gettext("Timeline") if is_whole else filters_title(dataset, view.filters),
        },
        description=ngettext(
            "{sentence}, in time: the history of each party’s stance, and {num} change.",
            "{sentence}, in time: the history of each party’s stance, and {num} changes.",
            counts.changes,
            sentence=text,
        ),
    )


def _events(dataset: Dataset, issues: set[str]) -> list[Event]:
    """Return the events of the chosen issues and those that concern all issues, in order of time."""
    events = [event for event in dataset.events if not event.issue or event.issue in issues]
    return sorted(events, key=lambda event: event.date)


def _most_discussed(dataset: Dataset, request: PageRequest, links: Links) -> list[tuple[Issue, int, str]]:
    """Return the most discussed issues of the view: the issue, its number of statements, and the link to its
    history.
    """
    view = request.decoded.view
    counts: Counter[str] = Counter()
    for (issue, _), count in latest_stance_by_cell(dataset, view.filters).items():
        counts[issue] += count.n
    ranked = sorted((issue for issue in dataset.issues if issue in counts), key=lambda issue: -counts[issue])
    return [
        (
            dataset.issues[issue],
            counts[issue],
            links.page("timeline", replace(view.with_filters(issue=(issue,)), id="")),
        )
        for issue in ranked[:MAX_SUGGESTED_ISSUES]
    ]
