"""How far independent coders agree on the stances.

Krippendorff's alpha, the measure that content analysis uses: 1 is full
agreement, 0 what chance gives. Klaus Krippendorff, Content Analysis (2004),
chapter 11. The stances are taken as points on an interval scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .dataset import Dataset
from .statements import statements_by_id
from .stance import stance

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True)
class Agreement:
    """`pairs`: how many statements two coders put on the scale; `same`: on how
    many they chose the same stance; `alpha`: Krippendorff's, interval level, or
    None where it is not defined (fewer than two different stances)."""

    coders: int
    pairs: int
    same: int
    alpha: float | None

    @property
    def share_same(self) -> float:
        """The share of exact agreement, 0 to 1; 0 without pairs."""
        return self.same / self.pairs if self.pairs else 0.0


def agreement(dataset: Dataset) -> Agreement | None:
    """The agreement of the first coder (the statements' own stances) with the
    further coders; None if nothing was coded again.

    A stance off the scale (no stand) counts as not coded.
    """
    if not dataset.codings:
        return None
    coded = statements_by_id(dataset, list(dataset.codings))
    first = dict(zip(coded["id"], coded["stance"], strict=True))
    coders = sorted({coder for pairs in dataset.codings.values() for coder, _ in pairs})
    ratings = np.full((1 + len(coders), len(dataset.codings)), np.nan)
    for unit, (statement, pairs) in enumerate(dataset.codings.items()):
        for coder, chosen in (("", first[statement]), *pairs):
            value = stance(chosen).value
            row = 0 if not coder else 1 + coders.index(coder)
            ratings[row, unit] = np.nan if value is None else value
    both = ~np.isnan(ratings[0]) & ~np.isnan(ratings[1:])
    same = int((both & (ratings[0] == ratings[1:])).sum())
    return Agreement(1 + len(coders), int(both.sum()), same, _alpha(ratings))


def _alpha(ratings: np.ndarray) -> float | None:
    paired = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        return None
    # Loaded for the first About page, so that no start waits for it.
    import krippendorff

    return float(krippendorff.alpha(reliability_data=paired, level_of_measurement="interval"))
