"""Any table by a mapping file, which says for each field of a statement where it comes from.

A mapping is JSON. `columns` names for each field a column of the source, `fixed` gives a field the same text in every
row, `stances` says which stance each word means, `sheet` which sheet to read, `options` are those of the command line.
The dry run of an import writes one that says what it would assume, to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from data.model.stance import STANCES
from data.validation import table_schema

from ..errors import ImportSourceError
from ..files.source_files import SourceFile
from ..files.source_table import SourceTable
from ..options import ImportOptions
from ..report import ImportReport, Sheet, list_words
from ..result import ImportResult, finish_import
from ..tables.normalization import normalize_sheets
from ..tables.sheets import build_sheet
from ..tables.wide_tables import read_statement_tables
from ..words.header_synonyms import FIELD_SYNONYMS
from ..words.headers import match_headers, normalize_name, statement_headers
from ..words.stance_words import normalize_stances

MAPPING_FILE = "mapping.json"
MAPPING_OPTIONS = ("dates", "source", "source_url", "date", "title", "abstention")
MAX_STANCE_WORDS = 100


def mapping_fields() -> list[str]:
    """The fields that a mapping may fill: columns of statements, and of other tables after a dot."""
    return list(dict.fromkeys([*FIELD_SYNONYMS, *(column.name for column in table_schema("statements").columns)]))


def draft_mapping(files: Sequence[SourceFile], options: ImportOptions) -> dict[str, Any]:
    """A mapping for the largest table of the files: the columns as their headers are understood, the words in the
    column of stances with what each is taken to mean ('' if that is not known), and all columns of the source."""
    sources = read_statement_tables(files, options, ImportReport())
    largest = max(sources, key=lambda source: len(source.frame))
    matched = match_headers(largest.frame.columns, statement_headers())
    columns = dict.fromkeys(("party", "issue", "stance", "date", "source"), "") | {
        field: name for name, field in matched.items()
    }
    words = largest.frame[columns["stance"]] if columns["stance"] else pd.Series([], dtype="str")
    read = normalize_stances(words, "", options.stances)
    stances = dict(sorted({word: stance for word, stance in zip(words, read.values, strict=True) if word}.items()))
    return {
        "sheet": largest.name,
        "columns": columns,
        "fixed": {},
        "stances": dict(list(stances.items())[:MAX_STANCE_WORDS]),
        "options": {"dates": options.dates, "source": options.source, "date": options.date, "title": options.title},
        "columns_of_the_source": list(largest.frame.columns),
        "fields": mapping_fields(),
    }


def convert_by_mapping(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of a table as the mapping in the options says. ImportSourceError if there is none, or it names
    columns or fields that do not exist."""
    if options.mapping is None:
        raise ImportSourceError("the format 'mapping' needs a mapping file: --mapping FILE. --dry-run writes one")
    mapping = _checked(options.mapping)
    given = {name: str(text) for name, text in mapping.get("options", {}).items() if name in MAPPING_OPTIONS and text}
    options = replace(options, stances={**mapping.get("stances", {}), **options.stances}, **given)  # type: ignore[arg-type]
    sources = [
        each for each in read_statement_tables(files, options, report) if mapping.get("sheet", "") in ("", each.name)
    ]
    if not sources:
        raise ImportSourceError(f"the mapping names sheet {mapping['sheet']!r}, which the source lacks")
    sheet = _map_columns(sources, mapping, report)
    tables = normalize_sheets({"statements": sheet}, options, report)
    return finish_import(tables, report, sheet, options.title)


def _checked(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """The mapping; ImportSourceError if it does not have the form of one."""
    for part in ("columns", "fixed", "stances", "options"):
        texts = mapping.get(part, {}) if isinstance(mapping, Mapping) else None
        if not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
            raise ImportSourceError(f"the mapping is not an object whose {part!r} is an object of texts")
    known = mapping_fields()
    for part in ("columns", "fixed"):
        if unknown := [field for field in mapping.get(part, {}) if field not in known]:
            raise ImportSourceError(f"the mapping names {list_words(unknown)}; the fields are {', '.join(known)}")
    stances = {stance.id for stance in STANCES}
    if wrong := [word for word, stance in mapping.get("stances", {}).items() if stance not in stances | {""}]:
        raise ImportSourceError(f"the mapping gives {list_words(wrong)} no stance of {', '.join(sorted(stances))}")
    return mapping


def _map_columns(sources: Sequence[SourceTable], mapping: Mapping[str, Any], report: ImportReport) -> Sheet:
    columns = {field: name for field, name in mapping.get("columns", {}).items() if name}
    for source in sources:
        report.read[source.place] = len(source.frame)
        if missing := [name for name in columns.values() if name not in source.frame]:
            present = list_words(source.frame.columns, 40)
            raise ImportSourceError(f"the mapping names columns {list_words(missing)}; {source.place} has {present}")
    frames = [
        SourceTable(
            source.file,
            source.name,
            pd.DataFrame({field: source.frame[name] for field, name in columns.items()}),
            source.rows,
        )
        for source in sources
    ]
    sheet = build_sheet(frames, {normalize_name(field): field for field in columns}, report)
    for field, text in mapping.get("fixed", {}).items():
        sheet.frame[field] = text
    return replace(sheet, tables=tuple(sources), headers=tuple(columns for _ in sources))
