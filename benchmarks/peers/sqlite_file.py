"""The statements of a built dataset as an SQLite file for Datasette: foreign keys
with labels, an index on each column that is filtered or sorted by, and full text search."""

from __future__ import annotations

import csv
import sqlite3
import time
from pathlib import Path

import pyarrow.parquet as pq

__all__ = ["PREPARING", "sqlite_file"]

SMALL = {"parties": "name", "issues": "name", "speakers": "name", "sources": "title"}
REFERS = {"party": "parties", "issue": "issues", "speaker": "speakers", "source": "sources"}
SAID = ("id", "date", "party", "speaker", "issue", "stance", "summary", "quote", "source", "locator", "checked")
NUMBERS = ("year", "position")
COLUMNS = (*SAID, "year", "kind", "position")
INDEXED = ("party", "issue", "stance", "speaker", "source", "kind", "year", "position")
# What takes long, one after the other, so that the making can go on where it stopped.
PREPARING = (
    *(f"CREATE INDEX IF NOT EXISTS by_{name} ON statements ({name})" for name in INDEXED),
    "CREATE INDEX IF NOT EXISTS by_party_in_time ON statements (party, position)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS statements_fts USING fts5(summary, quote, content=statements)",
)


def sqlite_file(dataset: Path, target: Path, until: float = float("inf")) -> bool:
    """Writes the file, or goes on with one that was begun; false if the monotonic
    time `until` came before it was whole. A whole file is left as it is."""
    if target.exists():
        return True
    begun = target.with_suffix(".begun")
    with sqlite3.connect(begun) as database:
        # A file that is lost with the machine is made again.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        if not _filled(database, dataset, until):
            return False
        for step in PREPARING:
            if time.monotonic() > until:
                return False
            database.execute(step)
        database.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
        database.execute("ANALYZE")
    database.close()
    begun.rename(target)
    return True


def _filled(database: sqlite3.Connection, dataset: Path, until: float) -> bool:
    if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
        for name, label in SMALL.items():
            database.execute(f"CREATE TABLE {name} (id TEXT PRIMARY KEY, {label} TEXT)")
            with (dataset / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = [(row["id"], row[label]) for row in csv.DictReader(file)]
            database.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)
        database.execute(f"CREATE TABLE statements ({', '.join(_column(name) for name in COLUMNS)})")
        database.commit()
    there = database.execute("SELECT count(*) FROM statements").fetchone()[0]
    file, before = pq.ParquetFile(dataset / "statements.parquet"), 0
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if before >= there:
            if time.monotonic() > until:
                return False
            read = file.read_row_group(group, columns=list(COLUMNS)).to_pydict()
            places = ", ".join("?" * len(COLUMNS))
            # A statement may name no speaker: a foreign key that is empty would be a broken one.
            read["speaker"] = [speaker or None for speaker in read["speaker"]]
            database.executemany(f"INSERT INTO statements VALUES ({places})", zip(*map(read.get, COLUMNS), strict=True))
            database.commit()
        before += rows
    return True


def _column(name: str) -> str:
    kind = "INTEGER" if name in NUMBERS else "TEXT"
    if name == "id":
        return "id TEXT PRIMARY KEY"
    return f"{name} {kind} REFERENCES {REFERS[name]}(id)" if name in REFERS else f"{name} {kind}"
