"""The filters that offer a list of values. Each is one entry of `FACETS`, and everything that knows filters reads the
list: the table of statements and its queries, addresses, the sidebar, chips, the sentence, the API and docs/url.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from babel import parse_locale

from data.model.stance import STANCES
from data.translation import current_locale, gettext, gettext_noop

if TYPE_CHECKING:
    from data.model.dataset import Dataset


@dataclass(frozen=True)
class FacetOption:
    """The texts with which a filter presents one of its values.

    - `label`, `hint`: its name in the sidebar, and what explains it there
    - `short_label`: its name on a chip and in the sentence; the label if empty
    - `parents`: the values of the facet's `parent` to which it belongs
    - `section`: the heading below which a long list has it; options of one section need not follow one another
    - `hides_at_zero`: True if it is offered only while it would leave a statement
    """

    label: str
    hint: str = ""
    short_label: str = ""
    parents: tuple[str, ...] = ()
    section: str = ""
    hides_at_zero: bool = False


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter with a list of values.

    - `name`: the parameter of an address, and the column of the table of statements
    - `column`: the column that holds the values: of the table of statements (`stance`), or, in the format, of the
      record that a statement refers to (`source.kind`)
    - `heading`: of its group in the sidebar
    - `chip`: its name on a chip
    - `phrase`: what stands before its values in the sentence
    - `meaning`: what it chooses, for docs/url.md and the API
    - `options`: its values in a dataset, in the order in which they are listed. The value '' stands for "not recorded";
      no filter offers it, and no address may have it
    - `parent`: another facet: while that one has a choice, only options that belong to the choice are offered
    - `by_count`: True if the sidebar lists what leaves most statements first
    - `is_open`: True if its group in the sidebar is open from the start
    - `ends_sentence`: True if the sentence names it after the facets that follow it in the list
    - `values_of_cells`: where a cell of the column is no single value, the values for which each such cell counts: two
      for a list of two, the usual one for an empty cell. Any other cell is its own value
    """

    name: str
    column: str
    heading: str
    chip: str
    phrase: str
    meaning: str
    options: Callable[[Dataset], Mapping[str, FacetOption]]
    parent: str = ""
    by_count: bool = False
    is_open: bool = False
    ends_sentence: bool = False
    values_of_cells: Callable[[Dataset], Mapping[str, tuple[str, ...]]] = lambda _: {}

    @property
    def whole_cells(self) -> bool:
        """True if it chooses whole cells, a party on an issue; False if it chooses statements within them."""
        return self.column.partition(".")[0] in ("party", "issue")

    def offered_options(self, dataset: Dataset) -> Mapping[str, FacetOption]:
        """The values that an address may have, in the order in which they are listed."""
        return {value: option for value, option in self.options(dataset).items() if value}

    def cells_with(self, dataset: Dataset, values: Iterable[str]) -> list[str]:
        """The cells of the column that count for any of some values."""
        wanted, known = list(values), self.values_of_cells(dataset)
        cells = [cell for cell, own in known.items() if not set(own).isdisjoint(wanted)]
        return [*(value for value in wanted if value not in known), *cells]


def kind_label(kind: str) -> str:
    """A kind of source as it is read: `press-release` as `Press release`."""
    text = kind.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def language_name(tag: str) -> str:
    """The name of a BCP 47 language tag in the reader's language, after the Unicode CLDR: `Arabic` for `ar`,
    `Serbian (Latin)` for `sr-Latn`. The tag itself if it names no known language."""
    try:
        language, territory, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return tag
    own = current_locale()
    names: Mapping[str, str] = own.languages
    whole = "_".join(filter(None, (language, script, territory)))
    if whole in names or language not in names:
        return names.get(whole, tag)
    parts = (own.scripts.get(script or ""), own.territories.get(territory or ""))
    within = ", ".join(filter(None, parts))
    return f"{names[language]} ({within})" if within else names[language]


def _certainty(dataset: Dataset) -> Mapping[str, FacetOption]:
    """The choices of the filter; none where no statement was coded a second time."""
    if not len(dataset.tables.get("codings", ())):
        return {}
    return {
        "yes": FacetOption(
            gettext("Coders agree, document read"),
            gettext("At least two coders chose this stance, and the whole document was read."),
            short_label=gettext("yes"),
        ),
        "no": FacetOption(
            gettext("All others"),
            gettext("One coder only, coders who differ, or a document of which a part was read."),
            short_label=gettext("no"),
        ),
    }


def _languages(dataset: Dataset) -> Mapping[str, FacetOption]:
    names = {tag: language_name(tag) for tag in {source.language for source in dataset.sources.values()}}
    return {tag: FacetOption(name) for tag, name in sorted(names.items(), key=lambda named: (named[1], named[0]))}


