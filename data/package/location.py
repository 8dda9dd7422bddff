"""The location of a dataset: a folder, or the URL of a database.

A URL may hold a password, so the only text that leaves this module is one
without it: `str(url)`, and `mask_secrets` for messages of a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from data.model.errors import DatabaseUrlError

if TYPE_CHECKING:
    # Loaded only where there is a database: a tenth of the start of a server that has none.
    from sqlalchemy import URL, Engine

DATABASE_URL_EXAMPLE = "postgresql://role@host:5432/database?schema=positions"
# A typing error such as `postgresql:role:password@host` must not be taken for a folder, since every message repeats its
# name.
SCHEME_PATTERN = re.compile(r"(postgres[\w+]*|[A-Za-z][A-Za-z0-9+.-]+(?=:/)):", re.IGNORECASE)
POSTGRESQL_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
SECRET_OPTIONS = ("password", "sslpassword", "oauth_client_secret")
# Options of libpq unless the URL sets them: a server that does not answer is given up, and so is one that
# falls silent in the middle.
CONNECT_OPTIONS = {
    "application_name": "counterpoint",
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}


@dataclass(frozen=True, repr=False)
class DatabaseUrl:
    """The URL of a PostgreSQL database, with the schema of the tables as its
    parameter `schema` (`public` without it); all other parameters are libpq's."""

    text: str

    def __repr__(self) -> str:
        return f"DatabaseUrl('{self}')"

    def __str__(self) -> str:
        """The URL without role and password, for messages and logs."""
        try:
            url = self.url
        except DatabaseUrlError:
            return f"{self.text.partition(':')[0]}://…"
        host = url.host or ",".join(_values(url, "host"))
        port = f":{url.port}" if url.port else ""
        return f"postgresql://{host}{port}/{url.database or ''}?schema={self.schema}"

    @cached_property
    def url(self) -> URL:
        """The URL in its parts. DatabaseUrlError if it cannot be used;
        the error repeats nothing of it, since any part may be a mistyped password."""
        from sqlalchemy import make_url
        from sqlalchemy.exc import ArgumentError

        scheme = SCHEME_PATTERN.match(self.text)
        if scheme is None or scheme[1].lower() not in POSTGRESQL_SCHEMES:
            raise DatabaseUrlError(
                f"is not of PostgreSQL, the only kind of database that is read: {DATABASE_URL_EXAMPLE}"
            )
        try:
            url = make_url(self.text)
        except (ArgumentError, ValueError):
            raise DatabaseUrlError(f"is not of the form {DATABASE_URL_EXAMPLE}") from None
        if "@" in (url.host or ""):
            raise DatabaseUrlError("has an '@' in its password or host: write it as %40")
        if len(_values(url, "schema")) > 1:
            raise DatabaseUrlError("names more than one schema")
        return url.set(drivername="postgresql+psycopg")

    @cached_property
    def schema(self) -> str:
        """The schema of the tables. DatabaseUrlError as `url`."""
        return next(iter(_values(self.url, "schema")), "") or "public"

    @cached_property
    def engine(self) -> Engine:
        """The engine that connects; it keeps no connection. DatabaseUrlError as `url`."""
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        url = self.url.difference_update_query(["schema"])
        defaults = {name: value for name, value in CONNECT_OPTIONS.items() if name not in url.query}
        return create_engine(
            url, poolclass=NullPool, connect_args=defaults, use_native_hstore=False, hide_parameters=True
        )

    def mask_secrets(self, text: str) -> str:
        """Return a text from elsewhere, such as a server's answer, without the secrets of this URL."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> Iterator[str]:
        try:
            url = self.url
        except DatabaseUrlError:
            return
        passwords = [str(url.password)] if url.password else []
        for secret in (*passwords, *(value for name in SECRET_OPTIONS for value in _values(url, name))):
            yield from {secret, quote(secret, safe=""), quote_plus(secret)} - {""}


DatasetLocation = Path | DatabaseUrl


def parse_dataset_location(text: str) -> DatasetLocation:
    """The URL of a database, or else a folder."""
    return DatabaseUrl(text) if SCHEME_PATTERN.match(text) else Path(text).expanduser()


def _values(url: URL, name: str) -> tuple[str, ...]:
    found = url.query.get(name, ())
    return (found,) if isinstance(found, str) else tuple(found)
