"""Reads and writes a dataset as a Data Package: `datapackage.json` beside CSV files.

Reading gives the cells as text, exactly as they stand; `data.validation.rules` judges
them. See https://specs.frictionlessdata.io/tabular-data-package/ for the form.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.validation.report import Problem, shown
from data.validation.schema import (
    COLOUR_PATTERN,
    DATE_PATTERN,
    ID_PATTERN,
    TABLES,
    TEXT_LENGTH,
    URL_LENGTH,
    Column,
    Table,
    table,
)

from .atomic_files import synced

__all__ = [
    "DESCRIPTOR",
    "DESCRIPTOR_BYTES",
    "FILE_BYTES",
    "Package",
    "built_record",
    "check_header",
    "companions",
    "describe",
    "headers",
    "paths",
    "read_descriptor",
    "read_package",
    "resources",
    "skeleton",
    "title_problems",
    "written",
]

DESCRIPTOR = "datapackage.json"
DESCRIPTOR_BYTES = 4 * 2**20
FILE_BYTES = 2 * 2**30
# A large file never stands in memory as single Python strings.
CHUNK_ROWS = 50_000
# What a Table Schema says of the kinds of cells.
PATTERNS = {
    "id": f"^{ID_PATTERN}$",
    "reference": f"^{ID_PATTERN}$",
    "list": f"^{ID_PATTERN}( {ID_PATTERN})*$",
    "date": f"^{DATE_PATTERN}$",
    "colour": f"^{COLOUR_PATTERN}$",
    "url": "^[Hh][Tt][Tt][Pp][Ss]?://.+",
}
LENGTHS = {"url": URL_LENGTH, "text": TEXT_LENGTH}


@dataclass(frozen=True)
class Package:
    """A dataset as it lies on disk: its descriptor, its tables with every cell as text (missing is an empty string),
    the file of each table, and `version`, a hash of all the bytes."""

    descriptor: dict[str, Any]
    frames: dict[str, pd.DataFrame]
    files: dict[str, str]
    version: str


def read_package(directory: Path) -> tuple[Package, list[Problem], list[Problem]]:
    """The package in `directory`, with what is wrong and what is merely odd.

    Never raises for what a file holds: a table that cannot be read is missing from `frames`, and a problem says why.
    """
    digest = hashlib.sha256()
    descriptor, problems = read_descriptor(directory, digest)
    frames: dict[str, pd.DataFrame] = {}
    files: dict[str, str] = {}
    warnings: list[Problem] = []
    for resource in _resources_of(descriptor):
        name, path, found = _locate(directory, resource)
        problems += found
        if not path:
            continue
        if name not in {known.name for known in TABLES}:
            message = f"table {shown(name)} is not part of the format, so it is left out"
            warnings.append(Problem(DESCRIPTOR, message, "unknown-table"))
            continue
        if name in files:
            problems.append(Problem(DESCRIPTOR, f"table '{name}' is listed twice", "table-listed-twice"))
            continue
        files[name] = path
        if "built" in descriptor and name == "statements":
            # They are Parquet, and an engine holds them.
            continue
        frame, found, odd = _read_table(directory / path, path, table(name), digest)
        problems += found
        warnings += odd
        if frame is not None:
            frames[name] = frame
    for known in TABLES:
        if known.required and known.name not in files and isinstance(descriptor.get("resources"), list):
            message = f"table '{known.name}' is missing: add a resource of this name"
            problems.append(Problem(DESCRIPTOR, message, "table-missing"))
    return Package(descriptor, frames, files, digest.hexdigest()[:12]), problems, warnings


def read_descriptor(directory: Path, digest: hashlib._Hash | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """What `datapackage.json` says, and what is wrong with it; empty if it cannot
    be read. Its bytes go into `digest`, if one is given."""
    path = directory / DESCRIPTOR
    try:
        if path.stat().st_size > DESCRIPTOR_BYTES:
            return {}, [Problem(DESCRIPTOR, f"is larger than {DESCRIPTOR_BYTES:,} bytes", "descriptor-size")]
        content = path.read_bytes()
        descriptor = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        return {}, [Problem(DESCRIPTOR, f"cannot be read: {reason} ({path})", "descriptor-unreadable")]
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return {}, [Problem(DESCRIPTOR, f"is not JSON in UTF-8: {error}", "descriptor-json")]
    if digest is not None:
        digest.update(content)
    if not isinstance(descriptor, dict):
        return {}, [Problem(DESCRIPTOR, "is not a JSON object", "descriptor-json")]
    problems = title_problems(descriptor, DESCRIPTOR)
    if not isinstance(descriptor.get("resources"), list):
        message = "'resources' is missing: list one resource for each CSV file"
        problems.append(Problem(DESCRIPTOR, message, "resources-missing"))
    return descriptor, problems


def title_problems(descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """A problem if a descriptor gives the dataset no title."""
    title = descriptor.get("title")
    if isinstance(title, str) and title.strip():
        return []
    return [Problem(file, "'title' is missing: name the dataset in a few words", "title-missing")]


def paths(directory: Path) -> list[Path]:
    """The files that a dataset is read from, each once: the descriptor, the file of each resource that it names,
    and of a built dataset those of its engines too."""
    descriptor, _ = read_descriptor(directory)
    located = (_locate(directory, resource)[1] for resource in _resources_of(descriptor))
    files = (built_record(descriptor) or {}).get("files")
    named = [DESCRIPTOR, *filter(None, located), *(files if isinstance(files, dict) else ())]
    return [directory / name for name in dict.fromkeys(named)]


def built_record(descriptor: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a descriptor says of how its dataset was built; None if it was not."""
    record = descriptor.get("built")
    return record if isinstance(record, dict) else None


