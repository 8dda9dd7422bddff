"""The latest stances if some documents were left out: an outlet, or all secondary reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from components.url.view import PUBLISHER, SECONDARY
from data import Dataset, Filters, Issue, Party, Stance, date_label
from data import statements as queries
from data.translation import gettext

# Outlets that the page offers, those with most statements first, and changes that it lists.
OUTLETS_MOST = 100
CHANGES_MOST = 200


@dataclass(frozen=True)
class DatedStance:
    """The latest stance of a cell, and the statement on which it rests."""

    stance: Stance
    date_label: str
    statement: str


@dataclass(frozen=True)
class ChangedStance:
    """The latest stance of a party on an issue with all documents, and without some: None if nothing is left."""

    party: Party
    issue: Issue
    before: DatedStance
    after: DatedStance | None


@dataclass(frozen=True)
class LeftOutSources:
    """The effect of leaving documents out. `documents` and `statements` are left out; of `stances` latest stances in
    all, `changed` change, of which `listed` are named, and `moved` stay the same but rest on another statement."""

    label: str
    documents: int
    statements: int
    stances: int
    changed: int
    moved: int
    listed: tuple[ChangedStance, ...]


def left_out_choices(dataset: Dataset, counts: Mapping[tuple[str, str], int], chosen: str) -> dict[str, str]:
    """The values of the parameter that leaves sources out, with labels that give the number of statements."""
    by_publisher: Counter[str] = Counter()
    secondary = 0
    for (source, _), n in counts.items():
        record = dataset.sources[source]
        by_publisher[record.publisher] += n
        secondary += n if record.carrier == SECONDARY else 0
    del by_publisher[""]
    choices = {SECONDARY: gettext("All secondary reports ({count})", count=secondary)} if secondary else {}
    ranked = sorted(by_publisher.items(), key=lambda counted: (-counted[1], counted[0]))
    for place, (name, n) in enumerate(ranked):
        if place < OUTLETS_MOST or PUBLISHER + name == chosen:
            choices[PUBLISHER + name] = gettext("{outlet} ({count})", outlet=name, count=n)
    return choices


def leave_out_sources(dataset: Dataset, left_out: str, counts: Mapping[tuple[str, str], int]) -> LeftOutSources | None:
    """The latest stances of the whole dataset with and without what `left_out` names; None if it names nothing."""
    if not left_out:
        return None
    publisher = left_out.removeprefix(PUBLISHER) if left_out.startswith(PUBLISHER) else ""
    sources = [
        source.id
        for source in dataset.sources.values()
        if (source.publisher == publisher if publisher else source.carrier == SECONDARY)
    ]
    gone = set(sources)
    before, after = _latest(dataset, ()), _latest(dataset, sources)
    changed = [
        ChangedStance(dataset.parties[party], dataset.issues[issue], own, left)
        for issue in dataset.issues
        for party in dataset.parties
        if (own := before.get((issue, party))) and own.stance != ((left := after.get((issue, party))) and left.stance)
    ]
    moved = sum(
        own.stance == left.stance and own.statement != left.statement
        for cell, own in before.items()
        if (left := after.get(cell))
    )
    return LeftOutSources(
        label=publisher or gettext("all secondary reports"),
        documents=len(sources),
        statements=sum(n for (source, _), n in counts.items() if source in gone),
        stances=len(before),
        changed=len(changed),
        moved=moved,
        listed=tuple(changed[:CHANGES_MOST]),
    )


def _latest(dataset: Dataset, without: tuple[str, ...] | list[str]) -> dict[tuple[str, str], DatedStance]:
    frame = queries.latest_statements(dataset, Filters(), without)
    return {
        (row["issue"], row["party"]): DatedStance(dataset.stances[row["stance"]], date_label(row["date"]), row["id"])
        for row in queries.row_mappings(frame)
    }
