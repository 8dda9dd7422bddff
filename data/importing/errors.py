"""Errors of an import. Each names the fault and its remedy."""

from __future__ import annotations

from data.model.errors import CounterpointError


class ImportSourceError(CounterpointError, ValueError):
    """A source cannot be read as a table, or exceeds a limit."""


class ImportChoiceError(CounterpointError, ValueError):
    """A source can be read in more than one way, or lacks something that is not in it. `choice` is the field of
    `ImportOptions` that settles it: a command has an option for it, a page in the browser a widget."""

    def __init__(self, message: str, choice: str) -> None:
        super().__init__(message)
        self.choice = choice
