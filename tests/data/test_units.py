import pytest

from data.model import UnitError, base_unit, conversion_factor, quotient_factor


@pytest.mark.parametrize(
    ("base", "units"),
    [
        ("usd", ["usd", "usd-thousand", "usd-million", "usd-billion", "usd-trillion"]),
        ("constant-2023-usd", ["constant-2023-usd-million"]),
        ("local-currency", ["local-currency-million"]),
        ("percent-of-gdp", ["percent-of-gdp"]),
        # A scale is the last word, and never the only one
        *((unit, [unit]) for unit in ("million", "-million", "million-usd", "usd-millions", "")),
    ],
)
def test_base_is_the_unit_without_its_scale(base, units):
    assert {base_unit(unit) for unit in units} == {base}


def factor(unit: str, rate: str, wanted: str) -> float:
    return quotient_factor(unit, rate, wanted) if rate else conversion_factor(unit, wanted)


@pytest.mark.parametrize(
    ("unit", "rate", "wanted", "by"),
    [
        ("usd-million", "", "usd-billion", 1e-3),
        ("usd-trillion", "", "usd-million", 1e6),
        ("troops-thousand", "", "troops", 1e3),
        # On both sides of -per-
        ("rub-per-usd", "", "rub-per-usd", 1.0),
        ("rub-thousand-per-usd", "", "rub-per-usd", 1e3),
        ("rub-per-usd-thousand", "", "rub-per-usd", 1e-3),
        ("t-million-per-head-thousand", "", "t-per-head", 1e3),
        # Any name is a unit of its own, whatever its letters
        ("Einwohner·km²", "", "Einwohner·km²", 1.0),
        ("2020-usd-million", "", "2020-usd", 1e6),
        # Divided by a rate
        ("rub-billion", "rub-per-usd", "usd-million", 1e3),
        ("rub-million", "rub-thousand-per-usd", "usd", 1e3),
        ("t-million", "head-thousand", "t-per-head", 1e3),
        ("usd-million", "usd-billion", "usd-per-usd", 1e-3),
    ],
)
def test_factor_is_that_of_the_scales(unit, rate, wanted, by):
    assert factor(unit, rate, wanted) == pytest.approx(by, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "rate", "wanted"),
    [
        ("rub-million", "", "usd-million"),
        ("constant-2021-usd-million", "", "constant-2023-usd-million"),
        ("old-rub-million", "", "rub-million"),
        ("rub-per-usd", "", "usd-per-rub"),
        ("USD", "", "usd"),
        ("a-b", "", "a_b"),
        ("usd-million", "rub-per-usd", "usd-million"),
        ("rub-million", "usd-per-rub", "usd-million"),
        ("rub-million", "old-rub-per-usd", "usd-million"),
        ("rub-million", "rub-per-intl-dollar", "usd-million"),
        ("rub-million", "rub-per-usd", "rub-million"),
    ],
)
def test_what_measures_different_things_does_not_mix(unit, rate, wanted):
    with pytest.raises(UnitError) as failure:
        factor(unit, rate, wanted)
    assert str(failure.value) == f"'{unit}'" + (f" divided by '{rate}'" if rate else "") + f" is not '{wanted}'"


def test_local_currency_is_that_of_the_country():
    assert conversion_factor("local-currency-billion", "rub-million", "rub") == pytest.approx(1e3)
    assert quotient_factor("local-currency-million", "rub-per-usd", "usd-million", "rub") == pytest.approx(1)
    assert quotient_factor("rub-million", "local-currency-per-intl-dollar", "intl-dollar-million", "rub") == 1
    by = quotient_factor("local-currency-million", "local-currency-per-intl-dollar", "intl-dollar-million", "xyz")
    assert by == pytest.approx(1)
    # One that has no name is one of its own for each country.
    assert conversion_factor("local-currency of DEU-billion", "local-currency of DEU-million") == pytest.approx(1e3)


@pytest.mark.parametrize(
    "units",
    [
        *(("local-currency", "rub", local) for local in ("eur", "local-currency of DEU", "local-currency")),
        ("local-currency of DEU", "local-currency of FRA"),
    ],
)
def test_local_currency_of_another_country_is_another(units):
    with pytest.raises(UnitError):
        conversion_factor(*units)
