"""Checks and loads a dataset: from a folder, a built folder or a database, with the engine that the settings name."""

from __future__ import annotations

from pathlib import Path

from data.statements.engines.duckdb_engine import DuckDBEngine
from data.statements.engines.spark_engine import SparkEngine, redacted_server_url

from .model import DataPackage, Dataset, EngineError
from .model.dataset import assemble_dataset
from .package import (
    DatabaseUrl,
    DatasetLocation,
    is_built,
    open_engine,
    read_built_tables,
    read_descriptor,
    read_package,
    record_of_build,
)
from .package.reading import Progress, ignore_progress
from .settings import DEFAULT_SETTINGS, Settings
from .statements.table import build_table, statement_totals
from .validation import DatasetError, Report


def check(
    location: DatasetLocation, *, warn: bool = False, progress: Progress = ignore_progress
) -> tuple[DataPackage, Report]:
    """Reads the dataset in a folder or a database and reports every problem it has. With `warn`, the report of a
    dataset without problems also has the warnings about its statements. `progress` is told the step, and the share
    of it that is done."""
    # A server of a built dataset needs no rules, and one of files needs no drivers, which bring libraries along.
    from data.validation.rules import check_tables

    if isinstance(location, DatabaseUrl):
        from data.package.database import add_keys_to_problems, read_database

        package, problems, warnings = read_database(location)
    else:
        package, problems, warnings = read_package(location, progress)
    report = Report(str(location), [*problems, *check_tables(package, progress)], warnings)
    if warn and not report:
        from data.validation.statement_warnings import statement_warnings

        report.warnings += statement_warnings(package)
    if isinstance(location, DatabaseUrl):
        add_keys_to_problems(package, report)
    return package, report


def load(location: DatasetLocation, settings: Settings = DEFAULT_SETTINGS) -> Dataset:
    """Return the dataset in a folder or a database, with the engine that the settings name.

    DatasetError with the whole report if it has any problem, as no part of such a dataset is served. EngineError if the
    engine cannot be used."""
    cluster = configured_spark_engine(location, settings)
    if isinstance(location, Path) and is_built(location):
        package, totals = read_built_tables(location)
        return assemble_dataset(str(location), package, totals, cluster or open_engine(location, settings.query_limits))
    package, report = check(location)
    if report:
        raise DatasetError(report)
    statements = build_table(package.frames)
    engine = cluster or DuckDBEngine.in_memory(statements, settings.query_limits)
    del package.frames["statements"]
    return assemble_dataset(str(location), package, statement_totals(statements), engine)


def configured_spark_engine(directory: DatasetLocation, settings: Settings) -> SparkEngine | None:
    """The engine for the dataset in `directory` if the settings name a Connect server, None if they do not.
    EngineError if the cluster cannot read the statements of this dataset."""
    url = settings.engine
    if url == "duckdb":
        return None
    if isinstance(directory, DatabaseUrl):
        raise EngineError(
            f"COUNTERPOINT_ENGINE is {redacted_server_url(url)}, but the dataset is a database, from which its "
            "statements are read too. Leave it out, or name a folder that was built from the database "
            "(python -m data build)."
        )
    parquet = directory.resolve() / "statements.parquet"
    if not settings.statements and not parquet.exists():
        raise EngineError(
            f"{parquet} is missing. Spark reads it: make it with python -m data build, or say with "
            "COUNTERPOINT_STATEMENTS where the cluster has the statements."
        )
    version = _built_version(directory)
    location = settings.statements or str(parquet)
    return SparkEngine(url, location, settings.query_seconds, lambda: _built_version(directory) == version)


def _built_version(directory: Path) -> str:
    """The version of the dataset from which a folder was built; '' if it was not built."""
    return str((record_of_build(read_descriptor(directory)[0]) or {}).get("version", ""))
