"""The table of statements that every engine reads: one row a statement, wide enough that no page needs a join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.dataset import StatementTotals
from data.model.dates import date_span
from data.model.stance import STANCES
from data.validation.schema import table_schema as table_schema

from .facets import FACETS, facet_names
from .search import fold_text

STATEMENTS_TABLE = "statements"
# The order of the rows. A view asks for few parties and issues, so engines skip most blocks by their minima and maxima.
SORT_COLUMNS = ("party", "issue", "position")


def enum_columns() -> tuple[str, ...]:
    """Columns of few values, which DuckDB holds as enums: those of the facets, `checked` and `coders`."""
    return tuple(dict.fromkeys((*facet_names(), "checked", "coders")))


def build_table(tables: Mapping[str, pd.DataFrame]) -> pa.Table:
    """The statements of a dataset in the order `SORT_COLUMNS`, from its tables as read.

    Beside the columns of the format:

    - `first` and `last`: the days that the date covers; `year`
    - `value`: the stance as a number, -2 to 2, missing where no stand is taken and for asides, which decide no stance
    - `position`: the place in the order of time, from 0: by first day, then last day, then `row`
    - `row`: the place in the table as read, from 0
    - `shared`: whether another statement of the party on the issue reports the same occasion
    - `answered`: whether a statement of the dataset answers it
    - `coders`: whether all further coders of the statement `agree` with its stance, or one of them `differs`; '' if
      there is none
    - `sure`: `yes` if all coders agree and the document was read whole, else `no`
    - a column for each facet whose values do not stand in the column of its name, such as `kind`, from its source
    - `search`: summary, text, quote, translation, speaker and source title as search compares them
    """
    statements, sources = tables["statements"], tables["sources"]
    spans = {date: date_span(date) for date in statements["date"].unique()}
    values = {stance.id: stance.value for stance in STANCES}
    wide = statements.assign(
        first=pd.to_datetime(statements["date"].map({date: span.first for date, span in spans.items()})),
        last=pd.to_datetime(statements["date"].map({date: span.last for date, span in spans.items()})),
        value=statements["stance"].map(values).astype("Int8").mask(statements["weight"] != ""),
        shared=(statements["occasion"] != "") & statements.duplicated(["issue", "party", "occasion"], keep=False),
        answered=statements["id"].isin(statements["responds_to"]),
        coders=_coder_agreement(statements, tables.get("codings")),
        search=_search_texts(statements, tables.get("speakers"), sources),
        **dict(_facet_columns(statements, tables)),
    )
    sure = (wide["coders"] == "agree") & (wide["checked"] == "page")
    wide["sure"] = sure.map({True: "yes", False: "no"}).astype("str")
    wide["year"] = wide["first"].dt.year.astype("Int16")
    wide["row"] = range(len(wide))
    wide = wide.sort_values(["first", "last"], kind="stable", ignore_index=True)
    wide["position"] = range(len(wide))
    wide = wide.sort_values(list(SORT_COLUMNS), ignore_index=True)
    table = pa.Table.from_pandas(wide, preserve_index=False).replace_schema_metadata()
    return table.cast(pa.schema([_plain_type(field) for field in table.schema]))


def statement_totals(statements: pa.Table) -> StatementTotals:
    """The totals of the statements that `build_table` returns."""
    replies = pc.sum(pc.not_equal(statements["responds_to"], "")).as_py() or 0
    return StatementTotals(len(statements), replies, pc.count_distinct(statements["date"]).as_py())


def _facet_columns(statements: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.Series]]:
    """The name and the column of each facet that the statements as read do not have under its name; '' where a
    statement refers to no record."""
    referenced = {column.name: column.references for column in table_schema("statements").columns}
    for facet in FACETS:
        reference, _, column = facet.column.partition(".")
        if column:
            records = tables.get(referenced[reference])
            values = {} if records is None else records.set_index("id")[column].to_dict()
            yield facet.name, statements[reference].map(values).fillna("").astype("str")
        elif facet.name != facet.column:
            yield facet.name, statements[facet.column]


def _coder_agreement(statements: pd.DataFrame, codings: pd.DataFrame | None) -> pd.Series:
    if codings is None or codings.empty:
        return pd.Series("", index=statements.index, dtype="str")
    own = codings["statement"].map(statements.set_index("id")["stance"])
    same = (codings["stance"] == own).groupby(codings["statement"]).all()
    return statements["id"].map(same).map({True: "agree", False: "differ"}).fillna("").astype("str")


def _search_texts(statements: pd.DataFrame, speakers: pd.DataFrame | None, sources: pd.DataFrame) -> pd.Series:
    names = {} if speakers is None else speakers.set_index("id")["name"].map(fold_text).to_dict()
    speaker = statements["speaker"].map(lambda each: names.get(each, ""))
    title = statements["source"].map(sources.set_index("id")["title"].map(fold_text))
    texts = statements["summary"].map(fold_text)
    for more in (*(statements[name].map(fold_text) for name in ("text", "quote", "translation")), speaker, title):
        texts = texts + "\n" + more
    return texts.astype("str")


def _plain_type(field: pa.Field) -> pa.Field:
    """Days are days, not times; text has one type, whatever the frame made of it."""
    if field.name in ("first", "last"):
        return field.with_type(pa.date32())
    return field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
