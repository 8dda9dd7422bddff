"""Statements from the whole of a dataset, drawn at random with a seed: what is asked for is one of them.

The newest lie side by side in the files, and a few thousand of millions are soon in every cache.
"""

from __future__ import annotations

import random

import pandas as pd
from data.query import by_places

from data import Dataset

__all__ = ["MOST", "spread", "words"]

# Enough that ids do not come twice, few enough that they are looked up in a moment.
MOST = 4_000


def spread(dataset: Dataset, seed: object, most: int = MOST) -> pd.DataFrame:
    """At most so many statements from anywhere in time, newest first, the same for a seed: the columns of cards."""
    places = random.Random(f"{seed} places").sample(range(dataset.statements), min(most, dataset.statements))
    return by_places(dataset, places).iloc[::-1].reset_index(drop=True)


def words(statements: pd.DataFrame, longer: int) -> list[str]:
    """The words of over `longer` letters in their summaries, each once."""
    return sorted({word for text in statements["summary"] for word in text.split() if len(word) > longer})
