"""The report of an import: rows read, taken and refused, and assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from data.model.errors import quote_for_message

from .files.source_table import SourceTable

MAX_EXAMPLES = 3


class Refusal(NamedTuple):
    """The reason why a row is not taken, and the field in which the fault is, '' if it is in no single one."""

    reason: str
    field: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rows of one or more source tables under the names of the format, with the place from which each comes.

    `frame` counts its rows from 0. `tables` are the source tables; `table_numbers` and `row_indexes` say for each row
    of `frame` which of them it is from, and its index there. `headers` say for each table which of its columns a field
    is.
    """

    frame: pd.DataFrame
    tables: tuple[SourceTable, ...]
    table_numbers: pd.Series
    row_indexes: pd.Series
    headers: tuple[Mapping[str, str], ...] = ()

    def cell_address(self, index: int, name: str) -> str:
        """The address, such as `C5`, of the cell from which a field of a row comes; '' if it is not known."""
        number = int(self.table_numbers[index])
        header = self.headers[number].get(name, "") if self.headers else ""
        return self.tables[number].cell_address(int(self.row_indexes[index]), header) if header else ""

    def cell_place(self, index: int, name: str) -> str:
        """The table and the cell from which a field of a row comes; its row if the cell is not known."""
        number = int(self.table_numbers[index])
        table, cell = self.tables[number], self.cell_address(index, name)
        return f"{table.place} cell {cell}" if cell else f"{table.place} row {table.rows[self.row_indexes[index]]}"

    def column(self, name: str) -> pd.Series:
        """The cells of a column; empty ones if the sheet lacks it."""
        if name in self.frame:
            return self.frame[name]
        return pd.Series("", index=self.frame.index, dtype="str")

    @property
    def place(self) -> str:
        """The names of the tables."""
        return ", ".join(table.place for table in self.tables[:MAX_EXAMPLES])


@dataclass
class ImportReport:
    """The report of one import.

    `read` counts the rows of each source table, `taken` those of each table of the dataset. `assumptions` say what was
    decided for the curator, `notes` what was left out by rule. `open_choices` are the fields of `ImportOptions` that
    would have refused rows taken, with the words that they have to explain. `refused` are the rows that were not
    taken, with `file`, `row`, `cell`, `reason` and their own cells.
    """

    format: str = ""
    read: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    open_choices: dict[str, list[str]] = field(default_factory=dict)
    _refused: list[pd.DataFrame] = field(default_factory=list)

    def refuse(self, sheet: Sheet, refusals: Mapping[int, Refusal]) -> None:
        """Adds rows of a sheet, each with the reason why it is not taken."""
        if not refusals:
            return
        numbers = sheet.table_numbers.loc[list(refusals)]
        for number, group in numbers.groupby(numbers):
            table = sheet.tables[int(number)]
            indexes = sheet.row_indexes.loc[group.index]
            rows = table.frame.loc[indexes].reset_index(drop=True)
            rows.insert(0, "reason", [refusals[index].reason for index in group.index])
            rows.insert(0, "cell", [sheet.cell_address(index, refusals[index].field) for index in group.index])
            rows.insert(0, "row", table.rows.loc[indexes].to_numpy())
            rows.insert(0, "file", table.place)
            self._refused.append(rows.rename(columns=lambda name: str(name)))

    def note_open_choice(self, choice: str, word: str = "") -> None:
        """Notes that a choice of the curator would have rows taken that are refused."""
        words = self.open_choices.setdefault(choice, [])
        if word and word not in words:
            words.append(word)

    @property
    def refused(self) -> pd.DataFrame:
        """The refused rows; no rows and the columns `file`, `row`, `cell`, `reason` if all were taken."""
        if not self._refused:
            return pd.DataFrame(columns=["file", "row", "cell", "reason"])
        return pd.concat(self._refused, ignore_index=True).fillna("")

    def lines(self) -> list[str]:
        """The report as lines of text."""
        lines = [f"format: {self.format}"]
        lines += [f"read: {count:,} rows of {place}" for place, count in self.read.items()]
        lines.append(
            f"taken: {', '.join(f'{name} {count:,}' for name, count in self.taken.items() if count) or 'nothing'}"
        )
        refused = self.refused
        lines.append(f"refused: {len(refused):,} rows")
        for reason, rows in refused.groupby("reason", sort=False):
            lines.append(f"  {len(rows):,} because {reason}: {_examples(rows)}")
        for heading, texts in (("assumed", self.assumptions), ("left out", self.notes)):
            lines += [f"{heading}:", *(f"  {text}" for text in texts)] if texts else []
        return lines


def list_words(words: Iterable[object], most: int = 8) -> str:
    """Some of the words in quotation marks, and how many more there are."""
    every = list(dict.fromkeys(words))
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return ", ".join(map(quote_for_message, every[:most])) + more


def _examples(rows: pd.DataFrame) -> str:
    places = rows[["file", "row", "cell"]].drop_duplicates()
    shown = [
        f"{file} {f'cell {cell}' if cell else f'row {row}'}"
        for file, row, cell in places.head(MAX_EXAMPLES).itertuples(index=False)
    ]
    return ", ".join(shown) + (" …" if len(places) > MAX_EXAMPLES else "")
