"""The dataset that this server serves, read once and followed through its changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from components.kept import forget
from data import Dataset, Live, Report, Settings, Standing, earlier

__all__ = ["follow", "live", "served", "served_as", "standing"]

LOOK_EVERY = 5.0


@cache
def live() -> Live:
    """The served folder. Read when it is first asked for."""
    settings = Settings.from_environment(os.environ)
    return Live(settings.location, settings)


def standing() -> Standing:
    """The dataset, and what is wrong with a newer state of its files."""
    return live().standing


def served() -> Dataset | Report:
    """The dataset, or the report that says why there is none."""
    now = standing()
    return now.dataset or now.rejected or Report(str(live().directory))


def served_as(parameters: Mapping[str, Sequence[str]]) -> Dataset | Report:
    """The dataset, or the earlier state that the parameter `as` names."""
    dataset = served()
    wanted = next(iter(parameters.get("as", ())), "")
    if isinstance(dataset, Report) or not wanted or wanted == dataset.version:
        return dataset
    return earlier(Path(dataset.directory), wanted) or dataset


def follow(settled: Callable[[], None]) -> Callable[[], None]:
    """Looks for changes of the files every few seconds; after each one pages are
    made anew and `settled` is called. Returns what ends it."""

    def switched() -> None:
        forget()
        settled()

    return live().watch(LOOK_EVERY, switched)
