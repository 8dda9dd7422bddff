"""Applications over a dataset that a test provides."""

from collections.abc import Callable
from typing import Any, cast

from components.application import Application
from data import Dataset, DatasetStatus, DatasetWatcher, Report, Settings


class FixedWatcher:
    """Stands in for the watcher of a dataset whose files nobody changes."""

    def __init__(self, status: DatasetStatus) -> None:
        self.status = status
        self.directory = status.dataset.directory if status.dataset else "somewhere"

    def watch(self, seconds: float, on_change: Callable[[], None]) -> Callable[[], None]:
        return lambda: None


def application_of(dataset: Dataset | None, rejected: Report | None = None, **settings: Any) -> Application:
    """An application that serves this dataset; `rejected` is the report on a newer state of its files."""
    watcher = FixedWatcher(DatasetStatus(dataset, rejected))
    return Application(Settings(**settings), cast("DatasetWatcher", watcher))
