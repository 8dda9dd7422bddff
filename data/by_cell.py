"""Statements cell by cell — a cell is a party on an issue — and within each in order of time, as arrays.

What the pages ask of a cell is how many statements it has, which are the newest, which took the last stand, where
the stance changed. Where those of a cell stand beside one another, that is read off their ends: at 10^6 statements it
takes a fifth of the time of groups in a frame (docs/decisions/2026-11-27-cells-as-arrays.md). Only for what is held in
memory: `data.query` asks other engines the same by frames.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .dates import date_span
from .filters import FACETS, Filters

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ByCell", "Chosen"]

Numbers = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]

# What all statements of a cell have in common.
OF_CELLS = ("party", "theme", "issue")
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class _Coded:
    """A column of texts as numbers: `codes` are places in `values`."""

    values: Sequence[str]
    codes: Numbers

    @cached_property
    def _places(self) -> dict[str, int]:
        return {value: place for place, value in enumerate(self.values)}

    def texts(self, rows: Numbers) -> pa.Array:
        """The texts of some rows, or of some cells."""
        return pa.array(self.values, pa.string()).take(pa.array(self.codes[rows]))

    def wanted(self, chosen: Sequence[str]) -> Flags:
        """For each of `values` whether it is chosen."""
        wanted = np.zeros(len(self.values), dtype=bool)
        wanted[[self._places[value] for value in chosen if value in self._places]] = True
        return wanted


class ByCell:
    """All statements, in the order of their cells and of time."""

    def __init__(self, statements: pl.DataFrame) -> None:
        """`statements` in order of time, with the columns `data.prepared.INDEXED`."""
        cell = statements["cell"].to_numpy()
        # A statement's place in time is the number of its row.
        self.place = np.argsort(cell, kind="stable")
        self.sizes = np.bincount(cell)
        self.cell = np.repeat(np.arange(len(self.sizes), dtype=np.int32), self.sizes)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.row_of_place = np.empty(len(cell), dtype=np.int32)
        self.row_of_place[self.place] = np.arange(len(cell))
        leading = statements[self.place[self.starts]]
        self.coded = {name: _coded(leading[name]) for name in OF_CELLS}
        for name in FACETS:
            if name not in OF_CELLS:
                self.coded[name] = self._ordered(_coded(statements[name]))
        value = statements["value"]
        self.stands = value.is_not_null().to_numpy()[self.place]
        self.value = value.fill_null(0).to_numpy()[self.place]
        self.first, self.last = (statements[end].to_physical().to_numpy()[self.place] for end in ("first", "last"))
        self.answered = statements["answered"].to_numpy()[self.place]
        self.occasion = self._occasions(statements)

    def _ordered(self, column: _Coded) -> _Coded:
        return replace(column, codes=column.codes[self.place])

    def _occasions(self, statements: pl.DataFrame) -> Numbers:
        """A number for the occasion in the cell, the same for its reports; -1 where a statement is the only one."""
        shared = np.flatnonzero(statements["shared"].to_numpy()[self.place])
        told = statements["occasion"][self.place[shared]]
        numbers = np.full(len(self.place), -1, dtype=np.int32)
        pairs = self.cell[shared].astype(np.int64) * (len(told) + 1) + _coded(told).codes
        numbers[shared] = np.unique(pairs, return_inverse=True)[1]
        return numbers

    def numbers_within(self, name: str, cells: Numbers) -> tuple[Numbers, Numbers]:
        """How many statements of some cells have each value of a facet: codes, each once a cell, and numbers."""
        cell, codes, n = self._counted[name]
        flags = np.zeros(len(self.sizes), dtype=bool)
        flags[cells] = True
        wanted = flags[cell]
        return codes[wanted], n[wanted]

    @cached_property
    def _counted(self) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
        """By the facets that differ within a cell: cell, code, and how many statements."""
        counted = {}
        for name, column in self.coded.items():
            if name not in OF_CELLS:
                values = max(1, len(column.values))
                pairs, n = np.unique(self.cell.astype(np.int64) * values + column.codes, return_counts=True)
                counted[name] = (pairs // values, pairs % values, n)
        return counted

    def chosen(self, filters: Filters, places: Numbers | None = None) -> Chosen:
        """The statements that pass the filters but for their words, of those at these places in time, or of all."""
        cells, conditions = self._cells(filters), list(self._conditions(filters))
        if places is not None:
            rows: Numbers = np.sort(self.row_of_place[places])
            rows = rows if cells is None else rows[cells[self.cell[rows]]]
        elif not conditions:
            return Chosen(self, np.arange(len(self.sizes)) if cells is None else np.flatnonzero(cells))
        elif cells is not None:
            rows = self.within(np.flatnonzero(cells))
        else:
            # All of a column is gone through in less time than it takes to pick all rows of it.
            column, passes = conditions.pop(0)
            rows = np.flatnonzero(passes(column))
        for column, passes in conditions:
            rows = rows[passes(column[rows])]
        return Chosen(self, None, rows)

    def _conditions(self, filters: Filters) -> Iterator[tuple[Numbers, Callable[[Numbers], Flags]]]:
        """What is asked of statements within a cell: a column, and which of its values pass."""
        if filters.since:
            first = (date_span(filters.since).first - EPOCH).days
            yield self.last, lambda days: days >= first
        if filters.until:
            last = (date_span(filters.until).last - EPOCH).days
            yield self.first, lambda days: days <= last
        for name in FACETS:
            if name not in OF_CELLS and (wanted := getattr(filters, name)):
                yield self.coded[name].codes, self.coded[name].wanted(wanted).__getitem__

    def _cells(self, filters: Filters) -> Flags | None:
        """Which cells are of the chosen parties, themes and issues; None if all are."""
        flags = None
        for name in OF_CELLS:
            if wanted := getattr(filters, name):
                among = self.coded[name].wanted(wanted)[self.coded[name].codes]
                flags = among if flags is None else flags & among
        return flags

    def within(self, cells: Numbers) -> Numbers:
        """The rows of some cells."""
        return _spans(self.starts[cells], self.sizes[cells])


@dataclass(frozen=True)
class Chosen:
    """Some of the statements: all of some `cells`, or those that are given by their numbers in the order of `all`."""

    all: ByCell
    cells: Numbers | None = None
    given: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @cached_property
    def rows(self) -> Numbers:
        """Their numbers."""
        return self.given if self.cells is None else self.all.within(self.cells)

    @cached_property
    def _ends(self) -> tuple[Numbers, Numbers]:
        """Where in `rows` each cell begins, and where it ends, cells without statements left out."""
        return _runs(self.all.cell[self.rows])

    @cached_property
    def _sizes(self) -> tuple[Numbers, Numbers]:
        """Their cells, and how many stand in each."""
        if self.cells is not None:
            return self.cells, self.all.sizes[self.cells]
        starts, ends = self._ends
        return self.all.cell[self.rows[starts]], ends - starts

    def _named(self, cells: Numbers) -> dict[str, pa.Array]:
        """The issue and the party of some cells."""
        return {name: self.all.coded[name].texts(cells) for name in ("issue", "party")}

    def places(self) -> Numbers:
        """Where in time the statements stand, in order."""
        flags = np.zeros(len(self.all.place), dtype=bool)
        flags[self.all.place[self.rows]] = True
        return np.flatnonzero(flags)

    def among(self, places: Numbers) -> Flags:
        """Which of these places in time are places of the statements."""
        flags = np.zeros(len(self.all.place), dtype=bool)
        flags[self.rows] = True
        return flags[self.all.row_of_place[places]]

    def newest(self, limit: int) -> Numbers:
        """Where the newest `limit` stand, in order."""
        places = self.places()
        return places[max(0, len(places) - limit) :]

    def counts(self) -> pa.Table:
        """As `data.query.counts`."""
        starts, ends = self._ends
        named = self._named(self.all.cell[self.rows[starts]])
        return pa.table({**named, "n": ends - starts, "newest": self.all.place[self.rows[ends - 1]]})

    def latest(self) -> pa.Table:
        """As `data.query.latest`."""
        starts, ends = self._ends
        standing = np.flatnonzero(self.all.stands[self.rows])
        # How many that take a stand come before each end: the last of them leads, if it is within the cell.
        before = np.searchsorted(standing, ends)
        last = np.concatenate([[-1], standing])[before]
        leading = self.rows[np.where(last >= starts, last, ends - 1)]
        stance, stands = self.all.coded["stance"], self.all.stands[leading]
        return pa.table(
            {
                **self._named(self.all.cell[leading]),
                "stance": stance.texts(leading),
                "value": pa.array(self.all.value[leading], mask=~stands),
                "position": self.all.place[leading],
                "n": ends - starts,
                "newest": self.all.place[self.rows[ends - 1]],
            }
        )

    def newest_of_cells(self, per_cell: int) -> pa.Table:
        """As `data.query.newest_places`, in no order."""
        starts, ends = self._ends
        first = np.maximum(starts, ends - per_cell)
        rows = self.rows[_spans(first, ends - first)]
        return pa.table({**self._named(self.all.cell[rows]), "position": self.all.place[rows]})

    def unanswered(self) -> pa.Table:
        """As `data.query.unanswered`, with `place`, the place in time of the newest that is open, for its id."""
        starts, ends = self._ends
        left = np.flatnonzero(~self.all.answered[self.rows])
        until, since = np.searchsorted(left, ends), np.searchsorted(left, starts)
        last = np.concatenate([[0], left])[until]
        place = pa.array(self.all.place[self.rows[last]], mask=until == since)
        named = self._named(self.all.cell[self.rows[starts]])
        return pa.table({**named, "n": ends - starts, "open": until - since, "place": place})

    def line(self) -> Chosen:
        """Those that take a stand, of the reports of one occasion only the last."""
        rows = self.rows[self.all.stands[self.rows]]
        occasions = self.all.occasion[rows]
        shared = np.flatnonzero(occasions >= 0)
        if not len(shared):
            return Chosen(self.all, None, rows)
        counts = np.ones(len(rows), dtype=bool)
        counts[shared] = False
        # Of those that are written to one place the last stays, and a later report comes later.
        last = np.zeros(occasions.max() + 1, dtype=np.int64)
        last[occasions[shared]] = shared
        counts[last[np.unique(occasions[shared])]] = True
        return Chosen(self.all, None, rows[counts])

    def changes(self) -> pa.Table:
        """Where stances changed, in order of time: `position`, and `before`, the place of the statement that comes
        before it in its cell."""
        return self._changed(self._moved())

    def last_changes(self) -> pa.Table:
        """The last change of each cell, as `changes`."""
        moved = self._moved()
        _, ends = _runs(self.all.cell[moved[1]])
        return self._changed((moved[0][ends - 1], moved[1][ends - 1]))

    def _moved(self) -> tuple[Numbers, Numbers]:
        """The rows before and after each change, in the order of cells."""
        rows = self.line().rows
        cell, value = self.all.cell[rows], self.all.value[rows]
        at = np.flatnonzero((cell[1:] == cell[:-1]) & (value[1:] != value[:-1]))
        return rows[at], rows[at + 1]

    def _changed(self, moved: tuple[Numbers, Numbers]) -> pa.Table:
        before, after = (self.all.place[rows] for rows in moved)
        order = np.argsort(after)
        return pa.table({"position": after[order], "before": before[order]})

    def numbers(self, name: str) -> pa.Table:
        """How many statements have each value of a facet that any has: `value`, `n`."""
        column = self.all.coded[name]
        n: Numbers | None = None
        if name in OF_CELLS:
            cells, n = self._sizes
            codes = column.codes[cells]
        elif self.cells is not None:
            codes, n = self.all.numbers_within(name, self.cells)
        else:
            codes = column.codes[self.rows]
        counted = np.bincount(codes, n, len(column.values)).astype(np.int64)
        found = np.flatnonzero(counted)
        return pa.table({"value": pa.array(column.values, pa.string()).take(pa.array(found)), "n": counted[found]})


def _coded(column: pl.Series) -> _Coded:
    encoded = pc.dictionary_encode(column.cast(str).to_arrow())
    values = encoded.dictionary.to_pylist()
    return _Coded(values, encoded.indices.to_numpy().astype(np.min_scalar_type(len(values))))


def _spans(starts: Numbers, sizes: Numbers) -> Numbers:
    """So many numbers from each start on, one span after another."""
    before = np.cumsum(sizes) - sizes
    spans: Numbers = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return spans


def _runs(cells: Numbers) -> tuple[Numbers, Numbers]:
    """Where runs of one number begin, and where they end."""
    changes = np.flatnonzero(cells[1:] != cells[:-1]) + 1
    ends = np.append(changes, len(cells)) if len(cells) else changes
    return np.concatenate([[0], changes])[: len(ends)].astype(np.intp), ends
