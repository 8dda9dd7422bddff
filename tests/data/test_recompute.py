"""The results of the calculator, against arithmetic by hand or written anew without it."""

import math
import random
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

from data import load
from data.figures import Calculator, Definition, Outcome, get_calculator, relative_difference
from tests.reading import tables_of

RATIO = "budget-ratio"


@pytest.fixture(scope="module")
def shipped_calculator(shipped):
    return get_calculator(shipped)


@pytest.fixture(scope="module")
def ratio(shipped_calculator):
    """The outcome of one measure for NATO over one for Russia in a year."""

    def made(numerator, denominator, year, subject="NATO"):
        return shipped_calculator.outcome(Definition("ratio", numerator, denominator, subject, "RUS"), year)

    return made


def in_words(outcome: Outcome) -> str:
    """The results to one decimal: those that are numbers as one range, those that are bounds after it."""
    exact = [variant for variant in outcome.variants if not variant.bound]
    ends = dict.fromkeys(f"{end:.1f}" for end in (min(v.low for v in exact), max(v.high for v in exact)))
    turned = {"at least": lambda v: f"{v.low:.1f} or more", "at most": lambda v: f"{v.high:.1f} or less"}
    return "; ".join(["-".join(ends), *(turned[v.bound](v) for v in outcome.variants if v.bound)])


# The worked table: NATO over Russia, 2017 to 2019, by hand from the research sheets. NATO had 29 members at the end of
# each of the three years; Europe is all of them but the United States and Canada.
YEARS = (2017, 2018, 2019)
LINES = (Path(__file__).parent / "worked_table.txt").read_text("utf-8").splitlines()
ROWS = [[*map(str.strip, line.split("|"))] for line in LINES if not line.startswith("#")]


def quotient(text: str) -> float:
    number, _, rate = text.partition("/")
    return float(number) / float(rate or 1)


BELOW = {
    (name, year): [*map(quotient, cell.split())]
    for name, *cells in (row for row in ROWS if len(row) == 4)
    for year, cell in zip(YEARS, cells, strict=True)
}
WORKED = [
    (*names, year, float(cell.split(":")[0]), BELOW[names[1], year], cell.split(":")[1].strip())
    for *names, first, second, third in (row for row in ROWS if len(row) == 6)
    for year, cell in zip(YEARS, (first, second, third), strict=True)
    if cell
]


@pytest.mark.parametrize(
    ("numerator", "denominator", "subject", "year", "above", "below", "told"),
    WORKED,
    ids=lambda value: value if isinstance(value, str | int) else "",
)
def test_worked_table(ratio, numerator, denominator, subject, year, above, below, told):
    outcome = ratio(numerator, denominator, year, subject)
    assert outcome.missing == ()
    assert in_words(outcome) == told
    found = sorted(variant.low for variant in outcome.variants)
    # Totals are given to 0.1 million here.
    assert found == pytest.approx(sorted(above / each for each in below), rel=1e-6)
    assert found == sorted(variant.high for variant in outcome.variants)


# The same written anew: plain rows, no units but words, nothing of the calculator


SCALE = {"million": 1e6, "billion": 1e9}


class Plain:
    """A calculation that reads the tables as they are and divides."""

    def __init__(self, dataset) -> None:
        tables = {name: frame.to_dict("records") for name, frame in tables_of(dataset).items()}
        self.measures = {row["id"]: row for row in tables["measures"]}
        self.groups = {row["id"]: row for row in tables["groups"]}
        self.memberships = tables["memberships"]
        self.values = defaultdict(list)
        for row in tables["series"]:
            self.values[row["series"], row["entity"], row["year"]].append((float(row["value"]), row["unit"]))
        for row in tables["figures"]:
            # As ranges with both ends are not used by any measure, one number is enough.
            number = next(row[name] for name in ("value", "low", "high") if row[name])
            self.values[row["id"], row["subject"], row["year"]].append((float(number), row["unit"]))

    def own(self, measure, subject, year):
        """The values of one entity in plain units (dollars, not millions of them)."""
        found = []
        for name in (measure["series"] + " " + measure["figures"]).split():
            for value, unit in self.values.get((name, subject, str(year)), []):
                value *= SCALE[unit.rsplit("-", 1)[1]]
                if not measure["rate"]:
                    found.append(value)
                    continue
                found += [value / rate for rate, _ in self.values.get((measure["rate"], subject, str(year)), [])]
        return found

    def members(self, group, year):
        return [
            row["entity"]
            for row in self.memberships
            if row["group"] == group["members"]
            and row["entity"] not in group["without"].split()
            and (group["counted"] == "latest" or row["from"][:4] <= str(year))
        ]

    def amounts(self, name, subject, year):
        """(low, high) of each value; nothing if one is lacking."""
        measure = self.measures[name]
        own = self.own(measure, subject, year)
        if own or subject not in self.groups or not measure["series"]:
            return [(value, value) for value in own]
        low = high = 0.0
        for member in self.members(self.groups[subject], year):
            if member in measure["without"].split():
                continue
            found = self.own(measure, member, year)
            if not found:
                return []
            low, high = low + min(found), high + max(found)
        return [(low, high)]

    def base(self, name):
        return self.measures[name]["unit"].rsplit("-", 1)[0]

    def ratios(self, numerator, denominator, subject, year):
        if self.base(numerator) != self.base(denominator):
            return []
        above, below = self.amounts(numerator, subject, year), self.amounts(denominator, "RUS", year)
        return sorted((a[0] / b[1], a[1] / b[0]) for a in above for b in below)


