"""The data layer: reads, checks and queries a dataset. Knows no page and no browser.

Its rooms import in one direction, each from those before it: `translation`, `cancellation`, `model`, `validation`,
`statements`, `package`, `settings`, `loading`, `figures`, `publishing`, `__main__`.
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
    distance_of_values,
    stance_by_id,
)
from .package import DatabaseUrl, parse_dataset_location
from .publishing import (
    Agreement,
    DatasetChanges,
    DatasetStatus,
    DatasetWatcher,
    Release,
    coder_agreement,
    dataset_changes,
    last_release_with,
    list_releases,
    load_release,
)
from .settings import Settings, SettingsError
from .statements import Filters
from .validation import DatasetError, Problem, Report

__all__ = [
    "DISTANCES",
    "STANCES",
    "Agreement",
    "CounterpointError",
    "DatabaseUrl",
    "Dataset",
    "DatasetChanges",
    "DatasetError",
    "DatasetStatus",
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
    "Theme",
    "check",
    "coder_agreement",
    "dataset_changes",
    "date_label",
    "date_span",
    "distance_of_values",
    "last_release_with",
    "list_releases",
    "load",
    "load_release",
    "parse_dataset_location",
    "stance_by_id",
]
