"""Questions whose answers are counts. How the texts are written is said in `data.statements.cells`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from .engine import query_filtered_rows
from .facets import facet_names
from .filters import Filters

if TYPE_CHECKING:
    from data.model.dataset import Dataset

PROPERTIES = ("issue", "year", "kind", "checked")
PROPERTY_COUNTS = " union all ".join(
    f"select '{name}' as property, cast({name} as string) as value, party, count(*) as n "
    f"from statements group by {name}, party"
    for name in PROPERTIES
)
FILLED_COUNTS = """
select count(*) as n, count(*) filter (where quote <> '') as quote, count(*) filter (where locator <> '') as locator,
    count(*) filter (where note <> '') as note
from statements"""


def count_statements(dataset: Dataset, filters: Filters) -> int:
    """How many statements pass the filters."""
    return int(query_filtered_rows(dataset, "select count(*) as n from statements where {where}", filters)["n"].iloc[0])


def facet_counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """How many statements each value of each facet would leave, with the other facets as they are: `facet`, `value`,
    `n`."""
    chosen = filters.conditions()
    # A facet with a choice is counted over what the others leave; all others over the same statements, read once.
    sources = {
        name: f"statements where {filters.replace(**{name: ()}).conditions().where}" if filters[name] else "passing"
        for name in facet_names()
    }
    counts = " union all ".join(
        f"select '{name}' as facet, cast({name} as string) as value, count(*) as n from {source} group by {name}"
        for name, source in sources.items()
    )
    text = f"with passing as (select {', '.join(sources)} from statements where {chosen.where}) {counts}"
    return dataset.engine.query(text, chosen.parameters, chosen.words)


def counts_by_source_and_party(dataset: Dataset, filters: Filters, sources: Sequence[str]) -> pd.DataFrame:
    """How many statements of each party rest on each of these documents: `source`, `party`, `n`."""
    text = (
        "select source, party, count(*) as n from statements "
        "where {where} and source in (select unnest($sources)) group by source, party"
    )
    return query_filtered_rows(dataset, text, filters, sources=list(sources))


def statement_counts_by_source(dataset: Dataset) -> pd.DataFrame:
    """How many statements of each party rest on each document on which any does: `source`, `party`, `n`."""
    return dataset.engine.query("select source, party, count(*) as n from statements group by source, party", {})


def source_totals(dataset: Dataset, filters: Filters) -> dict[str, int]:
    """How many statements rest on each document on which any does."""
    rows = query_filtered_rows(
        dataset, "select source, count(*) as n from statements where {where} group by source", filters
    )
    return dict(zip(rows["source"].tolist(), rows["n"].tolist(), strict=True))


def property_counts(dataset: Dataset) -> pd.DataFrame:
    """How many statements of each party have each value of some properties: `property`, `value` (as text), `party`,
    `n`."""
    return dataset.engine.query(PROPERTY_COUNTS, {})


def count_statements_with_fields(dataset: Dataset) -> dict[str, int]:
    """How many statements there are (`n`), and how many have a `quote`, a `locator` and a `note`."""
    rows = dataset.engine.query(FILLED_COUNTS, {})
    return {str(name): int(rows[name].iloc[0]) for name in rows}
