"""A page's address to its HTML, kept for the next reader of the same view."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from components.kept import kept
from components.making import Making, begin, made, room
from components.pages import NAVIGATION, PAGES, Drawn, Page, Request
from components.rendering import render
from components.served import served_as, standing
from components.view import Decoded, decode
from data import Dataset, EngineError, Report

__all__ = ["SOON", "begun", "content", "troubled", "warm", "working"]

log = logging.getLogger("counterpoint")

PAGES_MEGABYTES = 64
# What a kept page takes besides: itself, and the view that it is kept for.
BESIDE = 4 * 1024
# What a value that an address names in vain takes beside itself, as part of what a page is kept for.
DROPPED_BYTES = 300
PROBLEMS_MOST = 20
# After so many seconds a reader is told that the page is still being made.
SOON = 1.0
# So long parties are compared before anybody asks, two after two: at 10^6 statements, forty in a second.
AHEAD_SECONDS = 2.0
# The parameter with which a reader says that a view need not be made.
STOPPED = "stopped"


class _Sized(NamedTuple):
    """A page, and what it takes with what it is kept for, in bytes, about."""

    page: Page
    size: int


def content(name: str, parameters: Mapping[str, Sequence[str]], origin: str = "") -> Page:
    """The page `name` for the parameters of an address. Never fails for what an
    address holds. EngineError if the statements' engine could not answer."""
    making = begun(name, parameters, origin)
    with making.waited_for():
        return making.page()


def begun(name: str, parameters: Mapping[str, Sequence[str]], origin: str = "") -> Making:
    """The same page on its way, for those who would rather not wait for all of it."""
    dataset = served_as(parameters)
    if isinstance(dataset, Report):
        return made(lambda: _not_served(dataset))
    today = dt.datetime.now(dt.UTC).date()
    asked = (name, dataset, decode(parameters, dataset), origin, today, _rejected())
    if not dataset.engine.stoppable:
        return made(lambda: _page(*asked).page)
    if parameters.get(STOPPED):
        return made(lambda: _stopped(name, parameters), apart=True)
    if known := _page.known(*asked):
        return made(lambda: known.page, apart=True)
    return begin(asked, lambda: _page(*asked).page)


def warm() -> None:
    """Makes each page once, and that of one figure worked out, so that the first reader
    does not wait for what the first page of a process takes: modules, templates, the
    engine's files; and where there are many statements, comparisons of its parties for a while, so that most of the
    statements that a comparison shows first are kept. A cluster is not asked. What goes wrong is in the log, and
    for the reader who asks for that page."""
    dataset = served_as({})
    if isinstance(dataset, Report) or dataset.engine.remote:
        return
    for name, parameters in _first_asked(dataset):
        try:
            content(name, parameters)
        except Exception:
            log.exception("The page %s could not be made", name)


def _first_asked(dataset: Dataset) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
    yield from ((name, {}) for name in PAGES)
    known = dataset.quantities
    if figure := next((each.id for each in known.figures.values() if known.indicators[each.indicator].form), None):
        yield "figures", {"figure": [figure]}
    if dataset.engine.stoppable:
        ends = time.monotonic() + AHEAD_SECONDS
        parties = list(dataset.parties)
        for pair in zip(parties[::2], parties[1::2], strict=False):
            if time.monotonic() > ends:
                break
            yield "compare", {"party": list(pair)}


def _key(name: str, dataset: Dataset, *asked: Hashable) -> Hashable:
    return name, dataset.state, *asked


@kept(PAGES_MEGABYTES, lambda page: page.size, _key)
def _page(
    name: str, dataset: Dataset, decoded: Decoded, origin: str, today: dt.date, rejected: tuple[str, ...]
) -> _Sized:
    with room(dataset.engine.remote):
        drawn = PAGES[name](Request(dataset, decoded, origin, today, rejected))
    # Deflating needs no interpreter: the next page is begun meanwhile.
    page = Page.of(drawn)
    return _Sized(page, page.size + BESIDE + sum(DROPPED_BYTES + 4 * len(each.value) for each in decoded.dropped))


def _rejected() -> tuple[str, ...]:
    report = standing().rejected
    return tuple(str(problem) for problem in report.problems[:PROBLEMS_MOST]) if report else ()


def troubled(name: str, parameters: Mapping[str, Sequence[str]], error: EngineError) -> Page:
    """The page that says why another one cannot be shown, and tries again."""
    seconds = max(1, round(error.again))
    return _instead("This view cannot be shown at the moment", name, parameters, text=str(error), again=seconds)


def _not_served(report: Report) -> Page:
    return Page.of(Drawn("Dataset not served · Counterpoint", render("problems.html", report=report)))


def _stopped(name: str, parameters: Mapping[str, Sequence[str]]) -> Page:
    rest = {key: values for key, values in parameters.items() if key != STOPPED}
    return _instead("This view was not worked out", name, rest, text="You stopped it.", again=0)


def _instead(title: str, name: str, parameters: Mapping[str, Sequence[str]], text: str, again: int) -> Page:
    link = _address(name, parameters)
    html = render(
        "instead.html", title=title, text=text, rejected=_rejected(), again=again, link=link, pages=NAVIGATION
    )
    return Page.of(Drawn(f"{title} · Counterpoint", html))


def working(name: str, parameters: Mapping[str, Sequence[str]], making: Making, seconds: float) -> str:
    """What is said of a page on its way, as HTML: since when, how far, and the link that stops it."""
    link = _address(name, {**parameters, STOPPED: ["1"]})
    return render("working.html", work=making.work, seconds=round(seconds), link=link)


def _address(name: str, parameters: Mapping[str, Sequence[str]]) -> str:
    return f"{name}?{urlencode(parameters, doseq=True)}"
