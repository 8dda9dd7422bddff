"""Reads the sheets of a workbook: XLSX, XLSB, XLS, ODS."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import ImportSourceError
from ..limits import ImportLimits
from ..report import list_words
from .header_row import describe_header, find_header_row, join_header_rows
from .source_files import ZIP_MAGIC, SourceFile, check_unpacked_size
from .source_table import SourceTable, build_source_table

WORKBOOK_PROCESS_SCRIPT = Path(__file__).with_name("workbook_process.py")
# The first bytes of XLS and other files of OLE.
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
# The stream of an XLSX that has a password.
ENCRYPTED_WORKBOOK_MARK = "EncryptedPackage".encode("utf-16-le")

# What the texts of cells do not show, by kind.
UNREAD_CONTENT_NOTES = {
    "comment": "comments on cells are not read ({cells}): put what counts into a column",
    "hidden": "hidden and filtered rows and columns are read like others ({cells}): delete them if they do not count",
    "formula": "formulas without a computed value are read as empty cells ({cells}): open the file in a spreadsheet"
    " program and save it",
    "merged": "merged cells have their value in each of their rows ({cells})",
}


def read_workbook_tables(file: SourceFile, limits: ImportLimits) -> tuple[list[SourceTable], list[str]]:
    """The tables of a workbook, one for each visible sheet that holds anything, and what was assumed.
    ImportSourceError if it is damaged, protected by a password, or exceeds a limit."""
    if file.content.startswith(ZIP_MAGIC):
        check_unpacked_size(file.content, file.name, limits)
    tables: list[SourceTable] = []
    assumptions: list[str] = []
    content = _run_reader(file, limits)
    sheets = content["sheets"]
    if content["hidden"]:
        assumptions.append(f"{file.name}: hidden sheets are left out: {list_words(content['hidden'])}")
    assumptions += [_describe_unseen(file.name, each) for each in content["unseen"]]
    if not content["searched"]:
        assumptions.append(
            f"{file.name}: hidden rows, comments and formulas without a value cannot be found in a file of this kind:"
            " if it may hold any, save it as XLSX and import that"
        )
    for sheet in sheets:
        rows, first = sheet["rows"], int(sheet["first_row"])
        header = find_header_row(rows)
        if header is None:
            continue
        limits.check_table(f"{file.name}, sheet {sheet['name']}", len(rows), max(len(row) for row in rows))
        name = sheet["name"] if len(sheets) > 1 else ""
        numbers = range(first + header, first + len(rows))
        joined = join_header_rows(rows, header)
        dates, column = frozenset(sheet["dates"]), int(sheet["first_column"])
        table = build_source_table(
            file.name, name, [joined or rows[header], *rows[header + 1 :]], numbers, dates, column
        )
        if table is None:
            continue
        table = replace(table, sheet=sheet["name"])
        if header:
            assumptions.append(f"{table.place}: {describe_header(first + header, joined is not None)}")
        tables.append(table)
    return tables, assumptions


def _describe_unseen(file: str, unseen: dict[str, Any]) -> str:
    cells = ", ".join(unseen["cells"])
    more = f" and {unseen['count'] - len(unseen['cells']):,} more" if unseen["count"] > len(unseen["cells"]) else ""
    return f"{file}, sheet {unseen['sheet']}: {UNREAD_CONTENT_NOTES[unseen['kind']].format(cells=cells + more)}"


def _run_reader(file: SourceFile, limits: ImportLimits) -> dict[str, Any]:
    # -P: the folder of the script is not searched for modules, some of which have names of the standard library.
    command = [sys.executable, "-P", str(WORKBOOK_PROCESS_SCRIPT)]
    bounds = (limits.workbook_bytes, limits.workbook_seconds, limits.rows, limits.cells)
    try:
        run = subprocess.run(  # noqa: S603 - our own script
            [*command, *map(str, bounds)],
            input=file.content,
            capture_output=True,
            timeout=limits.workbook_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        message = f"{file.name} takes more than {limits.workbook_seconds} seconds to read: save its table as CSV"
        raise ImportSourceError(message) from error
    try:
        result: dict[str, Any] = json.loads(run.stdout)
    except ValueError as error:
        reason = "it needs more memory or time than allowed: its sheets may claim far more cells than they fill"
        raise ImportSourceError(f"{file.name} cannot be read: {reason}. Save its table as CSV") from error
    if "error" in result:
        has_password = "assword" in result["error"] or ENCRYPTED_WORKBOOK_MARK in file.content
        hint = "Remove its password" if has_password else "Save it anew as XLSX, or its table as CSV"
        raise ImportSourceError(f"{file.name} is no workbook that can be read ({result['error']}). {hint}")
    return result
