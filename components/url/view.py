"""A view: all that decides what a page shows, and its form in the address.

`decode` and `encode` are the only two places that know the names of the
parameters. Both are pure; the address has one writer, the reader's browser,
so a page is a function of its address and of the dataset and of nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from data import Dataset, DateError, Filters, date_span
from data.statements import FACETS, facet_names
from data.translation import gettext, gettext_noop, number_text

SORTS: Mapping[str, str] = {
    "listed": gettext_noop("As listed"),
    "divergence": gettext_noop("Furthest apart first"),
    "recent": gettext_noop("Most recent first"),
    "statements": gettext_noop("Most statements first"),
}

# What fits side by side on a wide screen and can still be read.
COLUMNS_MOST = 4
VALUES_MOST = 400
TEXT_LENGTH_MOST = 200
YEARS_MOST = 12
# How near a result must be to count as reaching a stated figure, in percent.
WITHIN = (2, 5, 10)
PAGE_MOST = 100_000

# What the Sources page can leave out: secondary reports, or the documents of the publisher whose name follows.
SECONDARY, PUBLISHER = "secondary", "publisher:"

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
    within: int = WITHIN[1]


@dataclass(frozen=True)
class View:
    """The state of a page as its address says it. `page` counts from 1. `id` names the record of a page about one
    record, and is empty elsewhere. `as_of` is the release to show, empty for the dataset that is served. `left_out` is
    what the Sources page leaves out, `SECONDARY` or `PUBLISHER` and a name, or empty. `since` is the version or the day
    of the release with which the Changes page compares, or empty. `group` is the group of parties to which lists of all
    parties are narrowed, or empty."""

    filters: Filters
    sort: str = "listed"
    page: int = 1
    id: str = ""
    figure_selection: FigureSelection = FigureSelection()
    as_of: str = ""
    left_out: str = ""
    since: str = ""
    group: str = ""

    def with_filters(self, **changes: str | tuple[str, ...]) -> View:
        """The view with some filters changed, from its first page."""
        return replace(self, filters=self.filters.replace(**changes), page=1)

    def without(self, name: str, value: str = "") -> View:
        """The view without one value of a list filter, or without a single filter."""
        if name in facet_names():
            others = tuple(chosen for chosen in self.filters[name] if chosen != value)
            return self.with_filters(**{name: others})
        return self.with_filters(**{name: ""})


@dataclass(frozen=True)
class DroppedValue:
    """A value in an address that could not be used."""

    parameter: str
    value: str
    reason: str


@dataclass(frozen=True)
class Decoded:
    """The view of an address, and the values that could not be used. `version` is the version of the dataset with which
    the link was made, or empty."""

    view: View
    dropped: tuple[DroppedValue, ...] = ()
    version: str = ""


def default_view(dataset: Dataset) -> View:
    """The view of a bare address: the dataset's first two parties, everything else open."""
    return View(Filters(party=tuple(dataset.parties)[:2]))


@dataclass
class _Reader:
    """Reads parameters one by one and keeps what had to be dropped."""

    parameters: Mapping[str, Sequence[str]]
    dropped: list[DroppedValue] = field(default_factory=list)

    def drop(self, name: str, value: str, reason: str) -> None:
        self.dropped.append(DroppedValue(name, value[:TEXT_LENGTH_MOST], reason))

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """The known values among those given, in the order of `known`."""
        values = [value for value in self.parameters.get(name, ()) if value]
        if len(values) > VALUES_MOST:
            self.drop(
                name, values[VALUES_MOST], gettext("more than {most} values; the rest is left out", most=VALUES_MOST)
            )
            values = values[:VALUES_MOST]
        for value in dict.fromkeys(values):
            if value not in known:
                self.drop(name, value, gettext("not in this dataset"))
        return tuple(value for value in known if value in values)

    def single(self, name: str) -> str:
        values = [value for value in self.parameters.get(name, ()) if value]
        for extra in values[1:]:
            self.drop(name, extra, gettext("given more than once; the first one counts"))
        return values[0] if values else ""

    def date(self, name: str) -> str:
        value = self.single(name).strip()
        try:
            if "/" in value:
                raise DateError(gettext("a period begins and ends with a single date"))
            return value if not value or date_span(value) else ""
        except DateError as error:
            self.drop(name, value, gettext("not a date like 2019, 2019-04 or 2019-04-15 ({error})", error=error))
            return ""

    def text(self, name: str, most: int = TEXT_LENGTH_MOST) -> str:
        value = " ".join(self.single(name).split())
        if len(value) > most:
            self.drop(name, value, gettext("longer than {most} characters; cut there", most=number_text(most)))
            value = value[:most].strip()
        return value

    def one_of(self, name: str, known: Collection[str], reason: str = "", default: str = "") -> str:
        """A single value that must be known; the default if none is given, or if it is not."""
        value = self.single(name)
        if value in known:
            return value
        if value:
            self.drop(name, value, reason or gettext("not in this dataset"))
        return default

    def years(self) -> tuple[int, ...]:
        years: set[int] = set()
        for value in dict.fromkeys(filter(None, self.parameters.get("year", ()))):
            if not (value.isascii() and value.isdigit() and len(value) == 4):
                self.drop("year", value, gettext("not a year like 2018"))
            elif len(years) == YEARS_MOST:
                self.drop("year", value, gettext("more than {most} years", most=YEARS_MOST))
            else:
                years.add(int(value))
        return tuple(sorted(years))

    def page(self) -> int:
        value = self.single("page")
        if value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= PAGE_MOST:
            return int(value)
        if value:
            self.drop("page", value, gettext("not a page number"))
        return 1


