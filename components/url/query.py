"""Parses the query of an address. Pages, first paint, files, feed, API and pictures all read it here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote

from data.model import CounterpointError
from data.translation import gettext, number_text

MAX_QUERY_STRING_LENGTH = 32_000
# Streamlit drops queries of more parameters.
MAX_PARAMETERS = 1_000
DOUBLE_ESCAPE_PATTERN = re.compile("%[0-9A-Fa-f]{2}")

QueryParameters = dict[str, list[str]]


class AddressTooLongError(CounterpointError):
    """A query is longer than an address may be. The text is for readers."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This address has more than {characters} characters or {parameters} parameters after the question "
                "mark. Choose fewer values.",
                characters=number_text(MAX_QUERY_STRING_LENGTH),
                parameters=number_text(MAX_PARAMETERS),
            )
        )


def parse_query_parameters(query: str) -> QueryParameters:
    """The parameters of a query. AddressTooLongError if it is beyond the bounds; nothing is cut."""
    if len(query) > MAX_QUERY_STRING_LENGTH or query.count("&") >= MAX_PARAMETERS:
        raise AddressTooLongError
    # A program may have escaped the marks between names and values, too.
    fields = (unquote(field) if "=" not in field and "%3d" in field.lower() else field for field in query.split("&"))
    return collect_parameters(parse_qsl("&".join(fields).replace("&amp;", "&")))


def collect_parameters(pairs: Iterable[tuple[str, str]]) -> QueryParameters:
    """The values of each parameter. Names may be in upper case or begin with what is left of `&amp;`, and values may be
    escaped twice, as programs that pass links on leave them."""
    parameters: QueryParameters = {}
    for name, value in pairs:
        plain = unquote(value) if DOUBLE_ESCAPE_PATTERN.search(value) else value
        if plain:
            parameters.setdefault(name.lower().removeprefix("amp;"), []).append(plain)
    return parameters
