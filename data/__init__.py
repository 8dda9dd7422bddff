"""The data layer: reads, checks and queries a dataset. Knows no page and no browser."""

from .address import Address, located
from .agreement import Agreement, agreement
from .dataset import Dataset, Event, Issue, Licence, Party, Source, Speaker, Theme, check, load
from .dates import Span, date_label, date_span
from .errors import CounterpointError, DatasetError, DateError, EngineError
from .releases import Changes, Release, changes, earlier, last_with, releases
from .report import Problem, Report
from .settings import Settings, SettingsError
from .stance import DISTANCES, STANCES, Distance, Stance, distance, stance
from .statements import Filters
from .watcher import DatasetWatcher, Status

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
