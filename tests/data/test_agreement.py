from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data import agreement


def test_shipped_dataset(shipped):
    found = agreement(shipped)
    assert (found.coders, found.pairs, found.same) == (2, 300, 211)
    assert f"{found.alpha:.2f}" == "0.95"
    assert found.share_same == pytest.approx(211 / 300)


def test_alpha_computed_by_hand(tiny):
    # Three statements, each coded by two: (-2, -2), (2, 2), (-1, 0). Pooled: -2 -2 -1 0 2 2, n = 6.
    # Observed disagreement: the ordered pairs within a statement, squared: (0 + 0 + 2 * 1) / 6 = 1/3.
    # Expected: over all ordered pairs of the pool, 2 * (n * sum of squares - square of the sum) / (n * (n - 1))
    #           = 2 * (6 * 17 - 1) / 30 = 101/15.
    # Alpha = 1 - (1/3) / (101/15) = 1 - 5/101 = 96/101.
    found = agreement(tiny)
    assert (found.coders, found.pairs, found.same) == (2, 3, 2)
    assert found.alpha == pytest.approx(96 / 101)
    assert found.share_same == pytest.approx(2 / 3)


def recoded(dataset, change):
    codings = dataset.tables["codings"].to_dict("records")
    frame = pd.DataFrame(change(codings), columns=["statement", "coder", "stance"])
    return replace(dataset, tables=dict(dataset.tables) | {"codings": frame})


def test_without_codings_there_is_none(tiny):
    without = {name: table for name, table in tiny.tables.items() if name != "codings"}
    assert agreement(replace(tiny, tables=without)) is None
    assert agreement(recoded(tiny, lambda rows: [])) is None


def test_statement_off_the_scale_is_not_coded(tiny):
    found = agreement(recoded(tiny, lambda rows: [*rows[:2], rows[2] | {"stance": "no-stand"}]))
    assert (found.pairs, found.same, found.alpha) == (2, 2, 1.0)


def test_alpha_is_undefined_where_all_stances_are_the_same(tiny):
    found = agreement(recoded(tiny, lambda rows: rows[:1]))
    assert (found.pairs, found.same, found.alpha) == (1, 1, None)


def test_nothing_on_the_scale_is_no_agreement(tiny):
    found = agreement(recoded(tiny, lambda rows: [row | {"stance": "no-stand"} for row in rows]))
    assert (found.pairs, found.same, found.alpha, found.share_same) == (0, 0, None, 0.0)


def test_third_coder_counts_in_pairs_with_the_first(tiny):
    def third(rows):
        return [*rows, rows[0] | {"coder": "third"}, rows[1] | {"coder": "third", "stance": "partly-agree"}]

    found = agreement(recoded(tiny, third))
    assert (found.coders, found.pairs, found.same) == (3, 5, 3)
