"""The origin of each party's statements: shares of outlets, of kinds of publisher, languages and countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.parts.comparison.statement_breakdown import StatementBreakdown, build_statement_breakdown
from components.parts.sources.party_counts import PartyCounts, party_counts
from data import Dataset, Source
from data import statements as queries
from data.statements import kind_label, language_name
from data.translation import current_locale, gettext, gettext_noop

MAX_OUTLETS = 25
# The UN's code of the world, M.49, for bodies that belong to no country.
INTERNATIONAL_COUNTRY_CODE = "001"
CARRIER_LABELS: Mapping[str, str] = {
    "primary": gettext_noop("Primary source"),
    "agency": gettext_noop("News agency"),
    "secondary": gettext_noop("Secondary report"),
}


def source_shares(dataset: Dataset, counts: PartyCounts) -> tuple[StatementBreakdown, ...]:
    """The breakdowns by outlet, by nearness to the words, kind, language and country, the largest shares first.
    `counts` are those of `counts_by_source`. A property that no source has is left out."""
    countries, names = dataset.publisher_countries, current_locale().territories
    languages = {tag: language_name(tag) if tag else "" for tag in {each.language for each in dataset.sources.values()}}

    def country(source: Source) -> str:
        code = countries.get(source.publisher, "")
        return gettext("International body") if code == INTERNATIONAL_COUNTRY_CODE else names.get(code, code)

    properties: tuple[tuple[tuple[str, str, str], Callable[[Source], str]], ...] = (
        (
            (gettext("By outlet"), gettext("Outlet"), gettext("Statements by outlet")),
            lambda source: source.publisher,
        ),
        (
            (gettext("By nearness to the words"), gettext("Document"), gettext("Statements by nearness to the words")),
            lambda source: gettext(CARRIER_LABELS[source.carrier]) if source.carrier else "",
        ),
        (
            (gettext("By kind of source"), gettext("Kind of source"), gettext("Statements by kind of source")),
            lambda source: kind_label(source.kind),
        ),
        (
            (gettext("By language"), gettext("Language"), gettext("Statements by language of the document")),
            lambda source: languages[source.language],
        ),
        (
            (gettext("By country of the outlet"), gettext("Country"), gettext("Statements by country of the outlet")),
            country,
        ),
    )
    tables = (_shares(dataset, counts, titles, label) for titles, label in properties)
    return tuple(table for table in tables if table)


def _shares(
    dataset: Dataset, counts: PartyCounts, titles: tuple[str, str, str], label: Callable[[Source], str]
) -> StatementBreakdown | None:
    labels = {source: label(dataset.sources[source]) for source in counts.values}
    names = list(dict.fromkeys(labels.values()))
    if not any(names):
        return None
    matrix = counts.count_matrix(names, labels.__getitem__)
    totals = matrix.sum(axis=1).tolist()
    # What is not recorded comes last.
    order = sorted(range(len(names)), key=lambda place: (names[place] == "", -totals[place], names[place]))
    return build_statement_breakdown(
        titles,
        [names[place] or gettext("Not recorded") for place in order],
        matrix[order],
        rows_most=MAX_OUTLETS,
        with_shares=True,
    )


def counts_by_source(dataset: Dataset) -> PartyCounts:
    """The number of statements of each party that rest on each source."""
    return party_counts(dataset, queries.statement_counts_by_source(dataset), "source")
