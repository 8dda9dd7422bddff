"""Serves a dataset whose files or tables may change.

A new state is read and checked beside the old one and replaces it in one step. If it has problems, the old one stays,
and a report says what is wrong.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.loading import load
from data.model import Dataset
from data.package import DESCRIPTOR_FILE, DatabaseUrl, DatasetLocation, dataset_file_paths, is_built
from data.package.descriptor import infer_descriptor
from data.settings import DEFAULT_SETTINGS, Settings
from data.validation import DatasetError, Problem, ProblemKind, Report

log = logging.getLogger("counterpoint")

# A value that differs between two states of the files or tables, known without reading them; None if unknown.
Fingerprint = tuple[tuple[object, ...], ...] | None
# The question whether a database has changed takes at most a tenth of its time, whatever the size of the tables.
PAUSE_FACTOR = 10


@dataclass(frozen=True, eq=False)
class DatasetStatus:
    """The last state of a dataset without problems, or None, and the report on a newer state with problems, or None."""

    dataset: Dataset | None
    rejected: Report | None


class DatasetWatcher:
    """The dataset in a folder or a database, followed through its changes."""

    def __init__(self, directory: DatasetLocation, settings: Settings = DEFAULT_SETTINGS) -> None:
        self.directory, self.settings = directory, settings
        # A database shows what was committed, never a part of it, so there is nothing to wait for.
        self._transactional = isinstance(directory, DatabaseUrl)
        self._read = self._seen = _fingerprint(directory)
        self._status = DatasetStatus(None, None)
        self._status = self._read_next_status()
        self._polling = threading.Lock()
        self._pause = 0.0

    @property
    def status(self) -> DatasetStatus:
        """The current status. Safe to read from any thread."""
        return self._status

    def poll(self) -> bool:
        """Read the files if they changed and then stayed the same between two polls, so that no half-written file is
        read.

        A database is read at once, and again as long as reading fails. Return True if another dataset is served now."""
        with self._polling:
            start = time.monotonic()
            fingerprint, before = _fingerprint(self.directory), self._seen
            self._seen, self._pause = fingerprint, PAUSE_FACTOR * (time.monotonic() - start)
            same = fingerprint == self._read and fingerprint is not None and not self._may_be_temporary()
            if same or (fingerprint != before and not self._transactional):
                return False
            status = self._read_next_status()
            self._pause = max(self._pause, time.monotonic() - start)
            undisturbed = _fingerprint(self.directory) == fingerprint
            if not undisturbed and not self._transactional:
                return False
            self._read = fingerprint if undisturbed else None
            changed = status.dataset is not self._status.dataset
            self._status = status
            return changed

    def watch(self, seconds: float, on_change: Callable[[], None]) -> Callable[[], None]:
        """Poll every `seconds`, less often if a poll takes long, in a thread of its own. Call `on_change` after each
        change of the status. Return the function that stops the thread."""
        ended = threading.Event()

        def run() -> None:
            while not ended.wait(max(seconds, self._pause)):
                before = self._status
                self.poll()
                if self._status is not before:
                    on_change()

        threading.Thread(target=run, name="counterpoint-dataset", daemon=True).start()
        return ended.set

    def _may_be_temporary(self) -> bool:
        """True if the problems may go away by themselves, as those of a database may."""
        # The drivers of databases are loaded only where there is one.
        if not self._transactional:
            return False
        from data.package.database import is_temporary

        return is_temporary(self._status.rejected)

    def _may_be_damaged(self, old: Dataset) -> bool:
        """True if the files that the old state has open may be damaged.

        Every query of a built dataset reads them. After damage, the dataset has to be opened anew from the files now in
        their place."""
        rejected = self._status.rejected is not None
        return bool(old.engine.last_error) or (
            rejected and isinstance(self.directory, Path) and is_built(self.directory)
        )

    def _read_next_status(self) -> DatasetStatus:
        old = self._status.dataset
        try:
            dataset = load(self.directory, self.settings)
            self._reject_lost_descriptor(old, dataset)
        except DatasetError as error:
            if self._status.rejected and self._status.rejected.problems == error.report.problems:
                return self._status
            log.error("The dataset is not served as it stands.\n%s", error)
            return DatasetStatus(old, error.report)
        except Exception as error:
            # Whatever error a half-written folder causes, the old state is still served.
            log.exception("The dataset could not be read: %s", self.directory)
            if old is None:
                raise
            problem = Problem(str(self.directory), f"could not be read: {error}", ProblemKind.UNREADABLE)
            return DatasetStatus(old, Report(str(self.directory), [problem]))
        if old is not None and old.version == dataset.version and not self._may_be_damaged(old):
            return DatasetStatus(old, None) if self._status.rejected else self._status
        log.info("Serving %s, version %s", dataset.directory, dataset.version)
        return DatasetStatus(dataset, None)

    def _reject_lost_descriptor(self, old: Dataset | None, new: Dataset) -> None:
        """Raise DatasetError if the descriptor has disappeared.

        Somebody may be writing the folder anew. Without a descriptor the title and the licence would be lost."""
        if old is None or not isinstance(self.directory, Path):
            return
        inferred = infer_descriptor(self.directory)
        if new.descriptor == inferred != old.descriptor:
            message = "is missing, though it was there when the server read the dataset before"
            problem = Problem(DESCRIPTOR_FILE, message, ProblemKind.DESCRIPTOR_UNREADABLE)
            raise DatasetError(Report(str(self.directory), [problem]))


def _fingerprint(directory: DatasetLocation) -> Fingerprint:
    if isinstance(directory, DatabaseUrl):
        return database_fingerprint(directory)
    files: list[tuple[object, ...]] = []
    for path in dataset_file_paths(directory):
        try:
            status = path.stat()
        except (OSError, ValueError):
            files.append((str(path), 0, 0, 0))
        else:
            files.append((str(path), status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(files)


def database_fingerprint(address: DatabaseUrl) -> Fingerprint:
    """The fingerprint of the tables of a database."""
    from data.package.database import tables_fingerprint

    return tables_fingerprint(address)
