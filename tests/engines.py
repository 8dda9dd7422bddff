"""Engines that do what a test wants."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.cancellation import current_cancel_token
from data.model import EngineError, QueryStoppedError


class SlowEngine:
    """The engine of a dataset, whose every query waits until it may go (at once unless `go` is cleared), and then fails
    with `error` if there is one. It counts the queries that were begun and cancelled."""

    def __init__(self, engine: Any, remote: bool = False) -> None:
        self._engine, self.name, self.remote = engine, engine.name, remote
        self.go, self.last_error = threading.Event(), ""
        self.error: EngineError | None = None
        self.begun = self.cancelled = 0
        self.go.set()

    def may_go(self) -> bool:
        return self.go.is_set()

    def query(self, text: str, parameters: Mapping[str, object], words: Sequence[str] = ()) -> pd.DataFrame:
        self.begun += 1
        if self.error:
            raise self.error
        token, woken = current_cancel_token(), threading.Event()
        with token.on_cancel(woken.set):
            while not self.may_go() and not woken.wait(0.01):
                pass
        if token.cancelled:
            self.cancelled += 1
            raise QueryStoppedError
        return self._engine.query(text, parameters, words)
