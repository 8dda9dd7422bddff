"""Coding together, without a browser."""

from components.workbench.coding import coding_items, next_item
from components.workbench.draft import import_upload, read_upload
from tests.components.test_workbench import FLAT


def test_second_coder_sees_words_and_no_stance() -> None:
    tables = import_upload(read_upload(FLAT.encode(), "flat.csv")).tables
    items = coding_items(tables)
    assert sorted(item.words for item in items) == ['=HYPERLINK("x")', "Arbeit muss sich lohnen", "Es muss steigen"]
    assert {item.proposition for item in items} == {"Bürgergeld", "Tempolimit"}
    assert not [item for item in items if "agree" in repr(item)]
    assert [item.id for item in coding_items(tables)] == [item.id for item in items]


def test_next_item_is_one_without_a_stance() -> None:
    items = coding_items(import_upload(read_upload(FLAT.encode(), "flat.csv")).tables)
    assert next_item(items, {}) == 0
    assert next_item(items, {items[0].id: "agree"}) == 1
    assert next_item(items, {items[2].id: "agree"}, after=1) == 0
    assert next_item(items, {item.id: "agree" for item in items}) is None
