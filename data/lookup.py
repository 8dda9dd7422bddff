"""What pages look up in a large built dataset: statements by their places in time, by what they are, answer or belong
to, and which of them mention a word.

An SQLite file beside DuckDB's. A page shows some hundred statements from anywhere. To find them DuckDB reads columns in
blocks of a hundred thousand rows; SQLite finds each by its place, and a place by an id. A word that is searched for is
looked for in the vocabulary first, where it may be a part of longer words; of each word the file has its places.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .errors import UnreadableError
from .prepared import KEYS

__all__ = ["Lookup", "writing"]

log = logging.getLogger("counterpoint")

# The places of a word stand in parts, so that each takes two bytes: how far into its part it is.
PART = 2**16
OFFSET = np.dtype("<u2")
# A word that is a part of so many, or of so frequent ones, is found faster by reading all texts.
PARTS_MOST = 20_000

# A file up to this size is read once when it is asked for the first time.
READ_AT_ONCE, READ_MOST = 2**20, 2**30
OF_WORDS = "FROM places WHERE word IN (SELECT value FROM json_each(?))"
BEGUN = (
    # Whoever writes a dataset begins anew after a failure: nothing is ever rolled back.
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "BEGIN",
    # All words, one a line; the number of its line stands for a word.
    "CREATE TABLE vocabulary (words BLOB NOT NULL)",
    "CREATE TABLE places (word INTEGER NOT NULL, part INTEGER NOT NULL, offsets BLOB NOT NULL)",
)
FINISHED = ("CREATE INDEX places_of_word ON places (word)", "COMMIT")
# Most statements have none of a key but their id.
KEYED = "CREATE INDEX statements_by_{0} ON statements ({0}) WHERE {0} <> ''"


class Lookup:
    """The statements and words of one file, which is never changed and stays open. For any thread."""

    def __init__(self, path: Path) -> None:
        """`sqlite3.Error` if the file is none of its kind."""
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._asking = threading.Lock()
        self._unread: Path | None = path
        # What kept it from answering when it was last asked, for operators; '' if nothing did.
        self.trouble = ""
        # Counting them would read them all.
        (last,) = self._connection.execute("SELECT max(position) FROM statements").fetchone()
        self._statements = 0 if last is None else last + 1
        self.columns = _columns(self._connection)

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """These of its columns of the statements at some places, in order of time; UnreadableError if the file
        cannot be read."""
        names = ", ".join(f'"{name}"' for name in columns)
        query = f"SELECT {names} FROM statements WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position"  # noqa: S608 - names of columns are ours
        with self._asked() as connection:
            rows = connection.execute(query, (json.dumps(list(map(int, places))),)).fetchall()
        types = [pa.int64() if name == "position" else pa.large_string() for name in columns]
        values = zip(*rows, strict=True) if rows else ((),) * len(columns)
        return pa.table([pa.array(each, of) for each, of in zip(values, types, strict=True)], list(columns))

    def holding(self, column: str, values: Sequence[str]) -> list[int]:
        """The places, in order, of the statements whose column, one of `KEYS`, holds one of some values; of '' none.
        UnreadableError as above."""
        query = f"SELECT position FROM statements WHERE {column} = ? AND {column} <> ''"  # noqa: S608 - names of columns are ours
        # Half a letter is in no file, and none can be asked for it.
        asked = {value for value in values if value.encode("utf-8", "ignore").decode() == value}
        with self._asked() as connection:
            return sorted(place for value in asked for (place,) in connection.execute(query, (value,)))

    def mentioning(self, words: Sequence[str]) -> npt.NDArray[np.int64] | None:
        """The places, in order, of the statements whose text holds every one of the words, none of which has
        a blank in it; None if one is a part of so many words that reading the texts is faster. UnreadableError as
        above."""
        holding = np.ones(self._statements, bool)
        for word in words:
            with self._asked() as connection:
                found = _found(connection, word)
                if found is None:
                    return None
                told = np.zeros(self._statements, bool)
                for part, offsets in found:
                    told[part * PART + np.frombuffer(offsets, OFFSET).astype(np.int64)] = True
            holding &= told
        return np.flatnonzero(holding)

    @contextmanager
    def _asked(self) -> Iterator[sqlite3.Connection]:
        with self._asking:
            if self._unread:
                threading.Thread(target=_read, args=(self._unread,), name="counterpoint-lookup", daemon=True).start()
                self._unread = None
            try:
                yield self._connection
            except sqlite3.Error as error:
                log.error("The statements cannot be looked up: %s", error)
                meant = UnreadableError()
                self.trouble = str(meant)
                raise meant from error
            self.trouble = ""


def _columns(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset(row[1] for row in connection.execute("PRAGMA table_info(statements)"))


def _read(path: Path) -> None:
    """Has the system read a file once, as far as it is not too large to be kept: statements from anywhere are then in
    its memory, where the disk would be asked for each."""
    piece = bytearray(READ_AT_ONCE)
    # The file may be another one's by now, or gone; what was opened stays.
    with suppress(OSError), path.open("rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size <= READ_MOST:
            while file.readinto(piece):
                pass


def _found(connection: sqlite3.Connection, word: str) -> sqlite3.Cursor | None:
    """Part and offsets of every word that holds this one; None if these are too many."""
    (vocabulary,) = connection.execute("SELECT words FROM vocabulary").fetchone()
    # What is half of a letter is in no word.
    numbers = _lines(vocabulary, word.encode("utf-8", "surrogatepass"))
    if numbers is None:
        return None
    chosen = (json.dumps(numbers),)
    (parts,) = connection.execute(f"SELECT count(*) {OF_WORDS}", chosen).fetchone()
    return connection.execute(f"SELECT part, offsets {OF_WORDS}", chosen) if parts <= PARTS_MOST else None


def _lines(text: bytes, part: bytes) -> list[int] | None:
    """The numbers of the lines of a text that hold this part of one; None if they are too many."""
    starts = []
    at = text.find(part)
    while at >= 0:
        starts.append(at)
        if len(starts) > PARTS_MOST:
            return None
        end = text.find(b"\n", at)
        at = text.find(part, end) if end >= 0 else -1
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    lines: list[int] = ends.searchsorted(starts).tolist()
    return lines


@contextmanager
def writing(path: Path) -> Iterator[Callable[[pa.Table], None]]:
    """What takes the statements for a new file, as many at a time as one likes, in order of time with the columns of
    `data.prepared`; the file is whole after the block. OSError if it cannot be written."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for step in BEGUN:
            connection.execute(step)
        vocabulary: dict[str, int] = {}
        yield lambda statements: _added(connection, statements, vocabulary)
        connection.execute("INSERT INTO vocabulary VALUES (?)", ("\n".join(vocabulary).encode(),))
        for step in (*(KEYED.format(key) for key in KEYS if key in _columns(connection)), *FINISHED):
            connection.execute(step)
    except sqlite3.OperationalError as error:
        number = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, f"{os.strerror(number)} ({error})", str(path)) from error
    finally:
        connection.close()


