"""The filters: what can be chosen, how much each choice would leave, and what
is chosen now. The same words and links serve the sidebar, the chips and the
sentence above the board, so that they cannot disagree with the query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from components.url.view import COLUMNS_MOST, SORTS, View, default_view
from data import Dataset, Filters, date_label
from data import statements as queries
from data.statements import FACETS, Facet
from data.translation import gettext

from .cards import list_party_names

# What one list offers; the rest is reached by narrowing other filters first.
CHOICES_MOST = 250


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `count` is how many statements it would leave."""

    value: str
    label: str
    hint: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ChoiceGroup:
    """The values of one filter; `left_out` counts those for which there is no room, `is_open` says whether they show
    from the start."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    left_out: int
    is_open: bool

    @property
    def chosen(self) -> int:
        """How many values are chosen."""
        return sum(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """A filter that is set; `rest` is the view without it."""

    label: str
    value: str
    rest: View


@dataclass(frozen=True)
class GroupChoice:
    """A group of parties: how many it has, and the view with it."""

    name: str
    parties: int
    chosen: bool
    view: View


@dataclass(frozen=True)
class Sidebar:
    """All filters of a view, and the choice in one sentence. Where the parties chosen do not apply, the sentence
    does not name them. `sorts` are the orders that the page offers: none where it has one order alone."""

    parties_apply: bool
    filtered: bool
    sentence: str
    groups: tuple[ChoiceGroup, ...]
    sorts: Mapping[str, str]
    chips: tuple[Chip, ...]
    reset: View
    party_groups: tuple[GroupChoice, ...] = ()


def build_sidebar(dataset: Dataset, view: View, *, parties_apply: bool = True, order_applies: bool = True) -> Sidebar:
    """The filters for a view, with counts over the statements of the dataset. On
    a page where the parties chosen do not apply they are neither counted by nor
    offered, and every link keeps them."""
    applied = view.filters if parties_apply else view.filters.replace(party=())
    counted = queries.facet_counts(dataset, applied)
    facets, values, numbers = (counted[name].tolist() for name in ("facet", "value", "n"))
    counts = dict(zip(zip(facets, values, strict=True), numbers, strict=True))
    facets_applied = [facet for facet in FACETS if parties_apply or facet.name != "party"]
    groups = tuple(_group(facet, dataset, applied, counts) for facet in facets_applied)
    return Sidebar(
        parties_apply=parties_apply,
        sentence=filters_sentence(dataset, applied),
        groups=tuple(group for group in groups if len(group.choices) > 1 or group.chosen),
        sorts={name: gettext(label) for name, label in SORTS.items()} if order_applies else {},
        filtered=applied != Filters(),
        chips=_chips(dataset, view, facets_applied),
        reset=default_view(dataset),
        party_groups=_party_groups(dataset, view),
    )


def _party_groups(dataset: Dataset, view: View) -> tuple[GroupChoice, ...]:
    members = {group: dataset.parties_of_group(group) for group in dataset.party_groups}
    return tuple(
        GroupChoice(
            dataset.party_groups[group].name,
            len(parties),
            group == view.group,
            replace(view.with_filters(party=parties[:COLUMNS_MOST]), group=group),
        )
        for group, parties in members.items()
    )


def _group(facet: Facet, dataset: Dataset, filters: Filters, counts: Mapping[tuple[str, str], int]) -> ChoiceGroup:
    chosen = filters[facet.name]
    # An issue of another theme than the one chosen, or a speaker of another party, leaves nothing.
    parents = filters[facet.parent] if facet.parent else ()
    choices = [
        Choice(value, option.label, option.hint, count, value in chosen)
        for value, option in facet.offered_options(dataset).items()
        for count in [counts.get((facet.name, value), 0)]
        if value in chosen
        or ((not parents or not set(option.parents).isdisjoint(parents)) and not (option.hides_at_zero and count == 0))
    ]
    if facet.by_count:
        choices.sort(key=lambda choice: (-choice.count, choice.label))
    # Where there is no room for all, what is chosen and what leaves most stays.
    ranked = sorted(choices, key=lambda choice: (not choice.chosen, -choice.count))[:CHOICES_MOST]
    kept = {choice.value for choice in ranked}
    shown = tuple(choice for choice in choices if choice.value in kept)
    is_open = facet.is_open or bool(chosen)
    return ChoiceGroup(facet.name, gettext(facet.heading), shown, len(choices) - len(shown), is_open)


def _chips(dataset: Dataset, view: View, facets: Iterable[Facet]) -> tuple[Chip, ...]:
    default, filters = default_view(dataset).filters, view.filters
    chips = []
    for facet in facets:
        if facet.name == "party" and filters.party == default.party:
            continue
        values = filters[facet.name]
        for value, label in zip(values, _value_labels(dataset, facet, values), strict=True):
            chips.append(Chip(gettext(facet.chip), label, view.without(facet.name, value)))
    since, until = date_label(filters.since), date_label(filters.until)
    singles = (
        ("since", gettext("From"), since),
        ("until", gettext("To"), until),
        ("text", gettext("Text"), filters.text),
    )
    if view.group:
        chips.append(Chip(gettext("Group"), dataset.party_groups[view.group].name, replace(view, group="", page=1)))
    chips += [Chip(label, value, view.without(name)) for name, label, value in singles if value]
    return tuple(chips)


def _value_labels(dataset: Dataset, facet: Facet, values: Iterable[str]) -> list[str]:
    """The labels of a filter's values, for chips and the sentence."""
    options = facet.offered_options(dataset)
    return [options[value].short_label or options[value].label for value in values]


def filters_title(dataset: Dataset, filters: Filters) -> str:
    """The choice as a title: `Russia and NATO on “Crimea”, since 2014`."""
    names = list_party_names([dataset.parties[party] for party in filters.party])
    if not names or any(filters[facet.name] for facet in FACETS if not facet.whole_cells):
        return filters_sentence(dataset, filters)
    return _with_filters(names, dataset, filters)


def filters_sentence(dataset: Dataset, filters: Filters) -> str:
    """The choice in one sentence, from the same object as the query:
    `Statements by Russia and NATO, 2014 to April 2019, that mention “missile”`."""
    parties = [dataset.parties[party] for party in filters.party]
    text = gettext("Statements by {parties}", parties=list_party_names(parties)) if parties else gettext("Statements")
    return _with_filters(text, dataset, filters)


def _with_filters(text: str, dataset: Dataset, filters: Filters) -> str:
    """A text, followed by what the filters other than parties choose."""
    for facet in sorted(FACETS, key=lambda facet: facet.ends_sentence):
        values = filters[facet.name]
        if values and facet.name != "party":
            text += f" {gettext(facet.phrase)} {_listed(_value_labels(dataset, facet, values))}"
    if filters.since and filters.until:
        text += gettext(", {since} to {until}", since=date_label(filters.since), until=date_label(filters.until))
    elif filters.since:
        text += gettext(", since {since}", since=date_label(filters.since))
    elif filters.until:
        text += gettext(", until {until}", until=date_label(filters.until))
    if filters.text:
        text += gettext(", that mention “{words}”", words=filters.text)
    return text


def _listed(labels: Sequence[str]) -> str:
    text = gettext(" or ").join(gettext("“{label}”", label=label) for label in labels[:4])
    return gettext("{labels} and {count} more", labels=text, count=len(labels) - 4) if len(labels) > 4 else text
