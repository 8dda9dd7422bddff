"""One search over everything that a dataset has on record."""

from .index import record_index
from .marks import Segment, mark_matches
from .results import SearchAnswer, SearchGroup, SearchResult
from .search import MAX_QUERY_LENGTH, MAX_RESULTS, search

__all__ = [
    "MAX_QUERY_LENGTH",
    "MAX_RESULTS",
    "SearchAnswer",
    "SearchGroup",
    "SearchResult",
    "Segment",
    "mark_matches",
    "record_index",
    "search",
]
