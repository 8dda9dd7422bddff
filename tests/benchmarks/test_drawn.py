"""What is asked for in measurements, and the invented datasets that it is asked of."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest
from benchmarks.generated import COUNTED, generate
from benchmarks.queries import timed
from benchmarks.readers import acts
from benchmarks.spread import spread

from benchmarks.views import views
from components.pages import PAGES, Request
from components.recomputed import recomputed
from components.view import decode
from data import Dataset, load, query
from data.dataset import check
from data.package import headers, read_descriptor, resources, written


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("generated") / "100", 100)


@pytest.fixture(scope="module")
def generated(directory: Path) -> Dataset:
    return load(directory)


def test_a_generated_dataset_passes_the_checks_as_files(directory: Path, generated: Dataset, tmp_path: Path):
    for path in directory.glob("*.csv"):
        shutil.copy(path, tmp_path)
    query.as_read(generated).to_csv(tmp_path / "statements.csv", index=False, lineterminator="\n")
    descriptor = {name: each for name, each in read_descriptor(directory)[0].items() if name != "built"}
    written(tmp_path, descriptor | {"resources": resources(headers(tmp_path))})
    assert check(tmp_path)[1].problems == []


def test_a_generated_dataset_counts_what_the_shipped_one_does(generated: Dataset, shipped: Dataset):
    sizes = {name: (len(generated.tables[name]), len(shipped.tables[name])) for name in COUNTED}
    assert all(ours == theirs for ours, theirs in sizes.values()), sizes
    by = {figure.stated_by for figure in generated.quantities.figures.values()}
    assert by >= {"party-0", "party-1"}
    assert not by & set(shipped.parties)
    assert all(issue in generated.issues for topic in generated.quantities.topics.values() for issue in topic.issues)


def test_a_ratio_is_recomputed_in_a_generated_dataset(directory: Path, generated: Dataset, shipped: Dataset):
    made = []
    for view in itertools.islice(views(directory, "ratio"), 6):
        decoded = decode(parse_qs(view.query), generated)
        chosen, stated = decoded.view.quantity, generated.quantities.figures[view.figure]
        made.append(recomputed(generated, stated, chosen).lines)
        assert made[-1] == recomputed(shipped, shipped.quantities.figures[view.figure], chosen).lines
        assert generated.parties["party-0"].short_name in PAGES["figures"](Request(generated, decoded)).html
    assert all(made)


def test_statements_are_drawn_from_anywhere_in_time(generated: Dataset):
    drawn = spread(generated, "seed", 30)
    places = drawn["position"].tolist()
    assert len(set(places)) == 30
    assert places == sorted(places, reverse=True)
    assert min(places) < 34
    assert max(places) >= 66
    pd.testing.assert_frame_equal(drawn, spread(generated, "seed", 30))
    assert places != spread(generated, "another", 30)["position"].tolist()
    assert len(spread(generated, "seed")) == generated.statements


@pytest.mark.parametrize("work", ["filter", "statement", "search", "sort", "timeline", "ratio"])
def test_views_are_the_same_for_a_seed(directory: Path, work: str):
    def some(seed: int) -> list[str]:
        return [view.query for view in itertools.islice(views(directory, work, seed), 10)]

    assert some(1) == some(1)
    assert some(1) != some(2)


def test_readers_do_the_same_for_a_seed(directory: Path):
    assert acts(directory, 1, 50) == acts(directory, 1, 50)
    assert acts(directory, 1, 50) != acts(directory, 2, 50)


def test_many_ids_and_occasions_are_asked_for_at_once(shipped: Dataset, monkeypatch: pytest.MonkeyPatch):
    found: dict[str, list[int]] = {"by_ids": [], "reports": []}
    for name, sizes in found.items():
        ask = getattr(query, name)

        def asked(*given: object, ask=ask, sizes=sizes) -> object:
            answer = ask(*given)
            sizes.append(len(answer))
            return answer

        monkeypatch.setattr(query, name, asked)
    timed(shipped, 3)
    # Besides, each question about one statement asks by its id.
    assert [each for each in found["by_ids"] if each != 1] == [40] * 4
    assert len(found["reports"]) == 4
    assert min(found["reports"]) >= 40
