"""The records of a dataset, and the types of what its cells hold: stances, dates, units."""

from .data_package import DataPackage
from .dataset import Dataset
from .dates import DATE_PATTERN, Span, date_label, date_span
from .engine import Engine
from .errors import (
    AddressError,
    CounterpointError,
    DateError,
    EngineError,
    EngineUnavailableError,
    QueryStoppedError,
    QueryTooLongError,
    UnitError,
    UnreadableError,
    quoted,
)
from .indicators import Figure, Group, Indicator, Measure, Quantities, Topic
from .records import Event, Issue, Licence, Party, Source, Speaker, Theme
from .stance import DISTANCES, STANCES, Distance, Stance, distance, stance
from .units import LOCAL, base_of, factor, quotient_factor

__all__ = [
    "DATE_PATTERN",
    "DISTANCES",
    "LOCAL",
    "STANCES",
    "AddressError",
    "CounterpointError",
    "DataPackage",
    "Dataset",
    "DateError",
    "Distance",
    "Engine",
    "EngineError",
    "EngineUnavailableError",
    "Event",
    "Figure",
    "Group",
    "Indicator",
    "Issue",
    "Licence",
    "Measure",
    "Party",
    "Quantities",
    "QueryStoppedError",
    "QueryTooLongError",
    "Source",
    "Span",
    "Speaker",
    "Stance",
    "Theme",
    "Topic",
    "UnitError",
    "UnreadableError",
    "base_of",
    "date_label",
    "date_span",
    "distance",
    "factor",
    "quoted",
    "quotient_factor",
    "stance",
]
