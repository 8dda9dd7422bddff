"""Writes the descriptor of a data package for the CSV files that are there."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.validation.schema import TABLES

from .atomic_files import write_atomically
from .descriptor import DESCRIPTOR_FILE, read_descriptor
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
    path = directory / DESCRIPTOR_FILE
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
    path = directory / DESCRIPTOR_FILE
    write_atomically(path, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
    return path


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
