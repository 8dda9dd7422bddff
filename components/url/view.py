"""A view: all that decides what a page shows, and its form in the address.

`decode_view` and `view_parameters` alone know the names of the parameters. Both are pure; the address has one writer,
the reader's browser, so a page is a function of its address and of the dataset and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from data import Dataset, Filters, date_span
from data.statements import FACETS, facet_names
from data.translation import gettext, gettext_noop

from .display import MATRIX_ORDERS, PAIR_ORDERS, ListPlace
from .parameter_reader import MAX_TEXT_LENGTH as MAX_TEXT_LENGTH
from .parameter_reader import MAX_VALUES as MAX_VALUES
from .parameter_reader import MAX_YEARS as MAX_YEARS
from .parameter_reader import DroppedValue, ParameterReader

ISSUE_ORDERS: Mapping[str, str] = {
    "listed": gettext_noop("As listed"),
    "divergence": gettext_noop("Furthest apart first"),
    "recent": gettext_noop("Most recent first"),
    "statements": gettext_noop("Most statements first"),
}

# What fits side by side on a wide screen and can still be read.
MAX_PARTY_COLUMNS = 4
# How near a result must be to count as reaching a stated figure, in percent.
TOLERANCES_PERCENT = (2, 5, 10)

# What the Sources page can leave out: secondary reports, or the documents of the publisher whose name follows.
SECONDARY_SOURCES, PUBLISHER_PREFIX = "secondary", "publisher:"

# Parameters that are a field of a `FigureSelection` and an id.
SELECTION_PARAMETERS = ("topic", "indicator", "figure", "numerator", "denominator", "members")


@dataclass(frozen=True)
class FigureSelection:
    """The selection of the Figures page: a topic, an indicator or one stated figure. Where a figure is recomputed, it
    also names the measures of numerator and denominator, the members counted, the years, and how near a result must
    come to the figure, in percent."""

    topic: str = ""
    indicator: str = ""
    figure: str = ""
    numerator: str = ""
    denominator: str = ""
    members: str = ""
    years: tuple[int, ...] = ()
    within: int = TOLERANCES_PERCENT[1]


@dataclass(frozen=True)
class View:
    """The state of a page as its address says it. `page` counts from 1. `id` names the record of a page about one
    record, and is empty elsewhere. `as_of` is the release to show, empty for the dataset that is served. `left_out` is
    what the Sources page leaves out, `SECONDARY_SOURCES` or `PUBLISHER_PREFIX` and a name, or empty. `since` is the
    version or the day of the release with which the Changes page compares, or empty. `group` is the group of parties
    to which lists of all parties are narrowed, or empty. `matrix_order` and `matrix_page` say which parties the matrix
    of the Compare page shows, `pair_order` how the matrix of the Agreement page sorts them, `lists` how far the reader
    is in the lists of the sidebar."""

    filters: Filters
    sort: str = "listed"
    page: int = 1
    id: str = ""
    figure_selection: FigureSelection = FigureSelection()
    as_of: str = ""
    left_out: str = ""
    since: str = ""
    group: str = ""
    matrix_order: str = "listed"
    matrix_page: int = 1
    pair_order: str = "similarity"
    lists: tuple[ListPlace, ...] = ()

    def with_filters(self, **changes: str | tuple[str, ...]) -> View:
        """The view with some filters changed, from its first page and with whole lists in the sidebar."""
        return replace(self, filters=self.filters.replace(**changes), page=1, matrix_page=1, lists=())

    def list_place(self, facet: str) -> ListPlace:
        """The reader's place in the list of a filter."""
        return next((place for place in self.lists if place.facet == facet), ListPlace(facet))

    def at_list_page(self, facet: str, page: int) -> View:
        """The view at another page of the list of a filter."""
        others = tuple(place for place in self.lists if place.facet != facet)
        return replace(self, lists=(*others, replace(self.list_place(facet), page=page)))

    def without(self, name: str, value: str = "") -> View:
        """The view without one value of a list filter, or without a single filter."""
        if name in facet_names():
            others = tuple(chosen for chosen in self.filters[name] if chosen != value)
            return self.with_filters(**{name: others})
        return self.with_filters(**{name: ""})


@dataclass(frozen=True)
class DecodedView:
    """The view of an address, and the values that could not be used. `version` is the version of the dataset with which
    the link was made, or empty."""

    view: View
    dropped: tuple[DroppedValue, ...] = ()
    version: str = ""


def default_view(dataset: Dataset) -> View:
    """The view of a bare address: the dataset's first two parties, everything else open."""
    return View(Filters(party=tuple(dataset.parties)[:2]))


