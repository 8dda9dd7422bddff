"""Releases: earlier states of a dataset in a folder beside it, and the changes since.

`python -m data release DIR` copies the dataset's files to `releases/DATE-VERSION`. VERSION is the hash that links
carry. So an old link can show the dataset as it was, and a withdrawn statement can still be read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

import pandas as pd

from data.loading import check, load
from data.model import Dataset, DateError, date_span
from data.package import DESCRIPTOR_FILE, atomic_folder, copy_files, read_package, sync_to_disk, update_descriptor
from data.package.descriptor import unlisted_tables
from data.statements import Filters, statement_ids, statement_rows_by_ids
from data.translation import gettext, number_text
from data.validation import DatasetError, table_schema

RELEASES_FOLDER = "releases"
RELEASE_NAME_PATTERN = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{12})")
MAX_OPEN_RELEASES = 2
MAX_CACHED_INDEXES = 32


@dataclass(frozen=True)
class Release:
    """A state of the dataset that was released on a day."""

    version: str
    date: str
    directory: Path


@dataclass(frozen=True)
class DatasetChanges:
    """Ids of statements: `added`, `withdrawn`, `recoded` (another stance), and `corrected` (anything else). In the
    order of the newer dataset, withdrawn ones in that of the older."""

    added: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    recoded: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of statements that changed."""
        return sum(map(len, (self.added, self.withdrawn, self.recoded, self.corrected)))

    @property
    def sentence(self) -> str:
        """`statements: 2 added, 1 re-coded`; empty if nothing changed."""
        parts = (
            (self.added, gettext("{count} added")),
            (self.withdrawn, gettext("{count} withdrawn")),
            (self.recoded, gettext("{count} re-coded")),
            (self.corrected, gettext("{count} corrected in other ways")),
        )
        counted = ", ".join(text.format(count=number_text(len(ids))) for ids, text in parts if ids)
        return gettext("statements: {changes}", changes=counted) if counted else ""


def list_releases(directory: Path) -> tuple[Release, ...]:
    """The releases kept beside a dataset, the newest first; of one day, the one with the highest release number."""
    folder = directory / RELEASES_FOLDER
    names = [(RELEASE_NAME_PATTERN.fullmatch(path.name), path) for path in folder.iterdir()] if folder.is_dir() else []
    releases = [Release(match[2], match[1], path) for match, path in names if match]
    return tuple(sorted(releases, key=lambda each: (each.date, _number(each.directory), each.version), reverse=True))