def companions(directory: Path) -> list[str]:
    """The names of the readme and the licence that stand beside the tables."""
    return [path.name for path in sorted(directory.iterdir()) if path.stem.upper() in ("README", "LICENSE", "LICENCE")]


def _resources_of(descriptor: dict[str, Any]) -> list[Any]:
    listed = descriptor.get("resources")
    return listed if isinstance(listed, list) else []


def _locate(directory: Path, resource: object) -> tuple[str, str, list[Problem]]:
    """The name and the path of a resource; an empty path where a problem says why."""
    if not isinstance(resource, dict):
        return "", "", [Problem(DESCRIPTOR, f"resource {shown(resource)} is not an object", "resource-form")]
    name, path = resource.get("name"), resource.get("path")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    if not isinstance(name, str) or not isinstance(path, str) or not path:
        message = f"resource {shown(name)} needs a 'name' and a 'path', both text"
        return "", "", [Problem(DESCRIPTOR, message, "resource-form")]
    problems = []
    try:
        inside = (directory / path).resolve().is_relative_to(directory.resolve())
    except (OSError, ValueError, RuntimeError):
        # A NUL, half a character, a link to itself: no file has such a path.
        message = f"path {shown(path)} of table {shown(name)} is none that a file can have"
        return name, "", [Problem(DESCRIPTOR, message, "path-form")]
    if Path(path).is_absolute() or ".." in Path(path).parts or not inside or "://" in path:
        problems.append(Problem(DESCRIPTOR, f"path {shown(path)} leaves the dataset's folder", "path-outside"))
    encoding = str(resource.get("encoding", "utf-8")).lower().replace("_", "-")
    if encoding not in {"utf-8", "utf8"}:
        message = f"table '{name}' has encoding {shown(encoding)}: only utf-8 is read"
        problems.append(Problem(DESCRIPTOR, message, "encoding"))
    dialect = resource.get("dialect")
    if isinstance(dialect, dict) and dialect.get("delimiter", ",") != ",":
        problems.append(Problem(DESCRIPTOR, f"table '{name}' is not separated by commas", "delimiter"))
    return name, "" if problems else path, problems


def _read_table(
    path: Path, shown_path: str, known: Table, digest: hashlib._Hash
) -> tuple[pd.DataFrame | None, list[Problem], list[Problem]]:
    """The table with the columns of the format in its order, those that the file does not have empty. A row of the
    wrong length is reported and left out; the index keeps the number of every row, counted from 0."""
    text, problem = _read_text(path, shown_path, digest)
    if problem:
        return None, [problem], []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    frames: list[pd.DataFrame] = []
    rows: dict[int, list[str]] = {}
    number = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        problems, warnings = check_header(header, known, shown_path)
        if problems:
            return None, problems, warnings
        for number, row in enumerate(reader, start=2):
            if not row:
                problems.append(Problem(shown_path, "is empty: remove the line", "row-empty", row=number))
            elif len(row) != len(header):
                message = f"has {len(row)} cells where the header has {len(header)}"
                problems.append(Problem(shown_path, message, "row-length", row=number))
            else:
                rows[number - 2] = row
            if len(rows) == CHUNK_ROWS:
                frames.append(_frame(rows, header))
                rows = {}
    except csv.Error as error:
        return None, [Problem(shown_path, f"is not CSV as RFC 4180 has it: {error}", "csv", row=number + 1)], []
    frame = pd.concat([*frames, _frame(rows, header)])
    return frame.reindex(columns=[column.name for column in known.columns], fill_value=""), problems, warnings


def _frame(rows: Mapping[int, list[str]], header: list[str]) -> pd.DataFrame:
    # Without rows pandas could not tell what kind of index it is.
    index = pd.Index(list(rows), dtype="int64")
    return pd.DataFrame(list(rows.values()), columns=header, index=index, dtype="str")


