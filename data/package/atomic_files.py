"""Writes files and folders so that readers see the old or the new version, never a part."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

# From Linux's fcntl.h and fs.h.
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def atomic_folder(target: Path) -> Iterator[Path]:
    """A new folder for the block to fill, which then takes the place of `target`, whose parent has to exist, as in
    `replace_folder`. Nothing is left if the block raises an error."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
        folder = Path(scratch) / "made"
        folder.mkdir()
        yield folder
        replace_folder(folder, target)


def copy_files(source: Path, names: Iterable[str], target: Path) -> None:
    """Copies files of a folder, with the folders that their names bring along, into another. OSError as of a copy."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)


def replace_folder(source: Path, target: Path) -> None:
    """Move the folder `source` to `target`. What was at `target` is at `source` afterwards.

    All of `source` is written to the disk first. Where the system cannot exchange two folders in one step, such as on
    macOS or NFS, `target` does not exist for a moment. OSError if a rename fails."""
    for path in (*source.rglob("*"), source):
        sync_to_disk(path)
    if not target.exists():
        source.rename(target)
    elif not _exchange(source, target):
        aside = source.with_name(f"{source.name}.old")
        target.rename(aside)
        source.rename(target)
        aside.rename(source)
    sync_to_disk(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step. Return True if the system could."""
    exchange = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    return (
        exchange is not None
        and exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
    )


def sync_to_disk(path: Path) -> None:
    """Waits until the content of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, text: str) -> None:
    """Write a file in one step, so that readers see the old or the new version, never a part."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        sync_to_disk(path.parent)
    finally:
        # It is there only where writing failed.
        Path(temporary).unlink(missing_ok=True)
