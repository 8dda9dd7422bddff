"""The protocol of an engine, which holds the statements of a dataset and answers SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd


class Engine(Protocol):
    """The statements of one dataset. `name` is for operators; `remote` says whether another machine answers."""

    name: str
    remote: bool

    @property
    def last_error(self) -> str:
        """The reason why the last query failed, for operators; '' if it did not."""
        ...

    def query(self, text: str, parameters: Mapping[str, object], words: Sequence[str] = ()) -> pd.DataFrame:
        """The rows that a SQL text gives, in its order, with the types of `data.statements.engine.frame_from_arrow`.

        The text reads the relation `statements` (columns as in `data.statements.table`) and names parameters as
        `$name`; those that it does not name are ignored. With `words`, it may read the relation `found`, which has the
        `position` of each statement whose `search` contains every word.

        EngineError if the query cannot be answered; QueryStoppedError if the caller's token was cancelled;
        QueryTooLongError if it takes too long.
        """
        ...
