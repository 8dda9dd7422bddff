"""Reads JSON of strangers: what has another form than expected is an error with a name, not a crash."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ..errors import ImportSourceError
from ..files.source_files import SourceFile
from ..files.source_table import SourceTable
from ..report import Sheet


def parse_json(file: SourceFile) -> Any:  # noqa: ANN401 - any JSON
    """The content of a JSON file. ImportSourceError if it is none."""
    try:
        return json.loads(file.content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ImportSourceError(f"{file.name} is not JSON in UTF-8: {error}") from error


def try_json(file: SourceFile) -> Any:  # noqa: ANN401 - any JSON
    """The content of a JSON file; None if the file is no JSON."""
    if not file.content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        return None
    try:
        return parse_json(file)
    except ImportSourceError:
        return None


def json_objects(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list; none if it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def json_text(value: object, language: str = "") -> str:
    """A text of JSON: itself, a number as text, or of an object of languages the wanted or the first one."""
    if isinstance(value, Mapping):
        chosen = value.get(language) or next((each for each in value.values() if isinstance(each, str) and each), "")
        return json_text(chosen)
    if isinstance(value, bool) or value is None or isinstance(value, list):
        return ""
    return str(value).strip()


def sheet_of_records(name: str, records: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Sheet:
    """A sheet of records, whose rows are numbered from 1 as entries of the file are."""
    frame = pd.DataFrame({column: [row.get(column, "") for row in records] for column in columns}, dtype="str")
    numbers = pd.Series(range(1, len(frame) + 1), dtype="int64")
    table = SourceTable(name, "", frame, numbers)
    return Sheet(frame, (table,), pd.Series(0, index=frame.index), frame.index.to_series())
