"""The formats of sources: how each is recognised, and the function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .errors import ImportSourceError
from .mapping import convert_by_mapping
from .normalization import normalize_sheets
from .options import ImportOptions
from .report import ImportReport
from .result import ImportResult, finish_import
from .sheets import sort_sheets
from .source_files import SourceFile
from .tables import read_tables


@dataclass(frozen=True)
class SourceFormat:
    """A format. `recognizes` looks at the files, which may be anything; `convert` reads them."""

    name: str
    description: str
    recognizes: Callable[[Sequence[SourceFile]], bool]
    convert: Callable[[Sequence[SourceFile], ImportOptions, ImportReport], ImportResult]


def convert_sheets(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of spreadsheets: one flat sheet of statements, or a sheet for each table."""
    sheets = sort_sheets(read_tables(files, options, report), report)
    tables = normalize_sheets(sheets, options, report)
    return finish_import(tables, report, sheets["statements"])


SHEETS = SourceFormat("sheets", "a flat sheet of statements, or a sheet for each table", lambda _: True, convert_sheets)
# The last one takes all that no other recognises.
FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat(
        "mapping", "any table, with a mapping file that --dry-run writes", lambda _: False, convert_by_mapping
    ),
    SHEETS,
)


def find_format(files: Sequence[SourceFile], name: str) -> SourceFormat:
    """The format of this name, or without a name the first that recognises the files. ImportSourceError if there is no
    format of this name."""
    if not name:
        return next(each for each in FORMATS if each.recognizes(files))
    for each in FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise ImportSourceError(f"{name!r} is no format; the formats are {known}")