BASIS_OPTIONS = {
    "declared": FacetOption(gettext_noop("Declared by the party"), hides_at_zero=True),
    "vote": FacetOption(gettext_noop("A vote"), hides_at_zero=True),
    "coded": FacetOption(gettext_noop("Set by the curators"), hides_at_zero=True),
}


def _bases(_: Dataset) -> Mapping[str, FacetOption]:
    return {basis: replace(option, label=gettext(option.label)) for basis, option in BASIS_OPTIONS.items()}


# In the order of the sidebar, of addresses and of docs/url.md.
FACETS: list[Facet] = [
    Facet(
        name="party",
        column="party",
        heading=gettext_noop("Parties"),
        chip=gettext_noop("Party"),
        phrase=gettext_noop("by"),
        meaning="The parties shown, in the dataset's order. Without it: the dataset's first two.",
        options=lambda dataset: {
            party.id: FacetOption(
                party.name,
                hint=party.short_name if party.short_name != party.name else "",
                short_label=party.short_name,
                section=next((group.name for name, group in dataset.party_groups.items() if name in party.groups), ""),
            )
            for party in dataset.parties.values()
        },
        is_open=True,
    ),
    Facet(
        name="theme",
        column="issue.theme",
        heading=gettext_noop("Themes"),
        chip=gettext_noop("Theme"),
        phrase=gettext_noop("on"),
        meaning="Only issues of these themes.",
        options=lambda dataset: {theme.id: FacetOption(theme.label) for theme in dataset.themes.values()},
        is_open=True,
        values_of_cells=lambda dataset: {
            " ".join(issue.themes): issue.themes for issue in dataset.issues.values() if len(issue.themes) > 1
        },
    ),
    Facet(
        name="issue",
        column="issue",
        heading=gettext_noop("Issues"),
        chip=gettext_noop("Issue"),
        phrase=gettext_noop("on"),
        meaning="Only these issues.",
        options=lambda dataset: {
            issue.id: FacetOption(
                issue.name, issue.proposition, parents=issue.themes, section=dataset.themes[issue.theme].label
            )
            for issue in dataset.issues.values()
        },
        is_open=True,
        parent="theme",
    ),
    Facet(
        name="stance",
        column="stance",
        heading=gettext_noop("Stance"),
        chip=gettext_noop("Stance"),
        phrase=gettext_noop("with the stance"),
        meaning=f"Only statements with these stances: {', '.join(stance.id for stance in STANCES)}.",
        options=lambda _: {
            stance.id: FacetOption(stance.label, stance.description, hides_at_zero=stance.value is None)
            for stance in STANCES
        },
        is_open=True,
        ends_sentence=True,
    ),
    Facet(
        name="basis",
        column="basis",
        heading=gettext_noop("Basis of the stance"),
        chip=gettext_noop("Basis"),
        phrase=gettext_noop("with the basis"),
        meaning="Only statements whose stance has these bases: declared, vote, coded.",
        options=_bases,
        values_of_cells=lambda _: {"": ("coded",)},
    ),
    Facet(
        name="speaker",
        column="speaker",
        heading=gettext_noop("Speakers"),
        chip=gettext_noop("Speaker"),
        phrase=gettext_noop("made by"),
        meaning="Only statements by these speakers.",
        options=lambda dataset: {
            speaker.id: FacetOption(speaker.name, speaker.role, parents=(speaker.party,))
            for speaker in dataset.speakers.values()
        },
        parent="party",
        by_count=True,
    ),
    Facet(
        name="kind",
        column="source.kind",
        heading=gettext_noop("Kind of source"),
        chip=gettext_noop("Source"),
        phrase=gettext_noop("in sources of the kind"),
        meaning="Only statements in sources of these kinds.",
        options=lambda dataset: {kind: FacetOption(kind_label(kind)) for kind in dataset.kinds},
    ),
    Facet(
        name="language",
        column="source.language",
        heading=gettext_noop("Language"),
        chip=gettext_noop("Language"),
        phrase=gettext_noop("in sources in"),
        meaning="Only statements in sources in these languages, as BCP 47 tags such as ar.",
        options=_languages,
    ),
    Facet(
        name="sure",
        column="sure",
        heading=gettext_noop("How sure"),
        chip=gettext_noop("Sure"),
        phrase=gettext_noop("with a sure stance:"),
        meaning="Stances on which all coders agree, at least two, and whose document was read whole: yes or no.",
        options=_certainty,
    ),
]


def facet_names() -> tuple[str, ...]:
    """The names of all facets, in their order."""
    return tuple(facet.name for facet in FACETS)
