"""`python -m data add DIR TABLE COLUMN=VALUE ...`: adds a row to a table, if it breaks no rule."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd

from data.importing.tables.statement_rows import new_statement_ids
from data.importing.words.ids import ids_for_names
from data.model import DataPackage
from data.package import read_package, update_descriptor
from data.package.atomic_files import write_atomically
from data.validation import TABLES, DatasetError, Problem, Report, table_schema
from data.validation.rules import check_tables

NAME_COLUMNS_BY_PREFERENCE = ("name", "title")


def add_add_parser(commands: Any) -> None:  # noqa: ANN401 - argparse does not name the type
    """Adds the command and its options."""
    text = "add a row to a table; it is checked before it is written"
    parser: argparse.ArgumentParser = commands.add_parser(
        "add",
        help=text,
        description=text,
        epilog="example: python -m data add DIR statements party=spd issue=tax stance=agree date=2019 source=report",
    )
    parser.add_argument("directory", type=Path, metavar="DIR", help="the folder of the dataset")
    parser.add_argument("table", choices=[known.name for known in TABLES], metavar="TABLE", help="such as statements")
    parser.add_argument("cells", nargs="+", type=_cell, metavar="COLUMN=VALUE", help="an id is made if none is given")


def run_add(options: argparse.Namespace) -> int:
    """Runs the command. ValueError for an unknown column; DatasetError, with all problems of the row, if it breaks a
    rule; then nothing is written."""
    row = dict(options.cells)
    known = table_schema(options.table)
    columns = [column.name for column in known.columns]
    if unknown := [name for name in row if name not in columns]:
        raise ValueError(f"'{unknown[0]}' is no column of {known.name}; it has {', '.join(columns)}")
    package, problems, _ = read_package(options.directory)
    if problems and known.name not in package.frames:
        raise DatasetError(Report(str(options.directory), problems))
    path = options.directory / package.files.get(known.name, f"{known.name}.csv")
    row = _with_id(known.name, row, package)
    if found := _row_problems(package, known.name, row):
        raise DatasetError(Report(str(options.directory), found))
    _append(path, columns, row)
    update_descriptor(options.directory)
    print(f"{path}: {', '.join(f'{name}={cell}' for name, cell in row.items())}")
    return 0


def _cell(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not COLUMN=VALUE")
    return name.strip(), value


def _with_id(name: str, row: dict[str, str], package: DataPackage) -> dict[str, str]:
    """The row with an id: its own, or one made of its name, or of party, date and issue."""
    if row.get("id") or "id" not in [column.name for column in table_schema(name).columns]:
        return row
    taken = list(package.frames[name]["id"]) if name in package.frames else []
    if name == "statements":
        parts = {column: [row.get(column, "")] for column in ("party", "date", "issue")}
        before = pd.DataFrame({"id": taken, "party": "", "date": "", "issue": ""}, dtype="str")
        rows = pd.concat([before, pd.DataFrame({"id": [""], **parts}, dtype="str")], ignore_index=True)
        return {"id": str(new_statement_ids(rows).iloc[-1]), **row}
    label = next((row[column] for column in NAME_COLUMNS_BY_PREFERENCE if row.get(column)), "")
    own = ids_for_names({label: label}, name.rstrip("s"), {each: each for each in taken})[label] if label else ""
    return {"id": own, **row}


def _row_problems(package: DataPackage, name: str, row: dict[str, str]) -> list[Problem]:
    """The problems that a dataset has with the row and not without it."""
    columns = [column.name for column in table_schema(name).columns]
    frame = package.frames.get(name, pd.DataFrame(columns=columns, dtype="str"))
    number = int(frame.index.max()) + 1 if len(frame) else 0
    added = pd.DataFrame([[row.get(column, "") for column in columns]], columns=columns, index=[number], dtype="str")
    frames = package.frames | {name: pd.concat([frame, added])}
    files = package.files | {name: package.files.get(name, f"{name}.csv")}
    before = set(check_tables(package))
    after = check_tables(DataPackage(package.descriptor, frames, files, ""))
    return [problem for problem in after if problem not in before]


def _append(path: Path, columns: list[str], row: dict[str, str]) -> None:
    """Adds the row to a CSV file. A column that the file lacks is added to all its rows."""
    text = path.read_text("utf-8-sig") if path.exists() else ""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = [name.strip() for name in rows[0]] if rows else [name for name in columns if name in row]
    missing = [name for name in row if name not in header]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n" if "\r\n" in text else "\n")
    if missing or not rows:
        writer.writerow([*header, *missing])
        writer.writerows([*cells, *[""] * len(missing)] for cells in rows[1:])
    else:
        buffer.write(text if text.endswith("\n") else f"{text}\n")
    writer.writerow([row.get(name, "") for name in (*header, *missing)])
    write_atomically(path, buffer.getvalue())
