"""Converts typed columns of a database to the text that a CSV file would hold.

The server converts them, so that no value is lost or refused on the way: a date before Christ, an infinite number or a
text of a gigabyte arrives as text, and the checks decide about it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import CompileError

from data.validation.columns import MAX_TEXT_LENGTH, Column

POSTGRESQL_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
ID_KINDS = frozenset({"id", "reference"})


def cell_text_expression(column: Column, stored: sa.types.TypeEngine[Any]) -> sa.ColumnElement[str] | None:
    """The expression for a column's cells as text, '' where nothing stands, cut behind the longest text that the format
    allows. None if the type can hold no cell of this kind."""
    text = _text_expression(column.kind, _base(stored), sa.column(column.name))
    return (
        None if text is None else sa.func.coalesce(sa.func.substr(text, 1, MAX_TEXT_LENGTH + 1), "").label(column.name)
    )


def _text_expression(
    kind: str, stored: sa.types.TypeEngine[Any], value: sa.ColumnElement[Any]
) -> sa.ColumnElement[str] | None:
    as_text = sa.cast(value, sa.Text)
    match stored:
        case sa.String() | sa.Uuid():
            return as_text
        case sa.Integer() if kind in ID_KINDS | {"list", "text", "date", "year", "number"}:
            return as_text
        case sa.Float() if kind in {"text", "year", "number"}:
            return as_text
        case sa.Numeric() if kind in {"text", "year", "number"}:
            return sa.cast(sa.func.trim_scale(value), sa.Text)
        case sa.Boolean() if kind == "text":
            return as_text
        case sa.Date() if kind in {"text", "date"}:
            return as_text
        case sa.DateTime(timezone=False) if kind == "date":
            return sa.cast(sa.cast(value, sa.Date), sa.Text)
        case sa.ARRAY(item_type=items) if kind == "list" and isinstance(_base(items), sa.String | sa.Uuid | sa.Integer):
            # A missing element becomes a word, since array_to_string would leave it out without a trace.
            return sa.func.array_to_string(value, " ", "NULL")
        case _:
            return None


def column_type_message(column: Column, stored: sa.types.TypeEngine[Any]) -> str:
    """A message that says why a column of a type cannot be read, and which types can."""
    base = _base(stored)
    if column.kind == "date" and isinstance(base, sa.DateTime):
        right = "its day depends on a time zone, so name one: (… AT TIME ZONE 'Europe/Berlin')::date in a view"
    else:
        possible = {
            "list": "text, an integer or an array of text",
            "date": "text, date or timestamp without time zone",
            "year": "text or a number",
            "number": "text or a number",
            "text": "text, a number, date or boolean",
        }.get(column.kind, "text, uuid or integer" if column.kind in ID_KINDS else "text")
        right = f"a column of kind {column.kind} is read from {possible}; cast it in a view"
    return f"is of type {type_name(stored)}: {right}"


def sort_expression(name: str) -> sa.ColumnElement[Any]:
    """The expression that sorts by a column in the same order on every server: by code point."""
    return sa.cast(sa.column(name), sa.Text).collate("C")


def type_name(stored: sa.types.TypeEngine[Any]) -> str:
    """A type as the server calls it."""
    try:
        return stored.compile(dialect=POSTGRESQL_DIALECT).lower()
    except CompileError:
        # SQLAlchemy knows the types that come with PostgreSQL, but not those that an extension adds.
        return "a type of its own"


def _base(stored: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """The type that a domain restricts; any other type itself."""
    while isinstance(stored, postgresql.DOMAIN):
        stored = stored.data_type
    return stored