def test_plain_recomputation_agrees_on_combinations_picked_at_random(shipped, ratio):
    plain = Plain(shipped)
    budgets = [name for name, row in plain.measures.items() if row["indicator"] == "military-budget"]
    groups, years = list(plain.groups), range(1989, 2028)
    pairs = list(product(budgets, budgets))
    alike = [pair for pair in pairs if plain.base(pair[0]) == plain.base(pair[1])]
    picked = random.Random(22)
    drawn = {(*picked.choice(pairs), picked.choice(groups), picked.choice(years)) for _ in range(1_000)}
    # Half of the numbers are in units that do not go together, and few years have a chapter.
    drawn |= {(*picked.choice(alike), picked.choice(groups), picked.choice(years)) for _ in range(8_000)}
    drawn |= {(*pair, subject, year) for pair in alike for subject in groups for year in (2018, 2021)}
    with_values = 0
    for numerator, denominator, subject, year in drawn:
        expected = plain.ratios(numerator, denominator, subject, year)
        outcome = ratio(numerator, denominator, year, subject)
        found = sorted((variant.low, variant.high) for variant in outcome.variants)
        place = (numerator, denominator, subject, year)
        assert len(found) == len(expected), place
        for one, other in zip(found, expected, strict=True):
            assert one == pytest.approx(other, rel=1e-9), place
        assert expected or outcome.missing, place
        with_values += bool(expected)
    assert with_values > 400
    assert len(drawn) - with_values > 2_000


# Who is counted


MEMBERS = {1948: 0, 1949: 12, 1990: 16, 1998: 16, 1999: 19, 2003: 19, 2004: 26, 2009: 28, 2013: 28, 2016: 28, 2017: 29}
MEMBERS |= {2019: 29, 2020: 30, 2022: 30, 2023: 31, 2024: 32, 2030: 32}
JOINED = {1999: {"CZE", "HUN", "POL"}, 2017: {"MNE"}, 2020: {"MKD"}, 2023: {"FIN"}, 2024: {"SWE"}}


@pytest.mark.parametrize(("year", "members"), MEMBERS.items())
def test_members_at_the_end_of_the_year(shipped, shipped_calculator, year, members):
    groups = shipped.figure_records.groups
    counted = {name: set(shipped_calculator.values.members(group, year)) for name, group in groups.items()}
    assert len(counted["NATO"]) == members
    assert len(counted["NATO-now"]) == 32
    assert counted["NATO-excl-USA"] == counted["NATO"] - {"USA"}
    assert counted["NATO-Europe"] == counted["NATO"] - {"USA", "CAN"}
    assert ("TUR" in counted["NATO-Europe"]) == (year >= 1952)
    if year in JOINED:
        assert counted["NATO"] - set(shipped_calculator.values.members(groups["NATO"], year - 1)) == JOINED[year]


def test_ways_to_count_a_subject(shipped_calculator):
    assert shipped_calculator.values.subjects("NATO") == ("NATO", "NATO-now", "NATO-excl-USA", "NATO-Europe")
    assert shipped_calculator.values.subjects("NATO-Europe") == ("NATO-Europe", "NATO", "NATO-now", "NATO-excl-USA")
    assert shipped_calculator.values.subjects("RUS") == ("RUS",)


