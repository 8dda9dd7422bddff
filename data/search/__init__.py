"""One search over everything that a dataset has on record."""

from .index import record_index
from .marks import Segment, mark_matches
from .results import SearchAnswer, SearchGroup, SearchResult
from .search import QUERY_LENGTH, RESULTS_MOST, search

__all__ = [
    "QUERY_LENGTH",
    "RESULTS_MOST",
    "SearchAnswer",
    "SearchGroup",
    "SearchResult",
    "Segment",
    "mark_matches",
    "record_index",
    "search",
]
