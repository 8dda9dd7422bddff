"""Parts of a view that choose no statements: the orders of the matrices, and the place in the lists of the sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.translation import gettext_noop

# The parties of the matrix on the Compare page, and their order.
MATRIX_ORDERS: Mapping[str, str] = {
    "listed": gettext_noop("As listed"),
    "name": gettext_noop("By name"),
    "group": gettext_noop("By group"),
    "similarity": gettext_noop("By similarity"),
    "chosen": gettext_noop("Only the chosen ones"),
}

# The order of the parties in the matrix on the Agreement page.
PAIR_ORDERS: Mapping[str, str] = {
    "similarity": gettext_noop("By similarity"),
    "name": gettext_noop("By name"),
    "group": gettext_noop("By group"),
}


@dataclass(frozen=True)
class ListPlace:
    """The reader's place in the sidebar's list of the filter `facet`: `text` narrows the list, `page` counts from 1."""

    facet: str
    text: str = ""
    page: int = 1
