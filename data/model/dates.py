"""Dates of any precision: `2019`, `2019-04`, `2019-04-15`, `2018-12/2019-02`.

The forms are EDTF level 0 (ISO 8601-2) without times of day. A date covers a span of days; where one day is needed (to
sort, to cut a period) the span says which. The calendar is the standard library's; a test holds the result to the
`edtf` package, which takes a millisecond for each date.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from data.translation import current_language, date_text, gettext

from .errors import DateError, quote_for_message

_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
DATE_PATTERN = rf"{_DAY}(/{_DAY})?"
_FORM = re.compile(DATE_PATTERN)


@dataclass(frozen=True, order=True)
class Span:
    """The first and the last day that a date covers."""

    first: dt.date
    last: dt.date


# 9 µs each: 9 s of a check of a million rows, which may take 30.
@lru_cache(maxsize=65_536)
def date_span(text: str) -> Span:
    """The days that a date covers. DateError if it is none of the forms, or is not in the calendar."""
    if not _FORM.fullmatch(text):
        raise DateError(
            gettext("{text} is not a date like 2019, 2019-04, 2019-04-15 or 2018/2019", text=quote_for_message(text))
        )
    start, _, end = text.partition("/")
    try:
        first, last = _days(start)[0], _days(end or start)[1]
    except ValueError as error:
        raise DateError(gettext("'{text}' is not a day of the calendar", text=text)) from error
    if first > last:
        raise DateError(gettext("'{text}' ends before it begins", text=text))
    return Span(first, last)


def _days(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year, a month or a day."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    last = month or 12
    return dt.date(year, month or 1, day or 1), dt.date(year, last, day or calendar.monthrange(year, last)[1])


def date_label(text: str) -> str:
    """A date as it is read, at its own precision: `15 April 2019`, `April 2019`,
    `2019`, `2018 to 2019`. A text that is no date is returned as it is."""
    return _date_label(text, current_language())


# 50 µs each without the cache.
@lru_cache(maxsize=65_536)
def _date_label(text: str, language: str) -> str:
    try:
        span = date_span(text)
    except DateError:
        return text
    start, slash, end = text.partition("/")
    if slash:
        return gettext("{start} to {end}", start=date_label(start), end=date_label(end))
    return text if len(text) == 4 else date_text(span.first, "yMMMMd" if len(text) == 10 else "yMMMM")
