"""A dataset that is being made of somebody's file, in memory."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from data import Dataset
from data.importing import ImportLimits, ImportOptions, ImportReport, SourceFile, import_source, unpack_source
from data.importing.formats.mapping import draft_mapping
from data.model import DataPackage
from data.model.dataset import assemble_dataset
from data.package.table_schemas import build_table_resources
from data.statements.engines.duckdb_engine import DuckDBEngine
from data.statements.table import build_table, statement_totals
from data.validation import TABLES, Problem
from data.validation.rules import check_tables

# What one session may bring. Far above any hand-made spreadsheet, far below what a server has.
WORKBENCH_LIMITS = ImportLimits(
    file_bytes=20 * 2**20,
    unpacked_bytes=60 * 2**20,
    files=40,
    rows=20_000,
    cells=1_000_000,
    columns=200,
    workbook_seconds=20,
    workbook_bytes=512 * 2**20,
)
# What a session begins with.
DEFAULT_IMPORT_OPTIONS = ImportOptions(limits=WORKBENCH_LIMITS)
MATCHED_FIELDS = ("party", "issue", "stance", "date", "source", "quote", "summary", "speaker", "source.url", "locator")


@dataclass(frozen=True)
class Draft:
    """The tables of a dataset with the columns of the format, the report of the import, and the problems that are left:
    without any it can be shown and taken away."""

    title: str
    tables: Mapping[str, pd.DataFrame]
    report: ImportReport
    problems: tuple[Problem, ...]

    def with_table(self, name: str, frame: pd.DataFrame) -> Draft:
        """The draft with another table in the place of the one of this name, checked anew."""
        tables = {**self.tables, name: _as_texts(frame)}
        return replace(self, tables=tables, problems=tuple(find_problems(tables)))

    def problem_table(self) -> pd.DataFrame:
        """The problems as rows: `table`, `row` (as a spreadsheet counts), `column`, `problem`."""
        rows = [(each.file.removesuffix(".csv"), each.row or "", each.column, each.message) for each in self.problems]
        return pd.DataFrame(rows, columns=["table", "row", "column", "problem"]).astype("str")


@dataclass(frozen=True)
class ColumnMatches:
    """The column of the curator's table that fills each field of a statement, '' for none; `columns` are all of
    that table, `sheet` is its name."""

    sheet: str
    columns: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)


def read_upload(content: bytes, name: str) -> list[SourceFile]:
    """The files in an upload: itself, or what a zip holds. ImportSourceError if it is beyond the limits."""
    return unpack_source(content, name, WORKBENCH_LIMITS)


def match_columns(files: list[SourceFile], options: ImportOptions) -> ColumnMatches:
    """Match the columns of the largest table by their names. ImportSourceError if it cannot be read."""
    mapping = draft_mapping(files, options)
    known = {name: mapping["columns"].get(name, "") for name in (*MATCHED_FIELDS, *mapping["columns"])}
    return ColumnMatches(mapping["sheet"], tuple(mapping["columns_of_the_source"]), known)


def import_upload(
    files: list[SourceFile], choices: ImportOptions = DEFAULT_IMPORT_OPTIONS, matches: ColumnMatches | None = None
) -> Draft:
    """The draft of an upload with the curator's choices. With `matches`, one flat table is read as they say.
    ImportSourceError if the file cannot be read, ImportChoiceError if the order of dates has to be chosen."""
    options = choices
    if matches:
        columns = {name: column for name, column in matches.fields.items() if column}
        options = replace(options, format="mapping", mapping={"sheet": matches.sheet, "columns": columns})
    result = import_source(files, options)
    tables = {name: _as_texts(frame) for name, frame in result.tables.items() if len(frame) or _is_required(name)}
    return Draft(result.title, tables, result.report, tuple(result.problems))


def find_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Every problem of the tables of a draft."""
    return check_tables(_package("", tables))


def preview_dataset(draft: Draft) -> Dataset:
    """The draft as a dataset, to be looked at. ValueError if it has problems."""
    if draft.problems:
        raise ValueError(f"the draft has {len(draft.problems)} problems")
    package = _package(draft.title, draft.tables)
    statements = build_table(package.frames)
    del package.frames["statements"]
    return assemble_dataset("", package, statement_totals(statements), DuckDBEngine.in_memory(statements))


def folder_zip(draft: Draft) -> bytes:
    """The finished folder as a zip: a CSV file for each table, and the descriptor. It names no licence."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in draft.tables.items():
            archive.writestr(f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))
        archive.writestr("datapackage.json", json.dumps(_descriptor(draft), ensure_ascii=False, indent=2) + "\n")
    return out.getvalue()


def folder_workbook(draft: Draft) -> bytes:
    """The finished tables as a workbook, a sheet for each. No cell is a formula."""
    # It takes 60 ms to load, and few sessions come this far.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, frame in draft.tables.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate([list(frame.columns), *frame.itertuples(index=False)]):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, str(cell))
    return out.getvalue()


def _is_required(name: str) -> bool:
    return any(table.name == name and table.required for table in TABLES)


def _as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    texts = frame.fillna("").astype("str").reset_index(drop=True)
    return texts[(texts != "").any(axis="columns")].reset_index(drop=True)


def _package(title: str, tables: Mapping[str, pd.DataFrame]) -> DataPackage:
    """The tables as a data package with every column of the format."""
    frames = {}
    for known in TABLES:
        if known.name in tables:
            missing = {column.name: "" for column in known.columns if column.name not in tables[known.name]}
            frames[known.name] = tables[known.name].assign(**missing)
    files = {name: f"{name}.csv" for name in frames}
    return DataPackage({"title": title}, frames, files, "draft")


def _descriptor(draft: Draft) -> dict[str, Any]:
    name = re.sub(r"[^a-z0-9]+", "-", draft.title.lower()).strip("-") or "dataset"
    headers = {table: list(frame.columns) for table, frame in draft.tables.items()}
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": draft.title,
        "description": "",
        "version": "0.1.0",
        "resources": build_table_resources(headers),
    }
