"""A party's stand on an issue in words: `Russia: yes (2024)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from components.parts.comparison.cell_summaries import LatestStance
from data import Dataset, Issue, Party, Stance
from data.translation import gettext

# A stand is old if it is this many years or more before the dataset's newest statement; docs/dataset.md says so.
YEARS_UNTIL_OLD = 5


@dataclass(frozen=True)
class Stand:
    """The latest stance of a party on an issue and the year of its statement. An empty `stance` means that nothing is
    on record.

    `is_old` is True if newer statements of the dataset are years later, `is_disputed` if coders differ."""

    party: Party
    stance: Stance | None = None
    year: int = 0
    is_old: bool = False
    is_disputed: bool = False

    @property
    def text(self) -> str:
        """The stand without its party: `yes (2024)`."""
        return f"{self.stance.word} ({self.year})" if self.stance else gettext("nothing on record")


def stand_of(dataset: Dataset, party: Party, latest: LatestStance | None) -> Stand:
    """The stand of a party whose latest stance on an issue this is."""
    if latest is None:
        return Stand(party)
    stance = dataset.stances[latest.stance]
    return Stand(party, stance, latest.year, latest.age >= YEARS_UNTIL_OLD, latest.coders == "differ")


def stands_text(stands: Iterable[Stand]) -> str:
    """The stands in one line: `Russia: yes (2024) · NATO: rather no (2024)`."""
    return " · ".join(gettext("{party}: {stand}", party=stand.party.short_name, stand=stand.text) for stand in stands)


def position_sentence(issue: Issue, stands: Iterable[Stand]) -> str:
    """The proposition of an issue as a sentence, and the stands on it."""
    proposition = issue.proposition.strip()
    end = "" if proposition.endswith((".", "!", "?", "…")) else "."
    return f"{proposition}{end} {stands_text(stands)}"
