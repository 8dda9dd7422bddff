"""Errors of an import. Each names the fault and its remedy."""

from __future__ import annotations

from data.model.errors import CounterpointError


class ImportSourceError(CounterpointError, ValueError):
    """A source cannot be read as a table, or exceeds a limit."""


class ImportChoiceError(CounterpointError, ValueError):
    """A source can be read in more than one way. The message names the option that settles it."""
