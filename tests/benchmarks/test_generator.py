"""The invented datasets, and the requests for them."""

import itertools
from pathlib import Path

import pytest

from benchmarks import generator
from benchmarks.generator import SHIPPED_TABLES, generate, read_table, sizes_of
from benchmarks.views import KINDS, views, visits
from components.pages import PAGES
from data import Dataset, check, load


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("generated") / "200", 200)


def test_a_generated_dataset_has_no_problems(folder: Path):
    package, report = check(folder)
    assert report.problems == []
    assert len(package.frames["statements"]) == 200
    for name, table in (("party", "parties"), ("issue", "issues"), ("speaker", "speakers")):
        assert len(package.frames[table]) == sizes_of(200)[name]


def test_the_same_number_of_statements_gives_the_same_files(folder: Path, tmp_path: Path):
    again = generate(tmp_path / "again", 200)
    for path in folder.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_pieces_of_a_large_dataset_make_one_file_in_the_order_of_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(generator, "CHUNK_ROWS", 80)
    monkeypatch.setattr(generator, "SHORT_FROM", 200)
    statements = read_table(generate(tmp_path / "short", 200), "statements")
    assert list(statements["id"]) == [f"s-{number}" for number in range(200)]
    assert statements["date"].is_monotonic_increasing
    # Summaries of two pieces of three to seven words.
    assert statements["summary"].str.split().str.len().between(6, 14).all()


def test_figures_and_series_are_those_of_the_shipped_dataset(folder: Path, shipped: Dataset):
    for name in SHIPPED_TABLES:
        assert len(read_table(folder, name)) == len(shipped.tables[name]), name
    parties = set(read_table(folder, "parties")["id"])
    assert set(read_table(folder, "figures")["stated_by"]) & parties
    assert not set(read_table(folder, "figures")["stated_by"]) & set(shipped.parties)


@pytest.mark.parametrize("kind", KINDS)
def test_views_are_the_same_for_a_seed_and_none_comes_twice(folder: Path, kind: str):
    def queries(seed: int) -> list[str]:
        return [view.query for view in itertools.islice(views(folder, kind, seed), 50)]

    assert queries(1) == queries(1)
    assert queries(1) != queries(2)
    assert len(set(queries(1))) == 50


def test_readers_ask_the_same_for_a_seed_and_only_for_what_there_is(folder: Path):
    dataset = load(folder)
    asked = visits(folder, 1)
    assert asked == visits(folder, 1)
    assert asked != visits(folder, 2)
    assert {view.page for view in asked} == set(PAGES) - {"about", "agreement", "changes", "figures", "search"}
    for view in asked:
        assert set(view.values.get("party", [])) <= set(dataset.parties)
        assert set(view.values.get("issue", [])) <= set(dataset.issues)
