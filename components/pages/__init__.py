"""The pages: each a function from a request to what the page shows, and the template that shows it.

`registry.py` lists them.
"""

from .layout import render_page
from .page import Page, PageContent, PageRequest
from .registry import HOME, PAGES, PageEntry, menu

__all__ = ["HOME", "PAGES", "Page", "PageContent", "PageEntry", "PageRequest", "menu", "render_page"]
