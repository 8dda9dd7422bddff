"""Four small tables are enough: every page shows them, with a descriptor or without."""

import pytest

from components.pages import PAGES
from data import load
from data.__main__ import main
from tests.pages import page_of


@pytest.mark.parametrize("described", [True, False])
def test_every_page_shows_a_folder_of_four_tables(tmp_path, described):
    directory = tmp_path / "ours"
    assert main(["new", str(directory), "--title", "ours"]) == 0
    if not described:
        (directory / "datapackage.json").unlink()
    dataset = load(directory)
    assert dataset.title == "ours"
    for name in PAGES:
        parameters = {"id": "example-1"} if name == "statement" else {}
        assert page_of(dataset, name, **parameters).html
