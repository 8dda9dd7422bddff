"""The agreement of parties: each pair of parties over the issues on which both take one.

Numbers, no winner: nobody is anybody's match. A share comes with its 95 % interval, which says when the issues that a
pair has in common are too few to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.model import STANCES

from .cells import latest_values
from .filters import Filters
from .lists import places_of_ids

if TYPE_CHECKING:
    from data.model.dataset import Dataset

# The standard normal distribution's 97.5 % quantile.
NORMAL_QUANTILE = 1.959964
# A share whose interval is wider than this says too little: at a share of a half it takes twelve common issues.
MAX_INTERVAL_WIDTH = 0.5
MAX_PARTIES_FOR_RESTARTS = 60
SCALE_VALUES = sorted(stance.value for stance in STANCES if stance.value is not None)


@dataclass(frozen=True)
class PairAgreement:
    """Two parties: on how many issues both take a stand (`common`), on how many the same (`same`), and their mean
    distance there, 0 to 4."""

    common: int
    same: int
    distance: float

    @property
    def share(self) -> float:
        """The share of common issues with the same stance, 0 to 1."""
        return self.same / self.common

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share."""
        return wilson_interval(self.same, self.common)

    @property
    def is_conclusive(self) -> bool:
        """True if the interval is narrow enough for the share to say something."""
        low, high = self.interval
        return high - low <= MAX_INTERVAL_WIDTH


@dataclass(frozen=True)
class PartyAgreement:
    """The agreement of all pairs of `parties`. `common`, `same` and `distance`, the sum of distances, are square arrays
    in the order of `parties`. `stands` and `years` have a row for each party and a column for each issue: the value of
    its latest stance, NaN where it takes none, and the year of that statement."""

    parties: tuple[str, ...]
    common: np.ndarray
    same: np.ndarray
    distance: np.ndarray
    stands: np.ndarray
    years: np.ndarray

    def pair(self, first: str, second: str) -> PairAgreement | None:
        """Two parties; None if there is no issue on which both take a stand."""
        place = self.parties.index(first), self.parties.index(second)
        if not (common := int(self.common[place])):
            return None
        return PairAgreement(common, int(self.same[place]), float(self.distance[place]) / common)

    def mean_distances(self) -> np.ndarray:
        """The mean distance of each pair, 0 to 4; NaN without a common issue; 0 of a party with itself."""
        with np.errstate(divide="ignore", invalid="ignore"):
            means: np.ndarray = self.distance.astype(float) / self.common
        np.fill_diagonal(means, 0)
        return means


def party_agreement(dataset: Dataset, filters: Filters) -> PartyAgreement:
    """The agreement of all parties that take a stand, by their latest stances within the filters; a choice of parties
    does not count."""
    frame = latest_values(dataset, filters.replace(party=()))
    present = set(frame["party"].unique())
    parties = tuple(party for party in dataset.parties if party in present)
    rows = places_of_ids(frame["party"], parties)
    columns, issues = pd.factorize(frame["issue"])
    # Numbers of 32 bits hold these sums exactly.
    stands = np.full((len(parties), len(issues)), np.nan, dtype=np.float32)
    stands[rows, columns] = frame["value"].to_numpy(dtype=np.float32)
    years = np.zeros(stands.shape, dtype=np.int16)
    years[rows, columns] = frame["year"]
    taken = (~np.isnan(stands)).astype(np.float32)
    same = sum(
        (of @ of.T for of in ((stands == value).astype(np.float32) for value in SCALE_VALUES)),
        start=np.zeros((len(parties), len(parties)), dtype=np.float32),
    )
    # |a - b| is the number of steps between values of the scale that lie between a and b.
    distance = np.zeros_like(same)
    for value in SCALE_VALUES[1:]:
        above = (stands >= value).astype(np.float32)
        below = taken - above
        distance += above @ below.T + below @ above.T
    return PartyAgreement(parties, taken @ taken.T, same, distance, stands, years)


