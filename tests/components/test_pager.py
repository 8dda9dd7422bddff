from __future__ import annotations

import pytest

from components.parts.pager import pager


@pytest.mark.parametrize(
    ("count", "number", "expected"),
    [(0, 1, (1, 1, [])), (50, 1, (1, 1, [0, 49])), (51, 2, (2, 2, [50])), (51, 9, (2, 2, [50]))],
)
def test_a_page_after_the_last_is_the_last(count: int, number: int, expected: tuple[int, int, list[int]]) -> None:
    at = pager(count, 50, number)
    entries = list(range(count))[at.entries]
    ends = entries if len(entries) < 2 else [entries[0], entries[-1]]
    assert (at.number, at.pages, ends) == expected
