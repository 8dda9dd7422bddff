"""The scale of stances: order, value, wording and mark, in one place.

A distance between two stances is the difference of their values, 0 to 4. A statement that takes no stand has no value,
so it enters no distance: what is missing is never shown as neutral.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stance:
    """One point of the scale. `mark` tells it apart without colour; `value` is
    None for a statement that takes no stand."""

    id: str
    label: str
    value: int | None
    mark: str
    description: str


STANCES: tuple[Stance, ...] = (
    Stance("agree", "Agrees", 2, "++", "Affirms the proposition without a condition."),
    Stance("partly-agree", "Partly agrees", 1, "+", "Affirms it with a condition, or only in part."),
    Stance("neutral", "Neutral", 0, "0", "Weighs it both ways, leaves it open, or says that it takes no side."),
    Stance("partly-disagree", "Partly disagrees", -1, "−", "Rejects it with a condition, or only in part."),
    Stance("disagree", "Disagrees", -2, "−−", "Rejects the proposition without a condition."),
    Stance(
        "no-stand",
        "Takes no stand",
        None,
        "?",
        "Speaks on the issue, but the source shows no stand on the proposition.",
    ),
)


@dataclass(frozen=True)
class Distance:
    """How far two stances are apart: 0 (the same) to 4 (opposite ends)."""

    value: int
    label: str


DISTANCES: tuple[Distance, ...] = (
    Distance(0, "Same stance"),
    Distance(1, "Close"),
    Distance(2, "Apart"),
    Distance(3, "Far apart"),
    Distance(4, "Opposed"),
)

_BY_ID = {stance.id: stance for stance in STANCES}


def stance(stance_id: str) -> Stance:
    """The stance of this id; KeyError if the scale has none."""
    return _BY_ID[stance_id]


def distance(first: int, second: int) -> Distance:
    """How far two values of the scale, -2 to 2, are apart."""
    return DISTANCES[abs(first - second)]