# Sums and shares


@pytest.mark.parametrize(
    ("subject", "spent", "gdp"),
    # 2.38 and 1.49 %. NATO's printed 2.40 and 1.51 % are of constant prices.
    [("NATO", 972_422.1, 40_805_225.0), ("NATO-excl-USA", 300_167.1, 20_148_710.0)],
)
def test_share_of_gdp_in_2018(shipped_calculator, subject, spent, gdp):
    definition = Definition("share", "nato-usd", "gdp-nato", subject, subject)
    assert definition in shipped_calculator.definitions("military-budget-gdp-share", "NATO")
    outcome = shipped_calculator.outcome(definition, 2018)
    assert outcome.low == outcome.high == pytest.approx(100 * spent / gdp)


def test_at_most_six_without_a_value_are_named(shipped, shipped_calculator):
    outcome = shipped_calculator.outcome(Definition("ratio", "sipri-usd", "sipri-usd", "NATO-now", "RUS"), 1992)
    six = "Czech Republic, Estonia, Lithuania, Latvia, North Macedonia, Montenegro"
    name = shipped.figure_records.measures["sipri-usd"].name
    # The seventh is Slovakia.
    expected = tuple(f"{name}: no value for {who} in 1992" for who in (f"{six} and 1 more", "Russia"))
    assert (outcome.variants, outcome.missing) == ((), expected)


def test_prices_of_different_years_do_not_mix(shipped_calculator):
    pairs = {(each.numerator, each.denominator) for each in shipped_calculator.definitions(RATIO, "NATO:RUS")}
    constant = ("sipri-constant", "sipri-constant-2023", "sipri-constant-2020", "sipri-constant-2018", "nato-constant")
    for name in constant:
        others = {below for above, below in pairs if above == name}
        assert others == ({name} if name != "nato-constant" else set())


# The tiny dataset


@pytest.fixture
def tiny_outcome(make_dataset):
    """The outcome of dollars over crowns for the League in a year, in the tiny dataset or a changed one."""

    def made(year=2020, subject="league", **changes):
        definition = Definition("ratio", "usd", "crown", subject, "EAST")
        return get_calculator(load(make_dataset(**changes))).outcome(definition, year)

    return made


def test_each_value_of_a_year_is_a_variant(tiny_outcome):
    # (1000 + 80) over 540 / 5 = 108, the bill, and over 600 / 5 = 120, the law
    variant, other = tiny_outcome(2020).variants
    assert (variant.low, other.low) == pytest.approx((10, 9))
    assert [(o.entity, o.low, o.unit) for o in variant.numerator.operands] == [
        ("WEST", 1000, "usd-million"),
        ("ISLE", 0.08, "usd-billion"),
    ]
    (below,) = variant.denominator.operands
    assert (below.name, below.low, below.rate.name, below.rate.low) == ("arms-crown", 540, "crown-per-usd", 5)
    assert (variant.numerator.label, variant.denominator.label) == ("", "arms-crown")


def test_member_that_left_counts_in_its_last_year(make_dataset):
    records = load(make_dataset())
    league = records.figure_records.groups["league"]
    members = get_calculator(records).values.members
    counted = {1998: "", 1999: "WEST FORMER", 2004: "WEST FORMER", 2005: "WEST", 2020: "WEST ISLE"}
    assert {year: " ".join(members(league, year)) for year in counted} == counted
    assert members(records.figure_records.groups["league-now"], 1998) == ("WEST", "ISLE")


def without_isle_2020(rows):
    return [row for row in rows if (row["entity"], row["year"]) != ("ISLE", "2020")]


CROWNS = "Arms in crowns at the rate of the year"


@pytest.mark.parametrize(
    ("year", "changes", "missing"),
    [
        (
            2021,
            {},
            ("Arms in dollars: no value for the League in 2021", f"{CROWNS}: no value for Eastern Union in 2021"),
        ),
        # One member without a value spoils the sum.
        (2020, {"series": without_isle_2020}, ("Arms in dollars: no value for Isle in 2020",)),
        (
            2020,
            {"cells": {("series", 12, "year"): "2018"}},
            ("Crowns for a dollar: no value for Eastern Union in 2020",),
        ),
        # Nothing is divided by nothing.
        (2019, {"cells": {("series", 8, "value"): "0"}}, (f"{CROWNS}: not above 0 for Eastern Union in 2019",)),
    ],
)
def test_outcome_without_a_value_says_whose_is_missing(tiny_outcome, year, changes, missing):
    outcome = tiny_outcome(year, **changes)
    assert (outcome.missing, outcome.variants) == (missing, ())


