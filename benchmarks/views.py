"""What readers ask for, chosen at random with a seed: the same for every tool."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from data import Dataset, load
from data.stance import STANCES

from .spread import spread, words

__all__ = ["SINCE", "WORK", "View", "views"]

WORK = ("filter", "statement", "search", "sort", "timeline", "ratio")
SINCE = range(1990, 2021)
SORTS = ("divergence", "recent", "statements")
# The parties with most statements, so that a view has as much to do as views have.
LARGEST = 6


@dataclass(frozen=True)
class View:
    """One view: a kind of work, and the values of the parameters that it needs."""

    work: str
    party: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    since: str = ""
    text: str = ""
    sort: str = ""
    id: str = ""
    figure: str = ""
    year: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The query string of this program's address for it."""
        named = [(name, getattr(self, name)) for name in ("party", "stance", "text", "sort", "id", "figure", "year")]
        given = {{"text": "q"}.get(name, name): value for name, value in [*named, ("from", self.since)] if value}
        return urlencode(given, doseq=True)

    @property
    def page(self) -> str:
        """The page of this program that shows it."""
        return {"statement": "statement", "timeline": "timeline", "ratio": "figures"}.get(self.work, "compare")


def views(directory: Path, work: str, seed: int = 11) -> Iterator[View]:
    """Views of one kind of work over a dataset, without end; none comes twice as long
    as the dataset is large enough for it. None at all where it has nothing to show."""
    dataset, chosen = load(directory), random.Random(f"{seed} {work}")
    some = spread(dataset, f"{seed} {work}")
    searched, ids = sorted({word.lower() for word in words(some, 4)}), some["id"].tolist()
    if work == "ratio" and not _ratios(dataset):
        return iter(())
    made = (_view(dataset, chosen, work, searched, ids) for _ in itertools.count())
    return _different(made)


def _view(dataset: Dataset, chosen: random.Random, work: str, searched: list[str], ids: list[str]) -> View:
    if work == "statement":
        return View(work, id=chosen.choice(ids))
    if work == "ratio":
        years = tuple(str(year) for year in sorted(chosen.sample(range(2008, 2024), 2)))
        return View(work, figure=chosen.choice(_ratios(dataset)), year=years)
    parties = tuple(chosen.sample(list(dataset.parties)[:LARGEST], min(2, len(dataset.parties))))
    since = str(chosen.choice(SINCE))
    if work == "search":
        return View(work, parties, text=chosen.choice(searched))
    if work == "sort":
        return View(work, parties, since=since, sort=chosen.choice(SORTS))
    stances = tuple(chosen.sample([stance.id for stance in STANCES], 3)) if work == "filter" else ()
    return View(work, parties, stances, since)


def _different(made: Iterator[View], patience: int = 1_000) -> Iterator[View]:
    seen: set[str] = set()
    for view in made:
        # The order of values means nothing to this program, so the same values are the same view.
        key = "&".join(sorted(view.query.split("&")))
        if key not in seen or patience <= 0:
            seen.add(key)
            yield view
        else:
            patience -= 1


def _ratios(dataset: Dataset) -> list[str]:
    """The figures that are ratios. Shares and sums are made of few values here: they would flatter the time."""
    records = dataset.quantities
    return [each.id for each in records.figures.values() if records.indicators[each.indicator].form == "ratio"]
