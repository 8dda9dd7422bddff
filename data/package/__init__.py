"""Reads and writes a dataset: a data package, a database, a built folder.

What reads a database is in `database`, which loads its drivers.
"""

from .atomic_files import atomic_folder, copy_files, sync_to_disk
from .build import build_dataset, is_built, open_engine, read_built_tables, verify_build
from .descriptor import DESCRIPTOR_FILE, dataset_file_paths, read_descriptor, readme_and_licence_files, record_of_build
from .location import DatabaseUrl, DatasetLocation, parse_dataset_location
from .new_dataset import NewDataset, create_dataset
from .reading import read_package
from .regular_files import open_regular_file
from .writing import update_descriptor

__all__ = [
    "DESCRIPTOR_FILE",
    "DatabaseUrl",
    "DatasetLocation",
    "NewDataset",
    "atomic_folder",
    "build_dataset",
    "copy_files",
    "create_dataset",
    "dataset_file_paths",
    "is_built",
    "open_engine",
    "open_regular_file",
    "parse_dataset_location",
    "read_built_tables",
    "read_descriptor",
    "read_package",
    "readme_and_licence_files",
    "record_of_build",
    "sync_to_disk",
    "update_descriptor",
    "verify_build",
]
