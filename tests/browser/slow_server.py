"""The server over a dataset whose queries wait as long as a file is there: `uvicorn tests.browser.slow_server:app`.

The variable SLOW_FOLDER names the folder. A query waits while it holds a file `slow`; each one that is cancelled leaves
a file there whose name begins with `cancelled`.
"""

import os
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import dashboard
from data import DatasetWatcher, Status
from data.cancellation import current_token
from data.model import QueryStoppedError
from tests.applications import FixedWatcher

FOLDER = Path(os.environ["SLOW_FOLDER"])


class WaitingEngine:
    """An engine whose queries wait for the file to go."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def query(self, *question: Any) -> Any:
        token, woken = current_token(), threading.Event()
        with token.on_cancel(woken.set):
            while (FOLDER / "slow").exists() and not woken.wait(0.02):
                pass
        if token.cancelled:
            tempfile.mkstemp(prefix="cancelled", dir=FOLDER)
            raise QueryStoppedError
        return self._engine.query(*question)


dataset = dashboard.application.current_dataset
slow = replace(cast(Any, dataset), engine=WaitingEngine(cast(Any, dataset).engine))
dashboard.application.watcher = cast(DatasetWatcher, FixedWatcher(Status(slow, None)))
app = dashboard.app
