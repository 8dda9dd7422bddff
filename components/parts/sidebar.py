"""The filters: what can be chosen, how much each choice would leave, and what
is chosen now. The same words and links serve the sidebar, the chips and the
sentence above the board, so that they cannot disagree with the query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from components.url.display import ListPlace
from components.url.view import ISSUE_ORDERS, MAX_PARTY_COLUMNS, View, default_view
from data import Dataset, Filters, date_label
from data import statements as queries
from data.statements import FACETS, Facet, FacetOption
from data.statements.search import fold_text
from data.translation import gettext

from .cards import list_party_names
from .pager import Pager, pager

# A list of more choices has a field that narrows it, its choices below headings, and the chosen ones at the top.
MAX_SHORT_LIST = 12
CHOICES_PER_PAGE = 250


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `count` is how many statements it would leave."""

    value: str
    label: str
    hint: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ChoiceSection:
    """Values of a filter below one heading, which may be empty."""

    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ChoiceGroup:
    """The values of one filter. `sections` are those of this page of the list, and `top` those that are chosen, if the
    list is long. `find` is the text that narrows it, `count` the number of all values. `is_open` says whether the list
    shows from the start."""

    name: str
    label: str
    chosen: int
    count: int
    top: tuple[Choice, ...]
    sections: tuple[ChoiceSection, ...]
    find: str
    pager: Pager
    is_open: bool

    @property
    def is_long(self) -> bool:
        """True if the list has a field that narrows it."""
        return self.count > MAX_SHORT_LIST

    @property
    def is_whole(self) -> bool:
        """True if the page has all values."""
        return self.pager.pages == 1 and not self.find


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
    groups = tuple(_group(facet, dataset, applied, counts, view.list_place(facet.name)) for facet in facets_applied)
    return Sidebar(
        parties_apply=parties_apply,
        sentence=filters_sentence(dataset, applied),
        groups=tuple(group for group in groups if group.count > 1 or group.chosen),
        sorts={name: gettext(label) for name, label in ISSUE_ORDERS.items()} if order_applies else {},
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
            replace(view.with_filters(party=parties[:MAX_PARTY_COLUMNS]), group=group),
        )
        for group, parties in members.items()
    )


def _group(
    facet: Facet, dataset: Dataset, filters: Filters, counts: Mapping[tuple[str, str], int], place: ListPlace
) -> ChoiceGroup:
    chosen, options = filters[facet.name], facet.offered_options(dataset)
    # An issue outside the chosen theme, or a speaker of another party, would leave no statement.
    parents = filters[facet.parent] if facet.parent else ()
    choices = [
        Choice(value, option.label, option.hint, count, value in chosen)
        for value, option in options.items()
        for count in [counts.get((facet.name, value), 0)]
        if value in chosen
        or ((not parents or not set(option.parents).isdisjoint(parents)) and not (option.hides_at_zero and count == 0))
    ]
    if facet.by_count:
        choices.sort(key=lambda choice: (-choice.count, choice.label))
    is_long = len(choices) > MAX_SHORT_LIST
    top = tuple(choice for choice in choices if choice.chosen) if is_long else ()
    listed = [choice for choice in choices if not (is_long and choice.chosen)]
    if place.text:
        words = fold_text(place.text).split()
        listed = [choice for choice in listed if _has_words(choice, options[choice.value], words)]
    if is_long:
        listed = [choice for section in _sections(listed, options) for choice in section.choices]
    at = pager(len(listed), CHOICES_PER_PAGE, place.page)
    return ChoiceGroup(
        name=facet.name,
        label=gettext(facet.heading),
        chosen=sum(choice.chosen for choice in choices),
        count=len(choices),
        top=top,
        sections=_sections(listed[at.entries], options) if is_long else (ChoiceSection("", tuple(listed)),),
        find=place.text,
        pager=at,
        is_open=facet.is_open or bool(chosen) or place != ListPlace(facet.name),
    )


def _has_words(choice: Choice, option: FacetOption, words: Sequence[str]) -> bool:
    """True if all folded words occur in the names, the id or the explanation of a choice."""
    text = fold_text(f"{option.label} {option.short_label} {option.hint} {choice.value}")
    return all(word in text for word in words)


def _sections(choices: Iterable[Choice], options: Mapping[str, FacetOption]) -> tuple[ChoiceSection, ...]:
    """The choices by their sections, in the order in which these begin in the list of all options."""
    sections: dict[str, list[Choice]] = {option.section: [] for option in options.values()}
    for choice in choices:
        sections[options[choice.value].section].append(choice)
    return tuple(ChoiceSection(heading, tuple(own)) for heading, own in sections.items() if own)


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
            text += f" {gettext(facet.phrase)} {_quoted_labels(_value_labels(dataset, facet, values))}"
    if filters.since and filters.until:
        text += gettext(", {since} to {until}", since=date_label(filters.since), until=date_label(filters.until))
    elif filters.since:
        text += gettext(", since {since}", since=date_label(filters.since))
    elif filters.until:
        text += gettext(", until {until}", until=date_label(filters.until))
    if filters.text:
        text += gettext(", that mention “{words}”", words=filters.text)
    return text


def _quoted_labels(labels: Sequence[str]) -> str:
    text = gettext(" or ").join(gettext("“{label}”", label=label) for label in labels[:4])
    return gettext("{labels} and {count} more", labels=text, count=len(labels) - 4) if len(labels) > 4 else text
