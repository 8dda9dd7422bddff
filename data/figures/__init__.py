"""Recomputes ratios, shares and sums from series and stated figures."""

from .calculation import Calculator, get_calculator
from .measure_values import MeasureValues
from .outcomes import Amount, Definition, MeasureResult, Operand, Outcome, Variant, relative_difference

__all__ = [
    "Amount",
    "Calculator",
    "Definition",
    "MeasureResult",
    "MeasureValues",
    "Operand",
    "Outcome",
    "Variant",
    "get_calculator",
    "relative_difference",
]