def _added(connection: sqlite3.Connection, statements: pa.Table, vocabulary: dict[str, int]) -> None:
    names = [
        "position",
        *(field.name for field in statements.schema if _is_text(field.type) and field.name != "search"),
    ]
    columns = ", ".join(f'"{name}"' for name in names[1:])
    connection.execute(f"CREATE TABLE IF NOT EXISTS statements (position INTEGER PRIMARY KEY, {columns})")
    start = 0
    while start < len(statements):
        part, offset = divmod(statements["position"][start].as_py(), PART)
        some = statements.slice(start, PART - offset)
        rows = zip(*(some[name].to_pylist() for name in names), strict=True)
        connection.executemany(f"INSERT INTO statements VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608 - only marks
        told = _words(some["search"], np.arange(offset, offset + len(some), dtype=OFFSET))
        places = ((vocabulary.setdefault(word, len(vocabulary)), part, offsets) for word, offsets in told)
        connection.executemany("INSERT INTO places VALUES (?, ?, ?)", places)
        start += len(some)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _words(texts: pa.ChunkedArray, offsets: npt.NDArray[np.uint16]) -> Iterator[tuple[str, bytes]]:
    """Every word of some texts, and the offsets of the texts that hold it."""
    import polars as pl

    cut = pl.DataFrame({"offset": offsets, "word": pl.Series(texts.to_pylist(), dtype=pl.String)})
    # What is taken for a blank here is one for Python too, which takes apart what is searched for.
    each = cut.with_columns(pl.col("word").str.extract_all(r"\S+")).explode("word").drop_nulls()
    found = each.group_by("word").agg(pl.col("offset").unique().sort(), n=pl.col("offset").n_unique())
    together = found["offset"].explode().to_numpy().astype(OFFSET).tobytes()
    start = 0
    for word, n in found.select("word", "n").iter_rows():
        end = start + n * OFFSET.itemsize
        yield word, together[start:end]
        start = end
