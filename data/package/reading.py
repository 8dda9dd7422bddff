"""Reads a data package: CSV files beside `datapackage.json`.

Cells are text, exactly as in the file; `data.validation` judges them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.model.data_package import DataPackage
from data.model.errors import quote_for_message
from data.validation import TABLES, Problem, ProblemKind, Table, table_schema
from data.validation.problem_bounds import bound_problems

from .descriptor import DESCRIPTOR_FILE, locate_resource, read_descriptor, table_resources, unlisted_tables
from .regular_files import open_regular_file

MAX_FILE_BYTES = 2 * 2**30
# A large file never stands in memory as single Python strings.
CHUNK_ROWS = 50_000
Progress = Callable[[str, float], None]


def ignore_progress(step: str, share: float) -> None:
    """Ignore the progress of reading. The default where nobody watches it."""


def read_package(
    directory: Path, progress: Progress = ignore_progress
) -> tuple[DataPackage, list[Problem], list[Problem]]:
    """The package in `directory`, with its problems and warnings.

    Never raises for what a file holds: a table that cannot be read is missing from `frames`, and a problem says why.
    `progress` is told which file is read, and which share of it was.
    """
    digest = hashlib.sha256()
    descriptor, problems = read_descriptor(directory, digest)
    frames: dict[str, pd.DataFrame] = {}
    files: dict[str, str] = {}
    warnings = _descriptor_warnings(directory, descriptor)
    for resource in table_resources(directory, descriptor):
        name, path, found = locate_resource(directory, resource)
        problems += found
        if not path:
            continue
        if name not in {known.name for known in TABLES}:
            message = f"table {quote_for_message(name)} is not part of the format, so it is left out"
            warnings.append(Problem(DESCRIPTOR_FILE, message, ProblemKind.TABLE_UNKNOWN))
            continue
        if name in files:
            problems.append(Problem(DESCRIPTOR_FILE, f"table '{name}' is listed twice", ProblemKind.TABLE_TWICE))
            continue
        files[name] = path
        if "built" in descriptor and name == "statements":
            # They are Parquet, and an engine holds them.
            continue
        frame, found, odd = _read_table(directory / path, path, table_schema(name), digest, progress)
        problems += found
        warnings += odd
        if frame is not None:
            frames[name] = frame
    for known in TABLES:
        if known.required and known.name not in files and isinstance(descriptor.get("resources"), list):
            message = f"table '{known.name}' is missing: add a resource of this name"
            problems.append(Problem(DESCRIPTOR_FILE, message, ProblemKind.TABLE_MISSING))
    return DataPackage(descriptor, frames, files, digest.hexdigest()[:12]), problems, warnings


def _descriptor_warnings(directory: Path, descriptor: Mapping[str, Any]) -> list[Problem]:
    """A warning if the folder has tables, but no descriptor, or one that does not list them."""
    unlisted = unlisted_tables(directory, descriptor)
    if not unlisted or not isinstance(descriptor.get("resources"), list):
        return []
    if not (directory / DESCRIPTOR_FILE).exists():
        message = "is missing, so the title is the folder's name, and no licence is known: describe writes it"
        return [Problem(DESCRIPTOR_FILE, message, ProblemKind.DESCRIPTOR_MISSING)]
    message = f"does not list {', '.join(unlisted)}, which are read all the same: describe lists them for other tools"
    return [Problem(DESCRIPTOR_FILE, message, ProblemKind.TABLE_UNLISTED)]


def _read_table(
    path: Path, shown_path: str, known: Table, digest: hashlib._Hash, progress: Progress
) -> tuple[pd.DataFrame | None, list[Problem], list[Problem]]:
    """Read a table, with the columns of the format in its order. Columns that the file lacks are empty.

    Rows of the wrong length are reported and left out. The index keeps the number of every row, counted from 0."""
    content, problem = _read_utf8(path, shown_path, digest)
    if problem:
        return None, [problem], []
    # As one text, the file would take four bytes for each letter.
    stream = io.BytesIO(content)
    reader = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""), strict=True)
    frames: list[pd.DataFrame] = []
    rows: dict[int, list[str]] = {}
    number = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        problems, warnings = header_problems(header, known, shown_path)
        if problems:
            return None, problems, warnings
        for number, row in enumerate(reader, start=2):
            if not row:
                problems.append(Problem(shown_path, "is empty: remove the line", ProblemKind.ROW_EMPTY, row=number))
            elif len(row) != len(header):
                message = f"has {len(row)} cells where the header has {len(header)}"
                problems.append(Problem(shown_path, message, ProblemKind.ROW_LENGTH, row=number))
            else:
                rows[number - 2] = row
            if len(problems) > CHUNK_ROWS:
                problems = bound_problems(problems)
            if len(rows) == CHUNK_ROWS:
                frames.append(_frame(rows, header))
                rows = {}
                progress(f"read {shown_path}", stream.tell() / len(content))
    except csv.Error as error:
        return (
            None,
            [Problem(shown_path, f"is not CSV as RFC 4180 has it: {error}", ProblemKind.NOT_CSV, row=number + 1)],
            [],
        )
    frame = pd.concat([*frames, _frame(rows, header)])
    problems = bound_problems(problems)
    return frame.reindex(columns=[column.name for column in known.columns], fill_value=""), problems, warnings


def _frame(rows: Mapping[int, list[str]], header: list[str]) -> pd.DataFrame:
    # Without rows pandas could not tell what kind of index it is.
    index = pd.Index(list(rows), dtype="int64")
    return pd.DataFrame(list(rows.values()), columns=header, index=index, dtype="str")


def _read_utf8(path: Path, shown_path: str, digest: hashlib._Hash) -> tuple[bytes, Problem | None]:
    """The bytes of a file that is UTF-8 throughout, or the problem that it has."""
    try:
        with open_regular_file(path) as file:
            if os.fstat(file.fileno()).st_size > MAX_FILE_BYTES:
                message = f"is larger than {MAX_FILE_BYTES:,} bytes: divide the dataset"
                return b"", Problem(shown_path, message, ProblemKind.FILE_SIZE)
            content = file.read()
    except OSError as error:
        return b"", Problem(shown_path, f"cannot be read: {error.strerror or error}", ProblemKind.FILE_UNREADABLE)
    digest.update(content)
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} in line {line} is not UTF-8: save the file as UTF-8"
        return b"", Problem(shown_path, message, ProblemKind.NOT_UTF_8)
    return content, None


def header_problems(header: list[str], known: Table, file: str) -> tuple[list[Problem], list[Problem]]:
    """The problems and the warnings of the columns of a table."""
    names = [column.name for column in known.columns]
    problems = [
        Problem(
            file,
            f"column '{column.name}' is missing: {column.description}",
            ProblemKind.COLUMN_MISSING,
            value=column.name,
        )
        for column in known.columns
        if column.required and column.name not in header
    ]
    problems += [
        Problem(file, f"column {quote_for_message(name)} occurs twice", ProblemKind.COLUMN_TWICE)
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    warnings = [
        Problem(
            file,
            f"column {quote_for_message(name)} is not part of the format, so it is left out (known: "
            f"{', '.join(names)})",
            ProblemKind.COLUMN_UNKNOWN,
        )
        for name in header
        if name not in names
    ]
    return problems, warnings
