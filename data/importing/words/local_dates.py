"""Reads dates as people write them: `15.4.2019`, `4/15/2019`, `15. April 2019`, the number of a spreadsheet.

The order of day and month is settled from the whole column: one value such as `15/4/2019` settles it for all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import pandas as pd
from babel.dates import get_month_names

from data.model.dates import date_span
from data.model.errors import DateError, quote_for_message
from data.translation import without_isolation

from ..errors import ImportChoiceError
from .cells import replace_cells
from .headers import normalize_name

DateOrder = Literal["", "dmy", "mdy"]

# Days since the 30th of December 1899, as Excel and LibreOffice count them; from 1927 to 2173, so that no year is one.
SERIAL_ORIGIN, SERIAL_DAYS = dt.date(1899, 12, 30), range(10_000, 100_000)
# Two digits mean 1970 to 2069, as POSIX has it.
TWO_DIGIT_YEAR_PIVOT = 70
MONTH_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "ru",
    "uk",
    "cs",
    "sv",
    "da",
    "nb",
    "fi",
    "tr",
    "ro",
    "el",
)

NUMERIC_DATE_PATTERN = re.compile(r"(\d{1,2})\s?([./\-\s])\s?(\d{1,2})\s?[./\-\s]\s?(\d{4}|\d{2})\.?")
YEAR_FIRST_PATTERN = re.compile(r"(\d{4})\s?[./\-]\s?(\d{1,2})(?:\s?[./\-]\s?(\d{1,2}))?\.?")
MONTH_YEAR_PATTERN = re.compile(r"(\d{1,2})\s?[./\-]\s?(\d{4})")
TIMESTAMP_PATTERN = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*")
SERIAL_NUMBER_PATTERN = re.compile(r"(\d{5})(\.\d+)?")
# Q1 2020, 1. Quartal 2020, 2020-Q1, T1 2020, 1st quarter of 2020.
QUARTER_PATTERN = re.compile(
    r"(?i)(?:[QT]\s?([1-4])|([1-4])(?:\.|st|nd|rd|th)?\s?(?:Quartal|quarter(?: of)?))[\s/\-]*(\d{4})"
)
YEAR_QUARTER_PATTERN = re.compile(r"(?i)(\d{4})[\s/\-]*[QT]([1-4])")
YEAR_RANGE_PATTERN = re.compile(r"(\d{4})\s?[-–—/]\s?(\d{4})")
DATE_WORD_PATTERN = re.compile(r"[^\W\d_]+\.?|\d+", re.UNICODE)


@dataclass
class DateColumn:
    """A column of dates: `values` as the format has them, '' where there is none or none that can be read. `faults` are
    the cells that could not be read, each with the reason, by index."""

    values: pd.Series
    faults: dict[int, str] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)


def normalize_dates(cells: pd.Series, place: str, order: DateOrder = "", has_real_dates: bool = False) -> DateColumn:
    """The dates of a column. `place` names the column in messages, `has_real_dates` says that a spreadsheet holds dates
    in it besides texts. ImportChoiceError if all dates fit both orders and no `order` is given."""
    distinct = [cell for cell in cells.unique() if cell]
    settled, reason = _settle_order(distinct, place, order)
    used: Counter[str] = Counter()
    examples: dict[str, str] = {}
    counts = cells.value_counts()
    dates: dict[str, str] = {"": ""}
    reasons: dict[str, str] = {}
    for cell in distinct:
        try:
            text, assumption = _parse(cell, settled)
            date_span(text)
        except (ValueError, DateError) as error:
            reasons[cell] = f"{quote_for_message(cell)} is not a date" + (
                f": {without_isolation(str(error))}" if str(error) else ""
            )
            continue
        dates[cell] = text
        if assumption:
            used[assumption] += int(counts[cell])
            examples.setdefault(assumption, f"{quote_for_message(cell)} is {text}")
    values = replace_cells(cells, dates)
    bad = cells[cells.isin(list(reasons))] if reasons else cells.iloc[:0]
    assumptions = [reason] if reason else []
    assumptions += [f"{place}: {count:,} cells: {text}: {examples[text]}" for text, count in used.items()]
    if has_real_dates and reason:
        assumptions.append(
            f"{place}: a spreadsheet holds some of these as dates, others as texts. If it was opened with settings of"
            " another country, it has swapped day and month in the former: compare them with the sources"
        )
    return DateColumn(
        values,
        {index: reasons[cell] for index, cell in zip(bad.index.tolist(), bad.tolist(), strict=True)},
        assumptions,
    )


def _settle_order(cells: Iterable[str], place: str, order: DateOrder) -> tuple[DateOrder, str]:
    """The order of day and month of a column, and a sentence on why."""
    numeric = [(match, cell) for cell in cells if (match := NUMERIC_DATE_PATTERN.fullmatch(cell))]
    if not numeric or order:
        return order or "dmy", ""
    days_first = [cell for match, cell in numeric if int(match[1]) > 12 >= int(match[3])]
    months_first = [cell for match, cell in numeric if int(match[3]) > 12 >= int(match[1])]
    if days_first and months_first:
        raise ImportChoiceError(
            f"{place} holds dates with the day first, such as {quote_for_message(days_first[0])}, and with the month"
            f" first, such as {quote_for_message(months_first[0])}. Correct them, or choose which to read; the others"
            " are then refused",
            "dates",
        )
    if days_first or months_first:
        example = quote_for_message((days_first or months_first)[0])
        return ("dmy" if days_first else "mdy"), (
            f"{place}: the {'day' if days_first else 'month'} comes first, as {example} shows"
        )
    if all(match[2] == "." for match, _ in numeric):
        return "dmy", f"{place}: the day comes first, as is usual with points ({quote_for_message(numeric[0][1])})"
    if all(match[1] == match[3] for match, _ in numeric):
        return "dmy", ""
    example = next(cell for match, cell in numeric if match[1] != match[3])
    raise ImportChoiceError(
        f"{place}: no date shows whether day or month comes first (such as {quote_for_message(example)})",
        "dates",
    )


def _parse(cell: str, order: DateOrder) -> tuple[str, str]:
    """A date as the format has it, and what was assumed. ValueError, with a reason or without, if it is none."""
    for form, read in DATE_FORMS:
        if match := form.fullmatch(cell):
            return read(match, order)
    for sign in (" – ", " — ", " - ", " bis ", " to ", "–"):
        first, between, last = cell.partition(sign)
        if between and last:
            start, end = _parse(first.strip(), order), _parse(last.strip(), order)
            return f"{start[0]}/{end[0]}", start[1] or end[1]
    try:
        date_span(cell)
    except DateError:
        return _parse_month_name(cell), ""
    return cell, ""


def _read_numeric(match: re.Match[str], order: DateOrder) -> tuple[str, str]:
    day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
    year, assumption = match[4], ""
    if len(year) == 2:
        year = f"{'19' if int(year) >= TWO_DIGIT_YEAR_PIVOT else '20'}{year}"
        assumption = f"years of two digits mean {1900 + TWO_DIGIT_YEAR_PIVOT} to {1999 + TWO_DIGIT_YEAR_PIVOT}"
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{quote_for_message(match[0])} has no month {int(month)}")
    return f"{year}-{int(month):02}-{int(day):02}", assumption


def _read_year_first(match: re.Match[str], _: DateOrder) -> tuple[str, str]:
    return "-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)]), ""


def _quarter(year: str, quarter: str) -> tuple[str, str]:
    last = int(quarter) * 3
    return f"{year}-{last - 2:02}/{year}-{last:02}", "quarters mean their three months"


def _read_serial(match: re.Match[str], _: DateOrder) -> tuple[str, str]:
    if int(match[1]) not in SERIAL_DAYS:
        raise ValueError
    day = SERIAL_ORIGIN + dt.timedelta(days=int(match[1]))
    return day.isoformat(), "numbers are a spreadsheet's dates"


DATE_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], DateOrder], tuple[str, str]]], ...] = (
    (TIMESTAMP_PATTERN, lambda match, _: (match[1], "the time of day is left out")),
    (YEAR_RANGE_PATTERN, lambda match, _: (f"{match[1]}/{match[2]}", "")),
    (YEAR_FIRST_PATTERN, _read_year_first),
    (NUMERIC_DATE_PATTERN, _read_numeric),
    (MONTH_YEAR_PATTERN, lambda match, _: (f"{match[2]}-{int(match[1]):02}", "")),
    (QUARTER_PATTERN, lambda match, _: _quarter(match[3], match[1] or match[2])),
    (YEAR_QUARTER_PATTERN, lambda match, _: _quarter(match[1], match[2])),
    (SERIAL_NUMBER_PATTERN, _read_serial),
)


def _parse_month_name(cell: str) -> str:
    """A date with the name of a month, such as `15. April 2019`, `April 15, 2019`, `avril 2019`."""
    day = year = month = 0
    for word in DATE_WORD_PATTERN.findall(cell):
        if word.isdigit():
            if len(word) == 4 and not year:
                year = int(word)
            elif len(word) <= 2 and not day:
                day = int(word)
            else:
                raise ValueError
        elif found := _months().get(normalize_name(word)):
            if month:
                raise ValueError
            month = found
        elif normalize_name(word) not in {"de", "of", "the", "den", "del", "th", "st", "nd", "rd", "er", "g", "г"}:
            raise ValueError
    if not year or not month:
        raise ValueError
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    if not normalize_name(name).isdigit():
                        names.setdefault(normalize_name(name), int(number))
    return names
