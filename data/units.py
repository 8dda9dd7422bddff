"""Units of figures and series: what may be added to what, and divided by what.

A unit is an id: `usd-million`, `constant-2023-usd-million`, `rub-per-usd`,
`troops`. Its last word may be a scale; `-per-` divides. Whatever is left names a
dimension of its own, so that roubles and dollars, or dollars at the prices of two
years, never mix. `local-currency` is whatever `local` names: a currency of its own
for each country.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from .errors import UnitError

if TYPE_CHECKING:
    # Loaded by the first page or check that compares units: a start does neither.
    import pint

__all__ = ["LOCAL", "base_of", "factor", "quotient_factor"]

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
LOCAL = "local-currency"

_lock = threading.Lock()


def base_of(unit: str) -> str:
    """A unit without its scale: `usd` for `usd-million`."""
    head, _, last = unit.rpartition("-")
    return head if head and last in SCALES else unit


@cache
def _registry() -> pint.UnitRegistry[float]:
    """The one registry, of our own units only. To be asked under the lock."""
    import pint

    return pint.UnitRegistry(None)


@cache
def _base(name: str) -> pint.Quantity[float]:
    """One of a dimension that is made when its name is first met."""
    symbol = "u_" + "".join(mark if mark.isascii() and mark.isalnum() else f"_{ord(mark):x}_" for mark in name)
    with _lock:
        registry = _registry()
        if symbol not in registry:
            registry.define(f"{symbol} = [{symbol}]")
    one: pint.Quantity[float] = registry.Quantity(1.0, symbol)
    return one


def _part(unit: str, local: str) -> pint.Quantity[float]:
    name = base_of(unit)
    scale = SCALES[unit.rpartition("-")[2]] if name != unit else 1.0
    part: pint.Quantity[float] = _base(local if name == LOCAL else name) * scale
    return part


@cache
def _one(unit: str, local: str) -> pint.Quantity[float]:
    above, per, below = unit.partition("-per-")
    one: pint.Quantity[float] = _part(above, local)
    if per:
        one = one / _part(below, local)
    return one


@cache
def factor(unit: str, wanted: str, local: str = LOCAL) -> float:
    """By what a number in `unit` is multiplied to be one in `wanted`. UnitError
    if they measure different things."""
    return _ratio(_one(unit, local), _one(wanted, local), f"'{unit}' is not '{wanted}'")


@cache
def quotient_factor(unit: str, rate: str, wanted: str, local: str = LOCAL) -> float:
    """By what a number in `unit` divided by one in `rate` is multiplied to be one
    in `wanted`: 1e-3 for `rub-million`, `rub-per-usd` and `usd-billion`. UnitError
    if the units do not go together."""
    made = _one(unit, local) / _one(rate, local)
    return _ratio(made, _one(wanted, local), f"'{unit}' divided by '{rate}' is not '{wanted}'")


def _ratio(made: pint.Quantity[float], wanted: pint.Quantity[float], message: str) -> float:
    from pint import DimensionalityError

    try:
        return float((made / wanted).to("").magnitude)
    except DimensionalityError as error:
        raise UnitError(message) from error
