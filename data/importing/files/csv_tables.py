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
from .header_row import find_header_row
from .source_files import SourceFile
from .source_table import SourceTable, build_source_table, clean_table
from .text_encoding import decode_text

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SAMPLE_ROWS = 50
SAMPLE_CHARACTERS = 200_000
# A large file never stands in memory as single Python strings.
CHUNK_ROWS = 50_000


def read_csv_table(file: SourceFile, limits: ImportLimits, encoding: str = "") -> tuple[SourceTable | None, list[str]]:
    """The table of a text file and what was assumed; None if the file is empty. Rows shorter than the header are
    filled up with empty cells. ImportSourceError if it is no text or no table."""
    text, assumed = decode_text(file.content, file.name, encoding)
    assumptions = [assumed] if assumed else []
    text, separator = _declared_separator(text)
    if not separator:
        separator, count = find_separator(text)
        if separator != ",":
            assumptions.append(f"{file.name} is separated by {SEPARATORS[separator]} ({count} columns)")
    try:
        table, header = _read_rows(file, text, separator, limits)
    except csv.Error as error:
        raise ImportSourceError(
            f"{file.name} is no table that can be read: {error}. Look for a quotation mark that is not closed"
        ) from error
    if ends_within_quotes(text, separator):
        assumptions.append(
            f"{file.name} ends within a quotation that is not closed: a part of the file may be missing, or a "
            "quotation mark; see the last row"
        )
    if header:
        assumptions.append(f"{file.name}: row {header + 1} is the header; rows above it are left out")
    return table, assumptions


def ends_within_quotes(text: str, separator: str) -> bool:
    """True if the last cell begins with a quotation mark and has none at its end."""
    if text.count('"') % 2 == 0:
        return False
    # The last rows alone do not say: a cell may hold line breaks.
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def find_separator(text: str) -> tuple[str, int]:
    """The separator of a text, and the number of columns that it gives."""
    scores = {}
    for separator in SEPARATORS:
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


def _read_rows(file: SourceFile, text: str, separator: str, limits: ImportLimits) -> tuple[SourceTable | None, int]:
    """The table, and the index of its header row."""
    reader = _reader(text, separator)
    first = list(itertools.islice(reader, SAMPLE_ROWS))
    header = find_header_row(first)
    if header is None:
        return None, 0
    width = max(len(row) for row in first[header:])
    limits.check_table(file.name, len(first), width)
    frames, numbers = [], []
    rows = iter(itertools.chain(first[header + 1 :], reader))
    number = header + 2
    while chunk := list(itertools.islice(rows, CHUNK_ROWS)):
        width = max(width, *(len(row) for row in chunk))
        limits.check_table(file.name, number + len(chunk), width)
        table = build_source_table(
            file.name,
            "",
            [first[header] + [""] * (width - len(first[header])), *chunk],
            range(number - 1, number + len(chunk)),
            frozenset(),
        )
        if table is not None:
            frames.append(table.frame)
            numbers.append(table.rows)
        number += len(chunk)
    if not frames:
        return build_source_table(file.name, "", [first[header]], [header + 1], frozenset()), header
    frame = pd.concat(frames, ignore_index=True).fillna("")
    return clean_table(SourceTable(file.name, "", frame, pd.concat(numbers, ignore_index=True))), header
