"""Statements and figures as files that other programs read.

A file holds the rows of a view, with ids and with the names that they stand for. Statements are fetched in
portions, so that a million of them never stand in memory at once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa

from data.model import Dataset, Figure, FilesChangedError
from data.package import (
    DESCRIPTOR_FILE,
    DatabaseUrl,
    is_built,
    open_regular_file,
    parse_dataset_location,
    readme_and_licence_files,
    verify_build,
)
from data.statements import Filters, all_statements, statements_after
from data.validation import table_schema

ROWS_PER_PORTION = 20_000
# A sheet holds 1,048,576 rows; a workbook of this many still opens on a laptop.
MAX_SHEET_ROWS = 100_000
MAX_SHEET_CELL_LENGTH = 32_767
MAX_SPOOL_BYTES = 4 * 2**20
WRITE_BLOCK_BYTES = 2**20
# What a spreadsheet takes for a formula (OWASP, CSV injection): one of these characters, also in full width, after
# blanks and what shows nothing. A tab or a line break at the beginning may end the cell before.
FORMULA_PATTERN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
CITATION_FILE = "CITATION.txt"
EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

# For a column of ids: the id, and the names that it stands for.
EXPORTED_NAME_COLUMNS = {
    "party": ("party", "party_name"),
    "speaker": ("speaker", "speaker_name"),
    "issue": ("theme", "issue", "issue_name", "proposition"),
    "indicator": ("indicator", "indicator_name"),
    "source": ("source", "source_title", "publisher", "url"),
}


def _with_names(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for column in columns for name in EXPORTED_NAME_COLUMNS.get(column, (column,)))


STATEMENT_COLUMNS = _with_names(column.name for column in table_schema("statements").columns)
FIGURE_COLUMNS = _with_names(field.name for field in fields(Figure))

Portions = Iterator[pd.DataFrame]


@dataclass(frozen=True)
class FileFormat:
    """A format of files: its ending, its media type, and the function that writes portions of rows to a file."""

    ending: str
    media_type: str
    write: Callable[[Portions, tuple[str, ...], Mapping[str, str], BinaryIO], None]


def statement_portions(dataset: Dataset, filters: Filters) -> Portions:
    """The statements that pass the filters, in order of time, in portions of at most 20,000 rows with the columns
    `STATEMENT_COLUMNS`. At least one portion, which may have no row."""
    after = -1
    while True:
        frame = statements_after(dataset, filters, after, ROWS_PER_PORTION)
        yield add_name_columns(dataset, frame)
        if len(frame) < ROWS_PER_PORTION:
            return
        after = int(frame["position"].iloc[-1])


def add_name_columns(dataset: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """Statements, columns `data.statements.CARD_COLUMNS`, with the names for their ids: columns `STATEMENT_COLUMNS`."""
    sources = frame["source"].map(dataset.sources.__getitem__)
    return frame.assign(
        party_name=frame["party"].map(lambda party: dataset.parties[party].name),
        speaker_name=frame["speaker"].map(lambda each: dataset.speakers[each].name if each else ""),
        theme=frame["issue"].map(lambda issue: " ".join(dataset.issues[issue].themes)),
        issue_name=frame["issue"].map(lambda issue: dataset.issues[issue].name),
        proposition=frame["issue"].map(lambda issue: dataset.issues[issue].proposition),
        source_title=sources.map(lambda source: source.title),
        publisher=sources.map(lambda source: source.publisher),
        url=sources.map(lambda source: source.url),
    ).loc[:, list(STATEMENT_COLUMNS)]


def figure_table(dataset: Dataset, topic: str = "", indicator: str = "", figure: str = "") -> pd.DataFrame:
    """The stated figures of a topic, of an indicator or a single one, all if none
    is named: columns `FIGURE_COLUMNS`; `low` and `high` in `unit`, `year` 0 where unknown."""
    records = dataset.figure_records
    rows = [
        {**vars(each), "indicator_name": records.indicators[each.indicator].name}
        | {"source_title": source.title, "publisher": source.publisher, "url": source.url}
        for each in records.figures.values()
        if (not topic or records.indicators[each.indicator].topic == topic)
        and (not indicator or each.indicator == indicator)
        and (not figure or each.id == figure)
        and (source := dataset.sources[each.source])
    ]
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS))


def _rows_as_tuples(portions: Portions) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as tuples, with None for missing and for infinite numbers."""
    for frame in portions:
        for row in frame.itertuples(index=False, name=None):
            yield tuple(None if isinstance(cell, float) and not math.isfinite(cell) else cell for cell in row)


def _without_formula(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run as a formula. Return anything else unchanged."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA_PATTERN.match(cell) else cell


def _csv(portions: Portions, columns: tuple[str, ...], _: Mapping[str, str], out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    # Excel takes a file for UTF-8 only by this mark.
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_without_formula(cell) for cell in row] for row in _rows_as_tuples(portions))
    text.detach()


