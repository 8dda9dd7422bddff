"""The latest stances if some documents were left out: an outlet, or all secondary reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from components.parts.sources.party_counts import PartyCounts
from components.url.view import PUBLISHER_PREFIX, SECONDARY_SOURCES
from data import Dataset, Filters, Issue, Party, Stance, date_label
from data import statements as queries
from data.translation import gettext

# Outlets that the page offers, those with most statements first, and changes that it lists.
MAX_OUTLETS = 100
MAX_CHANGES = 200


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


def left_out_choices(dataset: Dataset, counts: PartyCounts, chosen: str) -> dict[str, str]:
    """The values of the parameter that leaves sources out, with labels that give the number of statements."""
    by_publisher: Counter[str] = Counter()
    secondary = 0
    for source, n in counts.totals.items():
        record = dataset.sources[source]
        by_publisher[record.publisher] += n
        secondary += n if record.carrier == SECONDARY_SOURCES else 0
    del by_publisher[""]
    choices = {SECONDARY_SOURCES: gettext("All secondary reports ({count})", count=secondary)} if secondary else {}
    ranked = sorted(by_publisher.items(), key=lambda counted: (-counted[1], counted[0]))
    for place, (name, n) in enumerate(ranked):
        if place < MAX_OUTLETS or PUBLISHER_PREFIX + name == chosen:
            choices[PUBLISHER_PREFIX + name] = gettext("{outlet} ({count})", outlet=name, count=n)
    return choices


def leave_out_sources(dataset: Dataset, left_out: str, counts: PartyCounts) -> LeftOutSources | None:
    """The latest stances of the whole dataset with and without what `left_out` names; None if it names nothing."""
    if not left_out:
        return None
    publisher = left_out.removeprefix(PUBLISHER_PREFIX) if left_out.startswith(PUBLISHER_PREFIX) else ""
    sources = [
        source.id
        for source in dataset.sources.values()
        if (source.publisher == publisher if publisher else source.carrier == SECONDARY_SOURCES)
    ]
    cells = queries.stances_without(dataset, Filters(), sources)
    differs = cells["stance"] != cells["stance_left"]
    totals = counts.totals
    return LeftOutSources(
        label=publisher or gettext("all secondary reports"),
        documents=len(sources),
        statements=sum(totals.get(source, 0) for source in sources),
        stances=len(cells),
        changed=int(differs.sum()),
        moved=int((~differs & (cells["position"] != cells["position_left"])).sum()),
        listed=_first_changes(dataset, cells[differs]),
    )


def _first_changes(dataset: Dataset, cells: pd.DataFrame) -> tuple[ChangedStance, ...]:
    """The first of these cells in the order of the dataset, at most `MAX_CHANGES`."""
    issues = queries.places_of_ids(cells["issue"], dataset.issues)
    parties = queries.places_of_ids(cells["party"], dataset.parties)
    first = cells.assign(place=issues * len(dataset.parties) + parties).nsmallest(MAX_CHANGES, "place")
    positions = [*first["position"].tolist(), *(place for place in first["position_left"].tolist() if place >= 0)]
    rows = queries.row_mappings(queries.statement_rows_at(dataset, positions))
    statements = {row["position"]: row for row in rows}

    def dated_stance(stance: str, position: int) -> DatedStance:
        row = statements[position]
        return DatedStance(dataset.stances[stance], date_label(row["date"]), row["id"])

    return tuple(
        ChangedStance(
            dataset.parties[row["party"]],
            dataset.issues[row["issue"]],
            dated_stance(row["stance"], row["position"]),
            dated_stance(row["stance_left"], row["position_left"]) if row["stance_left"] else None,
        )
        for row in queries.row_mappings(first)
    )
