"""Units of figures and series, and the factors between them.

A unit is an id: `usd-million`, `constant-2023-usd-million`, `rub-per-usd`, `troops`. Its last word may be a scale;
`-per-` divides. Whatever is left names a dimension of its own, so that roubles and dollars, or dollars at the prices of
two years, never mix. `local-currency` stands for `local`, the currency of a country.
"""

from __future__ import annotations

from collections import Counter

from data.translation import gettext_noop

from .errors import UnitError

UNIT_SCALES = {
    gettext_noop("thousand"): 1e3,
    gettext_noop("million"): 1e6,
    gettext_noop("billion"): 1e9,
    gettext_noop("trillion"): 1e12,
}
LOCAL_CURRENCY = "local-currency"


def base_unit(unit: str) -> str:
    """A unit without its scale: `usd` for `usd-million`."""
    head, _, last = unit.rpartition("-")
    return head if head and last in UNIT_SCALES else unit


def _dimension_and_scale(unit: str, local: str) -> tuple[str, float]:
    """A unit without `-per-`: its dimension, and how many of the base it is."""
    name = base_unit(unit)
    return local if name == LOCAL_CURRENCY else name, UNIT_SCALES[unit.rpartition("-")[2]] if name != unit else 1.0


def _factor_and_dimensions(unit: str, local: str) -> tuple[float, Counter[str]]:
    """One of a unit: how many of its bases, and the power of each dimension in it."""
    above, per, below = unit.partition("-per-")
    dimension, number = _dimension_and_scale(above, local)
    powers = Counter([dimension])
    if per:
        divided_by, scale = _dimension_and_scale(below, local)
        number /= scale
        powers[divided_by] -= 1
    return number, powers


def conversion_factor(unit: str, target_unit: str, local: str = LOCAL_CURRENCY) -> float:
    """The factor from a number in `unit` to one in `target_unit`. UnitError if they measure different things."""
    (number, powers), (base, target_powers) = (
        _factor_and_dimensions(unit, local),
        _factor_and_dimensions(target_unit, local),
    )
    # Counters are equal where what they lack is 0: a dimension that cancels out is none.
    if powers != target_powers:
        raise UnitError(f"'{unit}' is not '{target_unit}'")
    return number / base


def quotient_factor(unit: str, rate: str, target_unit: str, local: str = LOCAL_CURRENCY) -> float:
    """The factor from a number in `unit`, divided by one in `rate`, to one in `target_unit`: 1e-3 for `rub-million`,
    `rub-per-usd` and `usd-billion`. UnitError if the units do not go together."""
    (number, powers), (divisor, divided_by), (base, target_powers) = (
        _factor_and_dimensions(each, local) for each in (unit, rate, target_unit)
    )
    quotient = Counter(powers)
    quotient.subtract(divided_by)
    if quotient != target_powers:
        raise UnitError(f"'{unit}' divided by '{rate}' is not '{target_unit}'")
    return number / divisor / base
