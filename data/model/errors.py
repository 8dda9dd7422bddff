"""The errors of the data layer."""

from __future__ import annotations

from data.translation import gettext

MAX_QUOTED_VALUE_LENGTH = 60


class CounterpointError(Exception):
    """Base of all errors of the data layer."""


class DatabaseUrlError(CounterpointError, ValueError):
    """The address of a database cannot be used. Says why without repeating it."""


class DateError(CounterpointError, ValueError):
    """A text is not a date of the supported forms."""


class UnitError(CounterpointError, ValueError):
    """Two units measure different things, such as roubles and dollars."""


class EngineError(CounterpointError):
    """The engine that holds the statements could not answer. The text is for readers.
    After `retry_seconds` another try is worth it."""

    retry_seconds = 10.0


class BusyError(EngineError):
    """Too many wait for pages or files already."""

    retry_seconds = 2.0

    def __init__(self) -> None:
        super().__init__(gettext("The server is too busy at the moment."))


class FilesChangedError(EngineError):
    """The files of a dataset are not those of the version that is served."""

    def __init__(self) -> None:
        super().__init__(gettext("The files of the dataset have changed, and the server has not read them yet."))


class UnreadableError(EngineError):
    """A file that the engine has open was cut or changed, or its disk fails."""

    def __init__(self) -> None:
        super().__init__(gettext("The files that hold the statements cannot be read at the moment."))


class EngineUnavailableError(EngineError):
    """The engine is not reached. It is tried anew by the first query that comes after `retry_seconds`."""

    def __init__(self, retry_seconds: float) -> None:
        self.retry_seconds = retry_seconds
        super().__init__(gettext("The cluster that holds the statements cannot be reached."))


class QueryStoppedError(EngineError):
    """Nobody waited for the query any more."""

    def __init__(self) -> None:
        super().__init__(gettext("The query was stopped, because nobody waited for it any more."))


class QueryTooLongError(EngineError):
    """The query took longer than a query may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            gettext(
                "The query was stopped after {seconds} seconds. Narrower filters take less time.",
                seconds=f"{seconds:g}",
            )
        )


def quote_for_message(value: object) -> str:
    """A cell for an error message: in quotes, on one line, cut to length."""
    text = "".join(mark if mark.isprintable() else "\ufffd" for mark in " ".join(str(value).split()))
    if len(text) > MAX_QUOTED_VALUE_LENGTH:
        text = text[: MAX_QUOTED_VALUE_LENGTH - 1] + "…"
    return f"'{text}'"
