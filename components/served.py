"""The dataset that this server serves: read and checked once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from data import Dataset, DatasetError, Report, earlier, load, served_directory

__all__ = ["served", "served_as"]

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


def served_as(parameters: Mapping[str, Sequence[str]]) -> Dataset | Report:
    """The dataset, or the earlier state that the parameter `as` names."""
    dataset = served()
    wanted = next(iter(parameters.get("as", ())), "")
    if isinstance(dataset, Report) or not wanted or wanted == dataset.version:
        return dataset
    return earlier(Path(dataset.directory), wanted) or dataset
