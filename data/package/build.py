"""A built dataset: checked once, then opened quickly, whatever its size.

`python -m data build DIR TARGET` writes a folder with the small tables unchanged and the statements twice: as a DuckDB
database, which several processes open without reading it whole, and as Parquet for Spark. The descriptor records the
size and a hash of every file, or of both ends of a large one, so that a file that was cut, half written or replaced
later is noticed.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow.parquet import write_table as write_parquet

from data.model.data_package import DataPackage
from data.model.dataset import StatementTotals
from data.model.engine import Engine
from data.model.errors import quote_for_message
from data.statements.engines.duckdb_engine import DuckDBEngine, write_table
from data.statements.engines.engine import QueryLimits
from data.statements.facets import facet_names
from data.statements.table import STATEMENTS_TABLE, statement_totals
from data.validation import DatasetError, Problem, ProblemKind, Report

from .atomic_files import atomic_folder, copy_files
from .descriptor import DESCRIPTOR_FILE, read_descriptor, readme_and_licence_files, record_of_build
from .location import DatasetLocation
from .reading import read_package
from .regular_files import open_regular_file
from .writing import write_descriptor

log = logging.getLogger("counterpoint")

STATEMENTS_FILE = "statements.parquet"
# Within a process DuckDB takes a path that it has open for the file that it opened: each build has a name of its own.
DATABASE_FILE_NAME = "statements-{}.duckdb"
BUILD_FORMAT_NUMBER = 9
ROW_GROUP_ROWS = 122_880
# Of larger files the size is compared, and as much at both ends: a hash of all would take longer than the start.
HASHED_BYTES, HASHED_END_BYTES = 32 * 2**20, 2**20


def build_format_name() -> str:
    """The name of the build format: a number, and the facets, since each has a column of the statements."""
    return f"{BUILD_FORMAT_NUMBER} {' '.join(sorted(facet_names()))}"


def is_built(directory: Path) -> bool:
    """True if the folder holds a built dataset."""
    return record_of_build(read_descriptor(directory)[0]) is not None


def read_built_tables(directory: Path) -> tuple[DataPackage, StatementTotals]:
    """The small tables of a built dataset, and the totals of its statements. DatasetError if a file has changed."""
    problems = verify_build(directory)
    package, others, _ = read_package(directory)
    if problems or others:
        raise DatasetError(Report(str(directory), problems or others))
    about = package.descriptor["built"]
    return replace(package, version=str(about["version"])), StatementTotals(**about["totals"])


def open_engine(directory: Path, limits: QueryLimits) -> Engine:
    """The engine over the statements of a built dataset. DatasetError if they cannot be opened."""
    name = str(read_descriptor(directory)[0]["built"]["database"])
    try:
        return DuckDBEngine.open(directory / name, limits)
    except duckdb.Error as error:
        # The error names the folder.
        log.error("%s cannot be opened: %s", directory / name, error)
        raise DatasetError(Report(str(directory), [_build_problem(name, "cannot be opened")])) from error


def verify_build(directory: Path) -> list[Problem]:
    """A problem for each file of a built dataset that is missing or has changed since."""
    about = read_descriptor(directory)[0]["built"]
    files = about.get("files")
    if about.get("form") != build_format_name() or not isinstance(files, dict) or about.get("database") not in files:
        return [
            _build_problem(
                DESCRIPTOR_FILE, f"was built in a form that is not known here: {quote_for_message(about.get('form'))}"
            )
        ]
    problems = []
    for name, known in files.items():
        try:
            if _fingerprint(directory / name) != known:
                problems.append(_build_problem(name, "is not the file that was built"))
        except OSError as error:
            problems.append(_build_problem(name, f"cannot be read: {error.strerror or error}"))
    return problems


def _build_problem(file: str, what: str) -> Problem:
    return Problem(file, f"{what}; build the dataset again", ProblemKind.BUILD_CHANGED)


def _fingerprint(path: Path) -> dict[str, Any]:
    """The size of a file and a hash of it, or of both its ends."""
    size = path.stat().st_size
    with open_regular_file(path) as file:
        if size <= HASHED_BYTES:
            return {"bytes": size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
        ends = hashlib.sha256(file.read(HASHED_END_BYTES))
        file.seek(-HASHED_END_BYTES, os.SEEK_END)
        ends.update(file.read())
        return {"bytes": size, "ends": ends.hexdigest()}


def build_dataset(source: DatasetLocation, package: DataPackage, statements: pa.Table, target: Path) -> None:
    """Write the built form of a package without problems to the folder `target`.

    `target` must not exist or must hold another built dataset, which is replaced only when the new one is complete
    (`data.package.atomic_files`). FileExistsError if something else is there."""
    if target.exists() and not is_built(target):
        raise FileExistsError(f"{target} is something else than a built dataset: name a new folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_folder(target) as folder:
        if isinstance(source, Path):
            tables = [path for name, path in package.files.items() if name != STATEMENTS_TABLE]
            copy_files(source, [*tables, *readme_and_licence_files(source)], folder)
        else:
            for name, frame in package.frames.items():
                if name != STATEMENTS_TABLE:
                    frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        _write_statements(folder, package.descriptor, package.version, statements)


def _write_statements(directory: Path, descriptor: dict[str, Any], version: str, statements: pa.Table) -> None:
    """Completes a folder that holds the small tables: writes the statements, as `build_table` gives them, and the
    descriptor."""
    database = DATABASE_FILE_NAME.format(secrets.token_hex(4))
    # Spark reads the same rows in the same order.
    write_parquet(statements, directory / STATEMENTS_FILE, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    with duckdb.connect() as connection:
        connection.register("arriving", statements)
        write_table(connection, str(directory / database), "arriving")
    resources = [_resource(each) for each in descriptor["resources"]]
    files = sorted(path for path in directory.rglob("*") if path.is_file() and path.name != DESCRIPTOR_FILE)
    fingerprints = {path.relative_to(directory).as_posix(): _fingerprint(path) for path in files}
    about = {
        "form": build_format_name(),
        "version": version,
        "totals": asdict(statement_totals(statements)),
        "database": database,
        "files": fingerprints,
    }
    write_descriptor(directory, descriptor | {"resources": resources, "built": about})


def _resource(resource: Any) -> Any:  # noqa: ANN401 - as JSON has it
    if not isinstance(resource, dict) or resource.get("name") != STATEMENTS_TABLE:
        return resource
    left = {key: value for key, value in resource.items() if key not in ("schema", "encoding", "dialect", "profile")}
    return left | {"path": STATEMENTS_FILE, "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
