"""A dataset that passed every check: immutable, with a version.

Small tables (parties, issues, sources, ...) are records in memory; the
statements, of which there may be a million, live in an engine.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import pandas as pd

from .checks import check_tables
from .dates import date_span
from .engines import DuckDBEngine, Engine
from .errors import DatasetError
from .package import Package, read_package
from .quantities import Quantities, quantities
from .report import Report
from .spark import spark_engine
from .stance import STANCES

__all__ = [
    "SHIPPED",
    "Dataset",
    "Event",
    "Issue",
    "Licence",
    "Party",
    "Source",
    "Speaker",
    "Theme",
    "check",
    "folded",
    "load",
    "served_directory",
]

SHIPPED = Path(__file__).parent / "datasets" / "russia-nato"

# Ten hues of Okabe and Ito's and Tol's colour-blind-safe sets, darkened to 4.5:1 on white.
PALETTE = (
    "#2f5d9b",
    "#b4512d",
    "#1f7a5c",
    "#8a4a8f",
    "#8a6d00",
    "#a8325a",
    "#2b7a8c",
    "#5a6b1e",
    "#6b5b95",
    "#7a5230",
)


@dataclass(frozen=True)
class Party:
    """Who takes positions."""

    id: str
    name: str
    short_name: str
    colour: str
    description: str


@dataclass(frozen=True)
class Speaker:
    """A person or body that speaks for a party."""

    id: str
    name: str
    party: str
    role: str


@dataclass(frozen=True)
class Theme:
    """A group of issues. The theme of the id '' takes the issues that name none."""

    id: str
    name: str
    description: str


@dataclass(frozen=True)
class Issue:
    """A question in dispute, as one neutral proposition."""

    id: str
    name: str
    theme: str
    proposition: str
    note: str


@dataclass(frozen=True)
class Source:
    """A document."""

    id: str
    title: str
    publisher: str
    author: str
    date: str
    url: str
    language: str
    kind: str
    licence: str


@dataclass(frozen=True)
class Event:
    """What happened, for orientation."""

    id: str
    date: str
    title: str
    issue: str
    source: str


@dataclass(frozen=True)
class Licence:
    """A licence that the descriptor names."""

    name: str
    url: str


Record = TypeVar("Record")


@dataclass(frozen=True, eq=False)
class Dataset:
    """A checked dataset.

    `version` is a hash of its files. `tables` holds every table as read, with
    cells as text ('' where nothing stands). Records keep the order of their
    file, which is the order in which pages list them. `files` are the paths of
    the tables within `directory`.
    """

    directory: str
    version: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    engine: Engine
    parties: Mapping[str, Party]
    speakers: Mapping[str, Speaker]
    themes: Mapping[str, Theme]
    issues: Mapping[str, Issue]
    sources: Mapping[str, Source]
    events: tuple[Event, ...] = field(default=())
    files: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """The dataset's title."""
        return str(self.descriptor["title"]).strip()

    @property
    def description(self) -> str:
        """What the dataset is about; empty if the descriptor does not say."""
        return _text_of(self.descriptor, "description")

    @property
    def release(self) -> str:
        """The version that the curators gave it, such as 1.2.0; may be empty."""
        return _text_of(self.descriptor, "version")

    @property
    def homepage(self) -> str:
        """The dataset's own page, http(s) only; may be empty."""
        return _web_address(self.descriptor.get("homepage"))

    @cached_property
    def licences(self) -> tuple[Licence, ...]:
        """The licences that the descriptor names."""
        listed = self.descriptor.get("licenses")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        return tuple(
            Licence(_text_of(entry, "title") or _text_of(entry, "name"), _web_address(entry.get("path")))
            for entry in entries
        )

    @cached_property
    def contributors(self) -> tuple[str, ...]:
        """Whom the descriptor names as contributors."""
        listed = self.descriptor.get("contributors")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        return tuple(filter(None, (_text_of(entry, "title") for entry in entries)))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of sources, in alphabetical order."""
        return tuple(sorted({source.kind for source in self.sources.values() if source.kind}))

    @cached_property
    def shared_occasions(self) -> frozenset[str]:
        """The occasions of which more than one document reports."""
        statements = self.tables["statements"]
        told = statements[statements["occasion"] != ""].groupby("occasion")["source"].nunique()
        return frozenset(told.index[told > 1])

    @cached_property
    def quantities(self) -> Quantities:
        """Topics, indicators, stated figures and the ways to measure them."""
        return quantities(self.tables)

    @cached_property
    def codings(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each statement that others coded again: (coder, stance) pairs."""
        coded: dict[str, list[tuple[str, str]]] = {}
        frame = self.tables.get("codings")
        if frame is not None:
            for statement, coder, stance in frame.itertuples(index=False):
                coded.setdefault(statement, []).append((coder, stance))
        return {statement: tuple(pairs) for statement, pairs in coded.items()}


