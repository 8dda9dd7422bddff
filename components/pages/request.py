"""What a page is asked for, what it gives back, and what all pages share."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from components.documents.embed_page import snippet
from components.rendering import render
from components.url.links import Links
from components.url.pager import Pager
from components.url.view import COLUMNS_MOST, Decoded, Quantity, View, default_view, query_string
from data import Changes, Dataset, Release, Source, changes, date_label, earlier, export, releases

__all__ = ["NAVIGATION", "Page", "Request", "credited", "laid_out"]

DESCRIPTION_LENGTH = 300
# zlib's level from which on a page gets hardly any smaller.
DEFLATED = 6
CREDITED_MOST = 12
DROPPED_SHOWN = 12
# What a page offers as files: names of tables, and what they are called.
TABLES = {
    "compare": (("statements", "Statements"),),
    "figures": (("figures", "Figures"),),
    "figure": (("ratios", "Definitions and results"), ("figures", "The stated figure")),
}

PAGES_LISTED = ("compare", "timeline", "exchanges", "figures", "sources", "about")
NAVIGATION = tuple((name, name.capitalize()) for name in PAGES_LISTED)


@dataclass(frozen=True)
class Request:
    """A page's address, decoded. `origin` is where the reader reached the
    server, such as https://example.org, `today` the day, for citations, and
    `rejected` what is wrong with a newer state of the dataset's files."""

    dataset: Dataset
    decoded: Decoded
    origin: str = ""
    today: dt.date = field(default_factory=dt.date.today)
    rejected: tuple[str, ...] = ()

    @property
    def links(self) -> Links:
        """The links of the page."""
        return Links(self.dataset.version, self.decoded.view.as_of)


@dataclass(frozen=True)
class Page:
    """A page: a title for the window and the content as HTML, safe to insert. The content is deflated, as a page is
    cached and sent more often than it is read here.

    `description` says in plain text what the page shows, `address` is its path and query as one link for all who mean
    the same view, and `record` what schema.org calls it: for those who read a page without seeing it.
    """

    title: str
    deflated: bytes
    description: str = ""
    address: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, title: str, html: str, *described: Any) -> Page:  # noqa: ANN401 - description, address, record
        """The page with this content."""
        return cls(title, zlib.compress(html.encode(), DEFLATED), *described)

    @property
    def html(self) -> str:
        """The content as text."""
        return zlib.decompress(self.deflated).decode()

    @property
    def sum(self) -> int:
        """The Adler-32 checksum of the content in UTF-8, with which zlib's format ends."""
        return int.from_bytes(self.deflated[-4:], "big")

    @property
    def size(self) -> int:
        """What it takes in memory, in bytes, about."""
        return len(self.deflated) + 2 * (len(self.description) + len(repr(self.record)))


def laid_out(
    name: str,
    title: str,
    request: Request,
    notices: Iterable[str] = (),
    template: str = "",
    description: str = "",
    record: Mapping[str, Any] | None = None,
    pager: Pager | None = None,
    **context: Any,  # noqa: ANN401
) -> Page:
    """The page `name`, from the template of that name or the one given, within the common frame. `pager` says where
    the page stands in its list."""
    dataset, view, links = request.dataset, request.decoded.view, request.links
    own = links.statement(view.id) if name == "statement" else links.page(name, view)
    # What goes along to the other pages: the choice, not the place on this one.
    chosen = replace(view, page=1, id="", quantity=Quantity())
    carried = "" if chosen == default_view(dataset) else query_string(chosen, dataset.version)
    since = _since(request)
    html = render(
        template or f"{name}.html",
        page=name,
        title=title,
        pages=NAVIGATION,
        dataset=dataset,
        view=view,
        links=links,
        share=own,
        since=since,
        frozen=_frozen(request),
        rejected=request.rejected,
        query=own.partition("?")[2],
        tables=TABLES.get(name, TABLES["compare"]) if not view.quantity.figure else TABLES["figure"],
        endings=tuple(export.FORMATS),
        snippet=snippet(name, title, own.partition("?")[2], len(view.filters.issue), request.origin),
        carried=carried if name != "statement" else "",
        columns_most=COLUMNS_MOST,
        notices=(*_notices(request, since), *_beyond_last(view, pager), *notices),
        pager=pager,
        page_link=lambda number: links.page(name, replace(view, page=number)),
        **context,
    )
    described = clipped(description or dataset.description or dataset.title)
    address = own if name == "statement" else f"{name}?{query_string(view, '')}"
    return Page.of(f"{title} · Counterpoint", html, described, address, record or _dataset_record(dataset, described))


