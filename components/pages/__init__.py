"""The pages: each a pure function from a request to a title and HTML."""

from .about import about
from .compare import compare
from .exchanges import exchanges
from .figures import figures
from .request import NAVIGATION, Page, Request
from .sources import sources
from .statement import statement
from .timeline import timeline

__all__ = ["NAVIGATION", "PAGES", "Page", "Request"]

# The name of a page is its path.
PAGES = {
    "compare": compare,
    "timeline": timeline,
    "exchanges": exchanges,
    "figures": figures,
    "sources": sources,
    "about": about,
    "statement": statement,
}
