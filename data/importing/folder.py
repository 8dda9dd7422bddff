"""Writes the result of an import as the folder of a dataset."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.package import DESCRIPTOR_FILE, atomic_folder, read_package
from data.package.writing import blank_descriptor, update_descriptor, write_descriptor
from data.validation import TABLES

from .result import ImportResult
from .tables.registers import KEY_SEPARATOR, name_key

REFUSED_ROWS_FILE, REPORT_FILE = "import-refused.csv", "import-report.txt"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_dataset(result: ImportResult, directory: Path, replace_existing: bool = False) -> list[Path]:
    """Writes the tables, the descriptor, the report and the refused rows into a folder, all at once, and returns their
    paths. Of a folder that is replaced, tables that the source lacks, other files and the descriptor's texts stay.
    FileExistsError if the folder holds something and is not to be replaced; OSError as of writing."""
    exists = directory.exists() and any(directory.iterdir())
    if exists and not replace_existing:
        raise FileExistsError(f"{directory} is not empty: name a new folder, or say --replace to import into it again")
    if exists and not (directory / DESCRIPTOR_FILE).is_file():
        raise FileExistsError(f"{directory} is no dataset: it has no {DESCRIPTOR_FILE}. Name a new folder")
    directory.parent.mkdir(parents=True, exist_ok=True)
    with atomic_folder(directory) as folder:
        if exists:
            _copy_files(directory, folder)
        names = _write_files(result, folder, directory)
    return [directory / name for name in names]


def known_ids_of_folder(directory: Path) -> dict[str, dict[str, str]]:
    """The ids that names have in a dataset, by table, for an import into the same folder. Empty if there is none."""
    if not (directory / DESCRIPTOR_FILE).is_file():
        return {}
    frames = read_package(directory)[0].frames
    return {
        name: dict(_keys(name, frames[name]))
        for name in ("parties", "themes", "issues", "sources", "speakers")
        if name in frames
    }


def _keys(name: str, frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for row in frame.to_dict("records"):
        if name == "sources":
            title = "" if row["title"].startswith("[") and row["url"] else row["title"]
            yield KEY_SEPARATOR.join((title, row["url"], row["date"], row["publisher"])), row["id"]
        elif name == "speakers":
            yield name_key(row["name"]) + KEY_SEPARATOR + row["party"], row["id"]
        else:
            for column in ("name", "short_name"):
                if row.get(column):
                    yield name_key(row[column]), row["id"]


def _copy_files(directory: Path, folder: Path) -> None:
    for path in directory.iterdir():
        if path.is_symlink():
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name, symlinks=True)
        else:
            shutil.copyfile(path, folder / path.name)


def _write_files(result: ImportResult, folder: Path, directory: Path) -> list[str]:
    required = {known.name for known in TABLES if known.required}
    names = []
    for name, frame in result.tables.items():
        if len(frame) or name in required:
            filled = [column for column in frame.columns if (frame[column] != "").any()]
            needed = [
                column.name for known in TABLES if known.name == name for column in known.columns if column.required
            ]
            columns = [column for column in frame.columns if column in filled or column in needed]
            frame[columns].to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
            names.append(f"{name}.csv")
        else:
            (folder / f"{name}.csv").unlink(missing_ok=True)
    if len(refused := result.report.refused):
        _without_formulas(refused).to_csv(folder / REFUSED_ROWS_FILE, index=False, encoding="utf-8-sig")
        names.append(REFUSED_ROWS_FILE)
    else:
        (folder / REFUSED_ROWS_FILE).unlink(missing_ok=True)
    (folder / REPORT_FILE).write_text("\n".join(result.report.lines()) + "\n", "utf-8")
    if not (folder / DESCRIPTOR_FILE).exists():
        descriptor = blank_descriptor(directory) | {"title": result.title, "description": result.description}
        write_descriptor(folder, descriptor)
    update_descriptor(folder)
    return [*names, REPORT_FILE, DESCRIPTOR_FILE]


def _without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with an apostrophe before each cell that a spreadsheet would run as a formula."""

    def guard(column: pd.Series) -> pd.Series:
        texts = column.astype("str")
        return texts.where(~texts.str.startswith(FORMULA_STARTS), "'" + texts)

    return frame.apply(guard)
