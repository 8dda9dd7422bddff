"""The records of the small tables: parties, speakers, issues, documents and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar, get_origin, get_type_hints

import pandas as pd

from data.translation import gettext

from .dates import date_label


@dataclass(frozen=True)
class Party:
    """A party, which takes positions. `groups` are the ids of the groups that it belongs to."""

    id: str
    name: str
    short_name: str
    colour: str
    description: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class PartyGroup:
    """A group of parties."""

    id: str
    name: str
    description: str


@dataclass(frozen=True)
class Speaker:
    """A person or body that speaks for a party. `since` and `until` are the first and the last day in office, dates of
    any precision, '' where unknown or not over."""

    id: str
    name: str
    party: str
    role: str
    since: str
    until: str

    @property
    def term(self) -> str:
        """The term of office as it is read; '' if nothing is known of it."""
        since, until = date_label(self.since), date_label(self.until)
        if since and until:
            return gettext("{since} to {until}", since=since, until=until)
        if since:
            return gettext("since {since}", since=since)
        return gettext("until {until}", until=until) if until else ""


@dataclass(frozen=True)
class Theme:
    """A group of issues. The theme of the id '' takes the issues that name none."""

    id: str
    name: str
    description: str

    @property
    def label(self) -> str:
        """The name; where it is not the dataset's, in the reader's language."""
        return self.name if self.id else gettext(self.name)


@dataclass(frozen=True)
class Issue:
    """A question in dispute, as one neutral proposition. Of its `themes` the first, `theme`, lists it."""

    id: str
    name: str
    theme: str
    proposition: str
    note: str
    themes: tuple[str, ...]


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
    carrier: str
    licence: str

    @property
    def title_language(self) -> str:
        """The BCP 47 tag of the title; '' for a description in square brackets, which is the curators'."""
        return "" if self.title.startswith("[") else self.language


@dataclass(frozen=True)
class Event:
    """An event, for orientation."""

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


def records_from_table(tables: Mapping[str, pd.DataFrame], name: str, record: type[Record]) -> Mapping[str, Record]:
    """The rows of a checked table by their ids, in the order of the file. A record has a field for each column that it
    takes; where the field is a tuple, the cell is a list of ids. Empty if there is no such table."""
    frame = tables.get(name)
    if frame is None:
        return MappingProxyType({})
    types = get_type_hints(record)
    cells = frame[list(types)].astype(object)
    for column, kind in types.items():
        if get_origin(kind) is tuple:
            cells[column] = cells[column].map(lambda cell: tuple(cell.split()))
    rows = (dict(zip(types, row, strict=True)) for row in cells.to_numpy().tolist())
    return MappingProxyType({row["id"]: record(**row) for row in rows})
