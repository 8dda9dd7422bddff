"""`python -m benchmarks.queries DIR`: every query that a page asks, with the filters of pages.

The filters are drawn at random with a seed: two of the largest parties, and with a chance
of a third each a period, stances, a theme, some issues or a word. A word that nobody searched for
yet is looked for first, and timed as `first search`: a page does so once for all its queries.
`as_read` and `following`, which give whole tables to exports, are no queries of a page; `ids` is asked for what changed
since a release, which a built dataset has not. `newest_ids` is for the sitemap.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import Dataset, Filters, load
from data import query as queries
from data.settings import SHIPPED
from data.stance import STANCES

from .spread import spread, words

__all__ = ["Timed", "timed"]

BAR = 150.0
# The first query of a page that searches looks for the words; its others use what it found.
FIRST_SEARCH = "first search"
# So many ids and occasions at once: as many statements as a Compare page of two parties has in some twenty rows.
TOGETHER = 40


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one query, and how often it was asked."""

    median: float
    p95: float
    slowest: float
    asked: int


@dataclass(frozen=True)
class Drawn:
    """What one question is about: filters, and at random a statement, several ids, occasions (of utterances of which
    several documents report), documents, places and issues."""

    filters: Filters
    statement: Mapping[str, object]
    ids: list[str]
    occasions: list[str]
    sources: list[str]
    places: list[int]
    issues: tuple[str, ...]


# The limits are those of the pages.
QUERIES: Mapping[str, Callable[[Dataset, Drawn], object]] = {
    "counts": lambda data, drawn: queries.counts(data, drawn.filters),
    "latest": lambda data, drawn: queries.latest(data, drawn.filters),
    "last_changes": lambda data, drawn: queries.last_changes(data, drawn.filters),
    "changes": lambda data, drawn: queries.changes(data, drawn.filters, 200),
    "course": lambda data, drawn: queries.course(data, _on(drawn.filters, drawn.issues), 4_000),
    "newest": lambda data, drawn: queries.newest(data, drawn.filters, 1_000),
    "portion": lambda data, drawn: queries.portion(data, drawn.filters, 0, 50),
    "count": lambda data, drawn: queries.count(data, drawn.filters),
    "replies": lambda data, drawn: queries.replies(data, 20_000),
    "exchanged": lambda data, drawn: queries.exchanged(data, drawn.filters, 20_000),
    "by_places": lambda data, drawn: queries.by_places(data, drawn.places),
    "by_ids": lambda data, drawn: queries.by_ids(data, drawn.ids),
    "newest_ids": lambda data, drawn: queries.newest_ids(data, 1_000),
    "unanswered": lambda data, drawn: queries.unanswered(data, drawn.filters),
    "cells": lambda data, drawn: queries.cells(data, _on(drawn.filters, drawn.issues), 13),
    "facets": lambda data, drawn: queries.facets(data, drawn.filters),
    "by_source": lambda data, drawn: queries.by_source(data, drawn.filters, drawn.sources),
    "source_counts": lambda data, drawn: queries.source_counts(data, drawn.filters),
    "balance": lambda data, drawn: queries.balance(data),
    "filled": lambda data, drawn: queries.filled(data),
    "statement": lambda data, drawn: queries.statement(data, str(drawn.statement["id"])),
    "around": lambda data, drawn: queries.around(
        data, str(drawn.statement["party"]), str(drawn.statement["issue"]), int(str(drawn.statement["position"])), 60
    ),
    "answers": lambda data, drawn: queries.answers(data, str(drawn.statement["id"]), 60),
    "reports": lambda data, drawn: queries.reports(data, drawn.occasions, 500),
}


def _on(filters: Filters, issues: tuple[str, ...]) -> Filters:
    return Filters(filters.party, (), issues, filters.speaker, filters.since, filters.until, filters.stance)


def timed(dataset: Dataset, times: int, seed: int = 5) -> dict[str, Timed]:
    """Every query asked `times` times after one that is not counted, each time about
    something else; and all of them together as `all`."""
    chosen = random.Random(seed)
    some = spread(dataset, seed)
    statements, searched = some.to_dict("records"), words(some, 4)
    occasions = sorted({occasion for occasion in some["occasion"] if occasion})
    took: dict[str, list[float]] = {name: [] for name in (FIRST_SEARCH, *QUERIES)}
    for _ in range(times + 1):
        for name, ask in QUERIES.items():
            drawn = _drawn(dataset, chosen, statements, searched, occasions)
            if drawn.filters.text:
                started = time.perf_counter()
                queries.count(dataset, Filters(text=drawn.filters.text))
                took[FIRST_SEARCH].append((time.perf_counter() - started) * 1e3)
            started = time.perf_counter()
            ask(dataset, drawn)
            took[name].append((time.perf_counter() - started) * 1e3)
    counted = {name: each[1:] for name, each in took.items()}
    counted["all"] = [each for one in counted.values() for each in one]
    return {name: _figures(each) for name, each in counted.items()}


def _figures(took: list[float]) -> Timed:
    p95 = statistics.quantiles(took, n=20, method="inclusive")[18]
    return Timed(round(statistics.median(took), 1), round(p95, 1), round(max(took), 1), len(took))


def _drawn(
    dataset: Dataset,
    chosen: random.Random,
    statements: list[dict[Hashable, Any]],
    searched: list[str],
    occasions: list[str],
) -> Drawn:
    def maybe(values: list[str], most: int) -> tuple[str, ...]:
        return tuple(chosen.sample(values, min(most, len(values)))) if chosen.random() < 1 / 3 else ()

    since = maybe([str(year) for year in range(1990, 2021)], 1)
    word = maybe(searched, 1)
    issues = list(dataset.issues)
    filters = Filters(
        party=tuple(chosen.sample(list(dataset.parties)[:6], min(2, len(dataset.parties)))),
        theme=maybe([theme for theme in dataset.themes if theme], 1),
        issue=maybe(issues, 3),
        since=since[0] if since else "",
        stance=maybe([stance.id for stance in STANCES], 2),
        text=word[0] if word else "",
    )
    return Drawn(
        filters,
        chosen.choice(statements),
        [str(each["id"]) for each in chosen.sample(statements, min(TOGETHER, len(statements)))],
        chosen.sample(occasions, min(TOGETHER, len(occasions))),
        chosen.sample(list(dataset.sources), min(100, len(dataset.sources))),
        chosen.sample(range(dataset.statements), min(100, dataset.statements)),
        tuple(chosen.sample(issues, min(50, len(issues)))),
    )


def main() -> None:
    """Prints one line a query, the slowest last but one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="?", default=SHIPPED, help="folder (the shipped one)")
    parser.add_argument("--times", type=int, default=40, help="how often each is asked (40)")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    found = timed(load(options.dataset), options.times)
    print(f"{'milliseconds':<16}{'median':>9}{'p95':>9}{'slowest':>9}")
    for name, figures in sorted(found.items(), key=lambda each: (each[0] == "all", each[1].p95)):
        over = "" if figures.p95 < BAR else f"  over {BAR:.0f}"
        print(f"{name:<16}{figures.median:>9.1f}{figures.p95:>9.1f}{figures.slowest:>9.1f}{over}")
    if options.json:
        options.json.write_text(json.dumps({name: vars(each) for name, each in found.items()}, indent=1) + "\n")


if __name__ == "__main__":
    main()
