"""A dataset as it is read, before any check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class DataPackage:
    """A dataset as it is on disk: the descriptor, the tables with every cell as text (empty if missing), the file of
    each table, and `version`, a hash of all bytes."""

    descriptor: dict[str, Any]
    frames: dict[str, pd.DataFrame]
    files: dict[str, str]
    version: str
