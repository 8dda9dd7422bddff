"""Reads and writes a dataset: a data package, a database, a built folder.

What reads a database is in `database`, which loads its drivers.
"""

from .atomic_files import copy_files, folder_for, synced
from .build import build, built_problems, is_built, open_engine, opened
from .descriptor import DESCRIPTOR, built_record, companions, paths, read_descriptor
from .location import Address, Place, located
from .reading import read_package
from .writing import describe, skeleton

__all__ = [
    "DESCRIPTOR",
    "Address",
    "Place",
    "build",
    "built_problems",
    "built_record",
    "companions",
    "copy_files",
    "describe",
    "folder_for",
    "is_built",
    "located",
    "open_engine",
    "opened",
    "paths",
    "read_descriptor",
    "read_package",
    "skeleton",
    "synced",
]
