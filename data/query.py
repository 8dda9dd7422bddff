"""Which statements a reader asked for, and what they show side by side.

Written with Narwhals, run by any engine of `data.engines`; what pages ask most, engines in
memory answer from arrays (`data.by_cell`). What comes out is pandas, bounded to what one page
shows. Every function takes the same `Filters`, so that the same choice means the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from .by_cell import Chosen
from .dataset import Dataset
from .dates import date_span
from .engines import Frame, Reading, run_by_engine
from .filters import FACETS, Filters
from .prepared import folded
from .schema import table

__all__ = [
    "CARD",
    "answers",
    "around",
    "as_read",
    "balance",
    "by_ids",
    "by_places",
    "by_source",
    "cells",
    "changes",
    "collected",
    "count",
    "counts",
    "course",
    "exchanged",
    "facets",
    "filled",
    "following",
    "ids",
    "last_changes",
    "latest",
    "matching",
    "newest",
    "newest_ids",
    "newest_places",
    "portion",
    "replies",
    "reports",
    "rows",
    "source_counts",
    "statement",
    "unanswered",
]

# A party on an issue: what it is called, and the number that stands for both.
CELL, CELL_NUMBER = ("issue", "party"), "cell"
BALANCE = ("issue", "year", "kind", "checked")
# The value of a stance is missing where no stand is taken: the one number that pandas must not make a float of.
NULLABLE = {pa.int8(): pd.Int8Dtype()}
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


def matching(dataset: Dataset, filters: Filters) -> Frame:
    """The statements that pass the filters, lazily, with the engine's columns."""
    return _where(dataset.engine.reading(), filters)


def _where(reading: Reading, filters: Filters) -> Frame:
    conditions = _chosen(filters, FACETS)
    if filters.since:
        conditions.append(nw.col("last") >= nw.lit(date_span(filters.since).first).cast(nw.Date))
    if filters.until:
        conditions.append(nw.col("first") <= nw.lit(date_span(filters.until).last).cast(nw.Date))
    words = folded(filters.text).split()
    frame = reading.mentioning(words) if words else reading.statements
    return frame.filter(*conditions) if conditions else frame


def _chosen(filters: Filters, names: Sequence[str]) -> list[nw.Expr]:
    return [nw.col(name).is_in(list(chosen)) for name in names if (chosen := getattr(filters, name))]


@run_by_engine
def counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """How many statements stand on each issue from each party: `issue`, `party`,
    `n`, and `newest`, the place in time of the newest."""
    if chosen := dataset.engine.chosen(filters):
        return _typed(chosen.counts())
    found = matching(dataset, filters).group_by(*CELL).agg(n=nw.len(), newest=nw.col("position").max())
    return collected(dataset, found)