def decode_view(
    parameters: Mapping[str, Sequence[str]], dataset: Dataset, text_length: int = MAX_TEXT_LENGTH
) -> DecodedView:
    """The view that an address asks for, as near as the dataset allows. Never raises: what cannot be used is dropped
    and named. Parameters that are not ours are left alone. `text_length` bounds `q`."""
    read = ParameterReader(parameters)
    choices = {facet.name: read.choices(facet.name, facet.offered_options(dataset)) for facet in FACETS}
    group = read.one_of("group", dataset.party_groups)
    choices["party"] = _columns(read, dataset, choices["party"] or _members(read, dataset, group))
    filters = Filters(choices, since=read.date("from"), until=read.date("to"), text=read.text("q", text_length))
    if filters.since and filters.until and date_span(filters.since).first > date_span(filters.until).last:
        read.drop("to", filters.until, gettext("before the period begins, {since}", since=filters.since))
        filters = filters.replace(until="")
    view = View(
        filters,
        read.one_of(
            "sort", ISSUE_ORDERS, gettext("not one of {values}", values=", ".join(ISSUE_ORDERS)), default="listed"
        ),
        read.page_number(),
        read.text("id"),
        _figure_selection(read, dataset),
        read.one_of("as", (dataset.version,), gettext("no release of this dataset has this version")),
        read.one_of("without", _left_out_values(read, dataset)),
        read.text("since"),
        group,
        read.one_of("matrix", MATRIX_ORDERS, gettext("not one of {values}", values=", ".join(MATRIX_ORDERS)), "listed"),
        read.page_number("columns"),
        read.one_of("pairs", PAIR_ORDERS, gettext("not one of {values}", values=", ".join(PAIR_ORDERS)), "similarity"),
        read.lists(),
    )
    return DecodedView(view, tuple(read.dropped), read.text("version"))


def _left_out_values(read: ParameterReader, dataset: Dataset) -> set[str]:
    """Return the values that `without` may have. It reads the sources only if an address has that parameter."""
    if "without" not in read.parameters:
        return set()
    secondary = {SECONDARY_SOURCES for source in dataset.sources.values() if source.carrier == SECONDARY_SOURCES}
    return secondary | {PUBLISHER_PREFIX + name for name in dataset.publishers}


def _figure_selection(read: ParameterReader, dataset: Dataset) -> FigureSelection:
    known = dataset.figure_records
    figure = read.one_of("figure", known.figures)
    tolerances = [str(percent) for percent in TOLERANCES_PERCENT]
    within = read.one_of(
        "within",
        tolerances,
        gettext("not one of {values}", values=", ".join(tolerances)),
        default=str(FigureSelection.within),
    )
    return FigureSelection(
        topic=read.one_of("topic", known.topics),
        indicator=read.one_of("indicator", known.indicators),
        figure=figure,
        numerator=read.one_of("numerator", known.measures),
        denominator=read.one_of("denominator", known.measures),
        members=read.one_of("members", known.groups),
        years=read.years(),
        within=int(within) if figure else FigureSelection.within,
    )


def _members(read: ParameterReader, dataset: Dataset, group: str) -> tuple[str, ...]:
    """The parties of a group for which the page has a column; none without a group."""
    members = dataset.parties_of_group(group) if group else ()
    if len(members) > MAX_PARTY_COLUMNS:
        reason = gettext(
            "at most {most} parties are shown side by side; these are the first of {count}",
            most=MAX_PARTY_COLUMNS,
            count=len(members),
        )
        read.drop("group", group, reason)
    return members[:MAX_PARTY_COLUMNS]


def _columns(read: ParameterReader, dataset: Dataset, parties: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen parties for which the page has a column; the default ones if none is chosen."""
    for extra in parties[MAX_PARTY_COLUMNS:]:
        reason = gettext("at most {most} parties are shown side by side", most=MAX_PARTY_COLUMNS)
        read.drop("party", extra, reason, dataset.parties[extra].short_name)
    return parties[:MAX_PARTY_COLUMNS] or default_view(dataset).filters.party


def view_parameters(view: View, version: str) -> dict[str, list[str]]:
    """The parameters of a view, defaults spelled out, with the version of the dataset, so that a link means the same
    tomorrow. Empty parameters are left out."""
    filters, selection = view.filters, view.figure_selection
    parameters = {name: list(filters[name]) for name in facet_names()}
    parameters |= {
        "from": [filters.since],
        "to": [filters.until],
        "q": [filters.text],
        "sort": [view.sort],
        "page": [str(view.page)] if view.page > 1 else [],
        "id": [view.id],
        **{name: [getattr(selection, name)] for name in SELECTION_PARAMETERS},
        "year": [str(year) for year in selection.years],
        "within": [str(selection.within)] if selection.figure else [],
        "as": [view.as_of],
        "group": [view.group],
        "without": [view.left_out],
        "since": [view.since],
        "matrix": [view.matrix_order] if view.matrix_order != View.matrix_order else [],
        "columns": [str(view.matrix_page)] if view.matrix_page > 1 else [],
        "pairs": [view.pair_order] if view.pair_order != View.pair_order else [],
        **{f"find-{place.facet}": [place.text] for place in view.lists},
        **{f"list-{place.facet}": [str(place.page)] for place in view.lists if place.page > 1},
        "version": [version],
    }
    filled = {name: [value for value in values if value] for name, values in parameters.items()}
    return {name: values for name, values in filled.items() if values}


def form_parameters(view: View, version: str) -> list[tuple[str, str]]:
    """The parameters of a view as the names and values of the hidden fields of a form."""
    return [(name, value) for name, values in view_parameters(view, version).items() for value in values]


def query_string(view: View, version: str) -> str:
    """The view as the part of an address after the question mark."""
    return urlencode(view_parameters(view, version), doseq=True)
