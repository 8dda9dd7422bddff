"""The filters of a view, and the SQL conditions that they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data.model.dates import date_span

from .search import search_terms

__all__ = ["CELL_FACETS", "FACETS", "MENTIONS", "Conditions", "Filters"]

# Facets that choose whole cells (a party on an issue), and those that choose statements within them.
CELL_FACETS = ("party", "theme", "issue")
ROW_FACETS = ("speaker", "stance", "kind")
FACETS = (*CELL_FACETS, *ROW_FACETS)
# The condition that a statement mentions all words: an engine offers the relation, or replaces the condition.
MENTIONS = "position in (select position from found)"


@dataclass(frozen=True)
class Filters:
    """A choice of statements. An empty facet leaves everything in.

    `since` and `until` are dates of any precision; a statement is in the period if any day that its date covers is.
    `text` is searched for in summary, quote, speaker and source title as `search_terms` says.
    """

    party: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    stance: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    text: str = ""

    @property
    def narrows_statements(self) -> bool:
        """Whether the filters leave out statements of a chosen party on a chosen issue."""
        return self != self.only_cells()

    def only_cells(self) -> Filters:
        """The same parties, themes and issues, with every statement on them."""
        return Filters(**{name: getattr(self, name) for name in CELL_FACETS})

    def without(self, facet: str) -> Filters:
        """The same filters with one facet left open."""
        return replace(self, **{facet: ()})  # type: ignore[arg-type]

    def conditions(self) -> Conditions:
        """The filters as SQL."""
        parameters: dict[str, object] = {}
        cells = [self._one_of(name, parameters) for name in CELL_FACETS if getattr(self, name)]
        rows = [self._one_of(name, parameters) for name in ROW_FACETS if getattr(self, name)]
        if self.since:
            rows.append("last >= $since")
            parameters["since"] = date_span(self.since).first
        if self.until:
            rows.append("first <= $until")
            parameters["until"] = date_span(self.until).last
        words = search_terms(self.text)
        if words:
            rows.append(MENTIONS)
        return Conditions(_all_of(cells), _all_of(rows), parameters, words)

    def _one_of(self, facet: str, parameters: dict[str, object]) -> str:
        names = {f"{facet}_{number}": value for number, value in enumerate(getattr(self, facet))}
        parameters.update(names)
        return f"{facet} in ({', '.join(f'${name}' for name in names)})"


@dataclass(frozen=True)
class Conditions:
    """Filters as SQL: `cells` says of which parties, themes and issues statements are, `rows` which of these pass.

    No value of a reader stands in a text: values are `parameters`, and the engine searches for `words` (`MENTIONS`).
    """

    cells: str
    rows: str
    parameters: Mapping[str, object]
    words: tuple[str, ...]

    @property
    def where(self) -> str:
        """Both conditions."""
        return f"{self.cells} and {self.rows}"


def _all_of(conditions: Iterable[str]) -> str:
    return " and ".join(conditions) or "true"
