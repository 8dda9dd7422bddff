"""A dataset that passed every check: immutable, with a version.

Small tables (parties, issues, sources, ...) are records in memory; the
statements, of which there may be millions, live in an engine and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from data.cluster import spark_engine
from data.package.build import is_built, open_engine, opened
from data.package.data_package import Package, read_package
from data.package.location import Address, Place
from data.settings import SHIPPED, Settings
from data.statements.duckdb_engine import DuckDBEngine
from data.statements.engine import Engine
from data.statements.table import build_table
from data.validation.report import Report

from .errors import DatasetError
from .indicators import Quantities, quantities
from .records import Event, Issue, Licence, Party, Source, Speaker, Theme, records

__all__ = [
    "DEFAULT_SETTINGS",
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
    "load",
]

# In this process, within the limits that a server has.
DEFAULT_SETTINGS = Settings()

# Ten hues of Okabe and Ito's and Tol's colour-blind-safe sets, darkened to 4.5:1 on white.
PALETTE = ("#2f5d9b", "#b4512d", "#1f7a5c", "#8a4a8f", "#8a6d00", "#a8325a", "#2b7a8c", "#5a6b1e", "#6b5b95", "#7a5230")


@dataclass(frozen=True, eq=False)
class Dataset:
    """A checked dataset.

    `version` is a hash of its files. `tables` holds every table but the statements as read, with cells as text (''
    where nothing stands). Records keep the order of their file, which is the order in which pages list them. `files`
    are the paths of the tables within `directory`, `statements` is how many there are.
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
    statements: int
    events: tuple[Event, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def state(self) -> tuple[str, str, str]:
        """What tells it from every other, for what is kept of it: the dataset itself as a key
        would be kept as well, though it may be an earlier release that nobody asks for any more."""
        return self.directory, self.version, self.engine.name

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
        return tuple(
            Licence(_text_of(entry, "title") or _text_of(entry, "name"), _web_address(entry.get("path")))
            for entry in self._entries("licenses")
        )

    @cached_property
    def contributors(self) -> tuple[str, ...]:
        """Whom the descriptor names as contributors."""
        return tuple(filter(None, (_text_of(entry, "title") for entry in self._entries("contributors"))))

    def _entries(self, name: str) -> list[dict[str, Any]]:
        listed = self.descriptor.get(name)
        return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents. Made when they are first asked for: there may be tens of thousands."""
        return records(self.tables, "sources", Source)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of sources, in alphabetical order."""
        return tuple(sorted({source.kind for source in self.sources.values() if source.kind}))

    @cached_property
    def quantities(self) -> Quantities:
        """Topics, indicators, stated figures and the ways to measure them."""
        return quantities(self.tables)

    @cached_property
    def codings(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each statement that others coded again: (coder, stance) pairs."""
        coded: dict[str, tuple[tuple[str, str], ...]] = {}
        if "codings" in self.tables:
            for statement, coder, stance in self.tables["codings"].itertuples(index=False):
                coded[statement] = (*coded.get(statement, ()), (coder, stance))
        return coded


def check(directory: Place) -> tuple[Package, Report]:
    """Reads the dataset in a folder or a database and reports every problem it has."""
    # A server of a built dataset needs no rules, and one of files needs no drivers, which bring libraries along.
    from data.validation.rules import check_tables

    if isinstance(directory, Address):
        from data.package.database import keyed, read_database

        package, problems, warnings = read_database(directory)
    else:
        package, problems, warnings = read_package(directory)
    report = Report(str(directory), [*problems, *check_tables(package)], warnings)
    if isinstance(directory, Address):
        keyed(package, report)
    return package, report


def load(directory: Place, settings: Settings = DEFAULT_SETTINGS) -> Dataset:
    """The dataset in a folder or a database. DatasetError, with the whole report, if it has
    any problem: nothing is served by half. Its statements are asked through the engine that
    the settings name; EngineError if that cannot be used."""
    cluster = spark_engine(directory, settings)
    if isinstance(directory, Path) and is_built(directory):
        package, count = opened(directory)
        return of_package(directory, package, count, cluster or open_engine(directory, settings.query_limits))
    package, report = check(directory)
    if report:
        raise DatasetError(report)
    engine = cluster or DuckDBEngine.in_memory(build_table(package.frames), settings.query_limits)
    statements = package.frames.pop("statements")
    return of_package(directory, package, len(statements), engine)


def of_package(directory: Place, package: Package, statements: int, engine: Engine) -> Dataset:
    """The dataset of the small tables of a package and an engine that holds its statements."""
    tables = package.frames
    issues = records(tables, "issues", Issue)
    return Dataset(
        directory=str(directory),
        version=package.version,
        descriptor=MappingProxyType(package.descriptor),
        tables=MappingProxyType(tables),
        engine=engine,
        parties=_parties(tables),
        speakers=records(tables, "speakers", Speaker),
        themes=_themes(tables, issues),
        issues=issues,
        statements=statements,
        events=tuple(records(tables, "events", Event).values()),
        files=tuple(package.files.values()),
    )


def _parties(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, Party]:
    parties = {
        party.id: replace(
            party,
            colour=party.colour or PALETTE[number % len(PALETTE)],
            short_name=party.short_name or party.name,
        )
        for number, party in enumerate(records(tables, "parties", Party).values())
    }
    return MappingProxyType(parties)


def _themes(tables: Mapping[str, pd.DataFrame], issues: Mapping[str, Issue]) -> Mapping[str, Theme]:
    themes = dict(records(tables, "themes", Theme))
    if any(not issue.theme for issue in issues.values()):
        themes[""] = Theme("", "Other issues" if themes else "Issues", "")
    return MappingProxyType(themes)


def _text_of(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value.strip() if isinstance(value, str) else ""


def _web_address(value: object) -> str:
    text = str(value or "")
    return text if text.lower().startswith(("http://", "https://")) and not any(map(str.isspace, text)) else ""
