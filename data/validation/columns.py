"""Tables and columns as the schema describes them, and the limits of their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "list", "reference", "choice", "text", "date", "year", "number", "url", "colour"]

MAX_ID_LENGTH = 120
MAX_TEXT_LENGTH = 10_000
MAX_URL_LENGTH = 2_000

ID_PATTERN = rf"[A-Za-z0-9][A-Za-z0-9._:-]{{0,{MAX_ID_LENGTH - 1}}}"
COLOUR_PATTERN = r"#[0-9A-Fa-f]{6}"
# A scheme and a host without blanks; the rest may hold any other character.
URL_PATTERN = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `kind` decides how a cell is read and checked. `references` names the table
    whose id a `reference` cell, or each entry of a `list`, must be; `choices` the values of a `choice`.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    references: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: its columns in order, the columns of its primary key, and whether every dataset needs it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    required: bool = False


def define_id_column(description: str = "Permanent id.") -> Column:
    """The column `id` of a table."""
    return Column("id", "id", description, required=True)


def define_text_column(name: str, description: str, *, required: bool = False) -> Column:
    """A column of texts."""
    return Column(name, "text", description, required)


def define_choice_column(name: str, description: str, choices: tuple[str, ...], *, required: bool = False) -> Column:
    """Define a column that holds one of the given words."""
    return Column(name, "choice", description, required, choices=choices)


def define_list_column(name: str, description: str, *, references: str = "") -> Column:
    """Define a column of lists of ids, which are those of a table if it `references` one."""
    return Column(name, "list", description, references=references)


def define_reference_column(name: str, table: str, description: str, *, required: bool = False) -> Column:
    """A column that names a row of another table."""
    return Column(name, "reference", description, required, references=table)


SOURCE_COLUMN = define_reference_column("source", "sources", "The document.", required=True)
LOCATOR_COLUMN = define_text_column("locator", "Paragraph, page, section or minute.")
READING_DEPTH_COLUMN = define_choice_column(
    "checked",
    "`page`: read whole; `excerpt`: in part.",
    ("page", "excerpt"),
)
