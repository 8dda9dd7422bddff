"""Reads all tables of the files of a source."""

from __future__ import annotations

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
            report.notes.append(f"{file.name}: a file of this kind holds no table")
            continue
        else:
            table, assumptions = read_csv_table(file, options.limits, options.encoding)
            tables += [table] if table is not None else []
        report.assumptions += assumptions
    if not tables:
        names = ", ".join(file.name for file in files[:5])
        raise ImportSourceError(f"{names}: no table found: a table has a row of headers and rows below it")
    total = sum(len(table.frame) for table in tables)
    if total > options.limits.rows:
        raise ImportSourceError(f"{total:,} rows are more than {options.limits.rows:,}: split the source")
    return tables
