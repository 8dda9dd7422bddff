"""The history of stances and of their distance, issue by issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from data import Dataset, Filters, Issue, Party, Stance, date_label
from data import statements as queries

# The most stances of one page: the newest.
MAX_HISTORY_STATEMENTS = 4_000


@dataclass(frozen=True)
class StancePoint:
    """The stance that a party takes from a day on."""

    day: dt.date
    date_label: str
    stance: Stance
    value: int
    statement: str


@dataclass(frozen=True)
class DistancePoint:
    """The largest distance between two of the parties from a day on, 0 to 4."""

    day: dt.date
    value: int


@dataclass(frozen=True)
class StanceHistory:
    """The history of one issue: each party's stances in order of time, and the distance of the parties since at least
    two of them had taken a stand. `scale` has the stances with a value, in the words of the dataset."""

    issue: Issue
    lanes: tuple[tuple[Party, tuple[StancePoint, ...]], ...]
    gaps: tuple[DistancePoint, ...]
    scale: tuple[Stance, ...]


def stance_histories(dataset: Dataset, filters: Filters) -> tuple[StanceHistory, ...]:
    """The history of every issue of the filters, in the dataset's order."""
    points: dict[str, dict[str, list[StancePoint]]] = {}
    for row in queries.row_mappings(queries.stance_history(dataset, filters, MAX_HISTORY_STATEMENTS)):
        step = StancePoint(
            row["first"].date(), date_label(row["date"]), dataset.stances[row["stance"]], int(row["value"]), row["id"]
        )
        points.setdefault(row["issue"], {}).setdefault(row["party"], []).append(step)
    scale = tuple(stance for stance in dataset.stances.values() if stance.value is not None)
    parties = [party for party in dataset.parties.values() if not filters.party or party.id in filters.party]
    return tuple(
        _history(issue, [(party, tuple(points[issue.id].get(party.id, ()))) for party in parties], scale)
        for issue in dataset.issues.values()
        if issue.id in points
    )


def _history(
    issue: Issue, lanes: Sequence[tuple[Party, tuple[StancePoint, ...]]], scale: tuple[Stance, ...]
) -> StanceHistory:
    moves = sorted((step.day, number, step.value) for number, (_, steps) in enumerate(lanes) for step in steps)
    now: dict[int, int] = {}
    gaps: list[DistancePoint] = []
    for day, number, value in moves:
        now[number] = value
        if len(now) < 2:
            continue
        apart = max(abs(first - second) for first, second in combinations(now.values(), 2))
        if gaps and gaps[-1].day == day:
            gaps.pop()
        if not gaps or gaps[-1].value != apart:
            gaps.append(DistancePoint(day, apart))
    return StanceHistory(issue, tuple(lane for lane in lanes if lane[1]), tuple(gaps), scale)