def _json(portions: Portions, columns: tuple[str, ...], about: Mapping[str, str], out: BinaryIO) -> None:
    out.write(json.dumps({"about": dict(about)}, ensure_ascii=False)[:-1].encode() + b', "rows": [')
    for number, row in enumerate(_rows_as_tuples(portions)):
        line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        out.write((",\n" if number else "\n").encode() + line.encode())
    out.write(b"\n]}\n")


def _xlsx(portions: Portions, columns: tuple[str, ...], about: Mapping[str, str], out: BinaryIO) -> None:
    # Loaded for the first workbook, so that no start waits for it.
    import xlsxwriter

    with tempfile.TemporaryDirectory() as scratch:
        # Written row by row; strings are never taken for formulas, links or numbers.
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        path = Path(scratch) / "book.xlsx"
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet("data")
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(_rows_as_tuples(portions), start=1):
                if number > MAX_SHEET_ROWS:
                    about = {**about, "cut": f"Only the first {MAX_SHEET_ROWS:,} rows; CSV and Parquet hold all."}
                    break
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell[:MAX_SHEET_CELL_LENGTH] if isinstance(cell, str) else cell)
            notes = book.add_worksheet("about")
            for number, (name, text) in enumerate(about.items()):
                notes.write_row(number, 0, (name, text))
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)


def _parquet(portions: Portions, _: tuple[str, ...], about: Mapping[str, str], out: BinaryIO) -> None:
    from pyarrow.parquet import ParquetWriter

    writer = None
    for frame in portions:
        rows = pa.Table.from_pandas(frame, preserve_index=False)
        if writer is None:
            schema = rows.schema.with_metadata({name: text.encode() for name, text in about.items()})
            writer = ParquetWriter(out, schema)
        writer.write_table(rows.cast(schema))
    if writer is not None:
        writer.close()


FILE_FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat("csv", "text/csv; charset=utf-8", _csv),
    "json": FileFormat("json", "application/json", _json),
    "xlsx": FileFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "parquet": FileFormat("parquet", "application/vnd.apache.parquet", _parquet),
}


def dataset_archive(dataset: Dataset, citation: str) -> BinaryIO:
    """The whole dataset as a Data Package in a zip file, with its readme, its
    licence and `CITATION.txt`; the same bytes for the same files. The tables of a
    database become files, and the folder that they make has the dataset's version. FilesChangedError if the files are
    not those of the dataset's version any more."""
    stored = isinstance(parse_dataset_location(dataset.directory), DatabaseUrl)
    out = tempfile.SpooledTemporaryFile(MAX_SPOOL_BYTES)  # noqa: SIM115 - the caller closes it
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            if stored:
                for name, content in _tables_as_csv(dataset):
                    _add_file(archive, name, content)
            else:
                _add_files(archive, dataset)
            if CITATION_FILE not in archive.namelist():
                _add_file(archive, CITATION_FILE, io.BytesIO(citation.encode()))
    except OSError as error:
        raise FilesChangedError from error
    out.seek(0)
    return out  # type: ignore[return-value]


def _add_files(archive: zipfile.ZipFile, dataset: Dataset) -> None:
    root, digest = Path(dataset.directory), hashlib.sha256()
    for name in dict.fromkeys([DESCRIPTOR_FILE, *dataset.files]):
        with open_regular_file(root / name) as content:
            _add_file(archive, name, content, digest)
    unchanged = not verify_build(root) if is_built(root) else digest.hexdigest().startswith(dataset.version)
    if not unchanged:
        raise FilesChangedError
    for name in readme_and_licence_files(root):
        # A table may have such a name.
        if name not in archive.namelist():
            with open_regular_file(root / name) as content:
                _add_file(archive, name, content)


def _tables_as_csv(dataset: Dataset) -> Iterator[tuple[str, BinaryIO]]:
    # Loaded only where there is a database: its drivers take a tenth of the start.
    from data.package.database import csv_lines, descriptor_bytes

    yield DESCRIPTOR_FILE, io.BytesIO(descriptor_bytes(dataset.descriptor))
    for name, frame in {**dataset.tables, "statements": all_statements(dataset)}.items():
        yield f"{name}.csv", io.BytesIO(csv_lines([frame.columns, *frame.itertuples(index=False, name=None)]))


def _add_file(archive: zipfile.ZipFile, name: str, content: BinaryIO, digest: hashlib._Hash | None = None) -> None:
    """Adds a file to an archive, and its bytes to a digest."""
    entry = zipfile.ZipInfo(name, EARLIEST_ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as out:
        for block in iter(lambda: content.read(WRITE_BLOCK_BYTES), b""):
            out.write(block)
            if digest:
                digest.update(block)