@run_by_engine
def latest(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """The position of each party on each issue: `issue`, `party`, `stance`, `value`,
    `position`, with `n` and `newest` as in `counts`.

    It is the latest statement that takes a stand. Only where none does, it is
    the latest of those that take none, with a missing `value`.
    """
    if chosen := dataset.engine.chosen(filters):
        return _typed(chosen.latest())
    # In order of time, as what stands at the places is.
    leading = dataset.engine.collect(_leading(dataset, filters)).sort_by("position")
    told = (*CELL, "stance", "value", "position")
    said = dataset.engine.at(leading["position"].to_numpy().tolist(), told)
    return _typed(said.append_column("n", leading["n"]).append_column("newest", leading["newest"]))


def _leading(dataset: Dataset, filters: Filters) -> Frame:
    place = nw.col("position")
    standing = nw.when(~nw.col("value").is_null()).then(place)
    return (
        matching(dataset, filters)
        .group_by(CELL_NUMBER)
        .agg(n=nw.len(), newest=place.max(), standing=standing.max())
        .with_columns(position=nw.when(nw.col("standing").is_null()).then("newest").otherwise("standing"))
        .select("position", "n", "newest")
    )


@run_by_engine
def last_changes(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """The last change of each party's stance on each issue, columns of `changes`."""
    if chosen := dataset.engine.chosen(filters):
        return _told(dataset, chosen.last_changes())
    line = _line(matching(dataset, filters))
    place, lasts = nw.col("position"), line.group_by(CELL_NUMBER, "value").agg(before=nw.col("position").max())
    # What a party last held otherwise comes second; from the next one on it has held what it holds now.
    rank = nw.col("before").rank("ordinal", descending=True).over(CELL_NUMBER)
    other = lasts.with_columns(rank=rank).filter(nw.col("rank") == 2).select(CELL_NUMBER, "before")
    since = (
        line.join(other, on=CELL_NUMBER, how="inner")
        .filter(place > nw.col("before"))
        .group_by("before")
        .agg(position=place.min())
    )
    return _told(dataset, dataset.engine.collect(since).sort_by("position"))


@run_by_engine
def changes(dataset: Dataset, filters: Filters, limit: int) -> tuple[int, pd.DataFrame]:
    """How many changes of a party's stance on an issue there are, and the newest
    `limit` of them in order of time: `issue`, `party`, `position`, `id`, `date`,
    `stance`, `value`, and the same four of the statement before as `from_id`,
    `from_date`, `from_stance`, `from_value`.

    Of the reports of one occasion only the one that stands last in the dataset
    counts: that two sources report one utterance differently is no change.
    """
    chosen = dataset.engine.chosen(filters)
    found = chosen.changes() if chosen else dataset.engine.collect(_moved(dataset, filters)).sort_by("position")
    return len(found), _told(dataset, found.slice(max(0, len(found) - limit)))


def _moved(dataset: Dataset, filters: Filters) -> Frame:
    before = {
        "before": nw.col("position").shift(1).over(CELL_NUMBER, order_by="position"),
        "held": nw.col("value").shift(1).over(CELL_NUMBER, order_by="position"),
    }
    line = _line(matching(dataset, filters)).with_columns(**before)
    return line.filter(nw.col("value") != nw.col("held")).select("position", "before")


def _line(chosen: Frame) -> Frame:
    """The statements that take a stand, of the reports of one occasion only the
    last: `cell`, `position`, `value`. Few are reports of a shared occasion, so only
    these are compared with one another."""
    standing = chosen.filter(~nw.col("value").is_null())
    shared = standing.filter(nw.col("shared"))
    last = shared.filter(nw.col("position") == nw.col("position").max().over(CELL_NUMBER, "occasion"))
    columns = (CELL_NUMBER, "position", "value")
    single = standing.filter(~nw.col("shared"))
    return nw.concat([single.select(*columns), last.select(*columns)], how="vertical")


def _told(dataset: Dataset, moved: pa.Table) -> pd.DataFrame:
    """What stands at both ends of some changes, given by `position` and `before`, in the same order."""
    told = ["id", "date", "stance", "value"]
    # All places, in order, and where in that order those of each end are.
    after, before = (moved[end].to_numpy() for end in ("position", "before"))
    places, at = np.unique(np.concatenate([after, before]), return_inverse=True)
    found = dataset.engine.at(places.tolist(), (*CELL, "position", *told))
    ends = found.take(at[: len(after)]), found.select(told).take(at[len(after) :])
    names = [*found.column_names, *(f"from_{name}" for name in told)]
    return _typed(pa.table([column for end in ends for column in end.columns], names))


def _at(dataset: Dataset, places: Iterable[int], columns: Sequence[str] = CARD) -> pd.DataFrame:
    """The statements at these places in time, each once, oldest first."""
    return _typed(dataset.engine.at(sorted(set(places)), columns))


def _places(dataset: Dataset, frame: Frame) -> list[int]:
    """Where in time the statements of a frame stand, in its order."""
    places: list[int] = dataset.engine.collect(frame.select("position"))["position"].to_numpy().tolist()
    return places


@run_by_engine
def course(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The stances of each party on each issue in order of time, the newest `limit`:
    `issue`, `party`, `id`, `date`, `first`, `stance`, `value`, `position`. Only
    statements that take a stand, and of the reports of one occasion only the one
    that counts in `changes`."""
    told = (*CELL, "id", "date", "first", "stance", "value", "position")
    if chosen := dataset.engine.chosen(filters):
        return _at(dataset, chosen.line().newest(limit).tolist(), told)
    newest = _line(matching(dataset, filters)).sort("position", descending=True).head(limit)
    return _at(dataset, _places(dataset, newest), told)


@run_by_engine
def newest(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The newest `limit` statements that pass the filters, oldest first: columns of `CARD`."""
    if chosen := dataset.engine.chosen(filters):
        return _at(dataset, chosen.newest(limit).tolist())
    found = matching(dataset, filters).sort("position", descending=True)
    return _at(dataset, _places(dataset, found.head(limit)))


@run_by_engine
def portion(dataset: Dataset, filters: Filters, start: int, limit: int) -> tuple[int, pd.DataFrame]:
    """How many statements pass the filters, and `limit` of them from place
    `start` on, counted from 0, newest first: columns of `CARD`."""
    if chosen := dataset.engine.chosen(filters):
        found = chosen.places()[::-1]
        return len(found), _at(dataset, found[start : start + limit].tolist()).iloc[::-1].reset_index(drop=True)
    total = count(dataset, filters)
    start = min(start, total)
    wanted = min(limit, total - start)
    # From the nearer end, so that no more than half of the places are looked at.
    from_end = start <= total - start - wanted
    skipped = start if from_end else total - start - wanted
    places = matching(dataset, filters).select("position").sort("position", descending=from_end)
    on_page = _places(dataset, places.head(skipped + wanted))[skipped:]
    return total, _at(dataset, on_page).iloc[::-1].reset_index(drop=True)


@run_by_engine
def count(dataset: Dataset, filters: Filters) -> int:
    """How many statements pass the filters."""
    if chosen := dataset.engine.chosen(filters):
        return len(chosen.rows)
    return int(collected(dataset, matching(dataset, filters).select(n=nw.len()))["n"].iloc[0])


def _replies(everything: Frame, limit: int) -> Frame:
    replies = everything.filter(nw.col("responds_to") != "").select("id", "responds_to", "position")
    return replies.sort("position", descending=True).head(limit)


@run_by_engine
def replies(dataset: Dataset, limit: int) -> pd.DataFrame:
    """The newest `limit` statements that answer another one: `id`, `responds_to`,
    `position`, oldest first."""
    found = _replies(dataset.engine.reading().statements, limit)
    return collected(dataset, found).sort_values("position", ignore_index=True)


@run_by_engine
def exchanged(dataset: Dataset, filters: Filters, limit: int) -> frozenset[str]:
    """The ids of the newest `limit` replies and of what they answer, as far as they
    pass the filters."""
    reading = dataset.engine.reading()
    if chosen := dataset.engine.chosen(filters):
        ends = reading.kept(f"ends of {limit} replies", lambda every: _ends(every, every, limit))
        found = dataset.engine.collect(ends)
        return frozenset(found["id"].filter(chosen.among(found["position"].to_numpy())).to_pylist())
    return frozenset(collected(dataset, _ends(reading.statements, _where(reading, filters), limit))["id"].tolist())


def _ends(everything: Frame, passing: Frame, limit: int) -> Frame:
    """`id` and `position` of the newest `limit` replies and of what they answer, as far as they pass."""
    replies = _replies(everything, limit)
    ends = nw.concat([replies.select("id"), replies.select(id="responds_to")], how="vertical").unique()
    return passing.select("id", "position").join(ends, on="id", how="semi")


@run_by_engine
def following(dataset: Dataset, filters: Filters, position: int, limit: int) -> pd.DataFrame:
    """The first `limit` statements that pass the filters and stand after a place in
    time, oldest first: columns of `CARD`."""
    if chosen := dataset.engine.chosen(filters):
        places = chosen.places()
        return _at(dataset, places[np.searchsorted(places, position, "right") :][:limit].tolist())
    found = matching(dataset, filters).filter(nw.col("position") > position)
    return _at(dataset, _places(dataset, found.sort("position").head(limit)))


@run_by_engine
def by_ids(dataset: Dataset, ids: list[str]) -> pd.DataFrame:
    """The statements of these ids, oldest first: columns of `CARD`."""
    return _at(dataset, _holding(dataset, "id", ids))


@run_by_engine
def ids(dataset: Dataset, filters: Filters) -> set[str]:
    """The ids of all statements that pass the filters."""
    return set(collected(dataset, matching(dataset, filters).select("id"))["id"].tolist())


@run_by_engine
def by_places(dataset: Dataset, places: list[int]) -> pd.DataFrame:
    """The statements at these places in time, oldest first: columns of `CARD`."""
    return _at(dataset, places)


@run_by_engine
def newest_ids(dataset: Dataset, limit: int) -> list[str]:
    """The ids of the newest `limit` statements, oldest first."""
    found = dataset.engine.reading().statements.select("id", "position").sort("position", descending=True).head(limit)
    return collected(dataset, found).sort_values("position")["id"].tolist()


@run_by_engine
def unanswered(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Per issue and party: `n`, how many statements pass the filters, `open`, how
    many of them no statement answers, and `newest`, the id of the newest of these."""
    chosen = dataset.engine.chosen(filters)
    found = _typed(chosen.unanswered()) if chosen else collected(dataset, _unanswered(dataset, filters))
    named = _at(dataset, found["place"].dropna().astype(int), ("position", "id"))
    ids = dict(zip(named["position"].tolist(), named["id"].tolist(), strict=True))
    newest = pd.Series([ids.get(place, "") for place in found["place"].tolist()], found.index, dtype="str")
    return found.assign(open=found["open"].astype(int), newest=newest).drop(columns="place")


def _unanswered(dataset: Dataset, filters: Filters) -> Frame:
    left = ~nw.col("answered")
    counted = {"n": nw.len(), "open": nw.when(left).then(1).otherwise(0).sum()}
    place = nw.when(left).then(nw.col("position")).max()
    return matching(dataset, filters).group_by(*CELL).agg(**counted, place=place)


@run_by_engine
def newest_places(dataset: Dataset, filters: Filters, per_cell: int) -> pd.DataFrame:
    """Where in time the newest `per_cell` statements of each party on each issue stand: `issue`, `party`, `position`,
    oldest first."""
    if chosen := dataset.engine.chosen(filters):
        return _typed(chosen.newest_of_cells(per_cell).sort_by("position"))
    narrow = matching(dataset, filters).select(*CELL, CELL_NUMBER, "position")
    numbered = narrow.with_columns(place=nw.col("position").rank("ordinal", descending=True).over(CELL_NUMBER))
    found = numbered.filter(nw.col("place") <= per_cell).select(*CELL, "position")
    return collected(dataset, found).sort_values("position", ignore_index=True)


@run_by_engine
def cells(dataset: Dataset, filters: Filters, per_cell: int) -> pd.DataFrame:
    """The newest `per_cell` statements of each party on each issue, newest first:
    the columns of `CARD`."""
    found = _at(dataset, newest_places(dataset, filters, per_cell)["position"])
    return found.iloc[::-1].reset_index(drop=True)


@run_by_engine
def facets(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """How many statements each choice of each filter would leave, with the other
    filters as they are: `facet`, `value`, `n`."""
    if (by_cell := _facets_by_cell(dataset, filters)) is not None:
        return _typed(by_cell)
    reading = dataset.engine.reading()
    unlisted = replace(filters, **dict.fromkeys(FACETS, ()))  # type: ignore[arg-type]
    statements = _where(reading, unlisted)
    if filters.text:
        # Six counts over what a search has left, not six searches.
        statements = reading.held(statements.select(*FACETS))
    frames = []
    for name in FACETS:
        others = [other for other in FACETS if other != name and getattr(filters, other)]
        found = statements.filter(*_chosen(filters, others)) if others else statements
        frames.append(_named(found.group_by(name).agg(n=nw.len()), "facet", name))
    # One union, so that the engine runs the six counts as one query.
    return collected(dataset, nw.concat(frames, how="vertical"))


def _facets_by_cell(dataset: Dataset, filters: Filters) -> pa.Table | None:
    """The same from arrays; None if the engine holds none."""
    found: dict[Filters, Chosen] = {}
    tables = []
    for name in FACETS:
        others = replace(filters, **{name: ()})  # type: ignore[arg-type]
        chosen = found.get(others) or dataset.engine.chosen(others)
        if chosen is None:
            return None
        found[others] = chosen
        counted = chosen.numbers(name)
        tables.append(counted.add_column(0, "facet", pa.array([name] * len(counted), pa.string())))
    return pa.concat_tables(tables)


def _named(counted: Frame, what: str, name: str, *also: str) -> Frame:
    """Counts by a column as they stand below those by others: `what` is the column's name, `value` its value as text;
    `also` are columns that stay."""
    return counted.select(nw.lit(name).alias(what), nw.col(name).cast(nw.String).alias("value"), *also, "n")


@run_by_engine
def by_source(dataset: Dataset, filters: Filters, sources: list[str]) -> pd.DataFrame:
    """How many statements of each party rest on each of these documents: `source`, `party`, `n`."""
    found = matching(dataset, filters).filter(nw.col("source").is_in(sources))
    return collected(dataset, found.group_by("source", "party").agg(n=nw.len()))


@run_by_engine
def source_counts(dataset: Dataset, filters: Filters) -> dict[str, int]:
    """How many statements rest on each document on which any does."""
    counted = collected(dataset, matching(dataset, filters).group_by("source").agg(n=nw.len()))
    return dict(zip(counted["source"].tolist(), counted["n"].tolist(), strict=True))


@run_by_engine
def balance(dataset: Dataset) -> pd.DataFrame:
    """How many statements of each party fall on each value of some properties:
    `property`, `value` (as text), `party`, `n`."""
    reading = dataset.engine.reading()
    frames = []
    for name in BALANCE:
        found = reading.kept(f"by {name}", partial(_by_party, name=name))
        frames.append(_named(found, "property", name, "party"))
    return collected(dataset, nw.concat(frames, how="vertical"))


def _by_party(statements: Frame, name: str) -> Frame:
    return statements.group_by(name, "party").agg(n=nw.len())


@run_by_engine
def filled(dataset: Dataset) -> dict[str, int]:
    """How many statements there are (`n`), and how many have a `quote`, a `locator`
    and a `note`."""
    counts = {name: nw.when(nw.col(name) != "").then(1).otherwise(0).sum() for name in ("quote", "locator", "note")}
    found = collected(dataset, dataset.engine.reading().whole.select(n=nw.len(), **counts)).fillna(0)
    return {str(name): int(found[name].iloc[0]) for name in found}


@run_by_engine
def statement(dataset: Dataset, statement_id: str) -> pd.DataFrame:
    """The statement of this id, columns of `CARD`; no row if there is none."""
    return by_ids(dataset, [statement_id])


@run_by_engine
def around(dataset: Dataset, party: str, issue: str, position: int, limit: int) -> pd.DataFrame:
    """What a party stated on an issue, oldest first: the `limit` statements
    nearest in order of time to the place `position`, columns of `CARD`."""
    filters = Filters(party=(party,), issue=(issue,))
    if chosen := dataset.engine.chosen(filters):
        places = chosen.places()
        return _at(dataset, places[np.argsort(np.abs(places - position), kind="stable")[:limit]].tolist())
    found = matching(dataset, filters).select("position")
    away = (nw.col("position") - position).abs()
    return _at(dataset, _places(dataset, found.with_columns(away=away).sort("away", "position").head(limit)))


@run_by_engine
def answers(dataset: Dataset, statement_id: str, limit: int) -> pd.DataFrame:
    """The statements that answer this one, oldest first, at most `limit` rows with the columns of `CARD`."""
    return _at(dataset, _holding(dataset, "responds_to", [statement_id], limit))


@run_by_engine
def reports(dataset: Dataset, occasions: list[str], limit: int) -> list[int]:
    """Where in time the statements of these occasions stand, in order, the first `limit`."""
    return _holding(dataset, "occasion", occasions, limit)


def _holding(dataset: Dataset, column: str, values: list[str], limit: int | None = None) -> list[int]:
    """Where the statements stand, in order, whose column holds one of the values, the first `limit`."""
    if (places := dataset.engine.holding(column, values)) is not None:
        return places[:limit]
    found = dataset.engine.reading().statements.filter(nw.col(column).is_in(values)).sort("position")
    return _places(dataset, found if limit is None else found.head(limit))


@run_by_engine
def as_read(dataset: Dataset) -> pd.DataFrame:
    """All statements with the columns of the format, in the order of their table."""
    statements = dataset.engine.reading().whole
    columns = [column.name for column in table("statements").columns]
    return collected(dataset, statements.select(*columns, "row")).sort_values("row", ignore_index=True)[columns]


def rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame as mappings. Column by column, which takes a third of
    the time that pandas takes for records."""
    names = list(frame.columns)
    for values in zip(*(frame[name].tolist() for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def collected(dataset: Dataset, frame: Frame) -> pd.DataFrame:
    """The rows of a frame with the same types from every engine: text, 64-bit and
    nullable 8-bit numbers, times."""
    return _typed(dataset.engine.collect(frame))


def _typed(found: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = found.to_pandas(types_mapper=NULLABLE.get, date_as_object=False, use_threads=False)
    return frame
