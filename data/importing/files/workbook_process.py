"""Reads a workbook from standard input and writes its sheets as JSON to standard output.

`workbooks` runs this file in a process of its own, because a workbook of a stranger may need any amount of memory or
time, or crash the reader: a single cell in the last row and column is enough. It imports nothing of the project.
"""

import datetime as dt
import io
import json
import posixpath
import sys
import zipfile
from typing import IO, Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetVisibleEnum

try:
    import resource
except ImportError:  # Windows has no such limits; the caller's time limit holds there too.
    resource = None  # type: ignore[assignment]

# The places named of each kind of thing that the texts of cells do not show.
MAX_CELL_ADDRESSES = 5


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
    the names of hidden sheets; `unseen`, the records of `UnreadContent`, and whether they were `searched`. ValueError
    if there are more rows or cells than allowed."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets, hidden, rows_left, cells_left = [], [], most_rows, most_cells
    unseen = UnreadContent()
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
        for merged in fill_merged_cells(rows, merged_ranges(sheet), start):
            unseen.add(metadata.name, "merged", merged)
        while rows and not rows[-1]:
            rows.pop()
        place = {"name": metadata.name, "first_row": start[0] + 1, "first_column": start[1] + 1}
        sheets.append({**place, "rows": rows, "dates": sorted(dates)})
    try:
        searched = find_unread_content(content, unseen)
    except expat.ExpatError:
        searched = False
    filled = [str(sheet["name"]) for sheet in sheets if sheet["rows"]]
    return {"sheets": sheets, "hidden": hidden, "unseen": unseen.records(filled), "searched": searched}


def merged_ranges(sheet: Any) -> Any:  # noqa: ANN401 - as above
    """The merged ranges of a sheet, each its first and last cell; None for kinds of files that do not tell."""
    try:
        return sheet.merged_cell_ranges
    except Exception:  # The library raises an error of its own for some kinds.
        return None


def fill_merged_cells(rows: list[list[str]], ranges: Any, start: tuple[int, int]) -> list[str]:  # noqa: ANN401 - as above
    """Repeats the value of merged cells in each of their rows, because a spreadsheet holds it in the first one alone.
    Returns the ranges, such as `A2:A5`. Cells merged across columns alone, such as titles, stay."""
    filled = []
    for (top, left), (bottom, right) in ranges or ():
        column = left - start[1]
        first = top - start[0]
        if bottom == top or not 0 <= first < len(rows) or not 0 <= column < len(rows[first]) or not rows[first][column]:
            continue
        for row in rows[first + 1 : bottom - start[0] + 1]:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = row[column] or rows[first][column]
        filled.append(f"{cell_name(top, left)}:{cell_name(bottom, right)}")
    return filled


def cell_name(row: int, column: int) -> str:
    """The address of a cell, such as `C5`, by its row and column counted from 0."""
    letters, number = "", column + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


class UnreadContent:
    """What the texts of cells do not show: kinds of things in sheets, with the first cells and their number."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], list[str]] = {}
        self.counts: dict[tuple[str, str], int] = {}

    def add(self, sheet: str, kind: str, cell: str) -> None:
        """Counts a cell, a row or a column of a sheet."""
        key = (sheet, kind)
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= MAX_CELL_ADDRESSES:
            self.cells.setdefault(key, []).append(cell)

    def records(self, sheets: list[str]) -> list[dict[str, Any]]:
        """The kinds found in these sheets: `sheet`, `kind`, `cells`, `count`."""
        return [
            {"sheet": sheet, "kind": kind, "cells": cells, "count": self.counts[sheet, kind]}
            for (sheet, kind), cells in self.cells.items()
            if sheet in sheets
        ]


def find_unread_content(content: bytes, unseen: UnreadContent) -> bool:
    """Searches an XLSX or ODS for comments, hidden rows and columns, and formulas without a value, which programs write
    that do not compute. Returns False if it is of another kind, such as XLS."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            with archive.open("content.xml") as file:
                find_unread_in_ods(file, unseen)
            return True
        if "xl/workbook.xml" not in archive.namelist():
            return False
        names = {target: name for target, name in xlsx_sheets(archive) if target in archive.namelist()}
        for path, name in names.items():
            if entry_contains(archive, path, (b"hidden", b"<f", b":f")):
                with archive.open(path) as file:
                    find_unread_in_sheet(file, name, unseen)
            targets = entry_references(archive, path).values()
            for cell in dict.fromkeys(cell for target in targets for cell in commented_cells(archive, target)):
                unseen.add(name, "comment", cell)
    return True


