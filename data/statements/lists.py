"""Questions whose answers are lists of statements. How the texts are written is said in `data.statements.cells`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.statements.engines.engine import query_filtered_rows
from data.validation.schema import table_schema

from .counts import count_statements
from .filters import Filters

if TYPE_CHECKING:
    from data.model.dataset import Dataset

# What a card shows of a statement; `position` is its place in the order of time.
CARD_COLUMNS = (*(column.name for column in table_schema("statements").columns), "position")
CARD_COLUMNS_SQL = ", ".join(CARD_COLUMNS)

# The positions are found first, so that the texts of no other statement are read.
STATEMENTS_PAGE_SQL = (
    f"select {CARD_COLUMNS_SQL} from statements where {{where}} "
    "and position in (select position from ({positions}) as chosen)"
)
STATEMENTS_BY_ID_SQL = f"select {CARD_COLUMNS_SQL} from statements where id in (select unnest($ids)) order by position"
REPLIES_TO_STATEMENT_SQL = (
    f"select {CARD_COLUMNS_SQL} from statements where responds_to = $id order by position limit $limit"
)
REPLIES_TO_STATEMENTS_SQL = (
    f"select {CARD_COLUMNS_SQL} from statements where responds_to in (select unnest($ids)) "
    "order by position limit $limit"
)
STATEMENTS_OF_OCCASION_SQL = (
    f"select {CARD_COLUMNS_SQL} from statements where occasion = $occasion order by position limit $limit"
)

NEWEST_REPLIES_SQL = """
with replies as (
    select id, responds_to, position from statements where responds_to <> '' order by position desc limit $limit),
passing as (select id from statements where {where})
select replies.id, replies.responds_to, replies.position,
    reply.id is not null or answered.id is not null as passes
from replies
    left join passing as reply on reply.id = replies.id
    left join passing as answered on answered.id = replies.responds_to
order by replies.position"""


def _selected(dataset: Dataset, filters: Filters, positions: str, order: str, **parameters: object) -> pd.DataFrame:
    """The statements at the positions that a text gives, among those that pass."""
    return query_filtered_rows(
        dataset, f"{STATEMENTS_PAGE_SQL.replace('{positions}', positions)} order by {order}", filters, **parameters
    )


def newest_statements(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The newest `limit` statements that pass the filters, oldest first: columns `CARD_COLUMNS`."""
    positions = "select position from statements where {where} order by position desc limit $limit"
    return _selected(dataset, filters, positions, "position", limit=limit)


def page_of_statements(dataset: Dataset, filters: Filters, start: int, limit: int) -> tuple[int, pd.DataFrame]:
    """The number of statements that pass the filters, and `limit` of them from number `start` on, counted from 0,
    newest first: columns `CARD_COLUMNS`."""
    positions = "select position from statements where {where} order by position desc limit $limit offset $start"
    rows = _selected(dataset, filters, positions, "position desc", limit=limit, start=start)
    return count_statements(dataset, filters), rows


def statements_after(dataset: Dataset, filters: Filters, position: int, limit: int) -> pd.DataFrame:
    """The first `limit` statements that pass the filters and stand after a position, oldest first: columns
    `CARD_COLUMNS`."""
    positions = "select position from statements where {where} and position > $after order by position limit $limit"
    return _selected(dataset, filters, positions, "position", after=position, limit=limit)


def nearest_statements(dataset: Dataset, party: str, issue: str, position: int, limit: int) -> pd.DataFrame:
    """The statements of a party on an issue, oldest first: the `limit` statements nearest to a position in the order of
    time, columns `CARD_COLUMNS`."""
    positions = "select position from statements where {where} order by abs(position - $around), position limit $limit"
    filters = Filters(party=(party,), issue=(issue,))
    return _selected(dataset, filters, positions, "position", around=position, limit=limit)


def statement_row_by_id(dataset: Dataset, statement_id: str) -> pd.DataFrame:
    """The statement of this id, columns `CARD_COLUMNS`; no row if there is none."""
    return statement_rows_by_ids(dataset, [statement_id])


def statement_rows_by_ids(dataset: Dataset, ids: Sequence[str]) -> pd.DataFrame:
    """The statements of these ids, oldest first: columns `CARD_COLUMNS`."""
    return dataset.engine.query(STATEMENTS_BY_ID_SQL, {"ids": list(ids)})


def replies_to(dataset: Dataset, statement_id: str, limit: int) -> pd.DataFrame:
    """The statements that answer this one, oldest first, at most `limit`: columns `CARD_COLUMNS`."""
    return dataset.engine.query(REPLIES_TO_STATEMENT_SQL, {"id": statement_id, "limit": limit})


def replies_to_any(dataset: Dataset, ids: Sequence[str], limit: int) -> pd.DataFrame:
    """The statements that answer one of these, oldest first, at most `limit`: columns `CARD_COLUMNS`."""
    return dataset.engine.query(REPLIES_TO_STATEMENTS_SQL, {"ids": list(ids), "limit": limit})


def statements_of_occasion(dataset: Dataset, occasion: str, limit: int) -> pd.DataFrame:
    """The statements that report an occasion, oldest first, at most `limit`: columns `CARD_COLUMNS`."""
    return dataset.engine.query(STATEMENTS_OF_OCCASION_SQL, {"occasion": occasion, "limit": limit})


def newest_replies(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The newest `limit` statements that answer another one, oldest first: `id`, `responds_to`, `position`, and
    `passes`, whether the reply or the statement that it answers passes the filters."""
    return query_filtered_rows(dataset, NEWEST_REPLIES_SQL, filters, limit=limit)


def statement_ids(dataset: Dataset, filters: Filters) -> set[str]:
    """The ids of all statements that pass the filters."""
    return set(query_filtered_rows(dataset, "select id from statements where {where}", filters)["id"].tolist())


def newest_ids(dataset: Dataset, limit: int) -> list[str]:
    """The ids of the newest `limit` statements, oldest first."""
    text = "select id, position from statements order by position desc limit $limit"
    return dataset.engine.query(text, {"limit": limit})["id"].tolist()[::-1]


def all_statements(dataset: Dataset) -> pd.DataFrame:
    """All statements with the columns of the format, in the order of their table."""
    columns = CARD_COLUMNS[:-1]
    return dataset.engine.query(f"select {', '.join(columns)} from statements order by row", {})


def row_mappings(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame as mappings with plain values, None where one is missing."""
    names = list(frame.columns)
    # Column by column: pandas takes three times as long for records.
    for values in zip(*(column_values(frame[name]) for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def column_values(column: pd.Series) -> list[Any]:
    """The values of a column, None where one is missing."""
    values: list[Any] = column.tolist()
    return [None if value is pd.NA else value for value in values] if column.dtype == "Int8" else values


def places_of_ids(column: pd.Series, records: Iterable[str]) -> np.ndarray:
    """For each id in a column its place among these ids, which include it. For a column of a million ids this takes a
    tenth of the time of `Series.map`."""
    places = {record: place for place, record in enumerate(records)}
    own_places, names = pd.factorize(column)
    result: np.ndarray = np.array([places[name] for name in names], dtype=int)[own_places]
    return result
