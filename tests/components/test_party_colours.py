"""No two parties of a view share a colour."""

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from components.theme.party_colours import (
    LUMINANCE_WEIGHTS,
    MAX_LUMINANCE,
    MIN_COLOUR_DISTANCE,
    _linear,
    _oklab,
    distinct_colours,
)
from components.theme.tokens import PARTY_COLOURS
from data import Dataset, load
from tests.applications import application_of

COLOURS = st.lists(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True) | st.sampled_from(PARTY_COLOURS), max_size=40)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(COLOURS, st.integers(0, 4))
def test_colours_differ_and_those_side_by_side_do_not_look_alike(colours: list[str], columns: int) -> None:
    distinct = distinct_colours(colours, columns)
    assert len(set(distinct)) == len(colours)
    for one, other in itertools.combinations(_oklab(distinct[:columns]), 2):
        assert np.linalg.norm(one - other) >= MIN_COLOUR_DISTANCE
    kept = [after for before, after in zip(colours, distinct, strict=True) if before == after]
    changed = [after for after in distinct if after not in kept]
    assert not changed or (_linear(changed) @ LUMINANCE_WEIGHTS).max() <= MAX_LUMINANCE


def test_the_palette_and_declared_colours_stay_and_200_parties_differ() -> None:
    assert distinct_colours(PARTY_COLOURS, 4) == list(PARTY_COLOURS)
    assert distinct_colours(["#ffed00", "#000000", "#ffed00"], 3)[:2] == ["#ffed00", "#000000"]
    assert len(set(distinct_colours(["#888888"] * 200, 4))) == 200


def test_page_chart_and_table_have_the_same_colour_for_a_party(make_dataset: Callable[..., Path]) -> None:
    grey = {("parties", row, "colour"): "#777777" for row in (2, 3, 4)}
    dataset = load(make_dataset(cells=grey))
    assert isinstance(dataset, Dataset)
    page = application_of(dataset).page("compare", {"party": ["east", "west"]}).html
    east, west, _ = distinct_colours(["#777777"] * 3, 2)
    assert east == "#777777"
    assert f"--party: {east}" in page
    assert f"--party: {west}" in page
    assert dataset.parties["west"].colour == "#777777"
    turned = application_of(dataset).page("compare", {"party": ["west", "east"]}).html
    assert f"--party: {west}" in turned
