"""The scale of stances: order, value, wording and mark, in one place.

A distance between two stances is the difference of their values, 0 to 4. A statement that takes no stand has no value,
so it enters no distance: what is missing is never shown as neutral.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.translation import gettext, gettext_noop


@dataclass(frozen=True)
class Stance:
    """One point of the scale. `mark` tells it apart without colour; `value` is
    None for a statement that takes no stand."""

    id: str
    name: str
    value: int | None
    mark: str
    meaning: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.name)

    @property
    def description(self) -> str:
        """The meaning in the reader's language."""
        return gettext(self.meaning)


STANCES: tuple[Stance, ...] = (
    Stance("agree", gettext_noop("Agrees"), 2, "++", gettext_noop("Affirms the proposition without a condition.")),
    Stance(
        "partly-agree",
        gettext_noop("Partly agrees"),
        1,
        "+",
        gettext_noop("Affirms it with a condition, or only in part."),
    ),
    Stance(
        "neutral",
        gettext_noop("Neutral"),
        0,
        "0",
        gettext_noop("Weighs it both ways, leaves it open, or says that it takes no side."),
    ),
    Stance(
        "partly-disagree",
        gettext_noop("Partly disagrees"),
        -1,
        "−",
        gettext_noop("Rejects it with a condition, or only in part."),
    ),
    Stance(
        "disagree", gettext_noop("Disagrees"), -2, "−−", gettext_noop("Rejects the proposition without a condition.")
    ),
    Stance(
        "no-stand",
        gettext_noop("Takes no stand"),
        None,
        "?",
        gettext_noop("Speaks on the issue, but the source shows no stand on the proposition."),
    ),
)


# Not of the scale: the stance of a cell in which all statements are asides.
IN_PASSING = Stance(
    "in-passing",
    gettext_noop("Mentioned in passing only"),
    None,
    "…",
    gettext_noop("Mentions the issue in passing only, which shows no considered position."),
)


@dataclass(frozen=True)
class Distance:
    """How far two stances are apart: 0 (the same) to 4 (opposite ends)."""

    value: int
    name: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.name)


DISTANCES: tuple[Distance, ...] = (
    Distance(0, gettext_noop("Same stance")),
    Distance(1, gettext_noop("Close")),
    Distance(2, gettext_noop("Apart")),
    Distance(3, gettext_noop("Far apart")),
    Distance(4, gettext_noop("Opposed")),
)

_BY_ID = {stance.id: stance for stance in (*STANCES, IN_PASSING)}


def stance_by_id(stance_id: str) -> Stance:
    """The stance of this id, of the scale or `IN_PASSING`; KeyError if there is none."""
    return _BY_ID[stance_id]


def distance_of_values(first: int, second: int) -> Distance:
    """How far two values of the scale, -2 to 2, are apart."""
    return DISTANCES[abs(first - second)]