def _read_text(path: Path, shown_path: str, digest: hashlib._Hash) -> tuple[str, Problem | None]:
    try:
        if path.stat().st_size > FILE_BYTES:
            return "", Problem(shown_path, f"is larger than {FILE_BYTES:,} bytes", "file-size")
        content = path.read_bytes()
    except OSError as error:
        return "", Problem(shown_path, f"cannot be read: {error.strerror or error}", "file-unreadable")
    digest.update(content)
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} in line {line} is not UTF-8: save the file as UTF-8"
        return "", Problem(shown_path, message, "not-utf-8")


def check_header(header: list[str], known: Table, file: str) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with the columns that a table has, and what is merely odd."""
    names = [column.name for column in known.columns]
    problems = [
        Problem(file, f"column '{column.name}' is missing: {column.description}", "column-missing")
        for column in known.columns
        if column.required and column.name not in header
    ]
    problems += [
        Problem(file, f"column {shown(name)} occurs twice", "column-twice")
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    warnings = [
        Problem(
            file,
            f"column {shown(name)} is not part of the format, so it is left out (known: {', '.join(names)})",
            "column-unknown",
        )
        for name in header
        if name not in names
    ]
    return problems, warnings


# Writing


def headers(directory: Path) -> dict[str, list[str]]:
    """The columns of each CSV file in `directory` that bears a table's name, as
    they stand in it. OSError or UnicodeDecodeError if one cannot be read."""
    found = {}
    for known in TABLES:
        path = directory / f"{known.name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                found[known.name] = [name.strip() for name in next(csv.reader(file), [])]
    return found


def resources(columns: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The resources of a package with these tables and columns, each with its Table Schema."""
    return [
        {
            "name": known.name,
            "path": f"{known.name}.csv",
            "profile": "tabular-data-resource",
            "title": known.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": _table_schema(known, columns),
        }
        for known in TABLES
        if known.name in columns
    ]


def _table_schema(known: Table, columns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The schema with the fields in the order of the file: other tools compare
    field by field. A column that the format does not know is any text."""
    by_name = {column.name: column for column in known.columns}
    fields = [
        _field(by_name[name], known.key) if name in by_name else {"name": name, "type": "string"}
        for name in columns[known.name]
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if known.key:
        schema["primaryKey"] = list(known.key)
    foreign = [
        {
            "fields": [column.name],
            "reference": {"resource": "" if column.references == known.name else column.references, "fields": ["id"]},
        }
        for column in known.columns
        if column.references in columns and column.name in columns[known.name]
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _field(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    constraints = {
        "required": column.required,
        "unique": column.name == "id" and key == ("id",),
        "enum": list(column.choices),
        "pattern": PATTERNS.get(column.kind),
        "maxLength": LENGTHS.get(column.kind),
    }
    constraints = {name: value for name, value in constraints.items() if value}
    kind = column.kind if column.kind in ("year", "number") else "string"
    field = {"name": column.name, "type": kind, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})


def describe(directory: Path) -> Path:
    """Writes `datapackage.json` for the CSV files of `directory` that bear a table's name, keeping what an existing
    descriptor says besides its resources. Returns its path."""
    path = directory / DESCRIPTOR
    descriptor = _blank(directory)
    if path.exists():
        descriptor, problems = read_descriptor(directory)
        unusable = [problem for problem in problems if problem.rule.startswith("descriptor-")]
        if unusable:
            raise ValueError(str(unusable[0]))
    descriptor["resources"] = resources(headers(directory))
    return written(directory, descriptor)


def written(directory: Path, descriptor: Mapping[str, Any]) -> Path:
    """Writes the descriptor of a dataset, and returns its path."""
    path = directory / DESCRIPTOR
    _write(path, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
    return path


def skeleton(directory: Path) -> list[Path]:
    """Writes an empty dataset, a header row in each table, into a new or empty folder. FileExistsError if something is
    in it. A new folder is there when it is whole; in one that was there, the descriptor comes last."""
    if not directory.exists():
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}.") as scratch:
            made = Path(scratch) / directory.name
            made.mkdir()
            _empty_tables(made)
            # Refused where somebody else has put something there meanwhile.
            made.rename(directory)
        synced(directory.parent)
    elif any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty: name a new folder")
    else:
        _empty_tables(directory)
    return sorted(directory.iterdir())


def _empty_tables(directory: Path) -> None:
    for known in TABLES:
        _write(directory / f"{known.name}.csv", ",".join(column.name for column in known.columns) + "\n")
    describe(directory)


def _blank(directory: Path) -> dict[str, Any]:
    slug = re.sub(r"[^a-z0-9]+", "-", directory.resolve().name.lower()).strip("-") or "dataset"
    return {
        "profile": "tabular-data-package",
        "name": slug,
        "title": directory.resolve().name,
        "description": "",
        "version": "0.1.0",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [],
    }


def _write(path: Path, text: str) -> None:
    """Writes a file in one step: a reader sees the old or the new, never a part."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        synced(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
