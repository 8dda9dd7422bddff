from __future__ import annotations

import random
from dataclasses import replace

import pytest
from components.kept import KeptEach, forget

from components.cards import cards, cards_at
from components.links import Links
from components.rendering import _drawn_cards, _environment
from data import Dataset
from data import query as queries


def test_cards_of_places_are_those_of_a_query(shipped: Dataset) -> None:
    drawn = random.Random(5)
    for _ in range(40):
        places = drawn.choices(range(shipped.statements), k=drawn.randint(0, 60))
        assert cards_at(shipped, places) == cards(shipped, queries.by_places(shipped, places))


def test_only_places_that_no_page_has_shown_are_read(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    asked = []
    by_places = queries.by_places

    def noted(dataset: Dataset, places: list[int]) -> object:
        asked.append(places)
        return by_places(dataset, places)

    monkeypatch.setattr(queries, "by_places", noted)
    first = cards_at(shipped, [7, 3, 3, 5])
    second = cards_at(shipped, [9, 5, 3])
    assert asked == [[3, 5, 7], [9]]
    assert [card.position for card in (*first, *second)] == [3, 5, 7, 3, 5, 9]
    assert cards_at(replace(shipped, version="another"), [3]) == first[:1]
    assert asked[2:] == [[3]]
    forget()
    assert cards_at(shipped, [3]) == first[:1]
    assert asked[3:] == [[3]]


def test_what_is_kept_is_bounded_and_what_was_not_asked_for_longest_goes_first() -> None:
    made: list[str] = []

    def make(missing: list[str]) -> dict[str, bytes]:
        made.extend(missing)
        return {name: bytes(2**18) for name in missing if name != "none"}

    each: KeptEach[str, bytes] = KeptEach(1, lambda _, made: len(made))
    assert len(each.of("abcd", "kind", make)) == 4
    assert len(each.of("ae", "kind", make)) == 2
    assert len(each.of(["none", "a"], "kind", make)) == 1
    assert made == [*"abcde", "none"]
    each.of("b", "kind", make)
    each.of("e", "another kind", make)
    assert made[6:] == ["b", "e"]


def test_a_card_is_drawn_with_its_own_links(shipped: Dataset) -> None:
    card = cards_at(shipped, [3])[0]
    macros = _environment().get_template("macros.html").module
    for macro in ("brief", "leading"):
        for links in (Links(""), Links("abc"), Links("abc", "2024")):
            for shown in (card, card._replace(summary="<another>")):
                assert _drawn_cards(macro, [shown], links) == getattr(macros, macro)(shown, links)
