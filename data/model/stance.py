"""The scale of stances: order, value, wording and mark, in one place.

A distance between two stances is the difference of their values, 0 to 4. A statement that takes no stand has no value,
so it enters no distance: what is missing is never shown as neutral.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.translation import gettext, gettext_noop


@dataclass(frozen=True)
class Stance:
    """One point of the scale. `mark` tells it apart without colour; `value` is None for a statement that takes no
    stand. `answer` is the stance as the answer to the question whether the proposition is right; `own_answer` is the
    dataset's wording of it, if it has one."""

    id: str
    name: str
    value: int | None
    mark: str
    meaning: str
    answer: str
    own_answer: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.name)

    @property
    def description(self) -> str:
        """The meaning in the reader's language."""
        return gettext(self.meaning)

    @property
    def word(self) -> str:
        """The answer as a sentence says it, `rather no`: in the dataset's words, or in the reader's language."""
        return self.own_answer or gettext(self.answer)


STANCES: tuple[Stance, ...] = (
    Stance(
        "agree",
        gettext_noop("Agrees"),
        2,
        "++",
        gettext_noop("Affirms the proposition without a condition."),
        gettext_noop("yes"),
    ),
    Stance(
        "partly-agree",
        gettext_noop("Partly agrees"),
        1,
        "+",
        gettext_noop("Affirms it with a condition, or only in part."),
        gettext_noop("rather yes"),
    ),
    Stance(
        "neutral",
        gettext_noop("Neutral"),
        0,
        "0",
        gettext_noop("Weighs it both ways, leaves it open, or says that it takes no side."),
        gettext_noop("neither"),
    ),
    Stance(
        "partly-disagree",
        gettext_noop("Partly disagrees"),
        -1,
        "−",
        gettext_noop("Rejects it with a condition, or only in part."),
        gettext_noop("rather no"),
    ),
    Stance(
        "disagree",
        gettext_noop("Disagrees"),
        -2,
        "−−",
        gettext_noop("Rejects the proposition without a condition."),
        gettext_noop("no"),
    ),
    Stance(
        "no-stand",
        gettext_noop("Takes no stand"),
        None,
        "?",
        gettext_noop("Speaks on the issue, but the source shows no stand on the proposition."),
        gettext_noop("takes no stand"),
    ),
)


# Not of the scale: the stance of a cell in which all statements are asides.
IN_PASSING = Stance(
    "in-passing",
    gettext_noop("Mentioned in passing only"),
    None,
    "…",
    gettext_noop("Mentions the issue in passing only, which shows no considered position."),
    gettext_noop("mentioned in passing only"),
)


@dataclass(frozen=True)
class Distance:
    """The number of steps between two stances: 0 (the same) to 4 (opposite ends)."""

    value: int
    name: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.name)


DISTANCES: tuple[Distance, ...] = (
    Distance(0, gettext_noop("Same stance")),
    Distance(1, gettext_noop("One step apart")),
    Distance(2, gettext_noop("Apart")),
    Distance(3, gettext_noop("Far apart")),
    Distance(4, gettext_noop("Opposed")),
)

_BY_ID = {stance.id: stance for stance in (*STANCES, IN_PASSING)}


def stance_by_id(stance_id: str) -> Stance:
    """The stance of this id, of the scale or `IN_PASSING`; KeyError if there is none."""
    return _BY_ID[stance_id]


def stances_with_own_words(words: Mapping[str, str]) -> dict[str, Stance]:
    """The stances by their ids, with a dataset's own words for answers: `{"partly-agree": "mostly"}`."""
    return {
        stance.id: replace(stance, own_answer=words.get(stance.id, "").strip()) for stance in (*STANCES, IN_PASSING)
    }


def is_reversal(before: int, after: int) -> bool:
    """True if a change between two values of the scale crosses neutral: from a yes to a no, or the reverse. Any other
    change, also one to or from neutral, is a shift."""
    return before * after < 0


def distance_of_values(first: int, second: int) -> Distance:
    """The distance of two values of the scale, -2 to 2."""
    return DISTANCES[abs(first - second)]
