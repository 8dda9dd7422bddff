"""Reads and writes a dataset: a data package, a database, a built folder.

What reads a database is in `database`, which loads its drivers.
"""

from .atomic_files import atomic_folder, copy_files, sync_to_disk
from .build import build_dataset, is_built, open_engine, read_built_package, verify_build
from .descriptor import DESCRIPTOR, build_record, dataset_files, extra_files, read_descriptor
from .location import DatabaseUrl, Location, parse_location
from .reading import read_package
from .writing import create_empty, update_descriptor

__all__ = [
    "DESCRIPTOR",
    "DatabaseUrl",
    "Location",
    "atomic_folder",
    "build_dataset",
    "build_record",
    "copy_files",
    "create_empty",
    "dataset_files",
    "extra_files",
    "is_built",
    "open_engine",
    "parse_location",
    "read_built_package",
    "read_descriptor",
    "read_package",
    "sync_to_disk",
    "update_descriptor",
    "verify_build",
]
