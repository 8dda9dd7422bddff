"""The dataset that this server serves: read and checked once."""

from __future__ import annotations

import logging
from functools import cache

from data import Dataset, DatasetError, Report, load, served_directory

__all__ = ["served"]

log = logging.getLogger("counterpoint")


@cache
def served() -> Dataset | Report:
    """The dataset, or the report that says why there is none."""
    try:
        dataset = load(served_directory())
    except DatasetError as error:
        log.error("The dataset is not served.\n%s", error)
        return error.report
    log.info("Serving %s, version %s", dataset.directory, dataset.version)
    return dataset