def commented_cells(archive: zipfile.ZipFile, path: str) -> list[str]:
    """The cells that have comments, if an entry of an XLSX holds comments."""
    if "omment" not in path or path not in archive.namelist():
        return []
    elements = xml_elements(archive.read(path))
    return [own.get("ref", "?") for tag, own in elements if tag in ("comment", "threadedComment")]


def entry_contains(archive: zipfile.ZipFile, path: str, words: tuple[bytes, ...]) -> bool:
    """True if an entry holds one of the words. Most sheets hold none, and to search for bytes is fast."""
    rest = b""
    with archive.open(path) as file:
        while piece := file.read(2**20):
            if any(word in rest + piece for word in words):
                return True
            rest = piece[-16:]
    return False


def xlsx_sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The paths and the names of the sheets of an XLSX."""
    targets = entry_references(archive, "xl/workbook.xml")
    sheets = []
    for tag, attributes in xml_elements(archive.read("xl/workbook.xml")):
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets.append((targets.get(relation, ""), attributes.get("name", "")))
    return sheets


def entry_references(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """The paths of the entries to which an entry of an XLSX refers, by the id of the reference."""
    folder, name = posixpath.split(path)
    entry = f"{folder}/_rels/{name}.rels"
    if entry not in archive.namelist():
        return {}
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, each.get("Target", ""))).lstrip("/")
        for _, each in xml_elements(archive.read(entry))
    }


def find_unread_in_sheet(file: IO[bytes], name: str, unseen: UnreadContent) -> None:
    """Searches one sheet of an XLSX."""
    cell, has_formula, has_value, in_value = "", False, False, False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell, has_formula, has_value, in_value
        tag = tag.rpartition(":")[2]
        in_value = tag in ("v", "t")
        if tag == "c":
            cell, has_formula, has_value = attributes.get("r", "?"), False, False
        elif tag == "f":
            has_formula = True
        elif tag in ("row", "col") and attributes.get("hidden") in ("1", "true"):
            unseen.add(name, "hidden", row_or_columns(tag, attributes))

    def text(_: str) -> None:
        nonlocal has_value
        has_value = has_value or in_value

    def end(tag: str) -> None:
        nonlocal in_value
        in_value = False
        if tag.rpartition(":")[2] == "c" and has_formula and not has_value:
            unseen.add(name, "formula", cell)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.ParseFile(file)


def row_or_columns(tag: str, attributes: dict[str, str]) -> str:
    """The name of the row or of the columns that an element of an XLSX describes."""
    if tag == "row":
        return f"row {attributes.get('r', '?')}"
    numbers = dict.fromkeys(int(attributes.get(each, 1)) - 1 for each in ("min", "max"))
    return "column " + ":".join(cell_name(0, number).rstrip("1") for number in numbers)


def find_unread_in_ods(file: IO[bytes], unseen: UnreadContent) -> None:
    """Searches the content of an ODS. Rows and cells that are alike stand there once, with a number."""
    name, row, column, cell = "", 0, 0, ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name, row, column, cell
        kind = tag.rpartition(":")[2]
        own = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        is_hidden = own.get("visibility") in ("collapse", "filter")
        if kind == "table":
            name, row, column = own.get("name", ""), 0, 0
        elif kind == "table-column":
            if is_hidden:
                unseen.add(name, "hidden", f"column {cell_name(0, column).rstrip('1')}")
            column += int(own.get("number-columns-repeated", 1))
        elif kind == "table-row":
            column, repeated = 0, int(own.get("number-rows-repeated", 1))
            if is_hidden:
                unseen.add(name, "hidden", f"row {row + 1}" + (f" to {row + repeated}" if repeated > 1 else ""))
            row += repeated
        elif kind in ("table-cell", "covered-table-cell"):
            cell = cell_name(row - 1, column)
            column += int(own.get("number-columns-repeated", 1))
            if "formula" in own and not {"value-type", "value", "string-value"} & own.keys():
                unseen.add(name, "formula", cell)
        elif kind == "annotation":
            unseen.add(name, "comment", cell)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(file)


def xml_elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of an XML text in their order: name without prefix, attributes."""
    elements: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: elements.append((tag.rpartition(":")[2], attributes))
    parser.Parse(content, True)
    return elements


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