@lru_cache(maxsize=MAX_CACHED_INDEXES)
def _number(directory: Path) -> tuple[int, ...]:
    """Return the release number of the descriptor, such as (1, 10, 0); () if there is none."""
    try:
        content = json.loads((directory / DESCRIPTOR_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    number = content.get("version") if isinstance(content, dict) else None
    return tuple(int(part) for part in re.findall(r"[0-9]{1,9}", number)) if isinstance(number, str) else ()


def release_at(releases: Sequence[Release], since: str) -> Release | None:
    """The one of these releases (newest first) that a version names, or the newest of a day (or month, or year) or
    before it; None if there is none."""
    for release in releases:
        if release.version == since:
            return release
    try:
        last = date_span(since).last.isoformat()
    except DateError:
        return None
    return next((release for release in releases if release.date <= last), None)


def release_date(dataset: Dataset) -> str:
    """The day on which this version of the dataset was released; '' if it was not."""
    directory = Path(dataset.directory)
    own = RELEASE_NAME_PATTERN.fullmatch(directory.name)
    if own and own[2] == dataset.version:
        return own[1]
    return next((release.date for release in list_releases(directory) if release.version == dataset.version), "")


def write_release(directory: Path, today: dt.date) -> Path:
    """Write a release of the current dataset and return its folder.

    DatasetError if the dataset has problems, ValueError if this state is already a release. After an error no part of
    the release is left."""
    if not (directory / DESCRIPTOR_FILE).exists() and unlisted_tables(directory, {}):
        update_descriptor(directory)
    package, report = check(directory)
    if report:
        raise DatasetError(report)
    releases = {each.version: each for each in list_releases(directory)}
    if package.version in releases:
        raise ValueError(f"version {package.version} was released on {releases[package.version].date}")
    target = directory / RELEASES_FOLDER / f"{today.isoformat()}-{package.version}"
    target.parent.mkdir(exist_ok=True)
    with atomic_folder(target) as folder:
        copy_files(directory, [DESCRIPTOR_FILE, *package.files.values()], folder)
    sync_to_disk(directory)
    return target


def load_release(directory: Path, version: str) -> Dataset | None:
    """The dataset as it was released under a version; None if there is no such release."""
    release = next((each for each in list_releases(directory) if each.version == version), None)
    return _load(release.directory) if release else None


# Reading and checking the shipped dataset takes 0.4 s, without a cache for each view of a release.
@lru_cache(maxsize=MAX_OPEN_RELEASES)
def _load(directory: Path) -> Dataset | None:
    try:
        return load(directory)
    except DatasetError:
        # Rules may have grown stricter since: an old state that no longer passes is not shown.
        return None


def last_release_with(directory: Path, statement_id: str) -> tuple[Release, Dataset] | None:
    """The newest release that holds a statement of this id, or None."""
    for each in list_releases(directory):
        dataset = _load(each.directory) if statement_id in _statements(each.directory) else None
        if dataset is not None:
            return each, dataset
    return None


def change_dates(dataset: Dataset, rows: pd.DataFrame) -> dict[str, dt.date]:
    """Return, by statement id, the day on which each statement was added or last changed.

    `rows` has the columns of the table of statements. The day is that of the oldest release since which the row is as
    it is now. If the newest release has another row, or none, it is the day on which the file of statements was
    written. Without any release it is the last day of the statement's date."""
    directory, today = Path(dataset.directory), dt.datetime.now(dt.UTC).date()
    releases = list_releases(directory)[:MAX_CACHED_INDEXES]
    columns = [column.name for column in table_schema("statements").columns]
    dates: dict[str, dt.date] = {}
    for row in rows[columns].itertuples(index=False, name=None):
        known = dict(zip(columns, row, strict=True))
        if released := _first_day(releases, known["id"], hash(row)):
            day = released
        elif releases:
            day = max(_day_written(dataset), dt.date.fromisoformat(releases[0].date))
        else:
            day = date_span(known["date"]).last
        dates[known["id"]] = min(day, today)
    return dates


def _first_day(releases: Sequence[Release], statement_id: str, row: int) -> dt.date | None:
    """Return the day of the oldest release since which a statement's row has this hash; None if the newest release has
    another row.

    `releases` are in the order of `list_releases`."""
    same = takewhile(lambda release: _statements(release.directory).get(statement_id) == row, releases)
    return min((dt.date.fromisoformat(release.date) for release in same), default=None)


def _day_written(dataset: Dataset) -> dt.date:
    """Return the day on which the newest file of a dataset was written; `date.min` for a database."""
    directory = Path(dataset.directory)
    paths = [directory / name for name in dataset.files]
    seconds = [path.stat().st_mtime for path in paths if path.is_file()]
    return dt.datetime.fromtimestamp(max(seconds), dt.UTC).date() if seconds else dt.date.min


@lru_cache(maxsize=MAX_CACHED_INDEXES)
def _statements(directory: Path) -> Mapping[str, int]:
    """The ids of the statements of a release, each with a hash of its row."""
    # Without this cache, an unknown id would make the server read every release completely.
    package, _, _ = read_package(directory)
    frame = package.frames.get("statements")
    rows = [] if frame is None else frame.itertuples(index=False, name=None)
    return {row[0]: hash(row) for row in rows}


def dataset_changes(old: Dataset, new: Dataset, filters: Filters) -> DatasetChanges:
    """The changes from one state to another among the statements that pass the filters in either of them."""
    return statement_changes(old, new, statement_ids(old, filters) | statement_ids(new, filters))


def statement_changes(old: Dataset, new: Dataset, ids: Collection[str]) -> DatasetChanges:
    """The changes from one state to another among the statements of these ids."""
    before, after = (_statement_rows(each, sorted(ids)) for each in (old, new))
    both = after.index.intersection(before.index, sort=False)
    columns = before.columns.union(after.columns)
    was, now = (rows.loc[both].reindex(columns=columns, fill_value="") for rows in (before, after))
    recoded = was["stance"] != now["stance"]
    corrected = (was != now).any(axis="columns") & ~recoded
    return DatasetChanges(
        added=tuple(after.index.difference(before.index, sort=False)),
        withdrawn=tuple(before.index.difference(after.index, sort=False)),
        recoded=tuple(both[recoded]),
        corrected=tuple(both[corrected]),
    )


def _statement_rows(dataset: Dataset, ids: list[str]) -> pd.DataFrame:
    return statement_rows_by_ids(dataset, ids).drop(columns="position").set_index("id")
