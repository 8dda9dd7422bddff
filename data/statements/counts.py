"""Questions whose answers are counts. How the texts are written is said in `data.statements.cells`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from data.statements.engines.engine import query_filtered_rows

from .facets import FACETS, facet_names
from .filters import Filters

if TYPE_CHECKING:
    from data.model.dataset import Dataset

COUNTED_PROPERTIES = ("year", "kind", "checked")
PROPERTY_COUNTS_SQL = " union all ".join(
    f"select '{name}' as property, cast({name} as string) as value, party, count(*) as n "
    f"from statements group by {name}, party"
    for name in COUNTED_PROPERTIES
)
FILLED_COUNTS_SQL = """
select count(*) as n, count(*) filter (where summary <> '') as summary, count(*) filter (where text <> '') as text,
    count(*) filter (where quote <> '') as quote, count(*) filter (where quote <> '' or text <> '') as own_words,
    count(*) filter (where locator <> '') as locator,
    count(*) filter (where note <> '') as note, count(*) filter (where checked = 'excerpt') as excerpts,
    count(*) filter (where checked = '') as unread, count(*) filter (where stance = 'no-stand') as no_stand,
    count(*) filter (where basis = 'declared') as declared,
    count(*) filter (where basis = 'vote') as vote
from statements"""


def count_statements(dataset: Dataset, filters: Filters) -> int:
    """The number of statements that pass the filters."""
    return int(query_filtered_rows(dataset, "select count(*) as n from statements where {where}", filters)["n"].iloc[0])


def facet_counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """The number of statements that each value of each facet would leave, with the other facets as they are: `facet`,
    `value`, `n`. A statement with several values of a facet counts for each."""
    chosen = filters.conditions(dataset)
    # A facet with a choice is counted over what the others leave; all others over the same statements, read once.
    sources = {
        name: f"statements where {filters.replace(**{name: ()}).conditions(dataset).where}"
        if filters[name]
        else "passing"
        for name in facet_names()
    }
    counts = " union all ".join(
        f"select '{name}' as facet, cast({name} as string) as value, count(*) as n from {source} group by {name}"
        for name, source in sources.items()
    )
    text = f"with passing as (select {', '.join(sources)} from statements where {chosen.where}) {counts}"
    return _counts_of_values(dataset, dataset.engine.query(text, chosen.parameters, chosen.words))


def _counts_of_values(dataset: Dataset, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of the cells of facets as counts of their values."""
    known = {facet.name: facet.values_of_cells(dataset) for facet in FACETS}
    numbers: dict[tuple[str, str], int] = {}
    for facet, cell, n in zip(*(counts[name].tolist() for name in ("facet", "value", "n")), strict=True):
        for value in dict.fromkeys(known[facet].get(cell, (cell,))):
            numbers[facet, value] = numbers.get((facet, value), 0) + n
    return pd.DataFrame([(*key, n) for key, n in numbers.items()], columns=["facet", "value", "n"])


def counts_by_source_and_party(dataset: Dataset, filters: Filters, sources: Sequence[str]) -> pd.DataFrame:
    """The number of statements of each party that rest on each of these documents: `source`, `party`, `n`."""
    text = (
        "select source, party, count(*) as n from statements "
        "where {where} and source in (select unnest($sources)) group by source, party"
    )
    return query_filtered_rows(dataset, text, filters, sources=list(sources))


def statement_counts_by_issue(dataset: Dataset) -> pd.DataFrame:
    """The number of statements of each party on each issue on which it has any: `issue`, `party`, `n`."""
    return dataset.engine.query("select issue, party, count(*) as n from statements group by issue, party", {})


def statement_counts_by_source(dataset: Dataset) -> pd.DataFrame:
    """The number of statements of each party on each document on which any rests: `source`, `party`, `n`."""
    return dataset.engine.query("select source, party, count(*) as n from statements group by source, party", {})


def source_totals(dataset: Dataset, filters: Filters) -> dict[str, int]:
    """The number of statements on each document on which any rests."""
    rows = query_filtered_rows(
        dataset, "select source, count(*) as n from statements where {where} group by source", filters
    )
    return dict(zip(rows["source"].tolist(), rows["n"].tolist(), strict=True))


def property_counts(dataset: Dataset) -> pd.DataFrame:
    """The number of statements of each party with each value of some properties: `property`, `value` (as text),
    `party`, `n`."""
    return dataset.engine.query(PROPERTY_COUNTS_SQL, {})


def count_statements_with_fields(dataset: Dataset) -> dict[str, int]:
    """The number of statements (`n`), and of those that have a `summary`, a `text`, a `quote`, quote or text
    (`own_words`), a `locator` and a `note`, rest on an excerpt of their document (`excerpts`), do not say how much of
    it was read (`unread`), take no stand on the proposition (`no_stand`), or have a stance that is `declared` or a
    `vote`."""
    rows = dataset.engine.query(FILLED_COUNTS_SQL, {})
    return {str(name): int(rows[name].iloc[0]) for name in rows}
