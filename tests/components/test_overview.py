from __future__ import annotations

import pytest

from components import overview
from components.overview import NEWEST_MOST, counts, newest_places, overview_of, standings
from data import Dataset, Filters
from data import query as queries

CHOICES = (
    Filters(),
    Filters(party=("nato",)),
    Filters(party=("russia", "nato"), issue=("cooperation", "crimea")),
    Filters(theme=("relations",)),
    Filters(theme=("ukraine", "no such theme"), party=("russia",), issue=("cooperation",)),
    Filters(party=("nato",), stance=("agree",)),
    Filters(since="2014", kind=("speech",)),
    Filters(text="missile"),
)


@pytest.mark.parametrize("filters", CHOICES, ids=str)
def test_cells_are_those_of_a_query_of_their_own(
    shipped: Dataset, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_kept, found, counted = (ask(shipped, filters) for ask in (overview_of, standings, counts))
    newest = [sorted(newest_places(shipped, filters, most)) for most in (1, 4, NEWEST_MOST)]
    monkeypatch.setattr(overview, "CELLS_MOST", 0)
    assert [sorted(newest_places(shipped, filters, most)) for most in (1, 4, NEWEST_MOST)] == newest
    alone = overview_of(shipped, filters)
    assert alone == from_kept
    assert list(alone.changes) == list(from_kept.changes)
    assert standings(shipped, filters) == found
    assert {key: (cell.n, cell.newest) for key, cell in counts(shipped, filters).items()} == {
        key: (cell.n, cell.newest) for key, cell in counted.items()
    }


def test_cells_are_asked_for_once_while_no_filter_narrows_them(
    shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    overview_of(shipped, Filters())
    newest_places(shipped, Filters(), 1)
    asked = []
    for name in ("latest", "last_changes", "newest_places"):
        monkeypatch.setattr(queries, name, lambda *arguments, name=name: asked.append(name))
    for filters in CHOICES[:5]:
        overview_of(shipped, filters)
        newest_places(shipped, filters, 4)
    assert asked == []
