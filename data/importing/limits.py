"""The limits of a source. Sources come from others, so each limit is checked before the work that it bounds."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import ImportSourceError


@dataclass(frozen=True)
class ImportLimits:
    """Limits of one import; a page in the browser passes smaller ones.

    `file_bytes` bounds one file, `unpacked_bytes` what a zip or a workbook unpacks to, `files` the entries of a zip,
    `rows` and `cells` all tables together, `workbook_seconds` and `workbook_bytes` the time and the memory that reading
    a workbook takes.
    """

    file_bytes: int = 512 * 2**20
    unpacked_bytes: int = 1024 * 2**20
    files: int = 200
    rows: int = 5_000_000
    cells: int = 50_000_000
    columns: int = 500
    workbook_seconds: int = 120
    workbook_bytes: int = 2 * 2**30

    def check_file(self, name: str, size: int) -> None:
        """ImportSourceError if a file of `size` bytes is too large."""
        if size > self.file_bytes:
            raise ImportSourceError(f"{name} has {size:,} bytes, more than {self.file_bytes:,}: split it")

    def check_table(self, place: str, rows: int, columns: int) -> None:
        """ImportSourceError if a table of this size is too large."""
        if columns > self.columns:
            raise ImportSourceError(f"{place} has {columns:,} columns, more than {self.columns:,}: remove empty ones")
        if rows > self.rows or rows * columns > self.cells:
            raise ImportSourceError(
                f"{place} has {rows:,} rows and {columns:,} columns; at most {self.rows:,} rows and {self.cells:,} "
                "cells are read: split the file"
            )


DEFAULT_LIMITS = ImportLimits()