def test_definitions_are_every_pair_that_goes_together(tiny):
    found = get_calculator(tiny).definitions("arms-ratio", "league:EAST")
    assert found == (
        Definition("ratio", "usd", "crown", "league", "EAST"),
        Definition("ratio", "usd", "crown", "league-now", "EAST"),
    )
    assert get_calculator(tiny).result_years(found) == (2019, 2020)


def test_unknown_subject_has_no_definitions_and_no_value(tiny):
    for subject in ("nobody:EAST", "league:nobody", "nobody", "", ":"):
        assert get_calculator(tiny).definitions("arms-ratio", subject) == ()
    outcome = get_calculator(tiny).outcome(Definition("ratio", "usd", "crown", "league", "nobody"), 2020)
    assert (outcome.variants, outcome.missing) == ((), (f"{CROWNS}: no value for nobody in 2020",))


def test_dataset_without_these_tables_has_none(make_dataset):
    names = ("topics", "groups", "measures", "catalogue", "entities", "units", "series", "memberships")
    dataset = load(make_dataset(**dict.fromkeys(names), indicators=lambda rows: [row | {"topic": ""} for row in rows]))
    records = dataset.figure_records
    assert (dict(records.topics), dict(records.measures), dict(records.groups)) == ({}, {}, {})
    made = Calculator(dataset)
    assert made.definitions("arms-ratio", "league:EAST") == ()
    assert made.result_years(()) == ()
    assert made.values.subjects("league") == ("league",)
    bare = load(make_dataset(**dict.fromkeys((*names, "indicators", "figures"))))
    assert (dict(bare.figure_records.indicators), dict(bare.figure_records.figures)) == ({}, {})


def test_dataset_without_series_reads_figures(make_dataset):
    dataset = load(
        make_dataset(
            series=None,
            cells={("figures", 4, "indicator"): "arms-budget", ("figures", 4, "unit"): "usd-million"},
            measures=lambda rows: [rows[0] | {"series": "", "figures": "ratio-east"}],
        )
    )
    reading = Calculator(dataset).measure_result(dataset.figure_records.measures["usd"], "league:EAST", 2020)
    assert [amount.low for amount in reading.amounts] == [10]


# Bounds


def stated(number, **cells):
    """A figure of 2020; `number` holds its value, low or high."""
    known = {"id": "stated", "indicator": "arms-budget", "stated_by": "west", "unit": "usd-million"}
    dated = {"date": "2020", "year": "2020", "source": "record"}
    return lambda rows: [*rows, dict.fromkeys(rows[0], "") | known | dated | number | cells]


@pytest.mark.parametrize(
    ("subject", "number", "bound", "ends"),
    [
        # Above the line a bound stays what it is, below it turns round. The bill is 108, the law 120.
        ("league", {"value": "1080", "low": "1080"}, "at least", (9, 10)),
        ("league", {"value": "1080", "high": "1080"}, "at most", (9, 10)),
        ("league", {"value": "1080"}, "", (9, 10)),
        ("league", {"low": "1080", "high": "1080"}, "", (9, 10)),
        ("EAST", {"value": "120", "low": "120"}, "at most", (9, 9)),
        ("EAST", {"value": "120", "high": "120"}, "at least", (9, 9)),
        ("EAST", {"high": "120"}, "at least", (9, 9)),
        ("EAST", {"value": "120"}, "", (9, 9)),
        ("EAST", {"low": "90", "high": "120"}, "", (9, 12)),
    ],
)
def test_bound_of_a_ratio(make_dataset, subject, number, bound, ends):
    measure = "usd" if subject == "league" else "crown"

    def only(rows):
        return [row | {"series": "", "figures": "stated", "rate": ""} if row["id"] == measure else row for row in rows]

    dataset = load(make_dataset(figures=stated(number, subject=subject), measures=only))
    outcome = Calculator(dataset).outcome(Definition("ratio", "usd", "crown", "league", "EAST"), 2020)
    assert {variant.bound for variant in outcome.variants} == {bound}
    assert (outcome.low, outcome.high) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("number", "low", "high", "bound"),
    [
        # Beside the institute's 7 to 9.5
        ({"value": "3"}, 10, 12.5, ""),
        ({"value": "3", "low": "3"}, 10, 12.5, "at least"),
        ({"value": "3", "high": "3"}, 10, 12.5, "at most"),
        ({"low": "3", "high": "4"}, 10, 13.5, ""),
    ],
)
def test_sum_adds_ranges_and_keeps_a_bound(make_dataset, number, low, high, bound):
    total = {"id": "total", "name": "Total", "form": "sum", "numerator": "base-count"}
    bases = {"id": "bases", "indicator": "base-count", "name": "Bases", "unit": "bases"}
    measure = bases | {"figures": "bases-institute stated"}
    dataset = load(
        make_dataset(
            figures=stated(number, subject="east", indicator="base-count", unit="bases"),
            indicators=lambda rows: [*rows, dict.fromkeys(rows[0], "") | total],
            measures=lambda rows: [*rows, dict.fromkeys(rows[0], "") | measure],
        )
    )
    (definition,) = Calculator(dataset).definitions("total", "east")
    (variant,) = Calculator(dataset).outcome(definition, 2020).variants
    assert (variant.low, variant.high, variant.bound) == (low, high, bound)


