"""Counts of statements by a property and by party. A dataset may have a million of these pairs, so arrays hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data import Dataset
from data import statements as queries


@dataclass(frozen=True)
class PartyCounts:
    """The number of statements of each party with each value of a property. The arrays have one entry for each pair
    that has any: the place of its value in `values`, of its party among the `parties` of the dataset, and the
    number."""

    values: tuple[str, ...]
    parties: int
    value_places: np.ndarray
    party_places: np.ndarray
    numbers: np.ndarray

    @property
    def totals(self) -> dict[str, int]:
        """The number of statements with each value."""
        counts = np.bincount(self.value_places, self.numbers, len(self.values)).astype(int)
        return dict(zip(self.values, counts.tolist(), strict=True))

    def count_matrix(self, rows: Sequence[str], row_of: Callable[[str], str] = lambda value: value) -> np.ndarray:
        """The numbers with a row for each of `rows` and a column for each party. A value counts in the row that
        `row_of` names."""
        places = {row: place for place, row in enumerate(rows)}
        own = np.array([places[row_of(value)] for value in self.values], dtype=int)
        cells = own[self.value_places] * self.parties + self.party_places
        counts = np.bincount(cells, self.numbers, len(rows) * self.parties).astype(int)
        return counts.reshape(len(rows), self.parties)


def party_counts(dataset: Dataset, frame: pd.DataFrame, column: str) -> PartyCounts:
    """The counts in a frame with the columns `column`, which has the values, `party` and `n`."""
    value_places, values = pd.factorize(frame[column])
    party_places = queries.places_of_ids(frame["party"], dataset.parties)
    return PartyCounts(tuple(values), len(dataset.parties), value_places, party_places, frame["n"].to_numpy())
