"""Errors of an import. Each says what was found and what would be right."""

from __future__ import annotations

from data.model.errors import CounterpointError


class ImportSourceError(CounterpointError, ValueError):
    """A source cannot be read as a table, or exceeds a limit."""


class ImportChoiceError(CounterpointError, ValueError):
    """A source can be read in more than one way. The message names the option that settles it."""
