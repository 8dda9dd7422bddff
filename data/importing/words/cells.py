"""Columns of texts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def replace_cells(cells: pd.Series, texts: Mapping[str, str]) -> pd.Series:
    """The text of the mapping for each cell; '' for a cell that it lacks."""
    return pd.Series([texts.get(cell, "") for cell in cells], index=cells.index, dtype="str")
