"""The records of a calculation: operands, amounts, definitions and their outcomes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.model import Figure


@dataclass(frozen=True)
class Operand:
    """One row of `series` or `figures` that enters a calculation, and the rate by which it is divided. `low` and `high`
    differ where a figure is a range."""

    name: str
    entity: str
    year: int
    low: float
    high: float
    unit: str
    source: str
    bound: str = ""
    figure: bool = False
    rate: Operand | None = None


@dataclass(frozen=True)
class Amount:
    """A value that a measure gives for a subject in a year, in the measure's unit. `label` is the series or figure it
    comes from, or empty where members were added up."""

    label: str
    low: float
    high: float
    bound: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class MeasureResult:
    """All values of a measure for a subject in a year, or the names of those that it lacks."""

    amounts: tuple[Amount, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One way to compute a number: the measures of the numerator and of the denominator, and their subjects.
    `denominator` and `denominator_subject` are empty for a sum."""

    form: str
    numerator: str
    denominator: str
    subject: str
    denominator_subject: str


@dataclass(frozen=True)
class Variant:
    """One result of a definition in a year, from one value of the numerator and one of the denominator."""

    low: float
    high: float
    numerator: Amount
    denominator: Amount | None

    @property
    def bound(self) -> str:
        """'at least' or 'at most' if a bound in the numerator or the denominator makes the result one."""
        turned = {"at least": "at most", "at most": "at least", "": ""}
        inverse = turned[self.denominator.bound] if self.denominator else ""
        bounds = {self.numerator.bound, inverse} - {""}
        return bounds.pop() if len(bounds) == 1 else ""


@dataclass(frozen=True)
class Outcome:
    """The variants of a definition in a year, or the names of the values that it lacks."""

    definition: Definition
    year: int
    variants: tuple[Variant, ...]
    missing: tuple[str, ...]

    @property
    def low(self) -> float:
        """The smallest result; ValueError if there is none."""
        return min(variant.low for variant in self.variants)

    @property
    def high(self) -> float:
        """The largest result; ValueError if there is none."""
        return max(variant.high for variant in self.variants)


def relative_difference(stated: Figure, low: float, high: float) -> float:
    """The difference of a result from a stated number, as a part of the stated one: 0.05 is 5 % above, negative below,
    0 where the ranges meet. Infinite where the stated number is 0."""
    if stated.low <= high and low <= stated.high:
        return 0.0
    off, number = (low - stated.high, stated.high) if low > stated.high else (high - stated.low, stated.low)
    return off / abs(number) if number else math.copysign(math.inf, off)
