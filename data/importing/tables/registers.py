"""Registers: the rows of tables that statements name, such as parties, each under its id and its names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd
from rapidfuzz import fuzz, process

from data.model.errors import quote_for_message

from ..report import ImportReport, Refusal, Sheet, list_words
from ..words.cells import replace_cells
from ..words.headers import normalize_name
from ..words.ids import ids_for_names, is_id
from .sheets import format_columns

MIN_SIMILARITY = 70
# Joins the parts of a key; no cell holds it, because control characters are taken out.
KEY_SEPARATOR = "\x1f"
# Letters with points between them: C.D.U.
ABBREVIATION_PATTERN = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b")


def split_list(cell: str) -> list[str]:
    """The parts of a list: between semicolons, bars and line breaks. A comma may belong to a name."""
    return [part for part in re.split(r"\s*[;|\n]\s*", cell.strip()) if part]


def name_key(name: str) -> str:
    """A name for comparison: case, accents, blanks, punctuation and the points of `C.D.U.` make no difference."""
    return normalize_name(ABBREVIATION_PATTERN.sub(lambda match: match[0].replace(".", ""), name)) or name


class Register:
    """The rows of one table.

    `closed` means that a sheet lists them all, so that an unknown name is a mistake and not a new row.
    """

    def __init__(self, table: str, prefix: str, known_ids: Mapping[str, str]) -> None:
        self.table = table
        self.prefix = prefix
        self.closed = False
        self.rows: dict[str, dict[str, str]] = {}
        self._known_ids = known_ids
        self._ids: dict[str, str] = {}

    def add_sheet(self, sheet: Sheet, labels: Sequence[str], report: ImportReport) -> None:
        """Adds the rows of a sheet. `labels` are the columns that name a row; of those that are filled, the last gives
        the id where the sheet has none. Rows without a name and repeated rows are refused."""
        self.closed = True
        records = [{str(name): str(cell) for name, cell in row.items()} for row in sheet.frame.to_dict("records")]
        names = {}
        for row in records:
            filled = [row[label] for label in labels if row.get(label)]
            if filled and not is_id(row.get("id", "")):
                names[name_key(filled[0])] = filled[-1]
                if row.get("id"):
                    report.assumptions.append(
                        f"{sheet.place}: {quote_for_message(row['id'])} is no id; made from the name"
                    )
        ids = ids_for_names(names, self.prefix, self._known_ids)
        refused: dict[int, Refusal] = {}
        for index, row in enumerate(records):
            filled = [row[label] for label in labels if row.get(label)]
            if not filled:
                refused[index] = Refusal(f"column {labels[0]} is empty", labels[0])
                continue
            own = row["id"] if is_id(row.get("id", "")) else ids[name_key(filled[0])]
            if own in self.rows:
                refused[index] = Refusal(f"{self.table} has {quote_for_message(own)} twice", labels[-1])
                continue
            # A name stands in for a fuller one that is missing, but a title is no address.
            named = {labels[0]: filled[0]} if labels[0] != "url" else {}
            self.add(own, named | {name: cell for name, cell in row.items() if cell} | {"id": own})
            for name in filled:
                self._ids.setdefault(name_key(name), own)
        report.refuse(sheet, refused)

    def add(self, own: str, row: dict[str, str], *keys: str) -> None:
        """Adds a row under its id, and under keys besides."""
        self.rows[own] = row | {"id": own}
        for key in (own, *keys):
            self._ids.setdefault(key, own)

    def add_names(self, names: Mapping[str, str], column: str) -> None:
        """Adds a row for each key that is not known, with the name beside it in `column`."""
        new = {key: name for key, name in names.items() if key not in self._ids}
        ids = ids_for_names(new, self.prefix, dict(self._known_ids) | {own: own for own in self.rows})
        for key, name in new.items():
            self.add(ids[key], {column: name}, key)

    def find(self, cell: str) -> str:
        """The id of the row that a cell names by its id, its key or one of its names; '' if there is none."""
        return self._ids.get(cell) or ("" if KEY_SEPARATOR in cell else self._ids.get(name_key(cell), ""))

    def find_list(self, cell: str) -> str:
        """The ids of the rows that a list in a cell names, with blanks between them. A part that names none stays as it
        is."""
        for parts in ([cell], split_list(cell), cell.split()):
            ids = [self.find(part) for part in parts]
            if all(ids):
                return " ".join(dict.fromkeys(ids))
        return " ".join(self.find(part) or part for part in split_list(cell))

    def add_lists(self, cells: Iterable[str], report: ImportReport) -> None:
        """Adds a row for each part of lists that is not known, unless a sheet lists all rows."""
        if not self.closed:
            parts = [part for cell in cells for part in split_list(cell)]
            self.add_names(names_by_key(parts, self.table, report), "name")

    def find_all(self, cells: pd.Series) -> pd.Series:
        """The ids of the rows that cells name."""
        return replace_cells(cells, {cell: self.find(cell) for cell in cells.unique() if cell})

    def nearest(self, cell: str) -> str:
        """The id of the row whose name is nearest to a cell; '' if none is near."""
        match = process.extractOne(name_key(cell), list(self._ids), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
        return self._ids[match[0]] if match else ""

    def unknown_reason(self, cell: str) -> str:
        """The reason why a row that names `cell` is refused."""
        nearest = self.nearest(cell)
        hint = f"; the nearest is {quote_for_message(nearest)}" if nearest else ""
        return f"{quote_for_message(cell)} is not in the sheet of {self.table}{hint}"

    def fill(self, own: str, column: str, cell: str) -> bool:
        """Fills a cell of a row that is empty. False if it holds something else already."""
        row = self.rows[own]
        if cell and not row.get(column):
            row[column] = cell
        return not cell or row[column] == cell

    def drop_unused(self, used: Collection[str], report: ImportReport) -> None:
        """Drops the rows that come from names alone and whose id is not used, such as a party that is only in rows
        that are refused; the report names them."""
        unused = [own for own in self.rows if own not in used] if not self.closed else []
        if unused:
            names = [self.rows[own].get("name") or self.rows[own].get("title", own) for own in unused]
            report.notes.append(f"{self.table} that only refused rows name: {list_words(names)}")
        for own in unused:
            del self.rows[own]

    def frame(self) -> pd.DataFrame:
        """The rows as a table with the columns of the format."""
        columns = format_columns(self.table)
        rows = [[row.get(column, "") for column in columns] for row in self.rows.values()]
        return pd.DataFrame(rows, columns=columns, dtype="str")


def names_by_key(cells: Iterable[str], place: str, report: ImportReport) -> dict[str, str]:
    """The names of a column by key, each as it is first written. Other ways to write one are noted."""
    names: dict[str, str] = {}
    merged = []
    for cell in cells:
        if cell and names.setdefault(name_key(cell), cell) != cell:
            merged.append(f"{names[name_key(cell)]} = {cell}")
    if merged:
        report.assumptions.append(f"{place}: differently written names are one: {list_words(merged)}")
    return names
