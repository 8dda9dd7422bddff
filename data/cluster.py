"""Which statements a Spark cluster reads for a dataset, as the settings say."""

from __future__ import annotations

from pathlib import Path

from .model.errors import EngineError
from .package.data_package import built_record, read_descriptor
from .package.location import Address, Place
from .settings import Settings
from .statements.spark_engine import SparkEngine, without_parameters

__all__ = ["spark_engine"]


def spark_engine(directory: Place, settings: Settings) -> SparkEngine | None:
    """The engine for the dataset in `directory` if the settings name a Connect server, None if they do not.
    EngineError if the cluster cannot read the statements of this dataset."""
    url = settings.engine
    if url == "duckdb":
        return None
    if isinstance(directory, Address):
        raise EngineError(
            f"COUNTERPOINT_ENGINE is {without_parameters(url)}, but the dataset is a database, from which its "
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
    return str((built_record(read_descriptor(directory)[0]) or {}).get("version", ""))
