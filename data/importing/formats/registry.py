"""The formats of sources: how each is recognised, and the function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..errors import ImportSourceError
from ..files.source_files import SourceFile
from ..options import ImportOptions
from ..report import ImportReport
from ..result import ImportResult, finish_import
from ..tables.normalization import normalize_sheets
from ..tables.sheets import sort_sheets
from ..tables.wide_tables import read_statement_tables
from .claim_review import convert_claim_review, is_claim_review
from .election_compass import convert_election_compass, is_election_compass
from .mapping import convert_by_mapping
from .openvaa import convert_openvaa, is_openvaa
from .qual_o_mat import convert_qual_o_mat, is_qual_o_mat
from .roll_calls import convert_roll_calls, is_roll_calls
from .wahl_o_mat_sheet import convert_wahl_o_mat_sheet, is_wahl_o_mat_sheet


@dataclass(frozen=True)
class SourceFormat:
    """A format. `recognizes` looks at the files, which may be anything; `convert` reads them."""

    name: str
    description: str
    recognizes: Callable[[Sequence[SourceFile]], bool]
    convert: Callable[[Sequence[SourceFile], ImportOptions, ImportReport], ImportResult]


def convert_sheets(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of spreadsheets: one flat sheet of statements, a column for each party, or a sheet for each
    table."""
    sheets = sort_sheets(read_statement_tables(files, options, report), report)
    tables = normalize_sheets(sheets, options, report)
    return finish_import(tables, report, sheets["statements"])


# The first that recognises a source reads it; the last takes what no other does.
SOURCE_FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat(
        "mapping", "any table, with a mapping file that --dry-run writes", lambda _: False, convert_by_mapping
    ),
    SourceFormat("qual-o-mat", "Wahl-O-Mat in JSON, as in qual-o-mat-data", is_qual_o_mat, convert_qual_o_mat),
    SourceFormat("wahl-o-mat", "Wahl-O-Mat's own CSV or XLSX", is_wahl_o_mat_sheet, convert_wahl_o_mat_sheet),
    SourceFormat("election-compass", "Open Election Compass, JSON", is_election_compass, convert_election_compass),
    SourceFormat("openvaa", "OpenVAA, JSON", is_openvaa, convert_openvaa),
    SourceFormat("roll-calls", "votes in long form; the UN votes tables", is_roll_calls, convert_roll_calls),
    SourceFormat(
        "claim-review", "ClaimReview, JSON-LD or HTML: candidates to code", is_claim_review, convert_claim_review
    ),
    SourceFormat(
        "sheets",
        "a flat sheet of statements, a column for each party, or a sheet for each table",
        lambda _: True,
        convert_sheets,
    ),
)


def find_format(files: Sequence[SourceFile], name: str) -> SourceFormat:
    """The format of this name, or without a name the first that recognises the files. ImportSourceError if there is no
    format of this name."""
    if not name:
        return next(each for each in SOURCE_FORMATS if each.recognizes(files))
    for each in SOURCE_FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in SOURCE_FORMATS)
    raise ImportSourceError(f"{name!r} is no format; the formats are {known}")
