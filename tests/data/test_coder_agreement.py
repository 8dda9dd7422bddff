from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data import STANCES, coder_agreement
from data.publishing.coder_agreement import coding_details, interval_alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part C: four observers, twelve units, "." where an
# observer did not rate. Published alphas: nominal 0.743, ordinal 0.815, interval 0.849, ratio 0.797.
PUBLISHED = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def test_shipped_dataset(shipped):
    found = coder_agreement(shipped)
    assert (found.coders, found.pairs, found.same) == (2, 437, 410)
    assert f"{found.alpha:.2f}" == "0.99"
    assert found.share_same == pytest.approx(410 / 437)


def test_alpha_computed_by_hand(tiny):
    # Three statements, each coded by two: (-2, -2), (2, 2), (-1, 0). Pooled: -2 -2 -1 0 2 2, n = 6.
    # Observed disagreement: the ordered pairs within a statement, squared: (0 + 0 + 2 * 1) / 6 = 1/3.
    # Expected: over all ordered pairs of the pool, 2 * (n * sum of squares - square of the sum) / (n * (n - 1))
    #           = 2 * (6 * 17 - 1) / 30 = 101/15.
    # Alpha = 1 - (1/3) / (101/15) = 1 - 5/101 = 96/101.
    found = coder_agreement(tiny)
    assert (found.coders, found.pairs, found.same) == (2, 3, 2)
    assert found.alpha == pytest.approx(96 / 101)
    assert found.share_same == pytest.approx(2 / 3)


def test_details_computed_by_hand(tiny):
    # All on bases. East: (-2, -2), (-1, 0); West: (2, 2).
    found = coding_details(tiny)
    assert [(issue.issue, issue.pairs, issue.same) for issue in found.issues] == [("bases", 3, 2)]
    assert found.issues[0].alpha == pytest.approx(96 / 101)
    assert [(tilt.party, tilt.pairs, tilt.difference, tilt.extremity) for tilt in found.tilts] == [
        ("east", 2, 0.5, -0.5),
        ("west", 1, 0.0, 0.0),
    ]
    names = [stance.id for stance in STANCES]
    counted = {
        (names[row], names[column]): n
        for row, counts in enumerate(found.counts)
        for column, n in enumerate(counts)
        if n
    }
    assert counted == {("disagree", "disagree"): 1, ("agree", "agree"): 1, ("partly-disagree", "neutral"): 1}


def test_details_of_the_shipped_dataset_are_those_of_the_whole(shipped):
    found, whole = coding_details(shipped), coder_agreement(shipped)
    assert sum(issue.pairs for issue in found.issues) == sum(tilt.pairs for tilt in found.tilts) == whole.pairs
    assert sum(issue.same for issue in found.issues) == whole.same
    assert sum(map(sum, found.counts)) == len(shipped.tables["codings"])


def test_details_of_several_coders_and_of_stances_off_the_scale(tiny):
    def others(rows):
        return [*rows[:2], rows[2] | {"stance": "no-stand"}, rows[0] | {"coder": "third", "stance": "neutral"}]

    found = coding_details(recoded(tiny, others))
    assert [(issue.pairs, issue.same) for issue in found.issues] == [(3, 2)]
    assert found.tilts[0].difference == 1.0
    assert coding_details(recoded(tiny, lambda rows: [])) is None


def recoded(dataset, change):
    codings = dataset.tables["codings"].to_dict("records")
    frame = pd.DataFrame(change(codings), columns=["statement", "coder", "stance"])
    return replace(dataset, tables=dict(dataset.tables) | {"codings": frame})


def test_without_codings_there_is_none(tiny):
    without = {name: table for name, table in tiny.tables.items() if name != "codings"}
    assert coder_agreement(replace(tiny, tables=without)) is None
    assert coder_agreement(recoded(tiny, lambda rows: [])) is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # A statement off the scale is not coded.
        (lambda rows: [*rows[:2], rows[2] | {"stance": "no-stand"}], (2, 2, 1.0)),
        # Alpha is undefined where all stances are the same, or none is on the scale.
        (lambda rows: rows[:1], (1, 1, None)),
        (lambda rows: [row | {"stance": "no-stand"} for row in rows], (0, 0, None)),
    ],
)
def test_stances_off_the_scale_or_all_the_same(tiny, change, expected):
    found = coder_agreement(recoded(tiny, change))
    assert (found.pairs, found.same, found.alpha) == expected
    assert found.share_same == (found.same / found.pairs if found.pairs else 0.0)


def test_third_coder_counts_in_pairs_with_the_first(tiny):
    def third(rows):
        return [*rows, rows[0] | {"coder": "third"}, rows[1] | {"coder": "third", "stance": "partly-agree"}]

    found = coder_agreement(recoded(tiny, third))
    assert (found.coders, found.pairs, found.same) == (3, 5, 3)


def ratings(text):
    return np.array(
        [[np.nan if cell == "." else float(cell) for cell in row.split()] for row in text.split("\n") if row]
    )


def test_alpha_of_the_published_example():
    assert round(interval_alpha(ratings(PUBLISHED)), 3) == 0.849


@pytest.mark.parametrize("text", ["1 1\n1 1", "1 .\n. 2", ". .\n. ."])
def test_alpha_is_undefined_without_two_values_in_pairs(text):
    assert interval_alpha(ratings(text)) is None


def test_alpha_does_not_change_with_the_zero_and_the_unit_of_the_scale():
    assert interval_alpha(10 * ratings(PUBLISHED) - 7) == pytest.approx(interval_alpha(ratings(PUBLISHED)))
