"""A dataset as it is read, before any check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class DataPackage:
    """A dataset as it lies on disk: its descriptor, its tables with every cell as text (missing is an empty string),
    the file of each table, and `version`, a hash of all the bytes."""

    descriptor: dict[str, Any]
    frames: dict[str, pd.DataFrame]
    files: dict[str, str]
    version: str
