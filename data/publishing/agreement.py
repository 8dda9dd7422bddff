"""The agreement of independent coders on the stances.

Krippendorff's alpha, the measure that content analysis uses: 1 is full agreement, 0 what chance gives. Klaus
Krippendorff, Content Analysis (2004), chapter 11, and "Computing Krippendorff's Alpha-Reliability" (2011), whose worked
example is in the tests. The stances are taken as points on an interval scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.model import STANCES, Dataset
from data.statements import statement_rows_by_ids


@dataclass(frozen=True)
class Agreement:
    """`pairs`: how many statements two coders put on the scale; `same`: on how many they chose the same stance;
    `alpha`: Krippendorff's, interval level, or None where it is not defined (fewer than two different stances)."""

    coders: int
    pairs: int
    same: int
    alpha: float | None

    @property
    def share_same(self) -> float:
        """The share of exact agreement, 0 to 1; 0 without pairs."""
        return self.same / self.pairs if self.pairs else 0.0


def coder_agreement(dataset: Dataset) -> Agreement | None:
    """The agreement of the first coder (the statements' own stances) with the
    further coders; None if nothing was coded again.

    A stance off the scale (no stand) counts as not coded.
    """
    if not dataset.codings:
        return None
    codings = dataset.tables["codings"]
    first = statement_rows_by_ids(dataset, list(dataset.codings))[["id", "stance"]]
    stances = pd.concat([first.rename(columns={"id": "statement"}).assign(coder=""), codings])
    stances["value"] = stances["stance"].map({stance.id: stance.value for stance in STANCES}).astype(float)
    # The first coder is the first row: '' comes before every name.
    ratings = stances.pivot(index="coder", columns="statement", values="value").to_numpy()
    both = ~np.isnan(ratings[0]) & ~np.isnan(ratings[1:])
    same = int((both & (ratings[0] == ratings[1:])).sum())
    return Agreement(len(ratings), int(both.sum()), same, interval_alpha(ratings))


def interval_alpha(ratings: np.ndarray) -> float | None:
    """Krippendorff's alpha for interval data: `ratings` has a row for each coder and a column for each unit, NaN where
    a coder did not rate a unit. None where it is not defined: no unit with two ratings, or fewer than two values.

    alpha = 1 - D_o / D_e, the observed disagreement over the one expected by chance. With n ratings in all units that
    have at least two, m_u of them in unit u:

        D_o = 1/n sum over units of 1/(m_u - 1) times the squared differences of all ordered pairs within the unit
        D_e = 1/(n (n - 1)) times the squared differences of all ordered pairs in all units together
    """
    pairable = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    units = [unit[~np.isnan(unit)] for unit in pairable.T]
    pool = pairable[~np.isnan(pairable)]
    n = len(pool)
    if len(np.unique(pool)) < 2:
        return None
    observed = sum(_squared_differences(unit) / (len(unit) - 1) for unit in units) / n
    expected = _squared_differences(pool) / (n * (n - 1))
    return 1 - observed / expected


def _squared_differences(values: np.ndarray) -> float:
    """The sum of (a - b)² over all ordered pairs of values."""
    return float(2 * (len(values) * (values**2).sum() - values.sum() ** 2))
