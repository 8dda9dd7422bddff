"""The tables of a dataset: their columns, keys and rules.

This is the only definition of the format. Tests check that the rules (`data.validation.rules`), the Table Schemas in
`datapackage.json` (`data.package`), the empty tables of a new dataset and `docs/dataset.md` agree with it.
"""

from __future__ import annotations

from .columns import Table
from .figure_tables import FIGURE_TABLES
from .statement_tables import STATEMENT_TABLES

TABLES: tuple[Table, ...] = (*STATEMENT_TABLES, *FIGURE_TABLES)
TABLES_BY_NAME = {known.name: known for known in TABLES}


def table_schema(name: str) -> Table:
    """The table of this name; KeyError if the format has none."""
    return TABLES_BY_NAME[name]
