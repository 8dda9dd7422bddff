"""Example questions for the first page, made from the data. Each links to the view that answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from components.parts.cards import list_party_names
from components.parts.comparison.comparison import Comparison
from components.parts.figures.figure_view import figure_view
from components.url.links import Links
from components.url.view import FigureSelection, View
from data import Dataset
from data.translation import gettext, ngettext, number_text

# How many years before the dataset's last event a year must lie for much to have changed since.
QUESTION_YEARS_AGO = 8
# The most issues in an address; a view of more is sorted instead.
MAX_ISSUES = 100


@dataclass(frozen=True)
class Question:
    """A question, the link to the view that answers it, and the beginning of the answer, if it is known."""

    text: str
    href: str
    answer: str = ""


def worked_questions(dataset: Dataset, view: View, comparison: Comparison, links: Links) -> tuple[Question, ...]:
    """Questions on agreement, change, a stated figure and replies: those that the dataset can answer."""
    plain = replace(view, page=1, id="")
    return tuple(
        question
        for each in (_agreement, _change_question, _figure_question, _reply_question)
        for question in each(dataset, plain, comparison, links)
    )


def link_to_issues(dataset: Dataset, view: View, ids: tuple[str, ...], links: Links) -> str:
    """The comparison of these issues alone; where they are too many for an address, all issues by distance."""
    if len(ids) > MAX_ISSUES:
        return links.page("compare", replace(view, sort="divergence", page=1))
    return links.page("compare", view.with_filters(issue=tuple(issue for issue in dataset.issues if issue in ids)))


def _agreement(dataset: Dataset, view: View, comparison: Comparison, links: Links) -> Iterator[Question]:
    agree = comparison.summary.agree
    if agree.total:
        names = list_party_names(comparison.parties)
        issues = number_text(comparison.issues)
        answer = ngettext("on {num} of {issues} issues", "on {num} of {issues} issues", agree.total, issues=issues)
        yield Question(
            gettext("Where do {parties} agree?", parties=names), link_to_issues(dataset, view, agree.ids, links), answer
        )


def _change_question(dataset: Dataset, view: View, comparison: Comparison, links: Links) -> Iterator[Question]:
    """Return a question about a change of stance since the year with most events that is some years ago."""
    years = sorted(int(event.date[:4]) for event in dataset.events)
    counts = Counter(year for year in years if year <= years[-1] - QUESTION_YEARS_AGO)
    if counts and comparison.summary.changed.total:
        year = max(counts, key=lambda each: (counts[each], each))
        href = links.page("timeline", view.with_filters(since=str(year)), "changes")
        yield Question(gettext("What changed since {year}?", year=year), href)


def _figure_question(dataset: Dataset, view: View, comparison: Comparison, links: Links) -> Iterator[Question]:
    """Return a question about the first figure that says how many times as much one party has as another."""
    for figure in dataset.figure_records.figures.values():
        stated = figure_view(dataset, figure)
        if stated.comparison and stated.recomputable:
            href = links.page("figures", replace(view, figure_selection=FigureSelection(figure=figure.id)))
            yield Question(gettext("Is it true that {sentence}?", sentence=stated.comparison), href)
            return


def _reply_question(dataset: Dataset, view: View, comparison: Comparison, links: Links) -> Iterator[Question]:
    cards = (card for row in comparison.rows for cell in row.cells for card in (cell.card, *cell.others) if card)
    if any(card.responds_to for card in cards):
        yield Question(gettext("Who answered whom?"), links.page("exchanges", view))
