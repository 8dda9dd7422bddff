"""Reads tables from text: separated by commas, semicolons, tabs or bars.

The separator is the one that gives the most known headers (`headers`), or else the most even rows. A sniffer that
looks at the content alone, such as csv.Sniffer or CleverCSV, is slower by orders of magnitude on long texts, and takes
the commas of prose for separators where the header leaves no doubt.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator

import pandas as pd

from ..errors import ImportSourceError
from ..limits import ImportLimits
from ..words.headers import count_known_headers
from .header_row import describe_header, find_header_row, join_header_rows
from .source_files import SourceFile
from .source_table import SourceTable, build_source_table, clean_table, column_letter
from .text_encoding import decode_text

SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SAMPLE_ROWS = 50
SAMPLE_CHARACTERS = 200_000
# A large file never stands in memory as single Python strings.
CHUNK_ROWS = 50_000
# A line after the last one. Within a quotation that is not closed it is a part of the last cell, else a row of its own.
END_OF_TABLE_LINE = "\x1fend of the table\x1f"


def read_csv_table(file: SourceFile, limits: ImportLimits, encoding: str = "") -> tuple[SourceTable | None, list[str]]:
    """The table of a text file and what was assumed; None if the file is empty. Rows shorter than the header are
    filled up with empty cells. ImportSourceError if it is no text or no table."""
    text, assumed = decode_text(file.content, file.name, encoding)
    assumptions = [assumed] if assumed else []
    text, separator = _declared_separator(text)
    if not separator:
        separator, count = find_separator(text)
        if separator != ",":
            assumptions.append(f"{file.name} is separated by {SEPARATOR_NAMES[separator]} ({count} columns)")
    try:
        table, header, unclosed = _read_rows(file, text, separator, limits)
    except csv.Error as error:
        raise ImportSourceError(
            f"{file.name} is no table that can be read: {error}. Look for a quotation mark that is not closed"
        ) from error
    if unclosed:
        assumptions.append(
            f"{file.name} ends within a quotation that is not closed, which begins in cell {unclosed}: a part of the"
            " file may be missing, or a quotation mark"
        )
    assumptions += name_rows_within_cells(table, separator) if table is not None else []
    if header:
        assumptions.append(f"{file.name}: {header}")
    return table, assumptions


def find_separator(text: str) -> tuple[str, int]:
    """The separator of a text, and the number of columns that it gives."""
    scores = {}
    for separator in SEPARATOR_NAMES:
        try:
            rows = list(itertools.islice(_reader(text[:SAMPLE_CHARACTERS], separator), SAMPLE_ROWS))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if any(row)]
        known = max((count_known_headers(row) for row in rows[:20]), default=0)
        common = max(set(widths), key=widths.count) if widths else 0
        even = widths.count(common) / len(widths) if common > 1 else 0.0
        scores[separator] = (known if common > 1 else min(known, 1), even, common)
    best = max(scores, key=lambda each: scores[each]) if scores else ","
    return best, scores.get(best, (0, 0, 0))[2]


def _declared_separator(text: str) -> tuple[str, str]:
    """The text without a first line such as `sep=;`, which Excel writes and reads, and its separator."""
    declared = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    return (text[declared.end() :], declared[1]) if declared else (text, "")


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _read_rows(
    file: SourceFile, text: str, separator: str, limits: ImportLimits
) -> tuple[SourceTable | None, str, str]:
    """The table, a sentence on its header if it is not the first row, and the address of the cell in which a quotation
    begins that is not closed, or ''."""
    reader = csv.reader(itertools.chain(io.StringIO(text, newline=""), [END_OF_TABLE_LINE]), delimiter=separator)
    first = list(itertools.islice(reader, SAMPLE_ROWS))
    unclosed = _remove_end_mark(first, 1)
    header = find_header_row(first)
    if header is None:
        return None, "", unclosed
    joined = join_header_rows(first, header)
    first[header] = joined or first[header]
    note = describe_header(header + 1, joined is not None) if header else ""
    width = max(len(row) for row in first[header:])
    limits.check_table(file.name, len(first), width)
    tables: list[SourceTable] = []
    rows = iter(itertools.chain(first[header + 1 :], reader))
    number = header + 2
    while chunk := list(itertools.islice(rows, CHUNK_ROWS)):
        unclosed = _remove_end_mark(chunk, number) or unclosed
        width = max(width, *(len(row) for row in chunk), 0)
        limits.check_table(file.name, number + len(chunk), width)
        names = first[header] + [""] * (width - len(first[header]))
        numbers = range(number - 1, number + len(chunk))
        table = build_source_table(file.name, "", [names, *chunk], numbers, frozenset())
        tables += [table] if table is not None else []
        number += len(chunk)
    if not tables:
        return build_source_table(file.name, "", [first[header]], [header + 1], frozenset()), note, unclosed
    frame = pd.concat([table.frame for table in tables], ignore_index=True).fillna("")
    numbers_of_rows = pd.concat([table.rows for table in tables], ignore_index=True)
    letters = {name: letter for table in tables for name, letter in table.letters.items()}
    return clean_table(SourceTable(file.name, "", frame, numbers_of_rows, letters=letters)), note, unclosed


def _remove_end_mark(rows: list[list[str]], first_number: int) -> str:
    """Takes the mark out of the last row, and returns the address of its cell if it stood within a quotation."""
    if not rows or not rows[-1] or not rows[-1][-1].endswith(END_OF_TABLE_LINE):
        return ""
    if rows[-1] == [END_OF_TABLE_LINE]:
        rows.pop()
        return ""
    rows[-1][-1] = rows[-1][-1].removesuffix(END_OF_TABLE_LINE)
    return f"{column_letter(len(rows[-1]))}{first_number + len(rows) - 1}"


def name_rows_within_cells(table: SourceTable, separator: str) -> list[str]:
    """A sentence if cells hold lines that look like rows of the table: a quotation mark before them is not closed in
    its own row, so that later rows became a part of the cell."""
    # A row has a separator between each two columns; prose with line breaks has fewer.
    pattern = rf"\n(?:[^\n{re.escape(separator)}]*{re.escape(separator)}){{{max(len(table.letters) - 1, 1)}}}"
    places = []
    for name in table.frame.columns:
        found = table.frame[name].str.contains(pattern, regex=True)
        places += [table.cell_address(int(index), str(name)) for index in found.index[found]]
    if not places:
        return []
    return [
        f"{table.file}: cells {', '.join(places[:5])} hold lines that look like rows of the table: look for a quotation"
        " mark that is not closed in the same row, or doubled within a cell"
    ]
