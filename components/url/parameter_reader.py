"""Reads the parameters of an address one by one, and names the values that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from data import DateError, date_span
from data.model import DATE_PATTERN
from data.statements import facet_names
from data.translation import gettext, number_text

from .display import ListPlace

MAX_VALUES = 400
MAX_TEXT_LENGTH = 200
MAX_YEARS = 12
MAX_PAGE_NUMBER = 100_000


@dataclass(frozen=True)
class DroppedValue:
    """A value in an address that could not be used. `name` is that of the record that it is the id of, if any."""

    parameter: str
    value: str
    reason: str
    name: str = ""


@dataclass
class ParameterReader:
    """Reads parameters one by one and keeps what had to be dropped."""

    parameters: Mapping[str, Sequence[str]]
    dropped: list[DroppedValue] = field(default_factory=list)

    def drop(self, name: str, value: str, reason: str, record: str = "") -> None:
        """Keeps a value that cannot be used; `record` is the name of the record whose id it is."""
        self.dropped.append(DroppedValue(name, value[:MAX_TEXT_LENGTH], reason, record))

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """The known values among those given, in the order of `known`."""
        values = [value for value in self.parameters.get(name, ()) if value]
        if len(values) > MAX_VALUES:
            self.drop(
                name, values[MAX_VALUES], gettext("more than {most} values; the rest is left out", most=MAX_VALUES)
            )
            values = values[:MAX_VALUES]
        for value in dict.fromkeys(values):
            if value not in known:
                self.drop(name, value, gettext("not in this dataset"))
        return tuple(value for value in known if value in values)

    def single(self, name: str) -> str:
        """The first value; empty if there is none."""
        values = [value for value in self.parameters.get(name, ()) if value]
        for extra in values[1:]:
            self.drop(name, extra, gettext("given more than once; the first one counts"))
        return values[0] if values else ""

    def date(self, name: str) -> str:
        """A date of any precision; empty if there is none that can be used."""
        value = self.single(name).strip()
        if value and ("/" in value or not re.fullmatch(DATE_PATTERN, value)):
            self.drop(name, value, gettext("not a date like 2019, 2019-04 or 2019-04-15"))
            return ""
        try:
            return value if not value or date_span(value) else ""
        except DateError:
            self.drop(name, value, gettext("not a day of the calendar"))
            return ""

    def text(self, name: str, most: int = MAX_TEXT_LENGTH) -> str:
        """A text with single blanks, of `most` characters at most."""
        value = " ".join(self.single(name).split())
        if len(value) > most:
            self.drop(name, value, gettext("longer than {most} characters, so it was cut", most=number_text(most)))
            value = value[:most].strip()
        return value

    def one_of(self, name: str, known: Collection[str], reason: str = "", default: str = "") -> str:
        """A single value that must be known; the default if none is given, or if it is not."""
        value = self.single(name)
        if value in known:
            return value
        if value:
            self.drop(name, value, reason or gettext("not in this dataset"))
        return default

    def years(self) -> tuple[int, ...]:
        """The values of `year`, each once, in order."""
        years: set[int] = set()
        for value in dict.fromkeys(filter(None, self.parameters.get("year", ()))):
            if not (value.isascii() and value.isdigit() and len(value) == 4):
                self.drop("year", value, gettext("not a year like 2018"))
            elif len(years) == MAX_YEARS:
                self.drop("year", value, gettext("more than {most} years", most=MAX_YEARS))
            else:
                years.add(int(value))
        return tuple(sorted(years))

    def page_number(self, name: str = "page") -> int:
        """A number of a page; 1 if there is none that can be used."""
        value = self.single(name)
        if value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= MAX_PAGE_NUMBER:
            return int(value)
        if value:
            self.drop(name, value, gettext("not a page number"))
        return 1

    def lists(self) -> tuple[ListPlace, ...]:
        """The lists of the sidebar that are narrowed, or not at their first page."""
        places = (
            ListPlace(name, self.text(f"find-{name}"), self.page_number(f"list-{name}")) for name in facet_names()
        )
        return tuple(place for place in places if place != ListPlace(place.facet))
