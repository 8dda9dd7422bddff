"""The filters of a view, and the SQL conditions that they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.model.dates import date_span

from .facets import FACETS, Facet, facet_names
from .search import search_terms

if TYPE_CHECKING:
    from data.model.dataset import Dataset

# The condition that a statement mentions all words: an engine offers the relation, or replaces the condition.
MENTIONS_CONDITION = "position in (select position from found)"


@dataclass(frozen=True, init=False)
class Filters:
    """A choice of statements: `Filters(party=("east",), since="2014")` has the values chosen of each facet by its name.
    A facet without a choice leaves everything in.

    `filters.party` is what is chosen of a facet, `filters[name]` the same where a variable holds the name.

    `since` and `until` are dates of any precision; a statement is in the period if any day that its date covers is.
    `text` is searched for in summary, text, quote, translation, speaker and source title as `search_terms` says.
    """

    choices: tuple[tuple[str, tuple[str, ...]], ...]
    since: str
    until: str
    text: str

    def __init__(
        self,
        choices: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        /,
        *,
        since: str = "",
        until: str = "",
        text: str = "",
        **named: tuple[str, ...],
    ) -> None:
        """Take choices as a mapping and as keywords, like `dict`. TypeError if there is no facet of a name."""
        every = {**choices, **named}
        for name in every:
            if name not in facet_names():
                raise TypeError(f"there is no filter {name!r}; there are {', '.join(facet_names())}")
        # Sorted, so that the order in which they are given does not matter. As the class is frozen, its dictionary is
        # written.
        pairs = tuple(sorted((name, tuple(values)) for name, values in every.items() if values))
        vars(self).update(choices=pairs, since=since, until=until, text=text)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return dict(self.choices).get(name, ())

    def __getattr__(self, name: str) -> tuple[str, ...]:
        if name not in facet_names():
            raise AttributeError(f"there is no filter {name!r}; there are {', '.join(facet_names())}")
        return self[name]

    @property
    def narrows_statements(self) -> bool:
        """True if the filters leave out statements of a chosen party on a chosen issue."""
        return self != self.only_cells()

    def only_cells(self) -> Filters:
        """The same choice of whole cells, with every statement of them."""
        return Filters({facet.name: self[facet.name] for facet in FACETS if facet.whole_cells})

    def replace(self, **changes: str | tuple[str, ...]) -> Filters:
        """The same filters with some of them changed: `filters.replace(party=(), since="2014")`."""
        others = {"since": self.since, "until": self.until, "text": self.text}
        return Filters(**{**dict(self.choices), **others, **changes})  # type: ignore[arg-type]

    def conditions(self, dataset: Dataset) -> Conditions:
        """The filters as SQL for the statements of a dataset."""
        parameters: dict[str, object] = {}
        facets = [facet for facet in FACETS if self[facet.name]]
        cells = [self._one_of(facet, dataset, parameters) for facet in facets if facet.whole_cells]
        rows = [self._one_of(facet, dataset, parameters) for facet in facets if not facet.whole_cells]
        if self.since:
            rows.append("last >= $since")
            parameters["since"] = date_span(self.since).first
        if self.until:
            rows.append("first <= $until")
            parameters["until"] = date_span(self.until).last
        words = search_terms(self.text)
        if words:
            rows.append(MENTIONS_CONDITION)
        return Conditions(_all_of(cells), _all_of(rows), parameters, words)

    def _one_of(self, facet: Facet, dataset: Dataset, parameters: dict[str, object]) -> str:
        cells = facet.cells_with(dataset, self[facet.name])
        names = {f"{facet.name}_{number}": cell for number, cell in enumerate(cells)}
        parameters.update(names)
        return f"{facet.name} in ({', '.join(f'${name}' for name in names)})"


@dataclass(frozen=True)
class Conditions:
    """Filters as SQL: `cells` chooses parties and issues, `rows` chooses statements within them.

    No value of a reader stands in a text: values are `parameters`, and the engine searches for `words`
    (`MENTIONS_CONDITION`).
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
