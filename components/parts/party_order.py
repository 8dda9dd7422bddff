"""Orders of parties by what a dataset says of them."""

from __future__ import annotations

from collections.abc import Sequence

from data import Dataset
from data.statements.search import fold_text


def parties_by_name(dataset: Dataset, parties: Sequence[str]) -> list[str]:
    """The ids of parties in alphabetical order of their short names."""
    return sorted(parties, key=lambda party: (fold_text(dataset.parties[party].short_name), party))


def parties_by_group(dataset: Dataset, parties: Sequence[str]) -> list[str]:
    """The ids of parties by the first group of the dataset's list to which each belongs, those of no group last;
    within a group as given."""
    places = {group: place for place, group in enumerate(dataset.party_groups)}
    groups = {party: [places[group] for group in dataset.parties[party].groups] for party in parties}
    return sorted(parties, key=lambda party: min(groups[party], default=len(places)))
