"""How a typed column of a database becomes the text that a CSV file would hold.

The server does the converting, so that no value is lost or refused on the way: a
day before Christ, an infinite number or a text of a gigabyte arrives as a text
that the checks can judge.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Date, Text, cast, func
from sqlalchemy import column as named
from sqlalchemy import types as sql
from sqlalchemy.dialects import postgresql

from .schema import TEXT_LENGTH, Column

__all__ = ["cell", "ordered_by", "refusal", "type_name"]

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
IDS = frozenset({"id", "reference"})


def cell(column: Column, stored: sql.TypeEngine[Any]) -> ColumnElement[str] | None:
    """The expression for a column's cells as text, '' where nothing stands, cut
    behind the longest text that the format allows. None if the type can hold no
    cell of this kind."""
    text = _text(column.kind, _base(stored), named(column.name))
    return None if text is None else func.coalesce(func.substr(text, 1, TEXT_LENGTH + 1), "").label(column.name)


def _text(kind: str, stored: sql.TypeEngine[Any], value: ColumnElement[Any]) -> ColumnElement[str] | None:
    as_text = cast(value, Text)
    match stored:
        case sql.String() | sql.Uuid():
            return as_text
        case sql.Integer() if kind in IDS | {"text", "date", "year", "number"}:
            return as_text
        case sql.Float() if kind in {"text", "year", "number"}:
            return as_text
        case sql.Numeric() if kind in {"text", "year", "number"}:
            return cast(func.trim_scale(value), Text)
        case sql.Boolean() if kind == "text":
            return as_text
        case sql.Date() if kind in {"text", "date"}:
            return as_text
        case sql.DateTime(timezone=False) if kind == "date":
            return cast(cast(value, Date), Text)
        case sql.ARRAY(item_type=items) if kind == "list" and isinstance(
            _base(items), sql.String | sql.Uuid | sql.Integer
        ):
            # A missing element becomes a word, since array_to_string would leave it out without a trace.
            return func.array_to_string(value, " ", "NULL")
        case _:
            return None


def refusal(column: Column, stored: sql.TypeEngine[Any]) -> str:
    """Why a type can hold no cell of a kind, and what could."""
    base = _base(stored)
    if column.kind == "date" and isinstance(base, sql.DateTime):
        right = "its day depends on a time zone, so name one: (… AT TIME ZONE 'Europe/Berlin')::date in a view"
    else:
        possible = {
            "list": "text or an array of text",
            "date": "text, date or timestamp without time zone",
            "year": "text or a number",
            "number": "text or a number",
            "text": "text, a number, date or boolean",
        }.get(column.kind, "text, uuid or integer" if column.kind in IDS else "text")
        right = f"a column of kind {column.kind} is read from {possible}; cast it in a view"
    return f"is of type {type_name(stored)}: {right}"


def ordered_by(name: str) -> ColumnElement[Any]:
    """A column's place in an order that is the same on every server, whatever its
    collation: by code point."""
    return cast(named(name), Text).collate("C")


def type_name(stored: sql.TypeEngine[Any]) -> str:
    """A type as the server calls it."""
    try:
        return stored.compile(dialect=DIALECT).lower()
    except Exception:
        # SQLAlchemy knows the types that come with PostgreSQL; what an extension adds has no name here.
        return "a type of its own"


def _base(stored: sql.TypeEngine[Any]) -> sql.TypeEngine[Any]:
    """What a domain restricts; any other type itself."""
    while isinstance(stored, postgresql.DOMAIN):
        stored = stored.data_type
    return stored
