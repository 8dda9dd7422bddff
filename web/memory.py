"""How the C library gives memory back."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["give_memory_back"]

# The numbers of glibc's malloc.h.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
# Two heaps for all threads; a block from 256 kB on is given back when it is freed.
SETTINGS = {ARENA_MAX: 2, MMAP_THRESHOLD: 256 * 2**10, TRIM_THRESHOLD: 2**20}


def give_memory_back() -> None:
    """Keeps freed pages from staying with the process. By itself glibc has eight heaps
    a core and puts ever larger blocks into them; pages of half a megabyte, made and
    dropped in many threads, leave them full of holes. Where the C library is another, nothing."""
    choose = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if choose is not None:
        for setting, value in SETTINGS.items():
            choose(setting, value)
