"""The Sources page: all documents, and the balance of the selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from components.page import PageContent, PageRequest
from components.parts.comparison.statement_breakdown import MAX_ROWS, StatementBreakdown, build_statement_breakdown
from components.parts.pager import pager
from components.parts.sources.left_out_sources import leave_out_sources, left_out_choices
from components.parts.sources.party_counts import PartyCounts, party_counts
from components.parts.sources.source_order import DOCUMENTS_PER_PAGE, sources_by_use
from components.parts.sources.source_shares import counts_by_source, source_shares
from components.url.view import form_parameters
from data import Dataset, Filters, Party, Source
from data import statements as queries
from data.translation import gettext, ngettext, number_text

# The most columns of a readable balance table.
MAX_PARTIES = 6


@dataclass(frozen=True)
class SourceUsage:
    """A source, and by party the number of statements from it that pass the filters."""

    source: Source
    counts: tuple[tuple[Party, int], ...]
    total: int


def sources_page(request: PageRequest) -> PageContent:
    """The documents behind the statements that pass the filters, whatever the
    party, and the balance of the whole dataset."""
    dataset, view = request.dataset, request.decoded.view
    everybody = view.with_filters(party=())
    counts = queries.source_totals(dataset, everybody.filters)
    listed = sources_by_use(dataset, everybody.filters, counts)
    at = pager(len(listed), DOCUMENTS_PER_PAGE, view.page)
    counts_by_property, by_source = queries.property_counts(dataset), counts_by_source(dataset)
    by_issue = party_counts(dataset, queries.statement_counts_by_issue(dataset), "issue")
    return PageContent(
        gettext("Sources"),
        {
            "documents": sources_with_usage(dataset, everybody.filters, listed[at.entries]),
            "parties": tuple(dataset.parties.values())[:MAX_PARTIES] if len(dataset.parties) <= MAX_PARTIES else (),
            "balances": (
                *statement_breakdowns(dataset, by_issue, counts_by_property),
                *source_shares(dataset, by_source),
            ),
            "choices": left_out_choices(dataset, by_source, view.left_out),
            "left_out": leave_out_sources(dataset, view.left_out, by_source),
            # All but the parameter of the form itself and the page of the list.
            "hidden": form_parameters(replace(view, page=1, left_out=""), dataset.version),
            "missing": coverage_gaps(dataset, len(by_issue.numbers)),
        },
        description=ngettext(
            "{num} document with the number of statements from it; the balance of the selection.",
            "{num} documents with the number of statements from each; the balance of the selection.",
            len(listed),
        ),
        pager=at,
    )


def sources_with_usage(dataset: Dataset, filters: Filters, shown: Sequence[Source]) -> list[SourceUsage]:
    """Return these documents, each with the number of statements from it by party."""
    counts: dict[str, dict[str, int]] = {}
    for row in queries.row_mappings(
        queries.counts_by_source_and_party(dataset, filters, [source.id for source in shown])
    ):
        counts.setdefault(row["source"], {})[row["party"]] = row["n"]
    return [
        SourceUsage(
            source,
            tuple((party, own[party.id]) for party in dataset.parties.values() if party.id in own),
            sum(own.values()),
        )
        for source in shown
        for own in [counts.get(source.id, {})]
    ]


def statement_breakdowns(
    dataset: Dataset, by_issue: PartyCounts, counts_by_property: pd.DataFrame
) -> tuple[StatementBreakdown, ...]:
    """The breakdown of statements by issue, year and depth of reading, from the counts of
    `data.statements.property_counts`."""
    by_year, by_reading = (
        party_counts(dataset, counts_by_property[counts_by_property["property"] == name], "value")
        for name in ("year", "checked")
    )
    reading = {
        "page": gettext("Document read whole"),
        "excerpt": gettext("Only an excerpt read"),
        "": gettext("Not recorded"),
    }
    years, depths = _with_empty_years(by_year.values), sorted(by_reading.values)
    return (
        build_statement_breakdown(
            (gettext("By issue"), gettext("Issue"), gettext("Statements by issue")),
            [issue.name for issue in dataset.issues.values()],
            by_issue.count_matrix(list(dataset.issues)),
        ),
        build_statement_breakdown(
            (gettext("By year"), gettext("Year"), gettext("Statements by year")), years, by_year.count_matrix(years)
        ),
        build_statement_breakdown(
            (gettext("By depth of reading"), gettext("Depth of reading"), gettext("Statements by depth of reading")),
            [reading[depth] for depth in depths],
            by_reading.count_matrix(depths),
        ),
    )


def _with_empty_years(years: Sequence[str]) -> list[str]:
    """The years in order of time, with those between in which nothing was stated, as far as there is room."""
    numbers = sorted(map(int, years))
    if numbers and numbers[-1] - numbers[0] < MAX_ROWS:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return list(map(str, numbers))


def coverage_gaps(dataset: Dataset, pairs_with_statements: int) -> tuple[str, ...]:
    """The gaps of the dataset, one text for each with its count. `pairs_with_statements` is how many pairs of an issue
    and a party have a statement."""
    total = dataset.statement_count
    if not total:
        return (gettext("No statement is on record yet"),)
    filled = queries.count_statements_with_fields(dataset)
    pairs = len(dataset.issues) * len(dataset.parties)
    unaddressed = sum(not source.url for source in dataset.sources.values())
    counts = (
        (pairs - pairs_with_statements, pairs, gettext("Pairs of an issue and a party without any statement")),
        (filled["no_stand"], total, gettext("Statements that take no stand on the proposition")),
        (filled["excerpts"], total, gettext("Statements that rest on an excerpt of their document")),
        (filled["unread"], total, gettext("Statements that do not say how much of it was read")),
        (total - filled["own_words"], total, gettext("Statements without a quote")),
        (total - filled["locator"], total, gettext("Statements that do not say where in the document to look")),
        (filled["note"], total, gettext("Statements with a note on a doubt or for the reader")),
        (unaddressed, len(dataset.sources), gettext("Documents without a link")),
    )
    return tuple(
        gettext("{gap}: {count} of {all}", gap=text, count=number_text(count), all=number_text(of))
        for count, of, text in counts
        if count
    )
