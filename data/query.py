"""Which statements a reader asked for, and what they show side by side.

Written once with Narwhals, run by any engine of `data.engines`; what comes out
is pandas, bounded to what one page shows. Every function takes the same
`Filters`, so that the same choice means the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from .dataset import Dataset, folded
from .dates import date_span
from .work import run_by_engine

__all__ = [
    "CARD",
    "Filters",
    "answers",
    "around",
    "balance",
    "by_ids",
    "by_source",
    "cells",
    "changes",
    "count",
    "counts",
    "course",
    "facets",
    "following",
    "ids",
    "latest",
    "matching",
    "newest",
    "portion",
    "replies",
    "reports",
    "rows",
    "statement",
    "unanswered",
]

Frame = nw.LazyFrame[Any]

CELL = ("issue", "party")
BALANCE = ("issue", "year", "kind", "checked")
# More than any place in time: puts statements that take no stand behind all others.
UNPLACED = 2**40
# What a card shows of a statement; `position` is its place in time.
CARD = (
    "id",
    "date",
    "party",
    "speaker",
    "role",
    "issue",
    "stance",
    "summary",
    "quote",
    "responds_to",
    "occasion",
    "source",
    "locator",
    "checked",
    "note",
    "position",
)
# What may be missing in a column of small numbers; pandas has no such type of its own.
NULLABLE = {pa.int8(): pd.Int8Dtype()}
FACETS = ("party", "theme", "issue", "speaker", "stance", "kind")


@dataclass(frozen=True)
class Filters:
    """A choice of statements. An empty choice leaves everything in.

    `since` and `until` are dates of any precision; a statement is in the period
    if any day that its date covers is. `text` is searched for word by word in
    summary, quote, speaker and source title, without regard to case or accents.
    """

    party: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    stance: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    text: str = ""

    @property
    def narrows_statements(self) -> bool:
        """Whether the choice leaves out statements of a shown party on a shown issue."""
        return bool(self.speaker or self.since or self.until or self.stance or self.kind or self.text)

    def only_rows_and_columns(self) -> Filters:
        """The same parties, themes and issues, with every statement on them."""
        return Filters(party=self.party, theme=self.theme, issue=self.issue)


def matching(dataset: Dataset, filters: Filters) -> Frame:
    """The statements that pass the filters, lazily, with the engine's columns."""
    return _where(dataset.engine.statements(), dataset, filters)


def _where(frame: Frame, dataset: Dataset, filters: Filters) -> Frame:
    conditions = _conditions(dataset, filters)
    return frame.filter(*conditions) if conditions else frame


def _conditions(dataset: Dataset, filters: Filters) -> list[nw.Expr]:
    conditions = [nw.col(name).is_in(list(chosen)) for name in FACETS if (chosen := getattr(filters, name))]
    if filters.since:
        conditions.append(nw.col("last") >= nw.lit(date_span(filters.since).first).cast(nw.Date))
    if filters.until:
        conditions.append(nw.col("first") <= nw.lit(date_span(filters.until).last).cast(nw.Date))
    conditions += [_mentions(dataset, word) for word in folded(filters.text).split()]
    return conditions


def _mentions(dataset: Dataset, word: str) -> nw.Expr:
    """Speakers and titles are few, so they are searched here and named by id."""
    fields = [nw.col("search").str.contains(word, literal=True)]
    speakers = [speaker.id for speaker in dataset.speakers.values() if word in folded(speaker.name)]
    sources = [source.id for source in dataset.sources.values() if word in folded(source.title)]
    if speakers:
        fields.append(nw.col("speaker").is_in(speakers))
    if sources:
        fields.append(nw.col("source").is_in(sources))
    return reduce(or_, fields)


@run_by_engine
def counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """How many statements stand on each issue from each party: `issue`, `party`,
    `n`, and `newest`, the place in time of the newest."""
    found = matching(dataset, filters).group_by(*CELL).agg(n=nw.len(), newest=nw.col("position").max())
    return _collect(found)


