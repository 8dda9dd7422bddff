"""What is made once and kept for the next reader, bounded in bytes.

Where many ask for the same at once, one makes it and the others wait.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached

__all__ = ["forget", "kept"]

Asked = ParamSpec("Asked")
Made = TypeVar("Made")

MEGABYTE = 2**20
everything: list[Callable[[], None]] = []


def kept(megabytes: int, size: Callable[[Any], int]) -> Callable[[Callable[Asked, Made]], Callable[Asked, Made]]:
    """Keeps what a function returns for its arguments, `megabytes` in all by what
    `size` says of each in bytes; what was not asked for longest goes first."""

    def keeping(function: Callable[Asked, Made]) -> Callable[Asked, Made]:
        store: LRUCache[object, Made] = LRUCache(maxsize=megabytes * MEGABYTE, getsizeof=size)
        remembering = cached(store, condition=Condition())(function)
        everything.append(remembering.cache_clear)
        return remembering

    return keeping


def forget() -> None:
    """Forgets all that is kept: the dataset is another one."""
    for clear in everything:
        clear()
