"""The statements as the engines hold them: one wide table in order of time."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from .dates import date_span
from .stance import STANCES

__all__ = ["INDEXED", "KEYS", "REPEATED", "folded", "prepared"]

# The columns by which statements are chosen, counted and ordered; the others are texts that are only shown or searched.
INDEXED = (
    "id",
    "date",
    "party",
    "speaker",
    "issue",
    "stance",
    "responds_to",
    "occasion",
    "source",
    "checked",
    "first",
    "last",
    "year",
    "value",
    "position",
    "shared",
    "answered",
    "kind",
    "theme",
    "cell",
)
# Those of them by which few statements are found: what they are, what they answer, what they report of.
KEYS = ("id", "responds_to", "occasion")
# Those of them whose texts many statements share.
REPEATED = ("date", "party", "speaker", "issue", "stance", "source", "checked", "kind", "theme")


def folded(text: str) -> str:
    """A text as search compares it: without case, accents and other marks above
    or below letters, so that 'Geoana' finds 'Geoană'."""
    if text.isascii():
        return text.lower()
    # Folded again after: some compatibility forms come apart into capitals (№, ™, ℌ).
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).translate(_BARRED)


# Letters whose bar or stroke Unicode does not take apart.
_BARRED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})


def prepared(tables: Mapping[str, pd.DataFrame]) -> pa.Table:
    """The statements of a dataset, in order of time, from its tables as read.

    Beside the columns of the format: `first` and `last` (the days that the date
    covers), `year`, `value` (-2 to 2, missing where no stand is taken),
    `position` (a place in time, unique: by first day, then last day, then `row`, the
    place in the table),
    `shared` (whether others are reports of the same occasion, by the same party on the
    same issue), `answered` (whether a statement of the dataset answers it),
    `kind`, `theme`, `cell` (a number for the party on the issue, by which engines group
    in half the time that both take), and `search` (summary, quote, speaker and source title as search
    compares them).
    """
    statements, issues, sources = (tables[name] for name in ("statements", "issues", "sources"))
    spans = {date: date_span(date) for date in statements["date"].unique()}
    values = {stance.id: stance.value for stance in STANCES}
    wide = statements.assign(
        first=pd.to_datetime(statements["date"].map({date: span.first for date, span in spans.items()})),
        last=pd.to_datetime(statements["date"].map({date: span.last for date, span in spans.items()})),
        value=statements["stance"].map(values).astype("Int8"),
        shared=(statements["occasion"] != "") & statements.duplicated(["issue", "party", "occasion"], keep=False),
        answered=statements["id"].isin(statements["responds_to"]),
        kind=statements["source"].map(sources.set_index("id")["kind"]),
        theme=statements["issue"].map(issues.set_index("id")["theme"]),
        cell=statements.groupby(["issue", "party"], sort=False).ngroup().astype("int32"),
        search=_searched(statements, tables.get("speakers"), sources),
    )
    wide["year"] = wide["first"].dt.year.astype("Int16")
    wide["row"] = range(len(wide))
    wide = wide.sort_values(["first", "last"], kind="stable", ignore_index=True)
    wide["position"] = range(len(wide))
    table = pa.Table.from_pandas(wide, preserve_index=False).replace_schema_metadata()
    return table.cast(pa.schema([_typed(field) for field in table.schema]))


def _searched(statements: pd.DataFrame, speakers: pd.DataFrame | None, sources: pd.DataFrame) -> pd.Series:
    names = {} if speakers is None else _folded_by_id(speakers, "name")
    titles = _folded_by_id(sources, "title")
    columns = (statements[name] for name in ("summary", "quote", "speaker", "source"))
    texts = [
        f"{folded(said)}\n{folded(quote)}\n{names.get(speaker, '')}\n{titles[source]}"
        for said, quote, speaker, source in zip(*columns, strict=True)
    ]
    return pd.Series(texts, index=statements.index, dtype="str")


def _folded_by_id(table: pd.DataFrame, column: str) -> dict[str, str]:
    return {id_: folded(text) for id_, text in zip(table["id"], table[column], strict=True)}


def _typed(field: pa.Field) -> pa.Field:
    """Days are days, not times; text has one type, whatever the frame made of it."""
    if field.name in ("first", "last"):
        return field.with_type(pa.date32())
    return field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