def clipped(text: str) -> str:
    """A text as a preview shows it: one line of a few hundred characters."""
    line = " ".join(text.split())
    return line if len(line) <= DESCRIPTION_LENGTH else f"{line[: DESCRIPTION_LENGTH - 1]}…"


def _dataset_record(dataset: Dataset, description: str) -> dict[str, Any]:
    """The site as schema.org's Dataset."""
    record: dict[str, Any] = {
        "@type": "Dataset",
        "name": dataset.title,
        "description": dataset.description or description,
        "version": dataset.release or dataset.version,
    }
    licences = [licence.url for licence in dataset.licences if licence.url]
    return record | ({"license": licences[0]} if licences else {})


def _beyond_last(view: View, pager: Pager | None) -> tuple[str, ...]:
    """A notice if the address asks for a page after the last one."""
    if pager is None or view.page <= pager.pages:
        return ()
    count = f"{pager.pages} page{'' if pager.pages == 1 else 's'}"
    return (f"This list has {count}; there is no page {view.page}. This is the last one.",)


def credited(dataset: Dataset, sources: Iterable[Source]) -> str:
    """What stands under a chart: whose documents it rests on, and which version of the dataset."""
    publishers = list(dict.fromkeys(source.publisher or source.title for source in sources))
    more = f" and {len(publishers) - CREDITED_MOST} more" if len(publishers) > CREDITED_MOST else ""
    named = f"Sources: {', '.join(publishers[:CREDITED_MOST])}{more}. " if publishers else ""
    return f"{named}Dataset: {dataset.title}, version {dataset.version}."


@dataclass(frozen=True)
class Since:
    """Another version of the dataset than the one that a reader may expect, the day of its release, a link to the
    view in the version that is not shown, and what changed in the view between the two."""

    version: str
    date: str
    link: str
    changes: Changes | None = None


def _since(request: Request) -> Since | None:
    """What changed since a link was made; None if that is unknown or nothing to tell."""
    dataset, view, made_with = request.dataset, request.decoded.view, request.decoded.version
    if not made_with or view.as_of or made_with == dataset.version:
        return None
    directory = Path(dataset.directory)
    release = _release(directory, made_with)
    old = earlier(directory, made_with) if release else None
    if release is None or old is None:
        return None
    link = f"?{query_string(replace(view, as_of=made_with), made_with)}"
    return Since(made_with, date_label(release.date), link, changes(old, dataset, view.filters))


def _frozen(request: Request) -> Since | None:
    """Which release is shown in place of the dataset that is served."""
    dataset, view = request.dataset, request.decoded.view
    if not view.as_of or view.as_of != dataset.version:
        return None
    release = _release(Path(dataset.directory).parents[1], view.as_of)
    link = f"?{query_string(replace(view, as_of=''), '')}"
    return Since(view.as_of, date_label(release.date), link) if release else None


def _release(directory: Path, version: str) -> Release | None:
    return next((release for release in releases(directory) if release.version == version), None)


def _notices(request: Request, since: Since | None) -> list[str]:
    """What of the link could not be used, and whether it was made with another version of which nothing is known."""
    dropped, made_with, served = request.decoded.dropped, request.decoded.version, request.dataset.version
    notices = [
        f"The link has “{drop.value}” for {drop.parameter}: {drop.reason}. The rest of the link is shown."
        for drop in dropped[:DROPPED_SHOWN]
    ]
    if len(dropped) > DROPPED_SHOWN:
        notices.append(f"{len(dropped) - DROPPED_SHOWN} more values of the link could not be used.")
    if made_with and made_with != served and since is None:
        notices.append(
            f"This link was made with version {made_with[:40]} of the dataset. "
            f"You see version {served}: statements may have been added or corrected since."
        )
    return notices
