"""The pages: each a function from a request to what the page shows, and the template that shows it.

`registry.py` lists them.
"""

from components.page import Page, PageContent, PageRequest

from .layout import render_page
from .registry import HOME_PAGE, PAGES, PageEntry, menu_entries

__all__ = ["HOME_PAGE", "PAGES", "Page", "PageContent", "PageEntry", "PageRequest", "menu_entries", "render_page"]
