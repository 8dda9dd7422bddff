"""Finds which column of the format a header means, and which table a sheet is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from data.validation import TABLES, table_schema

from .header_synonyms import FIELD_SYNONYMS, SECOND_MEANINGS, TABLE_COLUMNS, TABLE_NAMES


def normalize_name(name: str) -> str:
    """A name for comparison: lower case, without accents, with single blanks for all that is no letter or digit."""
    marks = unicodedata.normalize("NFKD", name.casefold())
    # Cf: soft hyphens and other invisible characters.
    plain = "".join(mark for mark in marks if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf")
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def split_synonyms(synonyms: Mapping[str, str]) -> dict[str, str]:
    """For each synonym the name that it stands for, the first if several have it. A name stands for itself."""
    meanings = {normalize_name(name): name for name in synonyms if "." not in name}
    for name, words in synonyms.items():
        for word in words.split(";"):
            meanings.setdefault(normalize_name(word), name)
    return meanings


@cache
def statement_headers() -> Mapping[str, str]:
    """The field that each known header of a sheet of statements means. Columns of `statements` have their own names;
    `party.name` is the name in the table of parties."""
    own = {column.name: column.name for column in table_schema("statements").columns}
    return split_synonyms(FIELD_SYNONYMS | {name: FIELD_SYNONYMS.get(name, name) for name in own})


@cache
def table_headers(name: str) -> Mapping[str, str]:
    """The column that each known header of a sheet of a table means; of `statements` see `statement_headers`."""
    columns = {column.name: column.name for column in table_schema(name).columns}
    return split_synonyms({each: f"{each};{TABLE_COLUMNS.get(name, {}).get(each, each)}" for each in columns})


def match_headers(header: Iterable[str], meanings: Mapping[str, str]) -> dict[str, str]:
    """For each name of a header that is known, what it means. A header that has the name of the format itself comes
    before one that has a synonym; of several synonyms for one column the first counts, and the next has its second
    meaning, if any."""
    names = list(header)
    matched: dict[str, str] = {}
    for exact in (True, False):
        for name in names:
            plain = normalize_name(name)
            meaning = meanings.get(plain, "")
            is_exact = plain == normalize_name(meaning.replace("_", " "))
            if meaning and name not in matched and meaning not in matched.values() and is_exact in (exact, True):
                matched[name] = meaning
    for first, second, words in SECOND_MEANINGS:
        taken = matched.values()
        if first in taken and second in meanings.values() and second not in taken:
            beside = next((name for name in names if name not in matched and normalize_name(name) in words), "")
            matched |= {beside: second} if beside else {}
    return {name: matched[name] for name in names if name in matched}


def count_known_headers(cells: Sequence[str]) -> int:
    """The number of cells that are known headers of any table."""
    return sum(normalize_name(cell) in _all_headers() for cell in cells)


def table_of_name(name: str) -> str:
    """The table that a sheet or a file of this name holds; '' if the name is that of none."""
    plain = normalize_name(name)
    known = {each.name: each.name for each in TABLES}
    return known.get(name.strip().casefold(), split_synonyms(TABLE_NAMES).get(plain, ""))


@cache
def _all_headers() -> frozenset[str]:
    tables = (table_headers(each.name) for each in TABLES)
    return frozenset(statement_headers()).union(*tables)
