"""The data layer: reads, checks and queries a dataset. Knows no page and no browser.

Its rooms import in one direction, each from those before it: `cancellation`, `model`, `validation`, `statements`,
`package`, `settings`, `loading`, `figures`, `publishing`, `__main__`.
"""

from .loading import check, load
from .model import (
    DISTANCES,
    STANCES,
    CounterpointError,
    Dataset,
    DateError,
    Distance,
    EngineError,
    Event,
    Issue,
    Licence,
    Party,
    Source,
    Span,
    Speaker,
    Stance,
    Theme,
    date_label,
    date_span,
    distance,
    stance,
)
from .package import Address, located
from .publishing import (
    Agreement,
    Changes,
    DatasetWatcher,
    Release,
    Status,
    agreement,
    changes,
    earlier,
    last_with,
    releases,
)
from .settings import Settings, SettingsError
from .statements import Filters
from .validation import DatasetError, Problem, Report

__all__ = [
    "DISTANCES",
    "STANCES",
    "Address",
    "Agreement",
    "Changes",
    "CounterpointError",
    "Dataset",
    "DatasetError",
    "DatasetWatcher",
    "DateError",
    "Distance",
    "EngineError",
    "Event",
    "Filters",
    "Issue",
    "Licence",
    "Party",
    "Problem",
    "Release",
    "Report",
    "Settings",
    "SettingsError",
    "Source",
    "Span",
    "Speaker",
    "Stance",
    "Status",
    "Theme",
    "agreement",
    "changes",
    "check",
    "date_label",
    "date_span",
    "distance",
    "earlier",
    "last_with",
    "load",
    "located",
    "releases",
    "stance",
]
