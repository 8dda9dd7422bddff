"""How the C library gives memory back."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from typing import Any

__all__ = ["give_memory_back", "trim"]

# The numbers of glibc's malloc.h.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
# Two heaps for all threads; a block from 2 MB on is given back when it is freed. When those from 256 kB on were, views
# of a million statements spent a sixth of their time on fresh pages for their arrays, and no less was held.
SETTINGS = {ARENA_MAX: 2, MMAP_THRESHOLD: 2 * 2**20, TRIM_THRESHOLD: 2**20}
# Between two trims, in seconds. One takes 5 to 25 ms, in which other threads go on until they ask for memory.
EVERY = 30.0


def give_memory_back() -> None:
    """Keeps freed pages from staying with the process, from now on. By itself glibc has
    eight heaps a core and puts ever larger blocks into them; pages of half a megabyte,
    made and dropped in many threads, leave them full of holes. Where the C library is
    another, nothing."""
    choose = _of_glibc("mallopt")
    if choose is None:
        return
    for setting, value in SETTINGS.items():
        choose(setting, value)
    threading.Thread(target=_trim_for_ever, name="counterpoint-memory", daemon=True).start()


def trim() -> None:
    """Gives the holes back that whole pages of memory fit into: glibc itself gives back
    only what is free at the end of a heap. Where the C library is another, nothing."""
    give_back = _of_glibc("malloc_trim")
    if give_back is not None:
        give_back(ctypes.c_size_t(0))


def _trim_for_ever() -> None:
    while True:
        time.sleep(EVERY)
        trim()


def _of_glibc(name: str) -> Any:  # noqa: ANN401 - a function of the C library
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
