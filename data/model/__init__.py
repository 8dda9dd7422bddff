"""The records of a dataset, and the types of what its cells hold: stances, dates, units."""

from .data_package import DataPackage
from .dataset import Dataset
from .dates import DATE_PATTERN, Span, date_label, date_span
from .engine import Engine
from .errors import (
    BusyError,
    CounterpointError,
    DatabaseUrlError,
    DateError,
    EngineError,
    EngineUnavailableError,
    FilesChangedError,
    QueryStoppedError,
    QueryTooLongError,
    UnitError,
    UnreadableError,
    quote_for_message,
)
from .indicators import Figure, FigureRecords, Indicator, Measure, MemberGroup, Topic
from .records import Event, Issue, Licence, Party, Source, Speaker, Theme
from .sentences import beginning_of, first_sentences
from .stance import DISTANCES, IN_PASSING, STANCES, Distance, Stance, distance_of_values, is_reversal, stance_by_id
from .units import LOCAL_CURRENCY, base_unit, conversion_factor, quotient_factor

__all__ = [
    "DATE_PATTERN",
    "DISTANCES",
    "IN_PASSING",
    "LOCAL_CURRENCY",
    "STANCES",
    "BusyError",
    "CounterpointError",
    "DataPackage",
    "DatabaseUrlError",
    "Dataset",
    "DateError",
    "Distance",
    "Engine",
    "EngineError",
    "EngineUnavailableError",
    "Event",
    "Figure",
    "FigureRecords",
    "FilesChangedError",
    "Indicator",
    "Issue",
    "Licence",
    "Measure",
    "MemberGroup",
    "Party",
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
    "base_unit",
    "beginning_of",
    "conversion_factor",
    "date_label",
    "date_span",
    "distance_of_values",
    "first_sentences",
    "is_reversal",
    "quote_for_message",
    "quotient_factor",
    "stance_by_id",
]
