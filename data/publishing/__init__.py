"""Releases, citations, exports and the agreement of coders; a watcher that follows the changes of a dataset."""

from .agreement import Agreement, coder_agreement
from .releases import (
    DatasetChanges,
    Release,
    dataset_changes,
    last_release_with,
    list_releases,
    load_release,
    release_at,
    write_release,
)
from .watcher import DatasetStatus, DatasetWatcher

__all__ = [
    "Agreement",
    "DatasetChanges",
    "DatasetStatus",
    "DatasetWatcher",
    "Release",
    "coder_agreement",
    "dataset_changes",
    "last_release_with",
    "list_releases",
    "load_release",
    "release_at",
    "write_release",
]
