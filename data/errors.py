"""What can go wrong with a dataset.

- `CounterpointError`: base of the others
- `DatasetError`: a dataset cannot be served; carries the whole report
- `AddressError`: the address of a database cannot be used
- `DateError`: a text is no date of the supported forms
- `UnitError`: two units measure different things
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .report import Report

__all__ = ["AddressError", "CounterpointError", "DatasetError", "DateError", "UnitError"]


class CounterpointError(Exception):
    """Base of all errors of the data layer."""


class DatasetError(CounterpointError):
    """A dataset has problems, so nothing of it is served."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(str(report))


class AddressError(CounterpointError, ValueError):
    """The address of a database cannot be used. Says why without repeating it."""


class DateError(CounterpointError, ValueError):
    """A text is no date of the supported forms."""


class UnitError(CounterpointError, ValueError):
    """Two units measure different things, such as roubles and dollars."""
