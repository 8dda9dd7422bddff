"""The format of a dataset, its rules, and the report of all problems.

The rules are in `rules`, which a server of a built dataset does not load.
"""

from .columns import Column, Table
from .problem_kinds import ProblemKind
from .report import DatasetError, Problem, Report
from .schema import TABLES, table_schema

__all__ = [
    "TABLES",
    "Column",
    "DatasetError",
    "Problem",
    "ProblemKind",
    "Report",
    "Table",
    "table_schema",
]
