"""Recomputes ratios, shares and sums from series and stated figures."""

from .answer import FigureAnswer, LikeForLike, OtherFigures, ReachingDefinition, answer_figure, other_figures
from .calculation import Calculator, get_calculator
from .measure_values import MeasureValues
from .outcomes import Amount, Definition, MeasureResult, Operand, Outcome, Variant, relative_difference

__all__ = [
    "Amount",
    "Calculator",
    "Definition",
    "FigureAnswer",
    "LikeForLike",
    "MeasureResult",
    "MeasureValues",
    "Operand",
    "OtherFigures",
    "Outcome",
    "ReachingDefinition",
    "Variant",
    "answer_figure",
    "get_calculator",
    "other_figures",
    "relative_difference",
]
