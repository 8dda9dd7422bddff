"""The result of an import: the tables of a dataset that pass all checks, and the report."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from data.model.data_package import DataPackage
from data.validation import TABLES, Problem
from data.validation.rules import check_tables

from .report import ImportReport, Refusal, Sheet
from .tables.sheets import blank_control_characters, format_columns

MAX_ROUNDS = 3
FIRST_FILE_ROW = 2


@dataclass(frozen=True)
class ImportResult:
    """The tables of a dataset by name, with the columns of the format and texts as cells; what is known of the dataset
    as a whole; and the report. `problems` are those that are left; a dataset with problems is not served."""

    tables: dict[str, pd.DataFrame]
    report: ImportReport
    title: str = ""
    description: str = ""
    problems: list[Problem] = field(default_factory=list)


def finish_import(
    tables: dict[str, pd.DataFrame], report: ImportReport, sheet: Sheet | None, title: str = "", description: str = ""
) -> ImportResult:
    """The result for tables whose statements have the rows of `sheet` as their index. Statements that break a rule are
    refused, so that one bad cell does not keep all others from being served."""
    tables = {name: blank_control_characters(frame, f"{name}.csv", report) for name, frame in tables.items()}
    problems: list[Problem] = []
    for _ in range(MAX_ROUNDS):
        problems = check_tables(_package(tables))
        faulty = {
            problem.row - FIRST_FILE_ROW: problem
            for problem in reversed(problems)
            if problem.file == "statements.csv" and problem.row is not None
        }
        if not faulty or sheet is None:
            break
        statements = tables["statements"]
        indexes = statements.index[list(faulty)]
        reasons = {
            int(index): Refusal(f"{problem.column}: {problem.message}", problem.column)
            for index, problem in zip(indexes, faulty.values(), strict=True)
        }
        report.refuse(sheet, reasons)
        tables["statements"] = statements.drop(index=indexes)
    tables = {name: frame.reset_index(drop=True) for name, frame in tables.items()}
    for known in TABLES:
        if known.required and known.name not in tables:
            tables[known.name] = pd.DataFrame(columns=format_columns(known.name), dtype="str")
    report.taken = {name: len(frame) for name, frame in tables.items()}
    return ImportResult(tables, report, title, description, problems)


def _package(tables: dict[str, pd.DataFrame]) -> DataPackage:
    files = {name: f"{name}.csv" for name in tables}
    return DataPackage({}, {name: frame.reset_index(drop=True) for name, frame in tables.items()}, files, "")
