"""A page's address to its HTML, kept for the next reader of the same view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from components.kept import kept
from components.pages import PAGES, Page, Request
from components.rendering import render
from components.served import served_as, standing
from components.view import Decoded, decode
from data import Dataset, Report

__all__ = ["content"]

PAGES_MEGABYTES = 64
PROBLEMS_MOST = 20


def content(name: str, parameters: Mapping[str, Sequence[str]], origin: str = "") -> Page:
    """The page `name` for the parameters of an address. Never fails for what an
    address holds."""
    dataset = served_as(parameters)
    if isinstance(dataset, Report):
        return Page("Dataset not served · Counterpoint", render("problems.html", report=dataset))
    today = dt.datetime.now(dt.UTC).date()
    return _page(name, dataset, decode(parameters, dataset), origin, today, _rejected())


def _size(page: Page) -> int:
    # A text of Python takes one, two or four bytes a letter: the pages have dashes, so two.
    return 2 * len(page.html)


@kept(PAGES_MEGABYTES, _size)
def _page(
    name: str, dataset: Dataset, decoded: Decoded, origin: str, today: dt.date, rejected: tuple[str, ...]
) -> Page:
    return PAGES[name](Request(dataset, decoded, origin, today, rejected))


def _rejected() -> tuple[str, ...]:
    report = standing().rejected
    return tuple(str(problem) for problem in report.problems[:PROBLEMS_MOST]) if report else ()
