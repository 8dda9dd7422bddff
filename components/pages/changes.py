"""The Changes page: what the curators have added, corrected and withdrawn since a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from components.page import PageContent, PageRequest
from components.parts.cards import Card, cards
from components.parts.comparison.cell_summaries import CellKey, latest_stance_by_cell
from data import (
    Dataset,
    DatasetChanges,
    Filters,
    Issue,
    Party,
    Release,
    Stance,
    dataset_changes,
    date_label,
    list_releases,
    load_release,
    release_at,
)
from data import statements as queries
from data.translation import gettext, ngettext

MAX_CHANGES = 200


@dataclass(frozen=True)
class ChangedStatement:
    """A statement whose row has changed. `columns` are the changed ones."""

    before: Card
    after: Card
    columns: tuple[str, ...]


@dataclass(frozen=True)
class MovedStance:
    """A party's latest stance on an issue before and after the changes; None where it has none."""

    issue: Issue
    party: Party
    before: Stance | None
    after: Stance | None


def has_releases(dataset: Dataset) -> bool:
    """True if the dataset has a release to compare with."""
    return bool(list_releases(Path(dataset.directory)))


def changes_page(request: PageRequest) -> PageContent:
    """The changes since the release that the address names, else since the one before the current state."""
    dataset, view = request.dataset, request.decoded.view
    releases = [each for each in list_releases(Path(dataset.directory)) if each.version != dataset.version]
    release, notices = _compared_release(releases, view.since)
    old = load_release(Path(dataset.directory), release.version) if release else None
    if release is None or old is None:
        return PageContent(gettext("What changed"), {"compared": None, "releases": []}, notices=notices)
    changes = dataset_changes(old, dataset, view.filters)
    count = changes.count
    return PageContent(
        gettext("What changed since {date}", date=date_label(release.date)),
        {
            "compared": release,
            "releases": [(each, request.links.page("changes", replace(view, since=each.version))) for each in releases],
            "changes": changes,
            "count": count,
            "added": _cards_of(dataset, changes.added),
            "withdrawn": _cards_of(old, changes.withdrawn),
            "recoded": _pairs(old, dataset, changes.recoded),
            "corrected": _pairs(old, dataset, changes.corrected),
            "moved": moved_stances(old, dataset, request),
            "most": MAX_CHANGES,
        },
        description=_description(release, changes, count),
        notices=notices,
    )


def _compared_release(releases: Sequence[Release], since: str) -> tuple[Release | None, list[str]]:
    """The release that a version or a day names, and a notice if there is none. Without either the newest."""
    if not since or not releases:
        return next(iter(releases), None), []
    if release := release_at(releases, since):
        return release, []
    oldest = releases[-1]
    notice = gettext(
        "There is no release “{since}”, and none is that old. You see the changes since the first one, of {date}.",
        since=since[:40],
        date=date_label(oldest.date),
    )
    return oldest, [notice]


def moved_stances(old: Dataset, new: Dataset, request: PageRequest) -> list[MovedStance]:
    """Return the latest stances within the filters that differ between two states, in the order of the dataset."""
    filters = request.decoded.view.filters
    before, after = _latest_stances(old, filters), _latest_stances(new, filters)
    pairs = [(issue, party) for issue in new.issues.values() for party in new.parties.values()]
    cells = [MovedStance(*pair, before.get(_cell(*pair)), after.get(_cell(*pair))) for pair in pairs]
    return [cell for cell in cells if _stance_id(cell.before) != _stance_id(cell.after)]


def _latest_stances(dataset: Dataset, filters: Filters) -> dict[CellKey, Stance]:
    cells = latest_stance_by_cell(dataset, filters)
    return {key: dataset.stances[latest.stance] for key, latest in cells.items()}


def _cell(issue: Issue, party: Party) -> CellKey:
    return issue.id, party.id


def _stance_id(stance: Stance | None) -> str:
    """Return the id of a stance. Two releases may have different words for one stance."""
    return stance.id if stance else ""


def _cards_of(dataset: Dataset, ids: Sequence[str]) -> list[Card]:
    return cards(dataset, queries.statement_rows_by_ids(dataset, list(ids[:MAX_CHANGES])))


def _pairs(old: Dataset, new: Dataset, ids: Sequence[str]) -> list[ChangedStatement]:
    before = {card.id: card for card in _cards_of(old, ids)}
    return [
        ChangedStatement(before[card.id], card, _differing_columns(before[card.id], card))
        for card in _cards_of(new, ids)
    ]


def _differing_columns(before: Card, after: Card) -> tuple[str, ...]:
    """The names of the columns in which two states of a statement differ."""
    names = {
        "date": gettext("date"),
        "speaker": gettext("speaker"),
        "role": gettext("role"),
        "issue": gettext("issue"),
        "stance": gettext("stance"),
        "weight": gettext("weight"),
        "summary": gettext("summary"),
        "quote": gettext("quote"),
        "translation": gettext("translation"),
        "responds_to": gettext("answered statement"),
        "occasion": gettext("occasion"),
        "locator": gettext("place in the document"),
        "checked": gettext("depth of reading"),
        "note": gettext("note"),
    }
    columns = [label for name, label in names.items() if getattr(before, name) != getattr(after, name)]
    return (*columns, *([gettext("source")] if before.source.id != after.source.id else []))


def _description(release: Release, changes: DatasetChanges, count: int) -> str:
    return ngettext(
        "{num} statement changed since {date}: {added} added, {recoded} re-coded, "
        "{corrected} corrected in other ways, {withdrawn} withdrawn.",
        "{num} statements changed since {date}: {added} added, {recoded} re-coded, "
        "{corrected} corrected in other ways, {withdrawn} withdrawn.",
        count,
        date=date_label(release.date),
        added=len(changes.added),
        recoded=len(changes.recoded),
        corrected=len(changes.corrected),
        withdrawn=len(changes.withdrawn),
    )
