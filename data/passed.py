"""Which states of a dataset's files have passed every check, remembered from one start to the next.

What is remembered is an empty file in the user's cache folder. Its name is a hash of all
bytes of the dataset and of the rules, so that neither can change unnoticed. Who can write
there could change the program as well. Where nothing can be written, each start checks.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

from .package import Package

__all__ = ["has_passed", "remember"]

# The libraries whose judgement a check is besides ours.
JUDGES = ("pandas", "pyarrow")
REMEMBERED_MOST = 100


def has_passed(package: Package) -> bool:
    """Whether a package of exactly these bytes has passed the same checks before."""
    try:
        return bool(package.digest) and _mark(package).exists()
    except OSError:
        return False


def remember(package: Package) -> None:
    """Notes that a package has passed every check; the oldest notes go. Does nothing
    where that cannot be written, or for a package that was not read from files."""
    if not package.digest:
        return
    with suppress(OSError):
        mark = _mark(package)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        for old in sorted(mark.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-REMEMBERED_MOST]:
            old.unlink(missing_ok=True)


def _mark(package: Package) -> Path:
    # Rows by table: the bytes of all files are hashed as one, and a cut at another place makes other tables.
    rows = [f"{name} {len(frame)}" for name, frame in package.frames.items()]
    name = hashlib.sha256("\n".join([package.digest, _rules(), *rows]).encode()).hexdigest()
    return user_cache_path("counterpoint", appauthor=False) / "passed" / name


@cache
def _rules() -> str:
    """A hash of what decides: this package's own files and the versions of the libraries."""
    digest = hashlib.sha256(" ".join(version(name) for name in JUDGES).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
