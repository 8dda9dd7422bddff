"""`python -m benchmarks.generated N DIR`: an invented dataset of N statements.

The same bytes for the same N. Parties, issues, speakers and sources are chosen with
the skew of real collections (a few have most of the statements), dates grow denser
towards today, and texts are drawn from the words of the shipped dataset with the
frequencies that they have there. No statement in it was ever made by anybody.

What is counted (topics, indicators, figures, series and what belongs to them) is that of the shipped
dataset, whatever N, with its documents; who gave a figure and where it is spoken of are
parties and issues of the invented ones.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from data.query import as_read

from data import Dataset, load
from data.built import finished
from data.dataset import SHIPPED
from data.package import read_descriptor, resources, written
from data.schema import TABLES, table
from data.stance import STANCES

__all__ = ["EDITION", "generate"]

# Raised when the same number of statements gives another dataset: those that were kept are made anew.
EDITION = 2
SEED = 20_191
CHUNK = 500_000
EPOCH = dt.date(1970, 1, 1)
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2026, 10, 31)
KINDS = ("transcript", "speech", "news", "communique", "interview", "report", "letter", "book")
NAMES = [known.name for known in TABLES]
# The tables of what is counted: in the order of the format, those from `topics` on.
COUNTED = NAMES[NAMES.index("topics") :]
COUNTRIES = ("Arden", "Belmar", "Corvin", "Dorne", "Elsin", "Farrow", "Galdor", "Hestia", "Ivern", "Jorvik", "Merrow")


@dataclass(frozen=True)
class Shape:
    """How many there are of each thing in a dataset of a size."""

    statements: int
    parties: int
    issues: int
    themes: int
    speakers: int
    sources: int


def shape(statements: int) -> Shape:
    """Small collections are about a few parties, large ones about many; the number
    of documents grows more slowly than that of statements."""
    size = math.log10(max(statements, 10))
    parties = max(2, round(min(190, 2 ** (size - 0.5))))
    issues = round(min(1_000, 10 * 2 ** (size - 1)))
    return Shape(
        statements=statements,
        parties=parties,
        issues=issues,
        themes=max(2, issues // 12),
        speakers=max(4, parties * 12),
        sources=round(min(60_000, max(10, 2 * statements**0.7))),
    )


def skewed(chosen: np.random.Generator, of: int, size: int, exponent: float = 0.9) -> np.ndarray:
    """Numbers below `of`, the low ones most often, as Zipf has it."""
    weights = np.arange(1, of + 1, dtype=float) ** -exponent
    edges = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(edges, chosen.random(size)), of - 1).astype(np.int64)


def generate(directory: Path, statements: int) -> Path:
    """Writes a built dataset of `statements` statements into a new folder, and returns it."""
    directory.mkdir(parents=True)
    sizes = shape(statements)
    shipped = load(SHIPPED)
    small = _small(sizes, shipped)
    for name, rows in small.items():
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name for column in table(name).columns])
            writer.writerows(rows)
    columns = {
        each.name: [column.name for column in each.columns] for each in TABLES if each.name in {*small, "statements"}
    }
    descriptor = {
        "profile": "tabular-data-package",
        "name": f"invented-{statements}",
        "title": f"Invented positions, {statements:,} statements",
        "description": "Made by a program to measure with. No statement in it was ever made by anybody; its figures "
        "and series are those of another dataset, under the names of invented parties.",
        "version": "1.0.0",
        "licenses": read_descriptor(SHIPPED)[0]["licenses"],
        "resources": resources(columns),
    }
    written(directory, descriptor)
    finished(directory, descriptor, f"{statements:012x}", _chunks(sizes, small, shipped))
    return directory


def _small(sizes: Shape, shipped: Dataset) -> dict[str, list[list[str]]]:
    chosen = np.random.default_rng(SEED)
    text = Words(chosen, shipped)
    parties = [f"party-{number}" for number in range(sizes.parties)]
    names = [f"{COUNTRIES[n % len(COUNTRIES)]} {n // len(COUNTRIES) + 1}" for n in range(sizes.parties)]
    themes = [f"theme-{number}" for number in range(sizes.themes)]
    small = {
        "parties": [[id_, name, name, "", ""] for id_, name in zip(parties, names, strict=True)],
        "themes": [[id_, f"Theme {n + 1}: {text.phrase(2)}", ""] for n, id_ in enumerate(themes)],
        "issues": [
            [f"issue-{n}", f"{text.phrase(3)} ({n + 1})", themes[n % len(themes)], f"{text.phrase(9)}.", ""]
            for n in range(sizes.issues)
        ],
        "speakers": [
            [f"speaker-{n}", f"Speaker {text.phrase(1)} {n + 1}", parties[n % len(parties)], text.phrase(2), "", ""]
            for n in range(sizes.speakers)
        ],
        "sources": [
            [
                f"source-{n}",
                text.phrase(7),
                text.phrase(2),
                "",
                str(1990 + n % 37),
                f"https://example.org/document/{n}",
                "en",
                KINDS[n % len(KINDS)],
                "",
            ]
            for n in range(sizes.sources)
        ],
    }
    counted, documents = _counted(sizes, shipped)
    # Behind the others: statements rest on those before them.
    small["sources"] += documents
    return small | counted


def _counted(sizes: Shape, shipped: Dataset) -> tuple[dict[str, list[list[str]]], list[list[str]]]:
    """What is counted in the shipped dataset, and the documents that it names. Its parties and issues
    become, in their order, the first of this one."""
    tables = shipped.tables
    parties = {id_: f"party-{n % sizes.parties}" for n, id_ in enumerate(shipped.parties)}
    issues = {id_: f"issue-{n % sizes.issues}" for n, id_ in enumerate(shipped.issues)}

    def placed(column: str, cell: str) -> str:
        if column == "issues":
            # Each once, should two have become the same.
            return " ".join(dict.fromkeys(issues[each] for each in cell.split()))
        return parties.get(cell, cell) if column == "stated_by" else cell

    counted = {
        name: [
            [placed(column, cell) for column, cell in zip(tables[name].columns, row, strict=True)]
            for row in tables[name].to_numpy().tolist()
        ]
        for name in COUNTED
    }
    named = {source for name in COUNTED if "source" in tables[name] for source in tables[name]["source"]}
    documents = tables["sources"]
    return counted, documents[documents["id"].isin(named)].to_numpy().tolist()


class Words:
    """Texts from the words of the shipped dataset, as often as they stand there."""

    def __init__(self, chosen: np.random.Generator, shipped: Dataset) -> None:
        summaries = as_read(shipped)["summary"]
        counted = Counter(word for text in summaries for word in text.strip().split())
        # Alphabetical among equals, so that the order does not hang on the reading.
        ranked = sorted(counted.items(), key=lambda found: (-found[1], found[0]))
        self._words = pa.array([word for word, _ in ranked])
        share = np.array([count for _, count in ranked], dtype=float)
        self._edges = np.cumsum(share) / share.sum()
        self._chosen = chosen

    def phrase(self, words: int) -> str:
        """One text of so many words."""
        return str(self.texts(np.array([words]))[0])

    def texts(self, lengths: np.ndarray) -> pa.Array:
        """A text of each of these numbers of words; empty where it is 0."""
        drawn = np.minimum(np.searchsorted(self._edges, self._chosen.random(int(lengths.sum()))), len(self._words) - 1)
        offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))
        return pc.binary_join(pa.ListArray.from_arrays(offsets, self._words.take(pa.array(drawn))), " ")


def _days(sizes: Shape) -> np.ndarray:
    """The days of all statements in order of time, since 1970, three times as dense at the end as at the beginning."""
    span = (LAST - FIRST).days
    places = (np.arange(sizes.statements) + 0.5) / sizes.statements
    # The inverse of the share of statements up to a time t of 0 to 1: (t + t²) / 2.
    return (FIRST - EPOCH).days + (span * (np.sqrt(1 + 8 * places) - 1) / 2).astype(np.int64)


def _ids(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(prefix), pc.cast(pa.array(numbers), pa.string()), "-")


def _pick(values: Sequence[str], numbers: np.ndarray) -> pa.Array:
    return pa.array(values).take(pa.array(numbers))


def _replies(chosen: np.random.Generator, statements: int) -> tuple[np.ndarray, np.ndarray]:
    """For every statement the place of the one that it answers, -1 if none, and whether another answers it."""
    place = np.arange(statements)
    earlier = place - 1 - chosen.integers(0, 200, statements)
    replied = np.where((chosen.random(statements) < 0.04) & (earlier >= 0), earlier, -1)
    answered = np.zeros(statements, bool)
    answered[replied[replied >= 0]] = True
    return replied, answered


def _reports(chosen: np.random.Generator, count: int) -> np.ndarray:
    """Which statements report the utterance of the one before once more."""
    again = chosen.random(count) < 0.02
    again[0] = False
    again[1:] &= ~again[:-1]
    return again


def _repeated(numbers: np.ndarray, again: np.ndarray) -> np.ndarray:
    return np.where(again, np.roll(numbers, 1), numbers)


def _chunks(sizes: Shape, small: dict[str, list[list[str]]], shipped: Dataset) -> Iterator[pa.Table]:
    """The statements as the engine holds them, in order of time."""
    chosen = np.random.default_rng(SEED + 1)
    text, days = Words(chosen, shipped), _days(sizes)
    stances = [stance.id for stance in STANCES]
    values = pa.array([stance.value for stance in STANCES], pa.int8())
    weights = np.cumsum([0.3, 0.2, 0.08, 0.15, 0.22, 0.05])
    leaning = chosen.integers(0, 2, (sizes.parties, sizes.issues))
    theme_of = [row[2] for row in small["issues"]]
    titles = pa.array([row[1] for row in small["sources"]])
    replied, answered = _replies(chosen, sizes.statements)
    for start in range(0, sizes.statements, CHUNK):
        place = np.arange(start, min(start + CHUNK, sizes.statements))
        count = len(place)
        again = _reports(chosen, count)
        party, issue, speech = (_repeated(skewed(chosen, of, count), again) for of in (sizes.parties, sizes.issues, 12))
        speaker = party + sizes.parties * speech
        drawn = np.minimum(np.searchsorted(weights, chosen.random(count)), 5)
        # Two parties differ on an issue more often than one differs from itself.
        stance = np.where((leaning[party, issue] == 1) & (drawn < 5), 4 - drawn, drawn)
        source = (skewed(chosen, sizes.sources, count, 0.5) * 7_919 + party) % sizes.sources
        shared = again | np.append(again[1:], False)
        own = replied[place]
        unnamed = pa.array(chosen.random(count) < 0.15)
        names = _pick([*(row[1] for row in small["speakers"])], speaker)
        title = titles.take(pa.array(source))
        said_by = pc.if_else(unnamed, "", names)
        date = pa.array(days[place].astype(np.int32)).cast(pa.date32())
        summary = text.texts(chosen.integers(10, 31, count))
        quote = text.texts(np.where(chosen.random(count) < 0.6, chosen.integers(4, 13, count), 0))
        identity = _ids("s", place)
        blank = pa.array([""]).take(pa.array(np.zeros(count, np.int64)))
        yield pa.table(
            {
                "id": identity,
                "date": pc.strftime(date, "%Y-%m-%d"),
                "party": _pick([row[0] for row in small["parties"]], party),
                "speaker": pc.if_else(unnamed, "", _ids("speaker", speaker)),
                "role": blank,
                "issue": _pick([row[0] for row in small["issues"]], issue),
                "stance": _pick(stances, stance),
                "summary": summary,
                "quote": quote,
                "responds_to": pc.if_else(pa.array(own >= 0), _ids("s", own), ""),
                "occasion": pc.if_else(pa.array(shared), _ids("o", place - again), ""),
                "source": _ids("source", source),
                "locator": _ids("paragraph", chosen.integers(1, 40, count)),
                "checked": _pick(["page", "excerpt"], (chosen.random(count) < 0.7).astype(np.int64)),
                "note": blank,
                "first": date,
                "last": date,
                "year": pc.year(date).cast(pa.int16()),
                "value": values.take(pa.array(stance)),
                "row": pa.array(place),
                "position": pa.array(place),
                "shared": pa.array(shared),
                "answered": pa.array(answered[place]),
                "kind": _pick(KINDS, source % len(KINDS)),
                "theme": _pick(theme_of, issue),
                "cell": pa.array((issue * sizes.parties + party).astype(np.int32)),
                "search": pc.utf8_lower(pc.binary_join_element_wise(summary, quote, said_by, title, "\n")),
            }
        )


def main() -> None:
    """Writes one dataset."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generated", description=__doc__)
    parser.add_argument("statements", type=int, help="how many statements")
    parser.add_argument("directory", type=Path, help="a folder that does not exist yet")
    options = parser.parse_args()
    print(generate(options.directory, options.statements))


if __name__ == "__main__":
    main()