@run_by_engine
def latest(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """The position of each party on each issue: `issue`, `party`, `id`, `stance`,
    `value`, `date`, `position`, with `n` and `newest` as in `counts`.

    It is the latest statement that takes a stand. Only where none does, it is
    the latest of those that take none, with a missing `value`.
    """
    place = nw.col("position")
    standing_last = nw.when(nw.col("value").is_null()).then(place - UNPLACED).otherwise(place)
    found = (
        matching(dataset, filters)
        .select(*CELL, "id", "stance", "value", "date", "position", weight=standing_last)
        .with_columns(
            n=nw.len().over(*CELL), newest=place.max().over(*CELL), heaviest=nw.col("weight").max().over(*CELL)
        )
        .filter(nw.col("weight") == nw.col("heaviest"))
    )
    return _collect(found)


@run_by_engine
def changes(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Every change of a party's stance on an issue, in order of time: `issue`,
    `party`, `id`, `date`, `stance`, `value`, and the same of the statement
    before as `from_id`, `from_date`, `from_stance`, `from_value`.

    Of the reports of one occasion only the one that stands last in the dataset
    counts: that two sources report one utterance differently is no change.
    """
    standing = matching(dataset, filters).filter(~nw.col("value").is_null())
    leading = standing.filter(nw.col("position") == nw.col("position").max().over(*CELL, "utterance"))
    before = {
        f"from_{name}": nw.col(name).shift(1).over(*CELL, order_by="position")
        for name in ("id", "date", "stance", "value")
    }
    moved = leading.with_columns(**before).filter(nw.col("value") != nw.col("from_value"))
    found = _collect(moved.select(*CELL, "position", "id", "date", "stance", "value", *before))
    return found.sort_values("position", ignore_index=True)


@run_by_engine
def course(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The stances of each party on each issue in order of time, the newest `limit`:
    `issue`, `party`, `id`, `date`, `first`, `stance`, `value`, `position`. Only
    statements that take a stand, and of the reports of one occasion only the one
    that counts in `changes`."""
    standing = matching(dataset, filters).filter(~nw.col("value").is_null())
    leading = standing.filter(nw.col("position") == nw.col("position").max().over(*CELL, "utterance"))
    columns = (*CELL, "id", "date", "first", "stance", "value", "position")
    newest = leading.select(*columns).sort("position", descending=True).head(limit)
    return _collect(newest).sort_values("position", ignore_index=True)


@run_by_engine
def newest(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The newest `limit` statements that pass the filters, oldest first: columns of `CARD`."""
    found = matching(dataset, filters).select(*CARD).sort("position", descending=True).head(limit)
    return _collect(found).sort_values("position", ignore_index=True)


@run_by_engine
def portion(dataset: Dataset, filters: Filters, start: int, limit: int) -> tuple[int, pd.DataFrame]:
    """How many statements pass the filters, and `limit` of them from place
    `start` on, counted from 0, newest first: columns of `CARD`."""
    total = count(dataset, filters)
    end = total - start
    if end <= 0:
        return total, _collect(matching(dataset, filters).select(*CARD).head(0))
    placed = matching(dataset, filters).select(*CARD).with_row_index("place", order_by="position")
    found = _collect(placed.filter(nw.col("place") >= max(end - limit, 0), nw.col("place") < end).select(*CARD))
    return total, found.sort_values("position", ascending=False, ignore_index=True)


@run_by_engine
def following(dataset: Dataset, filters: Filters, position: int, limit: int) -> pd.DataFrame:
    """The first `limit` statements that pass the filters and stand after a place in
    time, oldest first: columns of `CARD`."""
    found = matching(dataset, filters).filter(nw.col("position") > position).select(*CARD)
    return _collect(found.sort("position").head(limit))


@run_by_engine
def ids(dataset: Dataset, filters: Filters) -> set[str]:
    """The ids of all statements that pass the filters."""
    return set(_collect(matching(dataset, filters).select("id"))["id"])


@run_by_engine
def count(dataset: Dataset, filters: Filters) -> int:
    """How many statements pass the filters."""
    return int(_collect(matching(dataset, filters).select(n=nw.len()))["n"].iloc[0])


@run_by_engine
def replies(dataset: Dataset, limit: int) -> pd.DataFrame:
    """The newest `limit` statements that answer another one: `id`, `responds_to`,
    `position`, oldest first."""
    found = dataset.engine.statements().filter(nw.col("responds_to") != "").select("id", "responds_to", "position")
    return _collect(found.sort("position", descending=True).head(limit)).sort_values("position", ignore_index=True)


@run_by_engine
def by_ids(dataset: Dataset, ids: list[str], filters: Filters | None = None) -> pd.DataFrame:
    """The statements of these ids that pass the filters, oldest first: columns of `CARD`."""
    found = matching(dataset, filters or Filters()).filter(nw.col("id").is_in(ids))
    return _collect(found.select(*CARD).sort("position"))


@run_by_engine
def unanswered(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Per issue and party: `n`, how many statements pass the filters, `open`, how
    many of them no statement answers, and `newest`, the id of the newest of these."""
    everything = dataset.engine.statements()
    answered = everything.filter(nw.col("responds_to") != "").select(answered="responds_to").unique()
    # One frame for both sides: an engine joins only what comes over one connection.
    found = _where(everything, dataset, filters)
    left = found.join(answered, left_on="id", right_on="answered", how="anti")
    last = left.filter(nw.col("position") == nw.col("position").max().over(*CELL)).select(*CELL, newest="id")
    total = _collect(found.group_by(*CELL).agg(n=nw.len()))
    lacking = _collect(left.group_by(*CELL).agg(open=nw.len()))
    merged = total.merge(lacking, on=list(CELL), how="left").merge(_collect(last), on=list(CELL), how="left")
    return merged.assign(open=merged["open"].fillna(0).astype(int), newest=merged["newest"].fillna(""))


@run_by_engine
def cells(dataset: Dataset, filters: Filters, per_cell: int) -> pd.DataFrame:
    """The newest `per_cell` statements of each party on each issue, newest first:
    the columns of `CARD`."""
    numbered = matching(dataset, filters).with_columns(
        place=nw.col("position").rank("ordinal", descending=True).over(*CELL)
    )
    found = _collect(numbered.filter(nw.col("place") <= per_cell).select(*CARD))
    return found.sort_values("position", ascending=False, ignore_index=True)


@run_by_engine
def facets(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """How many statements each choice of each filter would leave, with the other
    filters as they are: `facet`, `value`, `n`."""
    frames = []
    statements = dataset.engine.statements()
    for name in FACETS:
        others = replace(filters, **{name: ()})  # type: ignore[arg-type]
        counted = _where(statements, dataset, others).group_by(name).agg(n=nw.len())
        frames.append(counted.select(nw.lit(name).alias("facet"), nw.col(name).alias("value"), "n"))
    # One union, so that the engine runs the six counts as one query.
    return _collect(nw.concat(frames, how="vertical"))


@run_by_engine
def by_source(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """How many statements of each party rest on each document: `source`, `party`, `n`."""
    return _collect(matching(dataset, filters).group_by("source", "party").agg(n=nw.len()))


@run_by_engine
def balance(dataset: Dataset) -> pd.DataFrame:
    """How many statements of each party fall on each value of some properties:
    `property`, `value` (as text), `party`, `n`."""
    statements = dataset.engine.statements()
    frames = [
        statements.group_by(name, "party")
        .agg(n=nw.len())
        .select(nw.lit(name).alias("property"), nw.col(name).cast(nw.String).alias("value"), "party", "n")
        for name in BALANCE
    ]
    return _collect(nw.concat(frames, how="vertical"))


@run_by_engine
def statement(dataset: Dataset, statement_id: str) -> pd.DataFrame:
    """The statement of this id, columns of `CARD`; no row if there is none."""
    return _collect(dataset.engine.statements().filter(nw.col("id") == statement_id).select(*CARD))


@run_by_engine
def around(dataset: Dataset, party: str, issue: str, position: int, limit: int) -> pd.DataFrame:
    """What a party stated on an issue, oldest first: the `limit` statements
    nearest in order of time to the place `position`, columns of `CARD`."""
    found = matching(dataset, Filters(party=(party,), issue=(issue,)))
    nearest = found.with_columns(away=(nw.col("position") - position).abs()).sort("away", "position").head(limit)
    return _collect(nearest.select(*CARD).sort("position"))


@run_by_engine
def answers(dataset: Dataset, statement_id: str, limit: int) -> pd.DataFrame:
    """The statements that answer this one, oldest first, at most `limit` rows with the columns of `CARD`."""
    found = dataset.engine.statements().filter(nw.col("responds_to") == statement_id)
    return _collect(found.select(*CARD).sort("position").head(limit))


@run_by_engine
def reports(dataset: Dataset, occasions: list[str], limit: int) -> pd.DataFrame:
    """The statements of these occasions, oldest first, at most `limit` rows with the columns of `CARD`."""
    found = dataset.engine.statements().filter(nw.col("occasion").is_in(occasions))
    return _collect(found.select(*CARD).sort("position").head(limit))


def rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame as mappings. Column by column, which takes a third of
    the time that pandas takes for records."""
    names = list(frame.columns)
    for values in zip(*(frame[name].tolist() for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _collect(frame: Frame) -> pd.DataFrame:
    """As Arrow first, because that is where engines agree: dates are dates, a missing
    value is none of a number, and an empty column of text is one of text."""
    table = frame.collect("pyarrow").to_native()
    collected: pd.DataFrame = table.to_pandas(types_mapper=NULLABLE.get, date_as_object=False)
    return collected
