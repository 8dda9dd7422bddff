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
class CoderAgreement:
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


@dataclass(frozen=True)
class CoderAgreementOnIssue:
    """The agreement on the statements of one issue, as in `CoderAgreement`."""

    issue: str
    pairs: int
    same: int
    alpha: float | None


@dataclass(frozen=True)
class CoderTilt:
    """The difference of further coders from the first on the statements of one party, over `pairs` of codings on the
    scale. `difference` is the mean of their value minus the first one's, above 0 where they see more agreement with the
    proposition; `extremity` the mean of its distance from 0 minus the first one's, above 0 where they choose ends of
    the scale more often."""

    party: str
    pairs: int
    difference: float
    extremity: float


@dataclass(frozen=True)
class CodingDetails:
    """The codings in detail. `counts` has a row for each stance of the first coder and a column for each of further
    coders, in the order of `STANCES`: how many codings there are of each pair."""

    issues: tuple[CoderAgreementOnIssue, ...]
    counts: tuple[tuple[int, ...], ...]
    tilts: tuple[CoderTilt, ...]


def coding_details(dataset: Dataset) -> CodingDetails | None:
    """The agreement for each issue in the dataset's order, the counts of pairs of stances, and the tilt for each party;
    None if nothing was coded again."""
    if not dataset.codings:
        return None
    first = statement_rows_by_ids(dataset, list(dataset.codings))[["id", "party", "issue", "stance"]]
    pairs = dataset.tables["codings"].merge(first, left_on="statement", right_on="id", suffixes=("_further", ""))
    values = {stance.id: stance.value for stance in STANCES}
    pairs["value"] = pairs["stance"].map(values).astype(float)
    pairs["value_further"] = pairs["stance_further"].map(values).astype(float)
    names = [stance.id for stance in STANCES]
    counts = pd.crosstab(pairs["stance"], pairs["stance_further"]).reindex(index=names, columns=names, fill_value=0)
    on_scale = pairs.dropna(subset=["value", "value_further"])
    by_issue, by_party = dict(iter(pairs.groupby("issue"))), dict(iter(on_scale.groupby("party")))
    return CodingDetails(
        issues=tuple(_issue_agreement(issue, by_issue[issue]) for issue in dataset.issues if issue in by_issue),
        counts=tuple(tuple(row) for row in counts.to_numpy().tolist()),
        tilts=tuple(_tilt(party, by_party[party]) for party in dataset.parties if party in by_party),
    )


def _issue_agreement(issue: str, pairs: pd.DataFrame) -> CoderAgreementOnIssue:
    first = pairs.drop_duplicates("statement").set_index("statement")["value"]
    further = pairs.pivot(index="coder", columns="statement", values="value_further")
    both = pairs.dropna(subset=["value", "value_further"])
    ratings = np.vstack([first.reindex(further.columns).to_numpy(), further.to_numpy()])
    same = int((both["value"] == both["value_further"]).sum())
    return CoderAgreementOnIssue(issue, len(both), same, interval_alpha(ratings))


def _tilt(party: str, pairs: pd.DataFrame) -> CoderTilt:
    first, further = pairs["value"], pairs["value_further"]
    return CoderTilt(party, len(pairs), float((further - first).mean()), float((further.abs() - first.abs()).mean()))


def coder_agreement(dataset: Dataset) -> CoderAgreement | None:
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
    return CoderAgreement(len(ratings), int(both.sum()), same, interval_alpha(ratings))


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
