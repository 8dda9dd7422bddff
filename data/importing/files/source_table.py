"""A table as a source holds it: texts below the names of a header, each row with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

# How programs write a cell whose formula has failed.
FORMULA_ERRORS = frozenset(
    (
        "#N/A",
        "#NAME?",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#NV",
        "#BEZUG!",
        "#WERT!",
        "#ZAHL!",
        "#SPILL!",
    )
)
# Blanks of any kind around a cell mean nothing; those within it stay.
BLANK_CHARACTERS = " \t\r\n\u00a0\u2007\u202f\ufeff\u200b"


@dataclass(frozen=True)
class SourceTable:
    """A table of a source.

    `frame` has the header's names as columns and texts as cells; `rows` numbers its rows as the file does, where the
    header is usually row 1. `date_columns` are those in which a spreadsheet holds dates, not texts. `letters` names the
    columns as spreadsheet programs do, such as `C`. `sheet` is the sheet of a workbook; `name`
    is the same where there are several. `answers` names for each row of an unpivoted table the column from
    which its stance comes.
    """

    file: str
    name: str
    frame: pd.DataFrame
    rows: pd.Series
    date_columns: frozenset[str] = frozenset()
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    answers: pd.Series | None = None

    @property
    def place(self) -> str:
        """The file, and the sheet if the file is a workbook."""
        sheet = self.sheet or self.name
        return f"{self.file}, sheet {sheet}" if sheet and sheet != self.file else self.file

    def cell_address(self, index: int, header: str) -> str:
        """The address of a cell such as `C5`, by the index of its row; '' if the table does not know its column."""
        if self.answers is not None and header == "stance":
            header = self.answers[index]
        letter = self.letters.get(header, "")
        return f"{letter}{self.rows[index]}" if letter else ""


def build_source_table(
    file: str,
    name: str,
    cells: Sequence[Sequence[str]],
    row_numbers: Sequence[int],
    date_columns: frozenset[int],
    first_column: int = 1,
) -> SourceTable | None:
    """The table of these rows; None without a header, which is the first row. Blanks around cells, empty rows, and
    columns without name and content are left out. A column without a name is named after its place, and a repeated
    name gets a number."""
    if not cells:
        return None
    width = max(len(row) for row in cells)
    header = _column_names([*cells[0], *[""] * (width - len(cells[0]))])
    frame = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in cells[1:]], columns=header, dtype="str")
    return clean_table(
        SourceTable(
            file,
            name,
            frame,
            pd.Series(row_numbers[1:], dtype="int64"),
            frozenset(header[each] for each in date_columns),
            letters={name: column_letter(number) for number, name in enumerate(header, start=first_column)},
        )
    )


def clean_table(table: SourceTable) -> SourceTable:
    """The table without blanks around cells, without empty rows, and without columns that are empty and have no
    name."""
    frame = table.frame.apply(lambda column: column.str.strip(BLANK_CHARACTERS))
    filled = (frame != "").any(axis=1)
    frame, rows = frame[filled].reset_index(drop=True), table.rows[filled].reset_index(drop=True)
    nameless = [name for name in frame.columns if name.startswith("column ") and not (frame[name] != "").any()]
    return replace(table, frame=frame.drop(columns=nameless), rows=rows, date_columns=table.date_columns - {*nameless})


def column_letter(number: int) -> str:
    """The name that spreadsheet programs give a column, counted from 1: `A`, `Z`, `AA`."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _column_names(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = " ".join(cell.strip(BLANK_CHARACTERS).split()) or f"column {number}"
        base, repeat = name, 2
        while name in names:
            name, repeat = f"{base} ({repeat})", repeat + 1
        names.append(name)
    return names
