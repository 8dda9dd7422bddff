"""Asks an engine for the statements that some filters choose; the limits of a query and the types of its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from data.statements.filters import Filters

if TYPE_CHECKING:
    from data.model.dataset import Dataset

PARAMETER_PATTERN = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class QueryLimits:
    """The limits of a query: `seconds`; `memory`, which DuckDB may use for a file and its queries; `threads`."""

    seconds: float = 20.0
    memory: str = "384MB"
    threads: int = 2


DEFAULT_LIMITS = QueryLimits()
# Types that only one engine has, and those that both have in their place.
PLAIN_TYPES = {
    pa.dictionary(pa.uint8(), pa.string()): pa.string(),
    pa.dictionary(pa.uint16(), pa.string()): pa.string(),
    pa.dictionary(pa.uint32(), pa.string()): pa.string(),
    pa.int16(): pa.int64(),
    pa.int32(): pa.int64(),
}
# Stance values are the only numbers that may be missing: pandas would make floats of them.
NULLABLE_TYPES = {pa.int8(): pd.Int8Dtype()}


def frame_from_arrow(table: pa.Table) -> pd.DataFrame:
    """The rows of a table with the same types from every engine: text as `str`, whole numbers as `int64`, stance
    values, of 8 bits, as nullable `Int8`, days as `datetime64`."""
    columns = [column.cast(PLAIN_TYPES.get(column.type, column.type)) for column in table.columns]
    plain = pa.table(columns, table.column_names)
    frame: pd.DataFrame = plain.to_pandas(types_mapper=NULLABLE_TYPES.get, date_as_object=False, use_threads=False)
    return frame


def parameters_in(text: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters that a text names, since engines refuse others."""
    return {name: parameters[name] for name in set(PARAMETER_PATTERN.findall(text))}


def query_filtered_rows(dataset: Dataset, text: str, filters: Filters, **parameters: object) -> pd.DataFrame:
    """The rows that a text gives for some filters: `{cells}`, `{rows}` and `{where}` in it become their conditions."""
    chosen = filters.conditions(dataset)
    formatted = text.format(cells=chosen.cells, rows=chosen.rows, where=chosen.where)
    return dataset.engine.query(formatted, {**chosen.parameters, **parameters}, chosen.words)
