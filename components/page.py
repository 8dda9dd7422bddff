"""The records of a page: the request, what the page shows, and the rendered page."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from components.parts.pager import Pager
from components.url.links import Links
from components.url.view import DecodedView, FigureSelection
from data import Dataset

# The zlib level above which a page gets hardly any smaller.
ZLIB_LEVEL = 3
# zlib's format ends with the Adler-32 checksum of the content.
CHECKSUM_BYTES = 4


class ScriptLink(Protocol):
    """A link of the menu to a page that is a script of its own: `components.script_pages.ScriptPage`."""

    @property
    def name(self) -> str:
        """The path."""

    @property
    def label(self) -> str:
        """The title in the reader's language."""


# A table that a page offers as a file: its name in the address, and its label.
Download = tuple[str, str]


@dataclass(frozen=True)
class PageRequest:
    """A request for a page: the dataset and the decoded address. `origin` is where the reader reached the server, such
    as https://example.org, `today` the day, for citations, and `problems` lists the problems of newer files of the
    dataset that are not served. `script_pages` are pages of the menu that are Streamlit scripts of their own.
    `has_front_page` is true if the server shows several datasets, which a page above this one lists."""

    dataset: Dataset
    decoded: DecodedView
    origin: str = ""
    today: dt.date = field(default_factory=dt.date.today)
    problems: tuple[str, ...] = ()
    script_pages: tuple[ScriptLink, ...] = ()
    has_front_page: bool = False

    @property
    def links(self) -> Links:
        """The links of the page."""
        return Links(self.dataset.version, self.decoded.view.as_of)

    def figures_link(self, **selection: Any) -> str:  # noqa: ANN401 - the fields of a FigureSelection
        """A link to the Figures page with this selection, and with the filters of this page."""
        return self.links.page(
            "figures", replace(self.decoded.view, page=1, id="", figure_selection=FigureSelection(**selection))
        )


@dataclass(frozen=True)
class PageContent:
    """The content of a page: its title and the values of its template.

    `template` is another template than the one that is named like the page. `description` says in plain text what the
    page shows and `record` is its schema.org record, for search engines and previews. `pager` is the place of the page
    in a long list. `notices` stand above the content. `link` is the address of a page that shows one record, whatever
    the filters. `downloads` are the tables that the page offers, if they are others than those of its entry. `status`
    is the HTTP status of the document.
    """

    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    template: str = ""
    description: str = ""
    record: Mapping[str, Any] | None = None
    pager: Pager | None = None
    notices: Sequence[str] = ()
    link: str = ""
    downloads: Sequence[Download] = ()
    status: int = 200


@dataclass(frozen=True)
class Page:
    """A rendered page: a title for the window and the content as HTML, safe to insert. The content is deflated, because
    the server caches and sends a page more often than it reads the text.

    `description` says in plain text what the page shows. `address` is its path and query, the same for all links to
    this view. `record` is its schema.org record, `status` the HTTP status of its document.
    """

    title: str
    deflated: bytes
    description: str = ""
    address: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200

    @classmethod
    def from_html(cls, title: str, html: str, *described: Any) -> Page:  # noqa: ANN401 - description, address, record, status
        """The page with this content."""
        return cls(title, zlib.compress(html.encode(), ZLIB_LEVEL), *described)

    @property
    def html(self) -> str:
        """The content as text."""
        return zlib.decompress(self.deflated).decode()

    @property
    def sum(self) -> int:
        """The Adler-32 checksum of the content in UTF-8."""
        return int.from_bytes(self.deflated[-CHECKSUM_BYTES:], "big")

    @property
    def size(self) -> int:
        """The memory that the page takes, in bytes, about."""
        return len(self.deflated) + 2 * (len(self.description) + len(repr(self.record)))
