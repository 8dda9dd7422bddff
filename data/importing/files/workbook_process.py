"""Reads a workbook from standard input and writes its sheets as JSON to standard output.

`workbooks` runs this file in a process of its own, because a workbook of a stranger may need any amount of memory or
time, or crash the reader: a single cell in the last row and column is enough. It imports nothing of the project.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

try:
    import resource
except ImportError:  # Windows has no such limits; the caller's time limit holds there too.
    resource = None  # type: ignore[assignment]

# As much of each sheet is searched for what its cells do not say.
SCANNED_BYTES = 4 * 2**20


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


def find_unseen(content: bytes) -> dict[str, bool]:
    """Tell whether an XLSX has `comments`, `hidden_cells` (rows or columns) and `formulas` without a value, which
    programs write that do not compute. The texts of its cells show none of these."""
    found = {"comments": False, "hidden_cells": False, "formulas": False}
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return found
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            found["comments"] |= bool(re.match(r"xl/(comments|threadedComments)", name))
            if re.match(r"xl/worksheets/[^/]+\.xml$", name):
                with archive.open(name) as file:
                    start = file.read(SCANNED_BYTES)
                found["hidden_cells"] |= bool(re.search(rb"<(?:col|row)\s[^>]*hidden=\"(?:1|true)\"", start))
                found["formulas"] |= bool(re.search(rb"<f>[^<]*</f>(?:<v\s*/>|<v></v>|</c>)", start))
    return found


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
