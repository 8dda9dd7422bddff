"""A page's address to its HTML, kept for the next reader of the same view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from components.pages import PAGES, Page, Request
from components.rendering import render
from components.served import served_as
from components.view import Decoded, decode
from data import Dataset, Report

__all__ = ["content"]

PAGES_KEPT = 256


def content(name: str, parameters: Mapping[str, Sequence[str]], origin: str = "") -> Page:
    """The page `name` for the parameters of an address. Never fails for what an
    address holds."""
    dataset = served_as(parameters)
    if isinstance(dataset, Report):
        return Page("Dataset not served · Counterpoint", render("problems.html", report=dataset))
    today = dt.datetime.now(dt.UTC).date()
    return _page(name, dataset, decode(parameters, dataset), origin, today)


@lru_cache(maxsize=PAGES_KEPT)
def _page(name: str, dataset: Dataset, decoded: Decoded, origin: str, today: dt.date) -> Page:
    return PAGES[name](Request(dataset, decoded, origin, today))
