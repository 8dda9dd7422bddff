"""Recomputes ratios, shares and sums from series and stated figures."""

from .calculator import Calculator, calculator
from .measure_values import MeasureValues
from .outcomes import Amount, Definition, Operand, Outcome, Reading, Variant, distance_to

__all__ = [
    "Amount",
    "Calculator",
    "Definition",
    "MeasureValues",
    "Operand",
    "Outcome",
    "Reading",
    "Variant",
    "calculator",
    "distance_to",
]
