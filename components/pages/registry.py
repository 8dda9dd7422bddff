"""The list of all pages. Routes, menu, first paint, sitemap, downloads and embeds follow from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.page import Download, PageContent, PageRequest
from components.parts.glossary import COMPARISON_TERMS, STANCE_TERMS, TERMS
from components.url.view import MAX_TEXT_LENGTH
from data import Dataset
from data.search import MAX_QUERY_LENGTH
from data.translation import gettext, gettext_noop

from .about import about_page
from .agreement import agreement_page, several_parties
from .changes import changes_page, has_releases
from .compare import compare_page
from .exchanges import exchanges_page, has_replies
from .figures import figures_page, has_figures
from .search import search_page
from .sources import sources_page
from .statement import statement_page
from .timeline import has_several_dates, timeline_page

STATEMENTS_SECTION: Download = ("statements", gettext_noop("Statements"))
FIGURES_SECTION: Download = ("figures", gettext_noop("Figures"))


@dataclass(frozen=True)
class PageEntry:
    """One page: its name, which is its path, and the function that returns what the page shows.

    The template `<name>.html` beside the function's module shows it. `title` is the label in the menu. A page with
    `filters` has the sidebar; without `party_filter` the page shows all parties, whichever are chosen; with `order` the
    sidebar offers the order of issues. An embed of a
    page with `charts` is the page itself; any other is embedded without scripts. `downloads` are the tables that the
    page offers as files. The menu and the sitemap list the pages that are `in_menu`, if `applies` says that the dataset
    has something for them. `text_length` is how many characters of `q` the page reads. `terms` are the names of the
    terms that the page explains at its end.
    """

    name: str
    content: Callable[[PageRequest], PageContent]
    title: str
    filters: bool = False
    party_filter: bool = True
    order: bool = False
    charts: bool = False
    downloads: Sequence[Download] = (STATEMENTS_SECTION,)
    in_menu: bool = True
    applies: Callable[[Dataset], bool] = lambda _: True
    text_length: int = MAX_TEXT_LENGTH
    terms: Sequence[str] = ()

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return gettext(self.title)


# By name, in the order of the menu.
PAGES: dict[str, PageEntry] = {
    entry.name: entry
    for entry in (
        PageEntry(
            "compare",
            compare_page,
            title=gettext_noop("Compare"),
            filters=True,
            order=True,
            terms=COMPARISON_TERMS,
        ),
        PageEntry(
            "timeline",
            timeline_page,
            title=gettext_noop("Timeline"),
            filters=True,
            charts=True,
            applies=has_several_dates,
            terms=COMPARISON_TERMS,
        ),
        PageEntry(
            "exchanges",
            exchanges_page,
            title=gettext_noop("Exchanges"),
            filters=True,
            applies=has_replies,
            terms=(*STANCE_TERMS, "reply"),
        ),
        PageEntry(
            "agreement",
            agreement_page,
            title=gettext_noop("Agreement"),
            filters=True,
            party_filter=False,
            charts=True,
            applies=several_parties,
            terms=("stance", "common", "interval", "distance"),
        ),
        PageEntry(
            "figures",
            figures_page,
            title=gettext_noop("Figures"),
            charts=True,
            downloads=(FIGURES_SECTION,),
            applies=has_figures,
            terms=("alike", "definition", "carrier", "reading"),
        ),
        PageEntry(
            "sources",
            sources_page,
            title=gettext_noop("Sources"),
            filters=True,
            party_filter=False,
            terms=("carrier", "reading", "stance"),
        ),
        PageEntry(
            "changes",
            changes_page,
            title=gettext_noop("Changes"),
            filters=True,
            in_menu=False,
            applies=has_releases,
            terms=("stance", "change"),
        ),
        PageEntry("about", about_page, title=gettext_noop("About"), terms=tuple(TERMS)),
        PageEntry(
            "search",
            search_page,
            title=gettext_noop("Search"),
            downloads=(),
            in_menu=False,
            text_length=MAX_QUERY_LENGTH,
            terms=("stance", "proposition"),
        ),
        PageEntry("statement", statement_page, title=gettext_noop("Statement"), in_menu=False, terms=STANCE_TERMS),
    )
}

# The page at the bare address.
HOME_PAGE = "compare"


def menu_entries(dataset: Dataset | None) -> list[PageEntry]:
    """The pages of the menu, in its order; without a dataset all of them."""
    return [entry for entry in PAGES.values() if entry.in_menu and (dataset is None or entry.applies(dataset))]
