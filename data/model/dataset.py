"""A dataset that passed every check: immutable, with a version.

Small tables (parties, issues, sources, ...) are records in memory; the
statements, of which there may be millions, live in an engine and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import pandas as pd

from data.translation import gettext_noop

from .data_package import DataPackage
from .engine import Engine
from .indicators import FigureRecords, figure_records_from_tables
from .records import Event, Issue, Licence, Party, PartyGroup, Source, Speaker, Theme, records_from_table
from .stance import Stance, stances_with_own_words

# Ten hues of Okabe and Ito's and Tol's colour-blind-safe sets, darkened to 4.5:1 on white.
PALETTE = ("#2f5d9b", "#b4512d", "#1f7a5c", "#8a4a8f", "#8a6d00", "#a8325a", "#2b7a8c", "#5a6b1e", "#6b5b95", "#7a5230")

TERM_OPERATORS = {"from": "since", "to": "until"}
LANGUAGE_TAG_PATTERN = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")
E_MAIL_PATTERN = re.compile(r"[^\s@<>\"?&%]+@[^\s@<>\"?&%]+\.[^\s@<>\"?&%]+")


@dataclass(frozen=True)
class StatementTotals:
    """The numbers of statements, of those that answer another one, and of dates in a dataset."""

    statements: int
    replies: int
    dates: int


@dataclass(frozen=True, eq=False)
class Dataset:
    """A checked dataset.

    `version` is a hash of its files. `tables` holds every table but the statements as read, with cells as text (''
    where nothing stands). Records keep the order of their file, which is the order in which pages list them. `files`
    are the paths of the tables within `directory`.
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
    totals: StatementTotals
    events: tuple[Event, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def cache_key(self) -> tuple[str, str, str]:
        """Return a key for caches. The dataset itself as a key would stay in memory after its last use."""
        return self.directory, self.version, self.engine.name

    @property
    def statement_count(self) -> int:
        """The number of statements."""
        return self.totals.statements

    @property
    def title(self) -> str:
        """The dataset's title."""
        return str(self.descriptor["title"]).strip()

    @property
    def description(self) -> str:
        """The description of the dataset; empty if the descriptor has none."""
        return _text_of(self.descriptor, "description")

    @property
    def release(self) -> str:
        """The version number that the curators gave the dataset, such as 1.2.0. May be empty."""
        return _text_of(self.descriptor, "version")

    @property
    def homepage(self) -> str:
        """The dataset's own page, http(s) only; may be empty."""
        return _web_address(self.descriptor.get("homepage"))

    @property
    def language(self) -> str:
        """The BCP 47 tag of the language in which the curators write; `en` if the descriptor names none."""
        tag = _text_of(self.descriptor, "language")
        return tag if LANGUAGE_TAG_PATTERN.fullmatch(tag) else "en"

    @property
    def coders(self) -> str:
        """The curators' text on who set the stances. May be empty."""
        return _text_of(self.descriptor, "coders")

    @property
    def selection(self) -> tuple[str, ...]:
        """Paragraphs on how the curators found documents, in which languages, and what they left out; may be empty."""
        return tuple(part.strip() for part in _text_of(self.descriptor, "selection").split("\n") if part.strip())

    @property
    def contact(self) -> str:
        """The place where readers report errors: an e-mail address, or an address of the web, http(s) only; may be
        empty."""
        contact = _text_of(self.descriptor, "contact").removeprefix("mailto:")
        return contact if E_MAIL_PATTERN.fullmatch(contact) else _web_address(contact)

    @cached_property
    def stances(self) -> Mapping[str, Stance]:
        """The scale of stances by their ids, with the words of the descriptor's `stance_words`."""
        words = self.descriptor.get("stance_words")
        return MappingProxyType(stances_with_own_words(words if isinstance(words, dict) else {}))

    @cached_property
    def licences(self) -> tuple[Licence, ...]:
        """The licences that the descriptor names."""
        return tuple(
            Licence(_text_of(entry, "title") or _text_of(entry, "name"), _web_address(entry.get("path")))
            for entry in self._entries("licenses")
        )

    @cached_property
    def contributors(self) -> tuple[str, ...]:
        """The names of the contributors in the descriptor."""
        return tuple(filter(None, (_text_of(entry, "title") for entry in self._entries("contributors"))))

    def _entries(self, name: str) -> list[dict[str, Any]]:
        listed = self.descriptor.get(name)
        return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents, created at the first access: there may be tens of thousands."""
        return records_from_table(self.tables, "sources", Source)

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """The publishers of sources, in alphabetical order."""
        return tuple(sorted({source.publisher for source in self.sources.values() if source.publisher}))

    @cached_property
    def publisher_countries(self) -> Mapping[str, str]:
        """The recorded country codes, by publisher."""
        frame = self.tables.get("publishers")
        return {} if frame is None else dict(zip(frame["name"], frame["country"], strict=True))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of sources, in alphabetical order."""
        return tuple(sorted({source.kind for source in self.sources.values() if source.kind}))

    @cached_property
    def figure_records(self) -> FigureRecords:
        """Topics, indicators, stated figures, measures and groups."""
        return figure_records_from_tables(self.tables)

    @cached_property
    def party_groups(self) -> Mapping[str, PartyGroup]:
        """The groups that any party belongs to."""
        named = {group for party in self.parties.values() for group in party.groups}
        groups = records_from_table(self.tables, "party_groups", PartyGroup)
        return {name: group for name, group in groups.items() if name in named}

    def parties_of_group(self, group: str) -> tuple[str, ...]:
        """The ids of the parties of a group; all parties for ''."""
        return tuple(party.id for party in self.parties.values() if not group or group in party.groups)

    def with_party_colours(self, colours: Mapping[str, str]) -> Dataset:
        """The same dataset, whose parties have these colours, by their ids."""
        recoloured = copy(self)
        # A copy shares what is computed already, such as the documents; `dataclasses.replace` would drop it.
        parties = {
            party.id: replace(party, colour=colours.get(party.id, party.colour)) for party in self.parties.values()
        }
        vars(recoloured)["parties"] = MappingProxyType(parties)
        return recoloured

    @cached_property
    def codings(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Map each statement that further coders coded to its (coder, stance) pairs."""
        coded: dict[str, tuple[tuple[str, str], ...]] = {}
        if "codings" in self.tables:
            for statement, coder, stance in self.tables["codings"].itertuples(index=False):
                coded[statement] = (*coded.get(statement, ()), (coder, stance))
        return coded


def assemble_dataset(directory: str, package: DataPackage, totals: StatementTotals, engine: Engine) -> Dataset:
    """The dataset of the small tables of a package and an engine that holds its statements."""
    tables = package.frames
    issues = _issues(tables)
    return Dataset(
        directory=directory,
        version=package.version,
        descriptor=MappingProxyType(package.descriptor),
        tables=MappingProxyType(tables),
        engine=engine,
        parties=_parties(tables),
        speakers=_speakers(tables),
        themes=_themes(tables, issues),
        issues=issues,
        totals=totals,
        events=tuple(records_from_table(tables, "events", Event).values()),
        files=tuple(package.files.values()),
    )


def _parties(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, Party]:
    listed = tables["parties"].rename(columns={"group": "groups"})
    parties = {
        party.id: replace(
            party,
            colour=party.colour or PALETTE[number % len(PALETTE)],
            short_name=party.short_name or party.name,
        )
        for number, party in enumerate(records_from_table({"parties": listed}, "parties", Party).values())
    }
    return MappingProxyType(parties)


def _speakers(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, Speaker]:
    # `from` is a word of Python's.
    renamed = {name: frame.rename(columns=TERM_OPERATORS) for name, frame in tables.items() if name == "speakers"}
    return records_from_table(renamed, "speakers", Speaker)


def _issues(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, Issue]:
    # A cell of `theme` is a list.
    listed = tables["issues"]["theme"]
    frame = tables["issues"].assign(theme=listed.str.split(" ").str[0], themes=listed)
    return records_from_table({"issues": frame}, "issues", Issue)


def _themes(tables: Mapping[str, pd.DataFrame], issues: Mapping[str, Issue]) -> Mapping[str, Theme]:
    themes = dict(records_from_table(tables, "themes", Theme))
    if any(not issue.theme for issue in issues.values()):
        themes[""] = Theme("", gettext_noop("Other issues") if themes else gettext_noop("Issues"), "")
    return MappingProxyType(themes)


def _text_of(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value.strip() if isinstance(value, str) else ""


def _web_address(value: object) -> str:
    text = str(value or "")
    return text if text.lower().startswith(("http://", "https://")) and not any(map(str.isspace, text)) else ""
