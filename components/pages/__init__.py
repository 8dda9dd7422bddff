"""The pages: each a pure function from a request to a title and HTML."""

from .about import about
from .compare import compare
from .figures import figures
from .request import Page, Request
from .sources import sources
from .statement import statement

__all__ = ["PAGES", "Page", "Request"]

# The name of a page is its path.
PAGES = {"compare": compare, "figures": figures, "sources": sources, "about": about, "statement": statement}
