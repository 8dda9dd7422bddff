"""The import as a whole: from files to tables that pass the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .files.source_files import SourceFile
from .formats.registry import find_format
from .options import ImportOptions
from .report import ImportReport, list_words
from .result import ImportResult


def import_source(files: Sequence[SourceFile], options: ImportOptions | None = None) -> ImportResult:
    """The tables of a dataset, with a report of what was read, taken, refused and assumed. ImportSourceError if the
    files cannot be read, ImportChoiceError if an option must settle how."""
    options = options or ImportOptions()
    source_format = find_format(files, options.format)
    report = ImportReport(format=f"{source_format.name} ({source_format.description})")
    for file in files:
        if file.left_out:
            zips = [name for name in file.left_out if name.lower().endswith(".zip")]
            cure = f". Unpack {list_words(zips)} and import what it holds" if zips else ""
            report.notes.append(f"files and folders of no kind that can be read: {list_words(file.left_out)}{cure}")
    result = source_format.convert(files, options, report)
    title = options.title or result.title or files[0].stem
    return replace(result, title=title)
