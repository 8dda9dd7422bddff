"""Reads all tables of the files of a source."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..errors import ImportSourceError
from ..options import ImportOptions
from ..report import ImportReport
from .csv_tables import read_csv_table
from .source_files import ZIP_MAGIC, SourceFile
from .source_table import SourceTable
from .workbooks import OLE_MAGIC, read_workbook_tables

TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab", ""}


def read_tables(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> list[SourceTable]:
    """The tables of files: a workbook has one for each sheet, a text file one. What a file is, its first bytes say, not
    its name. ImportSourceError if no file holds a table."""
    tables: list[SourceTable] = []
    for file in files:
        if file.content.startswith((ZIP_MAGIC, OLE_MAGIC)):
            if file.suffix in TEXT_SUFFIXES:
                report.assumptions.append(f"{file.name} is a workbook in spite of its name, and is read as one")
            found, assumptions = read_workbook_tables(file, options.limits)
            tables += found
        elif file.suffix in (".json", ".jsonld", ".html", ".htm"):
            report.notes.append(f"{file.name}: {_reason(file)}")
            continue
        else:
            table, assumptions = read_csv_table(file, options.limits, options.encoding)
            tables += [table] if table is not None else []
        report.assumptions += assumptions
    if not tables:
        names = ", ".join(file.name for file in files[:5])
        reasons = f" {'; '.join(report.notes)}" if report.notes else ""
        raise ImportSourceError(f"{names}: no table found: a table has a row of headers and rows below it.{reasons}")
    total = sum(len(table.frame) for table in tables)
    if total > options.limits.rows:
        raise ImportSourceError(f"{total:,} rows are more than {options.limits.rows:,}: split the source")
    return tables


def _reason(file: SourceFile) -> str:
    """The reason why nothing can be taken from a file of JSON or HTML."""
    if file.suffix in (".html", ".htm"):
        return "a web page without ClaimReview: copy its table into a spreadsheet and save that as XLSX or CSV"
    try:
        json.loads(file.content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return f"is no JSON: {error}. A part of the file may be missing"
    return "JSON of none of the formats that `python -m data import --help` lists"