def agreement_by_year(agreement: PartyAgreement, party: str, others: Sequence[str]) -> pd.DataFrame:
    """The agreement of one party with others, year by year: `party` (the other one), `year`, `common`, `same`, in order
    of party and year. An issue counts in the year of the later of the two latest statements, as a vote does
    in that of the vote."""
    ordered = sorted(others)
    own, places = agreement.parties.index(party), [agreement.parties.index(other) for other in ordered]
    stands, years = agreement.stands[places], agreement.years[places]
    rows, issues = np.nonzero(~np.isnan(stands) & ~np.isnan(agreement.stands[own]))
    pairs = pd.DataFrame(
        {
            "place": rows,
            "year": np.maximum(years[rows, issues], agreement.years[own, issues]).astype(np.int64),
            "same": stands[rows, issues] == agreement.stands[own, issues],
        }
    )
    counts = pairs.groupby(["place", "year"], sort=True)["same"].agg(["size", "sum"]).reset_index()
    counts["place"] = [ordered[place] for place in counts["place"]]
    return counts.rename(columns={"place": "party", "size": "common", "sum": "same"})


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of a share (E. B. Wilson, Journal of the American Statistical Association 22, 1927)."""
    square, share = NORMAL_QUANTILE**2, successes / trials
    centre = (share + square / (2 * trials)) / (1 + square / trials)
    half = (
        NORMAL_QUANTILE
        / (1 + square / trials)
        * float(np.sqrt(share * (1 - share) / trials + square / (4 * trials**2)))
    )
    return max(0.0, centre - half), min(1.0, centre + half)


def comparable_parties(agreement: PartyAgreement) -> list[int]:
    """The places of parties that have a common issue with each other one: those that lack most are left out
    one by one. Only these have a place in an order or on a map."""
    places = list(range(len(agreement.parties)))
    missing = agreement.common == 0
    while places:
        gaps = missing[np.ix_(places, places)].sum(axis=0)
        if not gaps.any():
            break
        places.pop(len(places) - 1 - int(gaps[::-1].argmax()))
    return places


def similarity_order(distances: np.ndarray) -> list[int]:
    """An order in which parties that are close stand next to one another: the leaves of the average linkage tree, in
    the optimal order (Bar-Joseph, Gifford and Jaakkola, Bioinformatics 17, 2001). `distances` has no NaN."""
    if len(distances) < 3:
        return list(range(len(distances)))
    # SciPy takes half a second to load, and few pages need it.
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(distances, checks=False), method="average", optimal_ordering=True)
    return [int(place) for place in leaves_list(tree)]


def parties_by_similarity(agreement: PartyAgreement) -> list[str]:
    """The parties in the order of similarity; behind them those that cannot be compared with each other one."""
    places = comparable_parties(agreement)
    ordered = [places[place] for place in similarity_order(agreement.mean_distances()[np.ix_(places, places)])]
    rest = [place for place in range(len(agreement.parties)) if place not in set(places)]
    return [agreement.parties[place] for place in (*ordered, *rest)]


def similarity_map(distances: np.ndarray) -> tuple[np.ndarray, float]:
    """Two coordinates for each party, so that distances on the plane come as near to `distances` as they can, and
    Kruskal's stress 1: 0 is exact; above 0.2 the map misleads (J. B. Kruskal, Psychometrika 29, 1964). Always the same
    for the same distances."""
    from sklearn.manifold import MDS

    # With many points one beginning is as good as another, and each takes a second.
    tries = 4 if len(distances) <= MAX_PARTIES_FOR_RESTARTS else 1
    scaling = MDS(
        2, metric_mds=True, metric="precomputed", n_init=tries, init="random", random_state=0, normalized_stress=False
    )
    plane = scaling.fit_transform(distances)
    between = np.sqrt(((plane[:, None] - plane[None]) ** 2).sum(axis=2))
    squares = float((distances**2).sum())
    return plane, float(np.sqrt(((distances - between) ** 2).sum() / squares)) if squares else 0.0


def rank_parties(agreement: PartyAgreement, party: str) -> Sequence[tuple[str, PairAgreement]]:
    """The other parties with a common issue, those with most agreement first; of equals the nearer one."""
    pairs = [(other, agreement.pair(party, other)) for other in agreement.parties if other != party]
    known = [(other, pair) for other, pair in pairs if pair]
    return sorted(known, key=lambda each: (-each[1].share, each[1].distance))
