"""The Sources page: every document, and how balanced the selection is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from components.page import PageContent, PageRequest
from components.parts.pager import pager
from components.parts.source_order import DOCUMENTS_PER_PAGE, sources_by_use
from data import Dataset, Filters, Party, Source
from data import statements as queries
from data.statements import kind_label
from data.translation import gettext, ngettext, number_text

# Columns and rows of a balance table that can still be read.
PARTIES_MOST = 6
ROWS_MOST = 80


@dataclass(frozen=True)
class SourceUsage:
    """A source, and by party the number of statements from it that pass the filters."""

    source: Source
    counts: tuple[tuple[Party, int], ...]
    total: int


@dataclass(frozen=True)
class BalanceRow:
    """One row of a balance table. `counts` has one number a column."""

    label: str
    counts: tuple[int, ...]
    total: int
    silent: int


@dataclass(frozen=True)
class StatementBreakdown:
    """Statements by one property. `left_out` counts rows for which there is no room."""

    title: str
    property: str
    caption: str
    rows: tuple[BalanceRow, ...]
    left_out: int
    largest: int


def sources_page(request: PageRequest) -> PageContent:
    """The documents behind the statements that pass the filters, whatever the
    party, and the balance of the whole dataset."""
    dataset, view = request.dataset, request.decoded.view
    everybody = view.with_filters(party=())
    counts = queries.source_totals(dataset, everybody.filters)
    listed = sources_by_use(dataset, everybody.filters, counts)
    at = pager(len(listed), DOCUMENTS_PER_PAGE, view.page)
    counts_by_property = queries.property_counts(dataset)
    return PageContent(
        gettext("Sources"),
        {
            "documents": sources_with_usage(dataset, everybody.filters, listed[at.entries]),
            "parties": tuple(dataset.parties.values())[:PARTIES_MOST] if len(dataset.parties) <= PARTIES_MOST else (),
            "balances": statement_breakdowns(dataset, counts_by_property),
            "missing": coverage_gaps(dataset, counts_by_property),
        },
        description=ngettext(
            "{num} document and what rests on it; how balanced the selection is.",
            "{num} documents and what rests on each of them; how balanced the selection is.",
            len(listed),
        ),
        pager=at,
    )


def sources_with_usage(dataset: Dataset, filters: Filters, shown: Sequence[Source]) -> list[SourceUsage]:
    """These documents, with what rests on each of them."""
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


def statement_breakdowns(dataset: Dataset, counts_by_property: pd.DataFrame) -> tuple[StatementBreakdown, ...]:
    """How the statements spread over parties, issues, years, kinds of source and
    depth of reading, from the counts of `data.statements.property_counts`."""
    labels = {
        "issue": {issue.id: issue.name for issue in dataset.issues.values()},
        "checked": {
            "page": gettext("Document read whole"),
            "excerpt": gettext("Only an excerpt read"),
            "": gettext("Not recorded"),
        },
    }
    titles = {
        "issue": (gettext("By issue"), gettext("Issue"), gettext("Statements by issue")),
        "year": (gettext("By year"), gettext("Year"), gettext("Statements by year")),
        "kind": (gettext("By kind of source"), gettext("Kind of source"), gettext("Statements by kind of source")),
        "checked": (
            gettext("By depth of reading"),
            gettext("Depth of reading"),
            gettext("Statements by depth of reading"),
        ),
    }
    return tuple(
        _balance(names, name, dataset, counts_by_property[counts_by_property["property"] == name], labels.get(name, {}))
        for name, names in titles.items()
    )


def _balance(
    titles: tuple[str, str, str], name: str, dataset: Dataset, frame: pd.DataFrame, labels: Mapping[str, str]
) -> StatementBreakdown:
    table: dict[str, dict[str, int]] = {value: {} for value in labels if name == "issue"}
    for record in queries.row_mappings(frame):
        table.setdefault(record["value"], {})[record["party"]] = record["n"]
    keys = list(table) if name == "issue" else sorted(table)
    rows = [
        BalanceRow(
            labels.get(key) or (kind_label(key) if key else gettext("Not recorded")),
            tuple(table[key].get(party, 0) for party in dataset.parties),
            sum(table[key].values()),
            sum(party not in table[key] for party in dataset.parties),
        )
        for key in keys
    ]
    largest = max((max(row.counts, default=0) for row in rows), default=0)
    return StatementBreakdown(*titles, tuple(rows[:ROWS_MOST]), max(0, len(rows) - ROWS_MOST), largest)


def coverage_gaps(dataset: Dataset, balanced: pd.DataFrame) -> tuple[str, ...]:
    """The gaps of the dataset, one text for each with its count, from the same counts as the balance."""
    total = dataset.statement_count
    if not total:
        return (gettext("No statement is on record yet"),)
    filled = queries.count_statements_with_fields(dataset)
    by_issue = balanced[balanced["property"] == "issue"]
    read = balanced[balanced["property"] == "checked"].groupby("value")["n"].sum()
    stances = queries.facet_counts(dataset, Filters()).query("facet == 'stance'").set_index("value")["n"]
    pairs = len(dataset.issues) * len(dataset.parties)
    unaddressed = sum(not source.url for source in dataset.sources.values())
    counts = (
        (pairs - len(by_issue), pairs, gettext("Pairs of an issue and a party without any statement")),
        (stances.get("no-stand", 0), total, gettext("Statements that take no stand on the proposition")),
        (read.get("excerpt", 0), total, gettext("Statements that rest on an excerpt of their document")),
        (read.get("", 0), total, gettext("Statements that do not say how much of it was read")),
        (total - filled["quote"], total, gettext("Statements without a quote")),
        (total - filled["locator"], total, gettext("Statements that do not say where in the document to look")),
        (filled["note"], total, gettext("Statements with a note on a doubt or for the reader")),
        (unaddressed, len(dataset.sources), gettext("Documents without a link")),
    )
    return tuple(
        gettext("{gap}: {count} of {all}", gap=text, count=number_text(count), all=number_text(of))
        for count, of, text in counts
        if count
    )