def decode_view(
    parameters: Mapping[str, Sequence[str]], dataset: Dataset, text_length: int = TEXT_LENGTH_MOST
) -> Decoded:
    """The view that an address asks for, as near as the dataset allows. Never
    raises: what cannot be used is dropped and named. Parameters that are not
    ours are left alone. `text_length` bounds `q`."""
    read = _Reader(parameters)
    choices = {facet.name: read.choices(facet.name, facet.offered_options(dataset)) for facet in FACETS}
    group = read.one_of("group", dataset.party_groups)
    choices["party"] = _columns(read, dataset, choices["party"] or _members(read, dataset, group))
    filters = Filters(choices, since=read.date("from"), until=read.date("to"), text=read.text("q", text_length))
    if filters.since and filters.until and date_span(filters.since).first > date_span(filters.until).last:
        read.drop("to", filters.until, gettext("before the beginning of the period, {since}", since=filters.since))
        filters = filters.replace(until="")
    view = View(
        filters,
        read.one_of("sort", SORTS, gettext("not one of {values}", values=", ".join(SORTS)), default="listed"),
        read.page(),
        read.text("id"),
        _figure_selection(read, dataset),
        read.one_of("as", (dataset.version,), gettext("no release of this dataset that is kept")),
        read.one_of("without", _left_out_values(read, dataset)),
        read.text("since"),
        group,
    )
    return Decoded(view, tuple(read.dropped), read.text("version"))


def _left_out_values(read: _Reader, dataset: Dataset) -> set[str]:
    """What may be left out. Sources are read only if an address names any."""
    if "without" not in read.parameters:
        return set()
    secondary = {SECONDARY for source in dataset.sources.values() if source.carrier == SECONDARY}
    return secondary | {PUBLISHER + name for name in dataset.publishers}


def _figure_selection(read: _Reader, dataset: Dataset) -> FigureSelection:
    known = dataset.figure_records
    figure = read.one_of("figure", known.figures)
    tolerances = [str(percent) for percent in WITHIN]
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


def _members(read: _Reader, dataset: Dataset, group: str) -> tuple[str, ...]:
    """The parties of a group for which the page has a column; none without a group."""
    members = dataset.parties_of_group(group) if group else ()
    if len(members) > COLUMNS_MOST:
        reason = gettext(
            "{most} parties at most stand side by side; these are the first of {count}",
            most=COLUMNS_MOST,
            count=len(members),
        )
        read.drop("group", group, reason)
    return members[:COLUMNS_MOST]


def _columns(read: _Reader, dataset: Dataset, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Of the chosen parties those for which the page has a column; the default ones if none is chosen."""
    for extra in parties[COLUMNS_MOST:]:
        read.drop("party", extra, gettext("{most} parties at most stand side by side", most=COLUMNS_MOST))
    return parties[:COLUMNS_MOST] or default_view(dataset).filters.party


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
        "version": [version],
    }
    filled = {name: [value for value in values if value] for name, values in parameters.items()}
    return {name: values for name, values in filled.items() if values}


def query_string(view: View, version: str) -> str:
    """The view as the part of an address behind the question mark."""
    return urlencode(view_parameters(view, version), doseq=True)
