"""The choices of an import: what a source leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .limits import DEFAULT_LIMITS, ImportLimits
from .words.local_dates import DateOrder


@dataclass(frozen=True)
class ImportOptions:
    """The choices of one import.

    `format` names the format of the source, '' to recognise it. `dates` is the order of day and month. `title` is the
    dataset's. `source`, `source_url` and `date` stand where a row names none. `language` is taken of texts in several.
    `stances` says for words of the source which stance they mean; `abstention` which stance it is to abstain from a
    vote. `mapping` is the content of a mapping file. `known_ids` are, by table, ids that names have from an earlier
    import.
    """

    format: str = ""
    dates: DateOrder = ""
    encoding: str = ""
    title: str = ""
    source: str = ""
    source_url: str = ""
    date: str = ""
    language: str = ""
    stances: Mapping[str, str] = field(default_factory=dict)
    abstention: str = "neutral"
    mapping: Mapping[str, Any] | None = None
    known_ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    limits: ImportLimits = DEFAULT_LIMITS