def served_directory() -> Path:
    """The dataset's folder: COUNTERPOINT_DATASET, or the shipped one."""
    return Path(os.environ.get("COUNTERPOINT_DATASET") or SHIPPED).expanduser()


def check(directory: Path) -> tuple[Package, Report]:
    """Reads the dataset in `directory` and reports every problem it has."""
    package, problems, warnings = read_package(directory)
    report = Report(str(directory), problems, warnings)
    report.add(check_tables(package))
    return package, report


def load(directory: Path, *, served: bool = False) -> Dataset:
    """The dataset in `directory`. DatasetError, with the whole report, if it has
    any problem: nothing is served by half. If it is the one to be served, its
    statements are asked through the engine that the environment names; EngineError
    if that cannot be used."""
    package, report = check(directory)
    if report:
        raise DatasetError(report)
    return _dataset(directory, package, spark_engine(directory) if served else None)


def _dataset(directory: Path, package: Package, engine: Engine | None = None) -> Dataset:
    sources = _records(package, "sources", Source)
    speakers = _records(package, "speakers", Speaker)
    issues = _records(package, "issues", Issue)
    if engine is None:
        engine = DuckDBEngine(_statements(package.frames["statements"], issues, sources))
    return Dataset(
        directory=str(directory),
        version=package.version,
        descriptor=MappingProxyType(package.descriptor),
        tables=MappingProxyType(package.frames),
        engine=engine,
        parties=_parties(package),
        speakers=speakers,
        themes=_themes(package, issues),
        issues=issues,
        sources=sources,
        events=tuple(_records(package, "events", Event).values()),
        files=tuple(package.files.values()),
    )


def _records(package: Package, table: str, record: type[Record]) -> Mapping[str, Record]:
    frame = package.frames.get(table)
    if frame is None:
        return MappingProxyType({})
    names = list(record.__dataclass_fields__)  # type: ignore[attr-defined]
    rows = frame[names].itertuples(index=False, name=None)
    return MappingProxyType({row[0]: record(*row) for row in rows})


def _parties(package: Package) -> Mapping[str, Party]:
    parties = {}
    for number, party in enumerate(_records(package, "parties", Party).values()):
        colour = party.colour or PALETTE[number % len(PALETTE)]
        short = party.short_name or party.name
        parties[party.id] = Party(party.id, party.name, short, colour, party.description)
    return MappingProxyType(parties)


def _themes(package: Package, issues: Mapping[str, Issue]) -> Mapping[str, Theme]:
    themes = dict(_records(package, "themes", Theme))
    if any(not issue.theme for issue in issues.values()):
        themes[""] = Theme("", "Other issues" if themes else "Issues", "")
    return MappingProxyType(themes)


def folded(text: str) -> str:
    """A text as search compares it: without case, accents and other marks above
    or below letters, so that 'Geoana' finds 'Geoană'."""
    if text.isascii():
        return text.lower()
    # Folded again after: some compatibility forms come apart into capitals (№, ™, ℌ).
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).translate(_BARRED)


# Letters whose bar or stroke Unicode does not take apart.
_BARRED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})


def _statements(frame: pd.DataFrame, issues: Mapping[str, Issue], sources: Mapping[str, Source]) -> pd.DataFrame:
    """The statements as the engine holds them, in order of time.

    Beside the columns of the format: `first` and `last` (the days that the date
    covers), `year`, `value` (-2 to 2, missing where no stand is taken),
    `position` (a place in time, unique: by first day, then last day, then row),
    `utterance` (one value for all reports of one occasion), `kind`, `theme`,
    and `search` (summary and quote as search compares them).
    """
    spans = {date: date_span(date) for date in frame["date"].unique()}
    values = {stance.id: stance.value for stance in STANCES}
    wide = frame.assign(
        first=pd.to_datetime(frame["date"].map({date: span.first for date, span in spans.items()})),
        last=pd.to_datetime(frame["date"].map({date: span.last for date, span in spans.items()})),
        value=frame["stance"].map(values).astype("Int8"),
        utterance=frame["occasion"].where(frame["occasion"] != "", frame["id"]),
        kind=frame["source"].map({source.id: source.kind for source in sources.values()}),
        theme=frame["issue"].map({issue.id: issue.theme for issue in issues.values()}),
        search=pd.Series(
            [folded(f"{said}\n{quote}") for said, quote in zip(frame["summary"], frame["quote"], strict=True)],
            index=frame.index,
            dtype="str",
        ),
    )
    wide["year"] = wide["first"].dt.year.astype("Int16")
    wide = wide.sort_values(["first", "last"], kind="stable", ignore_index=True)
    wide["position"] = range(len(wide))
    return wide


def _text_of(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value.strip() if isinstance(value, str) else ""


def _web_address(value: object) -> str:
    text = str(value or "")
    return text if text.lower().startswith(("http://", "https://")) and not any(map(str.isspace, text)) else ""
