"""Releases are complete, can be found again, and can be compared."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data import Dataset, DatasetError, Filters, dataset_changes, last_release_with, list_releases, load, load_release
from data.__main__ import main
from data.publishing import DatasetChanges, write_release
from data.settings import SHIPPED_DATASET
from tests.applications import application_of
from tests.reading import statements_of

Make = Callable[..., Path]
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def changed(make_dataset: Make) -> Path:
    """A dataset whose release holds one statement more, one in another stance and one with another summary."""
    directory = make_dataset(codings=None)
    write_release(directory, DAY)

    def change(rows: list[dict[str, str]]) -> None:
        answered = {row["responds_to"] for row in rows}
        rows.remove(next(row for row in rows if row["id"] not in answered))
        rows[0]["stance"] = "neutral" if rows[0]["stance"] != "neutral" else "agree"
        rows[1]["summary"] = "Another summary"

    shutil.copy(make_dataset(codings=None, statements=change) / "statements.csv", directory)
    return directory


def test_release_is_the_dataset_as_it_was(make_dataset: Make) -> None:
    directory = make_dataset()
    version = load(directory).version
    kept = write_release(directory, DAY)
    assert kept.name == f"2026-11-24-{version}"
    assert [(each.version, each.date) for each in list_releases(directory)] == [(version, "2026-11-24")]
    assert load(kept).version == version
    assert load(directory).version == version
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_same_state_is_released_once(make_dataset: Make, capsys: pytest.CaptureFixture[str]) -> None:
    directory = make_dataset()
    assert main(["release", str(directory)]) == 0
    assert main(["release", str(directory)]) == 1
    assert "was released on" in capsys.readouterr().err


def test_releases_of_one_day_are_ordered_by_their_number(make_dataset: Make) -> None:
    numbers = ("1.9.0", "1.10.0", "1.2.0", "2.0.0")
    directory = make_dataset()
    descriptor = json.loads((directory / "datapackage.json").read_text("utf-8"))
    for number in numbers:
        (directory / "datapackage.json").write_text(json.dumps(descriptor | {"version": number}), "utf-8")
        write_release(directory, DAY)
    assert [load(each.directory).release for each in list_releases(directory)] == ["2.0.0", "1.10.0", "1.9.0", "1.2.0"]


def test_dataset_with_problems_is_not_released(make_dataset: Make) -> None:
    directory = make_dataset()
    (directory / "statements.csv").write_text("id\nx\n", "utf-8")
    with pytest.raises(DatasetError):
        write_release(directory, DAY)
    assert list_releases(directory) == ()


def test_what_changed_between_two_states(changed: Path) -> None:
    new, version = load(changed), list_releases(changed)[0].version
    old = load_release(changed, version)
    found = dataset_changes(old, new, Filters())
    before, after = (set(statements_of(each)["id"]) for each in (old, new))
    assert set(found.withdrawn) == before - after
    assert (len(found.added), len(found.withdrawn), len(found.recoded), len(found.corrected)) == (0, 1, 1, 1)
    back = dataset_changes(new, old, Filters())
    assert (back.added, back.recoded, back.corrected) == (found.withdrawn, found.recoded, found.corrected)
    assert found.sentence == "statements: 1 withdrawn, 1 re-coded, 1 corrected in other ways"
    # Of a view, only what it shows.
    assert dataset_changes(old, new, Filters(text="nowhereatall")) == DatasetChanges()
    assert DatasetChanges().sentence == ""
    # What is withdrawn is found in its last release.
    (gone,) = found.withdrawn
    holder = last_release_with(changed, gone)
    assert holder[0].version == version
    assert last_release_with(changed, "never-there") is None


@pytest.mark.parametrize("version", ["", "0" * 12, "../..", "2026-11-24"])
def test_release_that_there_is_not(changed: Path, version: str) -> None:
    assert load_release(changed, version) is None


def test_pages_of_a_changed_dataset(changed: Path) -> None:
    new = load(changed)
    application = application_of(new)
    old: Any = load_release(changed, list_releases(changed)[0].version)
    (gone,) = dataset_changes(old, new, Filters()).withdrawn
    html = application.page("compare", {"version": [old.version]}).html
    assert "Since then, in this view, statements: 1 withdrawn" in html
    assert f"as={old.version}" in html
    frozen = application.page("compare", {"as": [old.version]}).html
    assert "as it was released on 24 November 2026" in frozen
    links = re.findall(r'href="statement\?id=([^"]+)"', frozen)
    assert links
    assert all(f"as={old.version}" in link for link in links)
    assert application.page("statement", {"id": [gone]}).title.startswith("Withdrawn statement")
    assert not application.page("statement", {"id": [gone], "as": [old.version]}).title.startswith("Withdrawn")
    assert "no release of this dataset" in application.page("compare", {"as": ["nonsense"]}).html


def test_releases_of_the_shipped_dataset_open_and_say_what_has_changed(shipped: Dataset) -> None:
    versions = {}
    for release in list_releases(SHIPPED_DATASET):
        old = load_release(SHIPPED_DATASET, release.version)
        assert old is not None
        assert old.version == release.version
        versions[old.release] = old
    assert versions["1.0.0"].version == "2de3e5509827"
    assert dataset_changes(versions["1.0.0"], shipped, Filters()).sentence.startswith("statements: ")


def test_link_made_with_release_1_opens(shipped: Dataset) -> None:
    html = application_of(shipped).page("compare", {"version": ["2de3e5509827"]}).html
    assert "as=2de3e5509827" in html
    was = application_of(shipped).page("compare", {"as": ["2de3e5509827"], "version": ["2de3e5509827"]}).html
    assert "2de3e5509827" in was
    assert shipped.version not in was
