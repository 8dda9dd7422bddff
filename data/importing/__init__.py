"""Imports what people have, and formats of others, into the tables of a dataset.

`unpack_source` takes the bytes and the name of a file, `import_source` makes the tables with a report, and
`write_dataset` writes a folder. None of them needs a disk before that, so that a page in the browser can use them too.
"""

from .errors import ImportChoiceError, ImportSourceError
from .files.source_files import SourceFile, read_source_path, unpack_source
from .folder import known_ids_of_folder, write_dataset
from .formats.registry import SOURCE_FORMATS, find_format
from .limits import ImportLimits
from .options import ImportOptions
from .process import import_source
from .report import ImportReport
from .result import ImportResult

__all__ = [
    "SOURCE_FORMATS",
    "ImportChoiceError",
    "ImportLimits",
    "ImportOptions",
    "ImportReport",
    "ImportResult",
    "ImportSourceError",
    "SourceFile",
    "find_format",
    "import_source",
    "known_ids_of_folder",
    "read_source_path",
    "unpack_source",
    "write_dataset",
]
