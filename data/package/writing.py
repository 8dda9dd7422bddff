"""Writes a data package: an empty one, or the descriptor for CSV files that are there."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.validation.schema import TABLES

from .atomic_files import sync_to_disk, write_atomically
from .descriptor import DESCRIPTOR, read_descriptor
from .table_schemas import build_table_resources


def read_headers(directory: Path) -> dict[str, list[str]]:
    """The columns of each CSV file in `directory` that bears a table's name, as
    they stand in it. OSError or UnicodeDecodeError if one cannot be read."""
    columns = {}
    for known in TABLES:
        path = directory / f"{known.name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                columns[known.name] = [name.strip() for name in next(csv.reader(file), [])]
    return columns


def update_descriptor(directory: Path) -> Path:
    """Writes `datapackage.json` for the CSV files of `directory` that bear a table's name, keeping what an existing
    descriptor says besides its resources. Returns its path."""
    path = directory / DESCRIPTOR
    descriptor = blank_descriptor(directory)
    if path.exists():
        descriptor, problems = read_descriptor(directory)
        unusable = [problem for problem in problems if problem.kind.startswith("descriptor-")]
        if unusable:
            raise ValueError(str(unusable[0]))
    descriptor["resources"] = build_table_resources(read_headers(directory))
    return write_descriptor(directory, descriptor)


def write_descriptor(directory: Path, descriptor: Mapping[str, Any]) -> Path:
    """Writes the descriptor of a dataset, and returns its path."""
    path = directory / DESCRIPTOR
    write_atomically(path, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
    return path


def create_empty(directory: Path) -> list[Path]:
    """Writes an empty dataset, a header row in each table, into a new or empty folder. FileExistsError if something is
    in it. A new folder is there when it is whole; in one that was there, the descriptor comes last."""
    if not directory.exists():
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}.") as scratch:
            folder = Path(scratch) / directory.name
            folder.mkdir()
            _empty_tables(folder)
            # Refused where somebody else has put something there meanwhile.
            folder.rename(directory)
        sync_to_disk(directory.parent)
    elif any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty: name a new folder")
    else:
        _empty_tables(directory)
    return sorted(directory.iterdir())


def _empty_tables(directory: Path) -> None:
    for known in TABLES:
        write_atomically(directory / f"{known.name}.csv", ",".join(column.name for column in known.columns) + "\n")
    update_descriptor(directory)


def blank_descriptor(directory: Path) -> dict[str, Any]:
    """A descriptor without tables for a dataset named after its folder. It names no licence: that is the curators'."""
    slug = re.sub(r"[^a-z0-9]+", "-", directory.resolve().name.lower()).strip("-") or "dataset"
    return {
        "profile": "tabular-data-package",
        "name": slug,
        "title": directory.resolve().name,
        "description": "",
        "version": "0.1.0",
        "resources": [],
    }
