"""The server over a dataset whose queries wait as long as a file is there: `uvicorn tests.browser.slow_server:app`.

The variable SLOW_FOLDER names the folder. A query waits while it holds a file `slow`; each one that is cancelled leaves
a file there whose name begins with `cancelled`.
"""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import dashboard
from data import DatasetStatus
from data.model import QueryStoppedError
from tests.applications import FixedWatcher
from tests.engines import SlowEngine

FOLDER = Path(os.environ["SLOW_FOLDER"])


class WaitingEngine(SlowEngine):
    """An engine whose queries wait for the file to go."""

    def may_go(self) -> bool:
        return super().may_go() and not (FOLDER / "slow").exists()

    def query(self, *question: Any) -> Any:
        try:
            return super().query(*question)
        except QueryStoppedError:
            tempfile.mkstemp(prefix="cancelled", dir=FOLDER)
            raise


application = dashboard.applications[""]
dataset: Any = application.current_dataset
slow = replace(dataset, engine=WaitingEngine(dataset.engine))
application.watcher = cast(Any, FixedWatcher(DatasetStatus(slow, None)))
app = dashboard.app