# Currencies of their own


def in_local_currency(rows):
    return [row | {"rate": "", "unit": "local-currency-million"} if row["id"] == "crown" else row for row in rows]


def local(*entities: str, value: str):
    """Appends arms in local currency of some entities in 2020."""
    arms = {"series": "arms-crown", "year": "2020", "value": value, "unit": "local-currency-million"}
    return lambda rows: [*rows, *(rows[0] | arms | {"entity": entity} for entity in entities)]


def test_local_currencies_of_two_countries_are_not_divided(make_dataset):
    made = Calculator(load(make_dataset(series=local("WEST", value="7000"), measures=in_local_currency)))
    assert made.definitions("arms-ratio", "WEST:EAST") == ()
    outcome = made.outcome(Definition("ratio", "crown", "crown", "WEST", "EAST"), 2020)
    assert outcome.missing == ("million local currency of WEST cannot be divided by million crowns",)
    # Each by itself is a share of its own.
    own = made.outcome(Definition("share", "crown", "crown", "WEST", "WEST"), 2020)
    assert (own.low, own.high) == (100, 100)


def test_local_currencies_of_members_are_not_added(make_dataset):
    dataset = load(make_dataset(series=local("WEST", "ISLE", value="7"), measures=in_local_currency))
    reading = Calculator(dataset).measure_result(dataset.figure_records.measures["crown"], "league", 2020)
    assert (reading.amounts, reading.missing) == ((), (f"{CROWNS}: members count in currencies of their own",))


# How far from what was stated


@pytest.mark.parametrize(
    ("number", "low", "high", "distance"),
    [
        ({"value": "22"}, 22, 22, 0),
        ({"value": "22"}, 20, 23, 0),
        ({"value": "22"}, 23.1, 24, 0.05),
        ({"value": "22"}, 20, 20.9, -0.05),
        ({"value": "22"}, 44, 44, 1),
        ({"low": "7", "high": "8"}, 7.5, 7.5, 0),
        ({"low": "7", "high": "8"}, 3.5, 3.5, -0.5),
        ({"low": "7", "high": "8"}, 8.8, 9, 0.1),
        ({"low": "7", "high": "8"}, 8, 9, 0),
        ({"value": "0"}, 0, 1, 0),
        ({"value": "0"}, 1, 2, math.inf),
        ({"value": "0"}, -2, -1, -math.inf),
        ({"value": "-10"}, -5, -5, 0.5),
        ({"value": "-10"}, -15, -15, -0.5),
    ],
)
def test_distance_is_a_part_of_the_stated_number(make_dataset, number, low, high, distance):
    figures = load(make_dataset(figures=stated(number, subject="EAST"))).figure_records.figures
    assert relative_difference(figures["stated"], low, high) == pytest.approx(distance)


def test_calculator_is_kept_for_its_dataset(tiny, shipped):
    assert get_calculator(tiny) is get_calculator(tiny)
    assert get_calculator(tiny) is not get_calculator(shipped)
    definition = Definition("ratio", "usd", "crown", "league", "EAST")
    assert get_calculator(tiny).outcome(definition, 2020) is get_calculator(tiny).outcome(definition, 2020)
