"""The records of a calculation: what enters it, each step, and what a definition gives."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.model import Figure

__all__ = ["Amount", "Definition", "MeasureResult", "Operand", "Outcome", "Variant", "relative_difference"]


@dataclass(frozen=True)
class Operand:
    """One row of `series` or `figures` that enters a calculation, as it stands there, and the rate by which it is
    divided. `low` and `high` differ where a figure is a range."""

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
    """All values that a measure gives for a subject in a year, or what is missing."""

    amounts: tuple[Amount, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One way to reach a number: which measure above the line for whom, and which
    below. `denominator` and `denominator_subject` are empty for a sum."""

    form: str
    numerator: str
    denominator: str
    subject: str
    denominator_subject: str


@dataclass(frozen=True)
class Variant:
    """One result of a definition in a year: from one value above and one below."""

    low: float
    high: float
    numerator: Amount
    denominator: Amount | None

    @property
    def bound(self) -> str:
        """'at least' or 'at most' if a bound above or below makes the result one."""
        turned = {"at least": "at most", "at most": "at least", "": ""}
        inverse = turned[self.denominator.bound] if self.denominator else ""
        bounds = {self.numerator.bound, inverse} - {""}
        return bounds.pop() if len(bounds) == 1 else ""


@dataclass(frozen=True)
class Outcome:
    """What a definition gives in a year: its variants, or what is missing."""

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
    """How far a result is from a stated number, as a part of the stated one: 0.05 is 5 % above, negative below, 0 where
    the ranges meet. Infinite where the stated number is 0."""
    if stated.low <= high and low <= stated.high:
        return 0.0
    off, number = (low - stated.high, stated.high) if low > stated.high else (high - stated.low, stated.low)
    return off / abs(number) if number else math.copysign(math.inf, off)
