"""A dataset whose files or tables may change while it is served.

A new state is read and checked beside the old one and takes its place in one
step. If it has problems the old one stays, and a report says what is wrong.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .address import Address, Place
from .built import is_built
from .dataset import DEFAULTS, Dataset, load
from .errors import DatasetError
from .package import paths
from .report import Problem, Report
from .settings import Settings

__all__ = ["Live", "Standing"]

log = logging.getLogger("counterpoint")

# What tells a state of the files or tables from another without reading them; None if that is not known.
Marks = tuple[tuple[object, ...], ...] | None
# The question whether a database has changed takes at most a tenth of its time, whatever the size of the tables.
PATIENCE = 10


@dataclass(frozen=True, eq=False)
class Standing:
    """What is served: the last state without problems, None if there was none,
    and the report on a newer state that has some, None if there is none."""

    dataset: Dataset | None
    rejected: Report | None


class Live:
    """The dataset in a folder or a database, followed through its changes."""

    def __init__(self, directory: Place, settings: Settings = DEFAULTS) -> None:
        self.directory, self.settings = directory, settings
        # A database shows what was committed, never a part of it, so there is nothing to wait for.
        self._whole = isinstance(directory, Address)
        self._read = self._seen = _marks(directory)
        self._standing = Standing(None, None)
        self._standing = self._next()
        self._looking = threading.Lock()
        self._pause = 0.0

    @property
    def standing(self) -> Standing:
        """What is served now. Safe to ask from any thread."""
        return self._standing

    def look(self) -> bool:
        """Reads the files if they changed and have since been left alone from one
        look to the next, so that what is being written is not read by half; a
        database at once, and again as long as it could not be read. Returns
        whether another dataset is served now."""
        with self._looking:
            begun = time.monotonic()
            marks, before = _marks(self.directory), self._seen
            self._seen, self._pause = marks, PATIENCE * (time.monotonic() - begun)
            same = marks == self._read and marks is not None and not self._passing()
            if same or (marks != before and not self._whole):
                return False
            standing = self._next()
            self._pause = max(self._pause, time.monotonic() - begun)
            undisturbed = _marks(self.directory) == marks
            if not undisturbed and not self._whole:
                return False
            self._read = marks if undisturbed else None
            changed = standing.dataset is not self._standing.dataset
            self._standing = standing
            return changed

    def watch(self, seconds: float, switched: Callable[[], None]) -> Callable[[], None]:
        """Looks every so many seconds, less often where looking takes long, in a
        thread of its own, and calls `switched` when what is served or said of it has
        changed. Returns what ends it."""
        ended = threading.Event()

        def watching() -> None:
            while not ended.wait(max(seconds, self._pause)):
                before = self._standing
                self.look()
                if self._standing is not before:
                    switched()

        threading.Thread(target=watching, name="counterpoint-dataset", daemon=True).start()
        return ended.set

    def _passing(self) -> bool:
        """Whether what is wrong may pass by itself, as it may with a database."""
        # The drivers of databases are loaded only where there is one.
        if not self._whole:
            return False
        from .database import passing

        return passing(self._standing.rejected)

    def _damaged(self, old: Dataset) -> bool:
        """Whether the files that the old state still has open may not be whole any more. In a built dataset they are
        read by every query: once they were found cut, those that take their place are opened."""
        rejected = self._standing.rejected is not None
        return bool(old.engine.trouble) or (rejected and isinstance(self.directory, Path) and is_built(self.directory))

    def _next(self) -> Standing:
        old = self._standing.dataset
        try:
            dataset = load(self.directory, self.settings)
        except DatasetError as error:
            if self._standing.rejected and self._standing.rejected.problems == error.report.problems:
                return self._standing
            log.error("The dataset is not served as it stands.\n%s", error)
            return Standing(old, error.report)
        except Exception as error:
            # Whatever a half-written folder brings about, the old state goes on.
            log.exception("The dataset could not be read: %s", self.directory)
            if old is None:
                raise
            problem = Problem(str(self.directory), f"could not be read: {error}", "unreadable")
            return Standing(old, Report(str(self.directory), [problem]))
        if old is not None and old.version == dataset.version and not self._damaged(old):
            return Standing(old, None) if self._standing.rejected else self._standing
        log.info("Serving %s, version %s", dataset.directory, dataset.version)
        return Standing(dataset, None)


def _marks(directory: Place) -> Marks:
    if isinstance(directory, Address):
        return database_marks(directory)
    marks: list[tuple[object, ...]] = []
    for path in paths(directory):
        try:
            found = path.stat()
        except (OSError, ValueError):
            marks.append((str(path), 0, 0, 0))
        else:
            marks.append((str(path), found.st_mtime_ns, found.st_size, found.st_ino))
    return tuple(marks)


def database_marks(address: Address) -> Marks:
    """The marks of the tables of a database."""
    from .database import marks

    return marks(address)
