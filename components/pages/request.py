"""What a page is asked for, what it gives back, and what all pages share."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from components.embedded import snippet
from components.links import Links
from components.rendering import render
from components.view import COLUMNS_MOST, Decoded, Quantity, View, default_view, query_string
from data import Changes, Dataset, Source, changes, date_label, earlier, export, releases

__all__ = ["NAVIGATION", "Drawn", "Page", "Request", "beyond_last", "credited", "laid_out"]

DESCRIPTION_LENGTH = 300
# zlib's level from which on a page gets hardly any smaller.
DEFLATED = 6
CREDITED_MOST = 12
# What a page offers as files: names of tables, and what they are called.
TABLES = {
    "compare": (("statements", "Statements"),),
    "figures": (("figures", "Figures"),),
    "figure": (("ratios", "Definitions and results"), ("figures", "The stated figure")),
}

NAVIGATION = (
    ("compare", "Compare"),
    ("timeline", "Timeline"),
    ("exchanges", "Exchanges"),
    ("figures", "Figures"),
    ("sources", "Sources"),
    ("about", "About"),
)


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


@dataclass(frozen=True)
class Drawn:
    """A page as it was drawn: a title for the window and the content as HTML, safe to insert.

    `description` says in plain text what the page shows, `address` is its path
    and query as one link for all who mean the same view, and `record` what
    schema.org calls it: for those who read a page without seeing it.
    """

    title: str
    html: str
    description: str = ""
    address: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """What was drawn, its content deflated, as a page is kept and sent more often than it is read here.

    HTML repeats itself: it takes a tenth of its length, and a twentieth of what Python takes for a text with one dash
    in it. Streamlit hashes what it sends twice, and copies it more often than that.
    """

    title: str
    deflated: bytes
    description: str = ""
    address: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, drawn: Drawn) -> Page:
        """The page with this content."""
        deflated = zlib.compress(drawn.html.encode(), DEFLATED)
        return cls(drawn.title, deflated, drawn.description, drawn.address, drawn.record)

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
    notices: tuple[str, ...] = (),
    template: str = "",
    description: str = "",
    record: Mapping[str, Any] | None = None,
    **context: Any,  # noqa: ANN401
) -> Drawn:
    """The page `name`, from the template of that name or the one given, within the common frame."""
    dataset, view = request.dataset, request.decoded.view
    quantity, links = view.quantity, Links(dataset.version, view.as_of)
    own = links.statement(view.id) if name == "statement" else links.page(name, view)
    # What goes along to the other pages: the choice, not the place on this one.
    chosen = replace(view, page=1, id="", quantity=Quantity())
    carried = "" if chosen == default_view(dataset) else query_string(chosen, dataset.version)
    html = render(
        template or f"{name}.html",
        page=name,
        title=title,
        pages=NAVIGATION,
        dataset=dataset,
        view=view,
        links=links,
        share=own,
        since=_since(request),
        frozen=_frozen(request),
        rejected=request.rejected,
        query=own.partition("?")[2],
        tables=TABLES.get(name, TABLES["compare"]) if not quantity.figure else TABLES["figure"],
        endings=tuple(export.FORMATS),
        snippet=snippet(name, title, own.partition("?")[2], len(view.filters.issue), request.origin),
        carried=carried if name != "statement" else "",
        columns_most=COLUMNS_MOST,
        notices=(*_notices(request), *notices),
        **context,
    )
    described = clipped(description or dataset.description or dataset.title)
    address = own if name == "statement" else f"{name}?{query_string(view, '')}"
    return Drawn(f"{title} · Counterpoint", html, described, address, record or _dataset_record(dataset, described))


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


def beyond_last(view: View, pages: int) -> tuple[str, ...]:
    """A notice if the address asks for a page after the last one."""
    if view.page <= pages:
        return ()
    count = f"{pages} page{'' if pages == 1 else 's'}"
    return (f"This list has {count}; there is no page {view.page}. This is the last one.",)


def credited(dataset: Dataset, sources: Iterable[Source]) -> str:
    """What stands under a chart: whose documents it rests on, and which version of the dataset."""
    publishers = list(dict.fromkeys(source.publisher or source.title for source in sources))
    more = f" and {len(publishers) - CREDITED_MOST} more" if len(publishers) > CREDITED_MOST else ""
    named = f"Sources: {', '.join(publishers[:CREDITED_MOST])}{more}. " if publishers else ""
    return f"{named}Dataset: {dataset.title}, version {dataset.version}."


@dataclass(frozen=True)
class Since:
    """What changed in a view since the version that its link was made with, and
    the links to the view as it was and as it is."""

    version: str
    date: str
    changes: Changes
    before: str = ""
    now: str = ""


def _since(request: Request) -> Since | None:
    """What changed since a link was made; None if that is unknown or nothing to tell."""
    dataset, view, made_with = request.dataset, request.decoded.view, request.decoded.version
    if not made_with or view.as_of or made_with == dataset.version:
        return None
    directory = Path(dataset.directory)
    release = next((each for each in releases(directory) if each.version == made_with), None)
    old = earlier(directory, made_with) if release else None
    if release is None or old is None:
        return None
    query = query_string(replace(view, as_of=made_with), made_with)
    return Since(made_with, date_label(release.date), changes(old, dataset, view.filters), before=f"?{query}")


def _frozen(request: Request) -> Since | None:
    """Which release is shown in place of the dataset that is served."""
    dataset, view = request.dataset, request.decoded.view
    if not view.as_of or view.as_of != dataset.version:
        return None
    release = next((each for each in releases(Path(dataset.directory).parents[1]) if each.version == view.as_of), None)
    query = query_string(replace(view, as_of=""), "")
    return Since(view.as_of, date_label(release.date), Changes(), now=f"?{query}") if release else None


def _notices(request: Request) -> tuple[str, ...]:
    dropped = tuple(
        f"The link has “{drop.value}” for {drop.parameter}: {drop.reason}. The rest of the link is shown."
        for drop in request.decoded.dropped[:12]
    )
    more = len(request.decoded.dropped) - len(dropped)
    if more:
        dropped += (f"{more} more values of the link could not be used.",)
    made_with, served = request.decoded.version, request.dataset.version
    if made_with and made_with != served and _since(request) is None:
        dropped += (
            f"This link was made with version {made_with[:40]} of the dataset. "
            f"You see version {served}: statements may have been added or corrected since.",
        )
    return dropped
