"""The statements of a dataset as an SQLite file for Datasette: keys with labels, indexes, full text search."""

import sqlite3
from pathlib import Path

import pandas as pd

LABELS = {"parties": "name", "issues": "name", "speakers": "name", "sources": "title"}
COLUMNS = ["id", "date", "party", "speaker", "issue", "stance", "summary", "quote", "source", "locator", "checked"]
SCHEMA = """CREATE TABLE statements (id TEXT PRIMARY KEY, date TEXT, party TEXT REFERENCES parties(id),
speaker TEXT REFERENCES speakers(id), issue TEXT REFERENCES issues(id), stance TEXT, summary TEXT, quote TEXT,
source TEXT REFERENCES sources(id), locator TEXT, checked TEXT, year INTEGER, position INTEGER)"""
INDEXES = ("party", "issue", "stance", "speaker", "source", "year", "position", "party, position")
SEARCH = """CREATE VIRTUAL TABLE statements_fts USING fts5(summary, quote, content=statements);
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild'); ANALYZE;"""


def sqlite_file(dataset: Path) -> Path:
    """The path of the file beside the dataset's folder, which is written the first time."""
    target = dataset.with_name(f"{dataset.name}.sqlite")
    if target.exists():
        return target
    unfinished = target.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(unfinished) as database:
        for table, label in LABELS.items():
            database.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, {label} TEXT)")
            rows = pd.read_csv(dataset / f"{table}.csv", usecols=["id", label], dtype="str")
            rows.to_sql(table, database, index=False, if_exists="append")
        database.execute(SCHEMA)
        for rows in pd.read_csv(dataset / "statements.csv", usecols=COLUMNS, dtype="str", chunksize=200_000):
            rows = rows.assign(year=rows["date"].str[:4].astype(int), position=rows.index)
            rows.to_sql("statements", database, index=False, if_exists="append")
        for number, columns in enumerate(INDEXES):
            database.execute(f"CREATE INDEX index_{number} ON statements ({columns})")
        database.executescript(SEARCH)
    database.close()
    unfinished.rename(target)
    return target
