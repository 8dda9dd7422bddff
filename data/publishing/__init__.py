"""Releases, citations, exports and the agreement of coders; a watcher that follows the changes of a dataset."""

from .coder_agreement import CoderAgreement, coder_agreement
from .releases import (
    DatasetChanges,
    Release,
    dataset_changes,
    last_release_with,
    list_releases,
    load_release,
    release_at,
    statement_changes,
    write_release,
)
from .watcher import DatasetStatus, DatasetWatcher

__all__ = [
    "CoderAgreement",
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
    "statement_changes",
    "write_release",
]
