"""A choice of statements, as every query takes it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FACETS", "Filters"]

# What is chosen from lists of values.
FACETS = ("party", "theme", "issue", "speaker", "stance", "kind")


@dataclass(frozen=True)
class Filters:
    """A choice of statements. An empty choice leaves everything in.

    `since` and `until` are dates of any precision; a statement is in the period
    if any day that its date covers is. `text` is searched for word by word in
    summary, quote, speaker and source title, without regard to case or accents.
    """

    party: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    stance: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    text: str = ""

    @property
    def narrows_statements(self) -> bool:
        """Whether the choice leaves out statements of a shown party on a shown issue."""
        return bool(self.speaker or self.since or self.until or self.stance or self.kind or self.text)

    def only_rows_and_columns(self) -> Filters:
        """The same parties, themes and issues, with every statement on them."""
        return Filters(party=self.party, theme=self.theme, issue=self.issue)
