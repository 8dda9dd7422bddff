"""The filters: what can be chosen, how much each choice would leave, and what
is chosen now. The same words and links serve the sidebar, the chips and the
sentence above the board, so that they cannot disagree with the query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from data import STANCES, Dataset, Filters, date_label, stance
from data import statements as queries

from .cards import party_list
from .view import SORTS, View, default_view

__all__ = ["CHOICES_MOST", "Chip", "Choice", "ChoiceGroup", "Panel", "kind_label", "panel", "sentence"]

# What one list offers; the rest is reached by narrowing other filters first.
CHOICES_MOST = 250

NAMES: Mapping[str, str] = {
    "party": "Parties",
    "theme": "Themes",
    "issue": "Issues",
    "stance": "Stance",
    "speaker": "Speakers",
    "kind": "Kind of source",
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
    names = [name for name in NAMES if parties_apply or name != "party"]
    groups = tuple(_group(name, dataset, applied, counts) for name in names)
    return Panel(
        parties_apply=parties_apply,
        sentence=sentence(dataset, applied),
        groups=tuple(group for group in groups if len(group.choices) > 1 or group.chosen),
        sorts=SORTS,
        chips=_chips(dataset, view, names),
        reset=default_view(dataset),
    )


def _labels(name: str, dataset: Dataset, filters: Filters) -> dict[str, tuple[str, str]]:
    """Value to (label, hint), in the order in which a filter lists them."""
    match name:
        case "party":
            return {party.id: (party.name, "") for party in dataset.parties.values()}
        case "theme":
            return {theme.id: (theme.name, "") for theme in dataset.themes.values() if theme.id}
        case "issue":
            themes = filters.theme
            return {
                issue.id: (issue.name, issue.proposition)
                for issue in dataset.issues.values()
                if not themes or issue.theme in themes or issue.id in filters.issue
            }
        case "speaker":
            shown = [
                speaker
                for speaker in dataset.speakers.values()
                if not filters.party or speaker.party in filters.party or speaker.id in filters.speaker
            ]
            return {speaker.id: (speaker.name, speaker.role) for speaker in shown}
        case "stance":
            return {option.id: (option.label, option.description) for option in STANCES}
        case _:
            return {kind: (kind_label(kind), "") for kind in dataset.kinds}


def _group(name: str, dataset: Dataset, filters: Filters, counts: Mapping[tuple[str, str], int]) -> ChoiceGroup:
    chosen = getattr(filters, name)
    choices = [
        Choice(value, label, hint, counts.get((name, value), 0), value in chosen)
        for value, (label, hint) in _labels(name, dataset, filters).items()
    ]
    if name == "speaker":
        choices.sort(key=lambda choice: (-choice.count, choice.label))
    if name == "stance":
        choices = [choice for choice in choices if choice.count or choice.chosen or choice.value != "no-stand"]
    # Where there is no room for all, what is chosen and what leaves most stays.
    ranked = sorted(choices, key=lambda choice: (not choice.chosen, -choice.count))[:CHOICES_MOST]
    kept = {choice.value for choice in ranked}
    shown = tuple(choice for choice in choices if choice.value in kept)
    return ChoiceGroup(name, NAMES[name], shown, len(choices) - len(shown))


def _chips(dataset: Dataset, view: View, names: Collection[str]) -> tuple[Chip, ...]:
    default, filters = default_view(dataset).filters, view.filters
    chips = []
    for name in names:
        if name == "party" and filters.party in ((), default.party):
            continue
        for value in getattr(filters, name):
            chips.append(Chip(_chip_label(name), _value_label(dataset, name, value), view.without(name, value)))
    if filters.since:
        chips.append(Chip("From", date_label(filters.since), view.without("since")))
    if filters.until:
        chips.append(Chip("To", date_label(filters.until), view.without("until")))
    if filters.text:
        chips.append(Chip("Text", filters.text, view.without("text")))
    return tuple(chips)


def _chip_label(name: str) -> str:
    return {"party": "Party", "theme": "Theme", "issue": "Issue", "speaker": "Speaker", "kind": "Source"}.get(
        name, "Stance"
    )


def _value_label(dataset: Dataset, name: str, value: str) -> str:
    match name:
        case "party":
            return dataset.parties[value].short_name
        case "theme":
            return dataset.themes[value].name
        case "issue":
            return dataset.issues[value].name
        case "speaker":
            return dataset.speakers[value].name
        case "stance":
            return stance(value).label
        case _:
            return kind_label(value)


def kind_label(kind: str) -> str:
    """A kind of source as it is read: `press-release` as `Press release`."""
    text = kind.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def sentence(dataset: Dataset, filters: Filters) -> str:
    """The choice in one sentence, from the same object as the query:
    `Statements by Russia and NATO, 2014 to April 2019, that mention “missile”`."""
    parties = [dataset.parties[party] for party in filters.party]
    text = f"Statements by {party_list(parties)}" if parties else "Statements"
    if filters.theme:
        text += f" on {_listed(dataset, 'theme', filters.theme)}"
    if filters.issue:
        text += f" on {_listed(dataset, 'issue', filters.issue)}"
    if filters.speaker:
        text += f" made by {_listed(dataset, 'speaker', filters.speaker)}"
    if filters.kind:
        text += f" in sources of the kind {_listed(dataset, 'kind', filters.kind)}"
    if filters.stance:
        text += f" with the stance {_listed(dataset, 'stance', filters.stance)}"
    if filters.since and filters.until:
        text += f", {date_label(filters.since)} to {date_label(filters.until)}"
    elif filters.since:
        text += f", since {date_label(filters.since)}"
    elif filters.until:
        text += f", until {date_label(filters.until)}"
    if filters.text:
        text += f", that mention “{filters.text}”"
    return text


def _listed(dataset: Dataset, name: str, values: tuple[str, ...]) -> str:
    labels = [f"“{_value_label(dataset, name, value)}”" for value in values[:4]]
    more = f" and {len(values) - 4} more" if len(values) > 4 else ""
    return " or ".join(labels) + more
