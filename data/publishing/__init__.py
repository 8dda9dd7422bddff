"""Releases, citations, exports and the agreement of coders; a watcher that follows the changes of a dataset."""

from .agreement import Agreement, agreement
from .releases import Changes, Release, changes, earlier, last_with, release, releases
from .watcher import DatasetWatcher, Status

__all__ = [
    "Agreement",
    "Changes",
    "DatasetWatcher",
    "Release",
    "Status",
    "agreement",
    "changes",
    "earlier",
    "last_with",
    "release",
    "releases",
]
