"""The tables of a dataset as the descriptor of a data package lists them: each with its Table Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.model.dates import DATE_PATTERN
from data.validation.columns import COLOUR_PATTERN, ID_PATTERN, MAX_TEXT_LENGTH, MAX_URL_LENGTH, Column, Table
from data.validation.schema import TABLES

# The kinds of cells as a Table Schema describes them.
CELL_PATTERNS = {
    "id": f"^{ID_PATTERN}$",
    "reference": f"^{ID_PATTERN}$",
    "list": f"^{ID_PATTERN}( {ID_PATTERN})*$",
    "date": f"^{DATE_PATTERN}$",
    "colour": f"^{COLOUR_PATTERN}$",
    "url": "^[Hh][Tt][Tt][Pp][Ss]?://.+",
}
MAX_LENGTHS = {"url": MAX_URL_LENGTH, "text": MAX_TEXT_LENGTH}


def build_table_resources(columns: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
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
        # A foreign key is a whole cell, never an entry of a list.
        if column.references in columns and column.name in columns[known.name] and column.kind == "reference"
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _field(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    constraints = {
        "required": column.required,
        "unique": column.name == "id" and key == ("id",),
        "enum": list(column.choices),
        "pattern": CELL_PATTERNS.get(column.kind),
        "maxLength": MAX_LENGTHS.get(column.kind),
    }
    constraints = {name: value for name, value in constraints.items() if value}
    kind = column.kind if column.kind in ("year", "number") else "string"
    field = {"name": column.name, "type": kind, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})
