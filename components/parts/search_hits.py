"""Results of a search as page and API show them: with title, texts, date, source and link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from components.parts.sources.source_order import DOCUMENTS_PER_PAGE, places_by_use
from components.url.links import Links
from components.url.view import FigureSelection, View, default_view
from data import Dataset, date_label
from data import statements as queries
from data.search import SearchAnswer, SearchGroup, SearchResult, Segment, mark_matches
from data.translation import gettext, gettext_noop

from .cards import Card, cards
from .figures.figure_view import figure_view

KIND_HEADINGS = {
    "figure": gettext_noop("Figures"),
    "issue": gettext_noop("Issues"),
    "statement": gettext_noop("Statements"),
    "speaker": gettext_noop("Speakers"),
    "source": gettext_noop("Sources"),
    "event": gettext_noop("Events"),
}
MAX_REPLIES = 20


@dataclass(frozen=True)
class Reply:
    """A recorded reply to a statement that was found."""

    id: str
    said_by: str
    date: str
    date_label: str
    summary: str
    link: str


@dataclass(frozen=True)
class Hit:
    """A result, ready to be shown. `marked` gives a text of it in segments. `about` says what the result belongs to,
    `by` whose it is; `date` is in the form of the format, `source` the title of its document."""

    kind: str
    id: str
    title: str
    texts: tuple[str, ...]
    link: str
    result: SearchResult
    about: str = ""
    by: str = ""
    date: str = ""
    source: str = ""
    quote: str = ""
    colour: str = ""
    replies: tuple[Reply, ...] = ()

    @property
    def matches(self) -> tuple[str, ...]:
        """The words of all texts of the result that the search looked for, each once."""
        texts = (self.title, *self.texts, self.quote, self.by, self.source)
        found = (segment.text for text in texts for segment in self.marked(text) if segment.matches)
        return tuple(dict.fromkeys(found))

    @property
    def date_label(self) -> str:
        """The date as it is read."""
        return date_label(self.date) if self.date else ""

    def marked(self, text: str) -> tuple[Segment, ...]:
        """A text of the result in segments."""
        return mark_matches(text, self.result.terms)


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind. `more` counts the results for which there is no room."""

    kind: str
    total: int
    hits: tuple[Hit, ...]

    @property
    def heading(self) -> str:
        """The kind in the reader's language."""
        return gettext(KIND_HEADINGS[self.kind])

    @property
    def more(self) -> int:
        """The number of results that are not among the hits."""
        return self.total - len(self.hits)


@dataclass
class HitBuilder:
    """Makes hits of the results of one dataset, with links of these."""

    dataset: Dataset
    links: Links
    view: View = field(init=False)

    def __post_init__(self) -> None:
        self.view = replace(default_view(self.dataset), as_of=self.links.as_of)

    def groups(self, groups: tuple[SearchGroup, ...]) -> tuple[HitGroup, ...]:
        """The groups of a search with their hits; the group with the best match comes first."""
        ordered = sorted(groups, key=lambda group: -round(group.results[0].coverage, 1))
        return tuple(HitGroup(group.kind, group.total, tuple(self._hits(group))) for group in ordered)

    def _hits(self, group: SearchGroup) -> Iterator[Hit]:
        if group.kind == "statement":
            yield from self._statements(group.results)
            return
        make = self._makers[group.kind]
        for result in group.results:
            yield make(result)

    @cached_property
    def _makers(self) -> dict[str, Callable[[SearchResult], Hit]]:
        return {
            "issue": self._issue,
            "figure": self._figure,
            "speaker": self._speaker,
            "source": self._source,
            "event": self._event,
        }

    def _statements(self, results: tuple[SearchResult, ...]) -> Iterator[Hit]:
        ids, positions = [result.id for result in results], [result.position for result in results]
        found = {card.id: card for card in cards(self.dataset, queries.statement_rows_at(self.dataset, positions))}
        replies: dict[str, list[Reply]] = {}
        for reply in cards(self.dataset, queries.replies_to_any(self.dataset, ids, MAX_REPLIES)):
            replies.setdefault(reply.responds_to, []).append(self._reply(reply))
        for result in results:
            yield self._statement(result, found[result.id], tuple(replies.get(result.id, ())))

    def _reply(self, card: Card) -> Reply:
        return Reply(card.id, card.said_by, card.date, card.date_label, card.in_short, self.links.statement(card.id))

    def _statement(self, result: SearchResult, card: Card, replies: tuple[Reply, ...]) -> Hit:
        issue = self.dataset.issues[card.issue]
        return Hit(
            "statement",
            card.id,
            card.in_short,
            (),
            self.links.statement(card.id),
            result,
            about=f"{issue.name}: {card.stance.word}",
            by=card.said_by,
            date=card.date,
            source=card.source.title,
            quote=card.quote,
            colour=card.party.colour,
            replies=replies,
        )

    def _issue(self, result: SearchResult) -> Hit:
        issue = self.dataset.issues[result.id]
        link = self.links.page("compare", self.view.with_filters(issue=(issue.id,)))
        theme = ", ".join(self.dataset.themes[theme].label for theme in issue.themes or ("",))
        return Hit("issue", issue.id, issue.name, (issue.proposition,), link, result, about=theme)

    def _figure(self, result: SearchResult) -> Hit:
        view = figure_view(self.dataset, self.dataset.figure_records.figures[result.id])
        selected = replace(self.view, figure_selection=FigureSelection(figure=result.id))
        return Hit(
            "figure",
            result.id,
            view.headline,
            (view.figure.definition,),
            self.links.page("figures", selected),
            result,
            about=" · ".join(filter(None, (view.indicator.name, view.item))),
            by=view.by,
            date=view.figure.date,
            source=view.source.title,
            colour=view.by_party.colour if view.by_party else "",
        )

    def _speaker(self, result: SearchResult) -> Hit:
        speaker = self.dataset.speakers[result.id]
        others = [party for party in self.view.filters.party if party != speaker.party]
        parties = tuple(party for party in self.dataset.parties if party in (speaker.party, *others[:1]))
        link = self.links.page("compare", self.view.with_filters(party=parties, speaker=(speaker.id,)))
        party = self.dataset.parties[speaker.party]
        texts = (speaker.role,) if speaker.role else ()
        return Hit(
            "speaker", speaker.id, speaker.name, texts, link, result, about=party.short_name, colour=party.colour
        )

    def _source(self, result: SearchResult) -> Hit:
        source = self.dataset.sources[result.id]
        number = places_by_use(self.dataset)[source.id] // DOCUMENTS_PER_PAGE + 1
        link = self.links.page("sources", replace(self.view, page=number), f"source-{source.id}")
        return Hit("source", source.id, source.title, (), link, result, by=source.publisher, date=source.date)

    def _event(self, result: SearchResult) -> Hit:
        event = next(event for event in self.dataset.events if event.id == result.id)
        issue = self.dataset.issues.get(event.issue)
        year = event.date[:4]
        around = self.view.with_filters(issue=(issue.id,)) if issue else self.view.with_filters(since=year, until=year)
        source = self.dataset.sources.get(event.source)
        return Hit(
            "event",
            event.id,
            event.title,
            (),
            self.links.page("timeline", around),
            result,
            about=issue.name if issue else "",
            date=event.date,
            source=source.title if source else "",
        )


def correction_pairs(answer: SearchAnswer) -> tuple[tuple[str, str], ...]:
    """Each word that is not on record, with the words like it that are."""
    return tuple((typed, ", ".join(words)) for typed, words in answer.corrections.items())
