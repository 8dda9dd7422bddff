"""Reads a workbook from standard input and writes its sheets as JSON to standard output.

`workbooks` runs this file in a process of its own, because a workbook of a stranger may need any amount of memory or
time, or crash the reader: a single cell in the last row and column is enough. It imports nothing of the project.
"""

import datetime as dt
import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

try:
    import resource
except ImportError:  # Windows has no such limits; the caller's time limit holds there too.
    resource = None  # type: ignore[assignment]

# A sheet is searched piece by piece for what its cells do not say.
PIECE_BYTES, OVERLAP_BYTES = 4 * 2**20, 4 * 2**10
HIDDEN = re.compile(rb"<(?:\w+:)?(?:col|row)\s[^>]*hidden=\"(?:1|true)\"")
# A cell with a formula of its own, or one that it shares with others, and no value.
EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?r=\"([A-Z]+[0-9]+)\"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
ODS_TAGS = re.compile(
    rb"<table:table\s[^>]*>|<office:annotation[\s>/]"
    rb"|<table:table-(?:row|column)\s[^>]*table:visibility=\"(?:collapse|filter)\""
)


def cell_text(cell: Any) -> tuple[str, bool]:  # noqa: ANN401 - whatever calamine returns
    """A cell as text, and True if it is a date."""
    if isinstance(cell, bool):
        return ("TRUE" if cell else "FALSE"), False
    if isinstance(cell, float):
        return (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)), False
    if isinstance(cell, dt.datetime):
        return (cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")), True
    if isinstance(cell, dt.date):
        return cell.isoformat(), True
    return str(cell), False


def read_workbook(content: bytes, most_rows: int, most_cells: int) -> dict[str, Any]:
    """The visible sheets of a workbook: name, number of the first row, rows of texts, numbers of columns with dates;
    the names of hidden sheets, and what `find_unseen` finds. ValueError if there are more rows or cells than
    allowed."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets, hidden, rows_left, cells_left = [], [], most_rows, most_cells
    for index, metadata in enumerate(workbook.sheets_metadata):
        if metadata.visible != SheetVisibleEnum.Visible:
            hidden.append(metadata.name)
            continue
        sheet = workbook.get_sheet_by_index(index)
        start = sheet.start or (0, 0)
        rows, dates = [], set()
        # A sheet may claim a million empty rows, which Excel makes by formatting whole columns.
        for row in sheet.iter_rows():
            texts = [cell_text(cell) for cell in row]
            dates |= {number for number, (_, is_date) in enumerate(texts) if is_date}
            cells = [text for text, _ in texts]
            while cells and not cells[-1]:
                cells.pop()
            rows_left, cells_left = rows_left - bool(cells), cells_left - len(cells)
            if rows_left < 0 or cells_left < 0:
                raise ValueError(f"more than {most_rows:,} rows or {most_cells:,} cells")
            rows.append(cells)
        while rows and not rows[-1]:
            rows.pop()
        sheets.append({"name": metadata.name, "first_row": start[0] + 1, "rows": rows, "dates": sorted(dates)})
    return {"sheets": sheets, "hidden": hidden, **find_unseen(content)}


def find_unseen(content: bytes) -> dict[str, list[str]]:
    """The places of what the texts of an XLSX or ODS do not show: `comments` and `hidden_cells` (rows or columns) by
    sheet, and `formulas` without a value by cell. Programs that do not compute write such formulas."""
    found: dict[str, list[str]] = {"comments": [], "hidden_cells": [], "formulas": []}
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return found
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.namelist()
        if "content.xml" in parts:
            _scan_ods(archive, found)
        elif "xl/workbook.xml" in parts:
            for name, part in sheet_parts(archive).items():
                _scan_xlsx_sheet(archive, name, part, found)
    return found


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of an XLSX that holds each sheet, by the sheet's name."""
    parts = set(archive.namelist())
    targets = _relations(archive, "xl/_rels/workbook.xml.rels")
    sheets: dict[str, str] = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", archive.read("xl/workbook.xml")):
        values = _attributes(tag)
        target = targets.get(values.get("id", ""), ("", ""))[1]
        # A target that begins with a slash is counted from the root of the zip.
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if part in parts:
            sheets[values.get("name", part)] = part
    return sheets


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Type and target of the relations in a part, by their ids."""
    if part not in archive.namelist():
        return {}
    tags = (_attributes(tag) for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", archive.read(part)))
    return {each.get("Id", ""): (each.get("Type", ""), each.get("Target", "")) for each in tags}


def _attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, without the prefixes of their names."""
    pairs = re.findall(r"(?:\w+:)?(\w+)\s*=\s*[\"']([^\"']*)[\"']", tag.decode("utf-8", "replace"))
    return {name: unescape(value) for name, value in pairs}


def _scan_xlsx_sheet(archive: zipfile.ZipFile, name: str, part: str, found: dict[str, list[str]]) -> None:
    folder, file = posixpath.split(part)
    relations = _relations(archive, f"{folder}/_rels/{file}.rels")
    if any("comment" in kind.rpartition("/")[2].lower() for kind, _ in relations.values()):
        found["comments"].append(name)
    if any(HIDDEN.search(piece) for piece in _pieces(archive, part)):
        found["hidden_cells"].append(name)
    cells = dict.fromkeys(cell for piece in _pieces(archive, part) for cell in EMPTY_FORMULA.findall(piece))
    found["formulas"] += [f"{name}!{cell.decode('ascii')}" for cell in cells]


def _scan_ods(archive: zipfile.ZipFile, found: dict[str, list[str]]) -> None:
    name = ""
    for piece in _pieces(archive, "content.xml"):
        for tag in ODS_TAGS.findall(piece):
            if b":table " in tag:
                name = _attributes(tag).get("name", "")
            else:
                kind = "comments" if b"annotation" in tag else "hidden_cells"
                found[kind] += [name] if name not in found[kind] else []


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part of a zip in pieces. Each begins with the end of the one before, so that no cell is cut everywhere."""
    with archive.open(part) as file:
        end = b""
        while read := file.read(PIECE_BYTES):
            yield end + read
            end = read[-OVERLAP_BYTES:]


def main() -> None:
    """Reads the limits from the command line: bytes of memory, seconds, rows, cells."""
    memory, seconds, rows, cells = (int(each) for each in sys.argv[1:5])
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        result = read_workbook(sys.stdin.buffer.read(), rows, cells)
    except MemoryError:
        result = {"error": "it needs more memory than allowed"}
    except BaseException as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    json.dump(result, sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
