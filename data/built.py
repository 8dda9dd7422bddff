"""A built dataset: checked once, then opened in a moment, whatever its size.

`python -m data build DIR TARGET` writes a folder with the small tables as they are, the statements in a DuckDB
database, which several processes open without reading it whole, and the same as Parquet for Spark.
The descriptor records the size and a hash of every file, of a large one of its two ends, so that
a file which was cut, written by half or exchanged afterwards is noticed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow.parquet import write_table as write_parquet

from .address import Place
from .errors import DatasetError
from .moving import copy_files, folder_for
from .package import DESCRIPTOR, Package, built_record, companions, read_descriptor, read_package, written
from .report import Problem, Report, shown
from .statements.duckdb_engine import DuckDBEngine, write_table
from .statements.engine import Engine, QueryLimits
from .statements.table import TABLE

__all__ = ["STATEMENTS", "build", "built_problems", "is_built", "open_engine", "opened"]

STATEMENTS = "statements.parquet"
# Within a process DuckDB takes a path that it has open for the file that it opened: each build has a name of its own.
DATABASE = "statements-{}.duckdb"
FORM = 6
GROUP_ROWS = 122_880
# Of larger files the size is compared, and as much at both ends: a hash of all would take longer than the start.
HASHED_BYTES, END_BYTES = 32 * 2**20, 2**20


def is_built(directory: Path) -> bool:
    """Whether the folder holds a built dataset."""
    return built_record(read_descriptor(directory)[0]) is not None


def opened(directory: Path) -> tuple[Package, int]:
    """The small tables and the number of statements of a built dataset. DatasetError if it is not as it was built."""
    problems = built_problems(directory)
    package, others, _ = read_package(directory)
    if problems or others:
        raise DatasetError(Report(str(directory), problems or others))
    about = package.descriptor["built"]
    return replace(package, version=str(about["version"])), int(about["statements"])


def open_engine(directory: Path, limits: QueryLimits) -> Engine:
    """The engine over the statements of a built dataset. DatasetError if they cannot be opened."""
    name = str(read_descriptor(directory)[0]["built"]["database"])
    try:
        return DuckDBEngine.open(directory / name, limits)
    except duckdb.Error as error:
        raise DatasetError(Report(str(directory), [_again(name, f"cannot be opened: {error}")])) from error


def built_problems(directory: Path) -> list[Problem]:
    """In what a built dataset differs from what was built."""
    about = read_descriptor(directory)[0]["built"]
    files = about.get("files")
    if about.get("form") != FORM or not isinstance(files, dict) or about.get("database") not in files:
        return [_again(DESCRIPTOR, f"was built in a form that is not known here: {shown(about.get('form'))}")]
    problems = []
    for name, known in files.items():
        try:
            if _mark(directory / name) != known:
                problems.append(_again(name, "is not the file that was built"))
        except OSError as error:
            problems.append(_again(name, f"cannot be read: {error.strerror or error}"))
    return problems


def _again(file: str, what: str) -> Problem:
    return Problem(file, f"{what}; build the dataset again", "built")


def _mark(path: Path) -> dict[str, Any]:
    """What tells a file from another one of its name."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= HASHED_BYTES:
            return {"bytes": size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
        ends = hashlib.sha256(file.read(END_BYTES))
        file.seek(-END_BYTES, os.SEEK_END)
        ends.update(file.read())
        return {"bytes": size, "ends": ends.hexdigest()}


def build(source: Place, package: Package, statements: pa.Table, target: Path) -> None:
    """Writes the built form of a package without problems into the folder `target`, which must not exist or hold
    another built dataset. Nothing is there by half: a new one takes the place of the old one when it is whole, as
    `data.moving` says. FileExistsError if something else is there."""
    if target.exists() and not is_built(target):
        raise FileExistsError(f"{target} is something else than a built dataset: name a new folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    with folder_for(target) as folder:
        if isinstance(source, Path):
            tables = [path for name, path in package.files.items() if name != TABLE]
            copy_files(source, [*tables, *companions(source)], folder)
        else:
            for name, frame in package.frames.items():
                if name != TABLE:
                    frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        _complete(folder, package.descriptor, package.version, statements)


def _complete(directory: Path, descriptor: dict[str, Any], of: str, statements: pa.Table) -> None:
    """Completes a folder that holds the small tables: writes the statements, as `build_table` gives them, and the
    descriptor."""
    database = DATABASE.format(secrets.token_hex(4))
    # Spark reads the same rows in the same order.
    write_parquet(statements, directory / STATEMENTS, compression="zstd", row_group_size=GROUP_ROWS)
    with duckdb.connect() as connection:
        connection.register("arriving", statements)
        write_table(connection, str(directory / database), "arriving")
    resources = [_resource(each) for each in descriptor["resources"]]
    files = sorted(path for path in directory.rglob("*") if path.is_file() and path.name != DESCRIPTOR)
    marks = {path.relative_to(directory).as_posix(): _mark(path) for path in files}
    about = {"form": FORM, "version": of, "statements": len(statements), "database": database, "files": marks}
    written(directory, descriptor | {"resources": resources, "built": about})


def _resource(resource: Any) -> Any:  # noqa: ANN401 - as JSON has it
    if not isinstance(resource, dict) or resource.get("name") != TABLE:
        return resource
    left = {key: value for key, value in resource.items() if key not in ("schema", "encoding", "dialect", "profile")}
    return left | {"path": STATEMENTS, "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
