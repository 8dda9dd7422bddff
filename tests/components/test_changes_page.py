"""The Changes page."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from components.page import PageRequest
from components.pages import menu_entries, render_page
from components.pages.registry import PAGES
from components.url.view import decode_view
from data import Dataset, list_releases, load
from data.publishing import Release, release_at, write_release
from tests.applications import application_of
from tests.conftest import write_dataset
from tests.pages import page_of, text_of
from tests.web.conftest import client_of


@pytest.fixture
def changed_dataset(tmp_path: Path, write_again: Callable[[Path], None]) -> Dataset:
    """The tiny dataset with a release of 1 May 2026, after which one statement is added, one re-coded, one corrected
    and one withdrawn."""
    directory = write_dataset(tmp_path / "tiny")
    write_release(directory, dt.date(2026, 5, 1))
    write_again(directory)
    return load(directory)


@pytest.fixture
def write_again(tmp_path: Path) -> Callable[[Path], None]:
    def change(rows: list[dict[str, str]]) -> None:
        by_id = {row["id"]: row for row in rows}
        by_id["west-2017-drills"]["stance"] = "agree"
        by_id["east-2018-bases"]["quote"] = "a new quote"
        rows.remove(by_id["south-2016-bases"])
        rows.append({**by_id["east-2021-drills"], "id": "east-2022-drills", "date": "2022", "responds_to": ""})

    def write(directory: Path) -> None:
        changed = write_dataset(tmp_path / "changed", statements=change)
        for path in changed.iterdir():
            (directory / path.name).write_bytes(path.read_bytes())

    return write


def test_page_lists_every_kind_of_change(changed_dataset: Dataset) -> None:
    text = text_of(page_of(changed_dataset, "changes", party=["east", "west", "south"]))
    assert "since 1 May 2026" in text
    assert ": 4 statements changed." in text
    assert "Added 1 East on Drills , 2022" in text
    assert "Re-coded 1 West on Drills , 2 January 2017: no → , then yes" in text
    assert "Corrected in other ways 1 East on Bases , December 2018 to February 2019: quote." in text
    assert "Withdrawn 1 Southern Pact on Bases , 2016" in text
    moved = text.partition("Latest stances that differ now 2")[2]
    assert "Bases Southern Pact rather yes nothing on record" in moved
    assert "Drills West no yes" in moved


def test_filters_of_the_view_count(changed_dataset: Dataset) -> None:
    text = text_of(page_of(changed_dataset, "changes", party="east", issue="drills"))
    assert ": 1 statement changed." in text
    assert "Withdrawn" not in text
    assert "Nothing has changed within these filters." in text_of(page_of(changed_dataset, "changes", issue="tariffs"))


def test_release_is_named_by_version_or_day(changed_dataset: Dataset) -> None:
    def text(since: str) -> str:
        return text_of(
            render_page("changes", PageRequest(changed_dataset, decode_view({"since": [since]}, changed_dataset)))
        )

    version = list_releases(Path(changed_dataset.directory))[0].version
    assert [since for since in (version, "2026-05-01", "2026-06", "2027") if "There is no release" in text(since)] == []
    for since in ("2026-04-30", "x" * 12):
        assert f"There is no release “{since}”, and none is that old." in text(since)
        assert "since 1 May 2026" in text(since)


def test_release_at() -> None:
    releases = [Release("b" * 12, "2026-05-01", Path()), Release("a" * 12, "2025-01-31", Path())]
    found = [release_at(releases, since) for since in ("b" * 12, "2026", "2026-04", "2025-01-30", "no")]
    assert [each.version[0] if each else "" for each in found] == ["b", "b", "a", "", ""]


def test_dataset_without_releases_says_so(tiny: Dataset, changed_dataset: Dataset) -> None:
    assert "No earlier release" in text_of(page_of(tiny, "changes"))
    assert not PAGES["changes"].applies(tiny)
    assert PAGES["changes"].applies(changed_dataset)
    assert 'href="changes?' in page_of(changed_dataset, "about").html
    assert 'href="changes?' not in page_of(tiny, "about").html
    assert "changes" not in [entry.name for entry in menu_entries(changed_dataset)]


def test_embed_says_that_it_has_changed_since(changed_dataset: Dataset) -> None:
    client = client_of(application_of(changed_dataset))
    (released,) = list_releases(Path(changed_dataset.directory))

    def embed(query: str, version: str = released.version) -> str:
        return client.get(f"/embed?{query}&version={version}").text

    badge = "Changed since you embedded this"
    assert badge in embed("party=east&party=west&issue=drills")
    assert f"/changes?party=east&amp;party=west&amp;issue=drills&amp;since={released.version}" in embed(
        "party=east&party=west&issue=drills"
    ).replace("sort=listed&amp;", "")
    assert badge in embed("id=west-2017-drills")
    assert client.get("/embed?id=south-2016-bases").status_code == 410
    assert client.get("/embed?id=never").status_code == 404
    for unchanged in ("party=east&party=west&issue=tariffs", "id=west-2019-bases", "figure=ratio-east"):
        assert badge not in embed(unchanged)
    assert badge not in embed("id=west-2017-drills", changed_dataset.version)
    assert badge not in client.get("/embed?id=west-2017-drills").text
    assert "The dataset has changed since you embedded this" in embed("id=west-2019-bases", "0123456789ab")
