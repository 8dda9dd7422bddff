from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data import DatasetError, checks, load, passed
from data.package import Package

Make = Callable[..., Path]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """An empty cache folder; the version of every package that is checked is added to the list."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    seen: list[str] = []
    check = checks.check_tables

    def noted(package: Package) -> list[checks.Problem]:
        seen.append(package.version)
        return check(package)

    monkeypatch.setattr(checks, "check_tables", noted)
    return seen


def test_a_state_that_passed_is_not_checked_again(make_dataset: Make, checked: list[str]) -> None:
    directory = make_dataset()
    first, second = load(directory), load(directory)
    assert checked == [first.version]
    assert second.version == first.version
    assert second.issues == first.issues


@pytest.mark.parametrize(
    "cells", [{("issues", 2, "note"): "Another note."}, {("statements", 2, "summary"): "Other words."}]
)
def test_other_bytes_are_checked(
    make_dataset: Make, checked: list[str], cells: dict[tuple[str, int, str], str]
) -> None:
    load(make_dataset())
    load(make_dataset(cells=cells))
    assert len(checked) == 2


def test_other_rules_check_again(make_dataset: Make, checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    directory = make_dataset()
    load(directory)
    monkeypatch.setattr(passed, "_rules", lambda: "of the next version")
    load(directory)
    assert len(checked) == 2


def test_a_state_with_problems_is_refused_each_time(make_dataset: Make, checked: list[str]) -> None:
    directory = make_dataset(cells={("statements", 2, "stance"): "agre"})
    for _ in range(2):
        with pytest.raises(DatasetError, match="agre"):
            load(directory)
    assert len(checked) == 2


def test_a_row_that_cannot_be_read_is_refused_whatever_is_remembered(make_dataset: Make, checked: list[str]) -> None:
    directory = make_dataset()
    load(directory)
    with (directory / "issues.csv").open("a", encoding="utf-8") as file:
        file.write("one,cell,too,many,here,now\n")
    with pytest.raises(DatasetError, match="cells where the header has"):
        load(directory)


def test_without_a_folder_to_write_to_each_start_checks(
    make_dataset: Make, checked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    directory = make_dataset()
    load(directory)
    load(directory)
    assert len(checked) == 2


def test_what_is_remembered_is_bounded(
    make_dataset: Make, checked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(passed, "REMEMBERED_MOST", 2)
    made = [make_dataset(cells={("issues", 2, "note"): f"Note {number}."}) for number in range(4)]
    for directory in made:
        load(directory)
    assert len(list((tmp_path / "cache").rglob("passed/*"))) == 2
    load(made[-1])
    assert len(checked) == 4
