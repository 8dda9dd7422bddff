"""Datasets as their files and their engines have them, for tests that compute a result anew."""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from data import Dataset
from data.package import read_package
from data.statements.table import build_table


def tables_of(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Every table as it stands in its file, cells as text."""
    return read_package(Path(dataset.directory))[0].frames


def statements_of(dataset: Dataset) -> pd.DataFrame:
    """The table of statements as it stands in its file."""
    return tables_of(dataset)["statements"]


def table_of(dataset: Dataset) -> pa.Table:
    """All statements with all columns, as engines hold them."""
    return build_table(tables_of(dataset))
