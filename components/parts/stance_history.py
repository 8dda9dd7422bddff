"""How stances and their distance ran over time: steps, issue by issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from data import Dataset, Filters, Issue, Party, Stance, date_label, stance
from data import statements as queries

__all__ = ["COURSE_MOST", "Course", "Gap", "Step", "courses"]

# Stances that one page draws; the newest of them.
COURSE_MOST = 4_000


@dataclass(frozen=True)
class Step:
    """From this day on the party's stance is this one."""

    day: dt.date
    date_label: str
    stance: Stance
    value: int
    statement: str


@dataclass(frozen=True)
class Gap:
    """From this day on two of the parties are this far apart, 0 to 4: the largest distance."""

    day: dt.date
    value: int


@dataclass(frozen=True)
class Course:
    """The course of one issue: each party's steps in order of time, and how far
    the parties were apart since at least two of them had taken a stand."""

    issue: Issue
    lanes: tuple[tuple[Party, tuple[Step, ...]], ...]
    gaps: tuple[Gap, ...]


def courses(dataset: Dataset, filters: Filters) -> tuple[Course, ...]:
    """The course of every chosen issue, in the dataset's order."""
    found: dict[str, dict[str, list[Step]]] = {}
    for row in queries.rows_of(queries.stance_history(dataset, filters, COURSE_MOST)):
        step = Step(row["first"].date(), date_label(row["date"]), stance(row["stance"]), int(row["value"]), row["id"])
        found.setdefault(row["issue"], {}).setdefault(row["party"], []).append(step)
    parties = [party for party in dataset.parties.values() if not filters.party or party.id in filters.party]
    return tuple(
        _course(issue, [(party, tuple(found[issue.id].get(party.id, ()))) for party in parties])
        for issue in dataset.issues.values()
        if issue.id in found
    )


def _course(issue: Issue, lanes: Sequence[tuple[Party, tuple[Step, ...]]]) -> Course:
    moves = sorted((step.day, number, step.value) for number, (_, steps) in enumerate(lanes) for step in steps)
    now: dict[int, int] = {}
    gaps: list[Gap] = []
    for day, number, value in moves:
        now[number] = value
        if len(now) < 2:
            continue
        apart = max(abs(first - second) for first, second in combinations(now.values(), 2))
        if gaps and gaps[-1].day == day:
            gaps.pop()
        if not gaps or gaps[-1].value != apart:
            gaps.append(Gap(day, apart))
    return Course(issue, tuple(lane for lane in lanes if lane[1]), tuple(gaps))
