"""The agreement of parties."""

import numpy as np
import pytest

from data import Dataset, Filters
from data.statements import latest_stances, party_agreement
from data.statements.party_agreement import (
    PairAgreement,
    PartyAgreement,
    agreement_by_year,
    comparable_parties,
    rank_parties,
    similarity_map,
    similarity_order,
    wilson_interval,
)


def test_latest_stances_are_compared_on_common_issues(tiny: Dataset) -> None:
    agreement = party_agreement(tiny, Filters(party=("east",)))
    assert agreement.parties == ("east", "west", "south")
    # Bases: East 1, West 2, South 1. Drills: East 0, West -2. South takes no stand on tariffs.
    assert agreement.pair("east", "west") == PairAgreement(common=2, same=0, distance=1.5)
    assert agreement.pair("east", "south") == PairAgreement(common=1, same=1, distance=0)
    assert agreement.pair("south", "west") == PairAgreement(common=1, same=0, distance=1)
    assert [party for party, _ in rank_parties(agreement, "east")] == ["south", "west"]
    assert party_agreement(tiny, Filters(until="2014")).parties == ("east", "west")
    assert party_agreement(tiny, Filters(issue=("drills", "tariffs"))).pair("east", "west").common == 1
    assert party_agreement(tiny, Filters(issue=("tariffs",))).parties == ()


def test_numbers_are_those_of_a_plain_count(shipped: Dataset) -> None:
    frame = latest_stances(shipped, Filters())
    values = {(row.party, row.issue): row.value for row in frame.itertuples() if row.value is not None}
    pairs = [
        (int(values["russia", issue.id]), int(values["nato", issue.id]))
        for issue in shipped.issues.values()
        if frame[(frame["issue"] == issue.id) & frame["value"].notna()]["party"].nunique() == 2
    ]
    counted = PairAgreement(len(pairs), sum(a == b for a, b in pairs), sum(abs(a - b) for a, b in pairs) / len(pairs))
    assert len(pairs) > 20
    assert party_agreement(shipped, Filters()).pair("russia", "nato") == counted


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Computed with statsmodels' proportion_confint(method="wilson").
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_interval_of_a_share(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=5e-5)


def test_few_common_issues_tell_nothing() -> None:
    assert not PairAgreement(11, 5, 0).is_conclusive
    assert PairAgreement(12, 6, 0).is_conclusive


def test_order_and_map_follow_the_distances() -> None:
    line = np.array([0.0, 3, 1, 2])
    distances = np.abs(line[:, None] - line[None])
    order = similarity_order(distances)
    assert order in ([0, 2, 3, 1], [1, 3, 2, 0])
    plane, stress = similarity_map(distances)
    assert stress < 0.01
    assert np.abs(np.linalg.norm(plane[:, None] - plane[None], axis=2) - distances).max() < 0.05
    assert (similarity_map(distances)[0] == plane).all()


def test_party_without_common_issues_is_left_out_of_order_and_map() -> None:
    common = np.array([[3, 2, 0], [2, 3, 0], [0, 0, 1]])
    assert comparable_parties(PartyAgreement(("a", "b", "c"), common, common, common, common, common)) == [0, 1]


def test_agreement_of_each_year_counts_the_later_statement(tiny: Dataset) -> None:
    frame = agreement_by_year(party_agreement(tiny, Filters()), "east", ["west", "south"])
    # Bases: East of 2019 with South of 2016 and West of 2019. Drills: East of 2021 with West of 2017.
    assert frame.to_dict("list") == {
        "party": ["south", "west", "west"],
        "year": [2019, 2019, 2021],
        "common": [1, 1, 1],
        "same": [1, 0, 0],
    }
