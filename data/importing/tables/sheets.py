"""Sorts the tables of a source by the table of the format that each one holds, and gives columns the format's names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import pandas as pd

from data.validation import TABLES, table_schema
from data.validation.rules import CONTROL_CHARACTER_PATTERN

from ..files.source_table import FORMULA_ERRORS, SourceTable
from ..report import ImportReport, Sheet, list_words
from ..words.headers import match_headers, normalize_name, statement_headers, table_headers, table_of_name

# How Excel and LibreOffice head the rows and columns of a pivot table.
PIVOT_LABELS = frozenset(
    (
        "row labels",
        "column labels",
        "grand total",
        "zeilenbeschriftungen",
        "spaltenbeschriftungen",
        "gesamtergebnis",
        "etiquettes de lignes",
        "etiquettes de colonnes",
        "total general",
        "etiquetas de fila",
        "etiquetas de columna",
    )
)
# A sheet with these is one of statements, whatever its name.
STATEMENT_SIGNS = ({"party", "stance"}, {"party", "issue", "date"})


def sort_sheets(tables: Sequence[SourceTable], report: ImportReport) -> dict[str, Sheet]:
    """The sheets by the table that they hold. Tables that are none of the format, and columns that are unknown, are
    noted in the report."""
    by_name: dict[str, list[SourceTable]] = {}
    for source in name_parties_by_sheet(tables, report):
        report.read[source.place] = len(source.frame)
        name = recognize_table(source)
        if name:
            by_name.setdefault(name, []).append(source)
        else:
            if PIVOT_LABELS & {normalize_name(str(each)) for each in source.frame.columns}:
                report.notes.append(
                    f"{source.place}: a pivot table, which counts positions and holds none: import the sheet from which"
                    " it is made"
                )
                continue
            known = ", ".join(each.name for each in TABLES[:6])
            report.notes.append(
                f"{source.place}: neither its name nor its headers ({list_words(source.frame.columns)}) are those of a"
                f" table such as {known}"
            )
    return {name: build_sheet(sources, headers_of(name), report) for name, sources in by_name.items()}


def name_parties_by_sheet(tables: Sequence[SourceTable], report: ImportReport) -> list[SourceTable]:
    """The tables, where several sheets of stances without a column for the party have one with the sheet's name."""
    fields = [set(match_headers(source.frame.columns, statement_headers()).values()) for source in tables]
    lacking = [
        source
        for source, own in zip(tables, fields, strict=True)
        if source.name and {"issue", "stance"} <= own and "party" not in own
    ]
    if len(lacking) < 2 or any("party" in own for own in fields):
        return list(tables)
    report.assumptions.append(f"each of these sheets is a party: {list_words(source.name for source in lacking)}")
    return [
        replace(source, frame=source.frame.assign(**{"Party": source.name})) if source in lacking else source
        for source in tables
    ]


def recognize_table(source: SourceTable) -> str:
    """The table of the format that a source table holds: by its headers if they are those of statements, by its name,
    or by its headers. '' if it is none."""
    fields = set(match_headers(source.frame.columns, statement_headers()).values())
    if any(signs <= fields for signs in STATEMENT_SIGNS):
        return "statements"
    named = table_of_name(source.name or PurePosixPath(source.file).stem)
    if named and match_headers(source.frame.columns, headers_of(named)):
        return named
    for known in TABLES:
        required = {column.name for column in known.columns if column.required} - {"id"}
        if required <= set(match_headers(source.frame.columns, headers_of(known.name)).values()):
            return known.name
    return ""


def headers_of(name: str) -> Mapping[str, str]:
    """The column that each known header of a table means."""
    return statement_headers() if name == "statements" else table_headers(name)


def build_sheet(sources: Sequence[SourceTable], meanings: Mapping[str, str], report: ImportReport) -> Sheet:
    """The rows of tables under the names that their headers mean."""
    frames, numbers, indexes, headers = [], [], [], []
    for number, source in enumerate(sources):
        matched = match_headers(source.frame.columns, meanings)
        renamed = [f"{name!r} as {meaning}" for name, meaning in matched.items() if name != meaning]
        if renamed:
            report.assumptions.append(f"{source.place}: reads columns {', '.join(renamed)}")
        unknown = [name for name in source.frame.columns if name not in matched]
        nameless = [source.letters[name] for name in unknown if name.startswith("column ") and name in source.letters]
        if nameless:
            report.notes.append(
                f"{source.place}: cells below no header, in columns {', '.join(nameless)}: give the columns names, or,"
                " in a CSV, put quotation marks around texts that hold the separator"
            )
        unknown = [name for name in unknown if source.letters.get(name) not in nameless]
        if unknown:
            report.notes.append(f"{source.place}: columns {list_words(unknown)}, whose meaning is not known")
        frames.append(_clean_cells(source.frame[list(matched)].rename(columns=matched), source, report))
        headers.append({meaning: name for name, meaning in matched.items()})
        numbers.append(pd.Series(number, index=source.frame.index))
        indexes.append(source.frame.index.to_series())
    return Sheet(
        pd.concat(frames, ignore_index=True).fillna("").astype("str"),
        tuple(sources),
        pd.concat(numbers, ignore_index=True),
        pd.concat(indexes, ignore_index=True),
        tuple(headers),
    )


def has_real_dates(sheet: Sheet, column: str) -> bool:
    """True if a spreadsheet holds dates, not texts, in a column of a sheet."""
    meanings = headers_of("statements")
    return any(
        match_headers(source.frame.columns, meanings).get(name) == column
        for source in sheet.tables
        for name in source.date_columns
    )


def _clean_cells(frame: pd.DataFrame, source: SourceTable, report: ImportReport) -> pd.DataFrame:
    """The cells without failed formulas and without control characters, which no table may hold."""
    failed = frame.isin(FORMULA_ERRORS)
    if failed.to_numpy().any():
        count = int(failed.to_numpy().sum())
        report.assumptions.append(
            f"{source.place}: {count:,} cells hold a failed formula such as #REF!: taken as empty"
        )
        frame = frame.mask(failed, "")
    return blank_control_characters(frame, source.place, report)


def blank_control_characters(frame: pd.DataFrame, place: str, report: ImportReport) -> pd.DataFrame:
    """The table with blanks in place of control characters, which no dataset may hold; `place` names it in the
    report."""
    for name in frame.columns:
        odd = frame[name].str.contains(CONTROL_CHARACTER_PATTERN, regex=True)
        if odd.any():
            report.assumptions.append(f"{place}, column {name}: control characters are taken as blanks")
            cells = frame[name].str.replace(re.compile(CONTROL_CHARACTER_PATTERN), " ", regex=True)
            frame = frame.assign(**{name: cells.str.strip()})
    return frame


def format_columns(name: str) -> list[str]:
    """The columns of a table of the format, in its order."""
    return [column.name for column in table_schema(name).columns]
