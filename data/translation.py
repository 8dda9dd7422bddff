"""The language of the texts that readers see: translations, plural forms, numbers and dates.

English is the language of the source. A catalogue `locale/<language>.po` adds another one. Code that answers a reader
activates the reader's language with `use_language`; the functions here read it. Texts of a dataset are never
translated. Translations may hold the markup of their message, so a catalogue is trusted as templates are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.dates import format_skeleton

SOURCE_LANGUAGE = "en"
# English dates are British: 15 April 2019.
LOCALES = {SOURCE_LANGUAGE: "en_GB"}
LOCALE_FOLDER = Path(__file__).parent / "locale"


def read_catalogue(path: Path) -> NullTranslations:
    """The translations of a file in gettext's format PO."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.stem))
    compiled.seek(0)
    return GNUTranslations(compiled)


# Letters of scripts that are written from right to left, such as Hebrew and Arabic.
RIGHT_TO_LEFT_PATTERN = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# The marks that isolate a text (Unicode Standard Annex 9).
ISOLATION_CHARACTERS = dict.fromkeys(range(0x2066, 0x206A))
# The catalogues by language.
CATALOGUES: dict[str, NullTranslations] = {
    SOURCE_LANGUAGE: NullTranslations(),
    **{path.stem: read_catalogue(path) for path in sorted(LOCALE_FOLDER.glob("*.po"))},
}

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


def current_language() -> str:
    """The language of the current context, as the name of its catalogue."""
    return _language.get()


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Texts are in this language, one of `CATALOGUES`, until the end of the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language_of(accept_language: str) -> str:
    """The language of `CATALOGUES` that suits a header Accept-Language best. Languages count in the order of the
    header, in which browsers send them."""
    accepted = [part.partition(";")[0].strip() for part in accept_language.split(",")]
    return negotiate_locale(accepted, list(CATALOGUES), sep="-") or SOURCE_LANGUAGE


def isolate_text(value: object) -> object:
    """A text with letters that are written from right to left between marks that isolate it (U+2068, U+2069), so that
    it does not reorder the sentence around it. Anything else as it is."""
    if isinstance(value, str) and RIGHT_TO_LEFT_PATTERN.search(value):
        return f"\u2068{value}\u2069"
    return value


def without_isolation(text: str) -> str:
    """A text without the marks that `isolate_text` sets, for files and terminals."""
    return text.translate(ISOLATION_CHARACTERS)


def message_text(message: str) -> str:
    """The translation of a message as it stands in the catalogue, for templates."""
    return CATALOGUES[_language.get()].gettext(message)


def plural_text(singular: str, plural: str, number: int) -> str:
    """The translation that fits a number, as it stands in the catalogue, for templates."""
    return CATALOGUES[_language.get()].ngettext(singular, plural, number)


def gettext(message: str, /, **values: object) -> str:
    """The translation of a message, with the values in place of its fields in braces."""
    text = message_text(message)
    return text.format(**{name: isolate_text(value) for name, value in values.items()}) if values else text


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The translation that fits a number, which the field `{num}` shows."""
    isolated = {name: isolate_text(value) for name, value in values.items()}
    return plural_text(singular, plural, number).format(num=number_text(number), **isolated)


def gettext_noop(message: str) -> str:
    """The message itself: marks the text of a constant for the catalogue. `gettext` translates it where it is shown."""
    return message


def current_locale() -> Locale:
    """Babel's locale of the current language."""
    return _locale_of(_language.get())


def number_text(value: float, decimals: int = 0) -> str:
    """A number with its thousands grouped: `1,234.5`."""
    return f"{value:,.{decimals}f}".translate(_separators(_language.get()))


def date_text(day: dt.date, fields: str) -> str:
    """The fields of a day that a CLDR skeleton such as `yMMMMd` names: `15 April 2019`."""
    return format_skeleton(fields, day, locale=current_locale())


@cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


@cache
def _separators(language: str) -> dict[int, str]:
    symbols = _locale_of(language).number_symbols["latn"]
    return {ord(","): symbols["group"], ord("."): symbols["decimal"]}
