"""The filters: what can be chosen, how much each choice would leave, and what
is chosen now. The same words and links serve the sidebar, the chips and the
sentence above the board, so that they cannot disagree with the query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from components.url.view import SORTS, View, default_view
from data import STANCES, Dataset, Filters, date_label
from data import statements as queries

from .cards import party_list

__all__ = ["CHOICES_MOST", "Chip", "Choice", "ChoiceGroup", "Panel", "kind_label", "panel", "sentence"]

# What one list offers; the rest is reached by narrowing other filters first.
CHOICES_MOST = 250


@dataclass(frozen=True)
class FilterWords:
    """What a filter with a list of values is called: its heading in the sidebar, its name on a chip, and what stands
    before its values in the sentence."""

    heading: str
    chip: str
    phrase: str


# In the order of the sidebar.
WORDS: Mapping[str, FilterWords] = {
    "party": FilterWords("Parties", "Party", "by"),
    "theme": FilterWords("Themes", "Theme", "on"),
    "issue": FilterWords("Issues", "Issue", "on"),
    "stance": FilterWords("Stance", "Stance", "with the stance"),
    "speaker": FilterWords("Speakers", "Speaker", "made by"),
    "kind": FilterWords("Kind of source", "Source", "in sources of the kind"),
}


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
    """The values of one filter; `left_out` counts those for which there is no room."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    left_out: int

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
class Panel:
    """All filters of a view, and the choice in one sentence. Where the parties chosen do not apply, the sentence
    does not name them."""

    parties_apply: bool
    sentence: str
    groups: tuple[ChoiceGroup, ...]
    sorts: Mapping[str, str]
    chips: tuple[Chip, ...]
    reset: View


def panel(dataset: Dataset, view: View, *, parties_apply: bool = True) -> Panel:
    """The filters for a view, with counts over the statements of the dataset. On
    a page where the parties chosen do not apply they are neither counted by nor
    offered, and every link keeps them."""
    applied = view.filters if parties_apply else replace(view.filters, party=())
    counted = queries.facet_counts(dataset, applied)
    facets, values, numbers = (counted[name].tolist() for name in ("facet", "value", "n"))
    counts = dict(zip(zip(facets, values, strict=True), numbers, strict=True))
    names = [name for name in WORDS if parties_apply or name != "party"]
    groups = tuple(_group(name, dataset, applied, counts) for name in names)
    return Panel(
        parties_apply=parties_apply,
        sentence=sentence(dataset, applied),
        groups=tuple(group for group in groups if len(group.choices) > 1 or group.chosen),
        sorts=SORTS,
        chips=_chips(dataset, view, names),
        reset=default_view(dataset),
    )


def _labels(name: str, dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Value to (label, hint), in the order in which a filter lists them."""
    match name:
        case "party":
            return {party.id: (party.name, "") for party in dataset.parties.values()}
        case "theme":
            return {theme.id: (theme.name, "") for theme in dataset.themes.values() if theme.id}
        case "issue":
            return {issue.id: (issue.name, issue.proposition) for issue in dataset.issues.values()}
        case "speaker":
            return {speaker.id: (speaker.name, speaker.role) for speaker in dataset.speakers.values()}
        case "stance":
            return {option.id: (option.label, option.description) for option in STANCES}
        case _:
            return {kind: (kind_label(kind), "") for kind in dataset.kinds}


def _is_offered(name: str, value: str, dataset: Dataset, filters: Filters) -> bool:
    """Whether a value can leave anything beside the other filters: an issue of another theme and a speaker of another
    party cannot."""
    match name:
        case "issue":
            return not filters.theme or dataset.issues[value].theme in filters.theme
        case "speaker":
            return not filters.party or dataset.speakers[value].party in filters.party
        case _:
            return True


def _group(name: str, dataset: Dataset, filters: Filters, counts: Mapping[tuple[str, str], int]) -> ChoiceGroup:
    chosen = getattr(filters, name)
    choices = [
        Choice(value, label, hint, counts.get((name, value), 0), value in chosen)
        for value, (label, hint) in _labels(name, dataset).items()
        if value in chosen or _is_offered(name, value, dataset, filters)
    ]
    if name == "speaker":
        choices.sort(key=lambda choice: (-choice.count, choice.label))
    if name == "stance":
        choices = [choice for choice in choices if choice.count or choice.chosen or choice.value != "no-stand"]
    # Where there is no room for all, what is chosen and what leaves most stays.
    ranked = sorted(choices, key=lambda choice: (not choice.chosen, -choice.count))[:CHOICES_MOST]
    kept = {choice.value for choice in ranked}
    shown = tuple(choice for choice in choices if choice.value in kept)
    return ChoiceGroup(name, WORDS[name].heading, shown, len(choices) - len(shown))


def _chips(dataset: Dataset, view: View, names: Collection[str]) -> tuple[Chip, ...]:
    default, filters = default_view(dataset).filters, view.filters
    chips = []
    for name in names:
        if name == "party" and filters.party in ((), default.party):
            continue
        values = getattr(filters, name)
        for value, label in zip(values, _value_labels(dataset, name, values), strict=True):
            chips.append(Chip(WORDS[name].chip, label, view.without(name, value)))
    since, until = date_label(filters.since), date_label(filters.until)
    singles = (("since", "From", since), ("until", "To", until), ("text", "Text", filters.text))
    chips += [Chip(label, value, view.without(name)) for name, label, value in singles if value]
    return tuple(chips)


def _value_labels(dataset: Dataset, name: str, values: Iterable[str]) -> list[str]:
    """What the values of a filter are called on chips and in the sentence."""
    if name == "party":
        return [dataset.parties[value].short_name for value in values]
    labels = _labels(name, dataset)
    return [labels[value][0] for value in values]


def kind_label(kind: str) -> str:
    """A kind of source as it is read: `press-release` as `Press release`."""
    text = kind.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def sentence(dataset: Dataset, filters: Filters) -> str:
    """The choice in one sentence, from the same object as the query:
    `Statements by Russia and NATO, 2014 to April 2019, that mention “missile”`."""
    parties = [dataset.parties[party] for party in filters.party]
    text = f"Statements by {party_list(parties)}" if parties else "Statements"
    for name in ("theme", "issue", "speaker", "kind", "stance"):
        if values := getattr(filters, name):
            text += f" {WORDS[name].phrase} {_listed(_value_labels(dataset, name, values))}"
    if filters.since and filters.until:
        text += f", {date_label(filters.since)} to {date_label(filters.until)}"
    elif filters.since:
        text += f", since {date_label(filters.since)}"
    elif filters.until:
        text += f", until {date_label(filters.until)}"
    if filters.text:
        text += f", that mention “{filters.text}”"
    return text


def _listed(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - 4} more" if len(labels) > 4 else ""
    return " or ".join(f"“{label}”" for label in labels[:4]) + more
