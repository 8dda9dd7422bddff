"""Pages that replace a page that cannot be shown, and give the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from components.page import Page
from components.rendering import render
from data import EngineError, Report
from data.model import QueryTooLongError
from data.translation import gettext, gettext_noop

from .registry import menu_entries

UNAVAILABLE_TITLE = gettext_noop("This view cannot be shown at the moment")


def error_page(
    name: str, parameters: Mapping[str, Sequence[str]], error: EngineError, problems: Sequence[str] = ()
) -> Page:
    """Return the page that says why the page `name` cannot be shown and offers to try again.

    The page reloads by itself, unless the query took too long: the next try would take as long. `problems` are those of
    the dataset's files."""
    html = render(
        "error_page.html",
        title=gettext(UNAVAILABLE_TITLE),
        text=str(error),
        problems=problems,
        again=0 if isinstance(error, QueryTooLongError) else max(1, round(error.retry_seconds)),
        link=f"{name}?{urlencode(parameters, doseq=True)}",
        menu=menu_entries(None),
    )
    return Page.from_html(f"{gettext(UNAVAILABLE_TITLE)} · Counterpoint", html)


def problems_page(report: Report) -> Page:
    """The page that lists the problems of a dataset that is not served."""
    return Page.from_html(
        f"{gettext('Dataset not served')} · Counterpoint", render("problems_page.html", report=report)
    )
