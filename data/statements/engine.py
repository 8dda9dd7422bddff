"""What an engine does: it holds the statements of one dataset and answers SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from .filters import Filters

if TYPE_CHECKING:
    from data.dataset import Dataset

__all__ = ["DEFAULT_LIMITS", "Engine", "QueryLimits", "ask", "plain_types"]


@dataclass(frozen=True)
class QueryLimits:
    """What a query may take: `seconds`; `memory`, what DuckDB may hold of a file and of its queries; `threads`."""

    seconds: float = 20.0
    memory: str = "384MB"
    threads: int = 2


DEFAULT_LIMITS = QueryLimits()


class Engine(Protocol):
    """The statements of one dataset. `name` is for operators; `remote` says whether another machine answers."""

    name: str
    remote: bool

    @property
    def trouble(self) -> str:
        """Why the last query failed, for operators; '' if it did not."""
        ...

    def query(self, text: str, parameters: Mapping[str, object], words: Sequence[str] = ()) -> pd.DataFrame:
        """The rows that a SQL text gives, in its order, with the types of `plain_types`.

        The text reads the relation `statements` (columns as in `data.statements.table`) and names parameters as
        `$name`; those that it does not name are ignored. With `words`, it may read the relation `found`, which has the
        `position` of each statement whose `search` contains every word.

        EngineError if the query cannot be answered; QueryStoppedError if the caller's token was cancelled;
        QueryTooLongError if it takes too long.
        """
        ...


def plain_types(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the same types from every engine: text as `str`, whole numbers as `int64`, stance values, of
    8 bits, as nullable `Int8`, days as `datetime64`."""
    types: dict[str, str] = {}
    for name, dtype in frame.dtypes.items():
        if str(dtype) in ("category", "object"):
            types[str(name)] = "str"
        elif str(dtype) == "int8":
            types[str(name)] = "Int8"
        elif str(dtype) in ("int16", "int32", "Int16", "Int32"):
            types[str(name)] = "int64"
    return frame.astype(types) if types else frame


def ask(dataset: Dataset, text: str, filters: Filters, **parameters: object) -> pd.DataFrame:
    """The rows that a text gives for some filters: `{cells}`, `{rows}` and `{where}` in it become their conditions."""
    chosen = filters.conditions()
    formatted = text.format(cells=chosen.cells, rows=chosen.rows, where=chosen.where)
    return dataset.engine.query(formatted, {**chosen.parameters, **parameters}, chosen.words)
