"""The data layer: reads, checks and queries a dataset. Knows no page and no browser."""

from .model.dataset import Dataset, Event, Issue, Licence, Party, Source, Speaker, Theme, check, load
from .model.dates import Span, date_label, date_span
from .model.errors import CounterpointError, DatasetError, DateError, EngineError
from .model.stance import DISTANCES, STANCES, Distance, Stance, distance, stance
from .package.location import Address, located
from .publishing.agreement import Agreement, agreement
from .publishing.releases import Changes, Release, changes, earlier, last_with, releases
from .publishing.watcher import DatasetWatcher, Status
from .settings import Settings, SettingsError
from .statements import Filters
from .validation.report import Problem, Report

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
