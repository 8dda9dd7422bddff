"""The records of a search: results, groups of one kind, and the answer as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class SearchResult:
    """A record or statement that a search found. `coverage` says how much of the reader's text it has, from 0 to 1,
    `terms` are the terms that the search looked for. `issue` and `position` are those of a statement."""

    kind: str
    id: str
    score: float
    coverage: float
    terms: frozenset[str]
    issue: str = ""
    position: int = -1


@dataclass(frozen=True)
class SearchGroup:
    """The results of one kind, the best first, and how many there are in all."""

    kind: str
    total: int
    results: tuple[SearchResult, ...]


@dataclass(frozen=True)
class SearchAnswer:
    """The answer to a text. `groups` answer the text itself; `close` are the groups found only with `corrections`,
    which give for each word that occurs nowhere the words like it that do. Where no group answers, `known` are the
    words, phrases and numbers of the text that are on record by themselves."""

    groups: tuple[SearchGroup, ...] = ()
    close: tuple[SearchGroup, ...] = ()
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    known: tuple[str, ...] = ()
