"""Shows a progress bar for long checks if standard error is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.package import DatasetLocation, dataset_file_paths
from data.package.reading import Progress, ignore_progress

MIN_BYTES_FOR_PROGRESS = 20 * 2**20


@contextmanager
def progress_bar(location: DatasetLocation) -> Iterator[Progress]:
    """Return a function that shows the steps of reading and checking as a bar on standard error.

    It shows nothing if standard error is not a terminal, or the dataset is small."""
    if not sys.stderr.isatty() or _total_bytes(location) < MIN_BYTES_FOR_PROGRESS:
        yield ignore_progress
        return
    # It takes a tenth of a second to load.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("read", total=1.0)
        yield lambda step, share: bars.update(task, completed=share, description=step)


def _total_bytes(location: DatasetLocation) -> int:
    if not isinstance(location, Path):
        return 0
    return sum(path.stat().st_size for path in dataset_file_paths(location) if path.is_file())
