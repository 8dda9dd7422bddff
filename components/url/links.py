"""Every link of the pages is built here.

Links are relative to the page they stand on: all pages are one path segment
deep, so they hold under any `server.baseUrlPath`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, quote_plus

from .view import View, query_string


@dataclass(frozen=True)
class Links:
    """Links into one version of a dataset, or into the current one if `version` is empty; `as_of` is the release that
    the pages show in its place, if any."""

    version: str
    as_of: str = ""

    def page(self, page: str, view: View, anchor: str = "") -> str:
        """A page with a view; `anchor` names a place on it."""
        return f"{page}?{query_string(view, self.version)}" + (f"#{quote(anchor)}" if anchor else "")

    def to_issue(self, view: View, page: str = "compare") -> Callable[[str], str]:
        """The function that returns the link to a view with one issue alone, by its id. A page has a hundred of these
        links, which differ in nothing else."""
        before, issue, after = self.page(page, view.with_filters(issue=("0",))).partition("issue=0")
        return lambda issue_id: f"{before}{issue[:-1]}{quote_plus(issue_id)}{after}"

    def cell(self, view: View) -> Callable[[str, str], str]:
        """The function that returns the link to one issue and one party alone, by their ids. A matrix has a thousand
        of these links."""
        alone = view.with_filters(issue=("0",), party=("1",))
        before, between, after = re.split("(?<=party=)1|(?<=issue=)0", self.page("compare", alone), maxsplit=2)
        return lambda issue, party: f"{before}{quote_plus(party)}{between}{quote_plus(issue)}{after}"

    def to_parties(self, page: str, view: View) -> Callable[..., str]:
        """The function that returns the link to a page with some parties alone, by their ids. A matrix of pairs has
        two thousand of these links."""
        before, after = self.page(page, view.with_filters(party=("0",))).split("party=0", maxsplit=1)
        return lambda *parties: f"{before}{'&'.join(f'party={quote_plus(party)}' for party in parties)}{after}"

    def statement(self, statement_id: str) -> str:
        """The page of one statement; a link of no version shows what is served."""
        return f"statement?id={quote_plus(statement_id)}{self._of_version}"

    def exchange_card(self, reply_id: str) -> str:
        """The page with the quote card and the embed of a reply and the statement that it answers."""
        return f"quote?id={quote_plus(reply_id)}&of=exchanges{self._of_version}"

    def search(self, text: str) -> str:
        """The search for a text; a link of no version searches what is served."""
        return f"search?q={quote_plus(text)}{self._of_version}"

    @cached_property
    def _of_version(self) -> str:
        """The end of every link to a statement. Computed once: a page has a thousand of these links."""
        parameters = {"as": self.as_of, "version": self.version}
        return "".join(f"&{name}={quote_plus(value)}" for name, value in parameters.items() if value)

    def row(self, view: View, issue_id: str, page: int = 1) -> str:
        """The row of an issue on the comparison: a view of many issues, and the place on it."""
        target = View(view.filters, view.sort, page, as_of=view.as_of)
        return self.page("compare", target, f"issue-{issue_id}")
