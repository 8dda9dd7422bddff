"""What is made once and kept for the next reader, bounded in bytes.

Where many ask for the same at once, one makes it and the others wait.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Any, Generic, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

__all__ = ["Kept", "forget", "kept"]

Asked = ParamSpec("Asked")
Made = TypeVar("Made")

MEGABYTE = 2**20
everything: list[Callable[[], None]] = []


class Kept(Generic[Asked, Made]):
    """A function that is not asked again for the same arguments as long as its answer is kept."""

    def __init__(
        self, function: Callable[Asked, Made], megabytes: int, size: Callable[[Any], int], key: Callable[..., Hashable]
    ) -> None:
        self._store: LRUCache[Hashable, Made] = LRUCache(maxsize=megabytes * MEGABYTE, getsizeof=size)
        self._lock = Condition()
        self._asked = cached(self._store, key, condition=self._lock)(function)
        everything.append(self._asked.cache_clear)

    def __call__(self, *arguments: Asked.args, **named: Asked.kwargs) -> Made:
        """What it returns for these arguments: kept, or made now."""
        return self._asked(*arguments, **named)

    def known(self, *arguments: Asked.args, **named: Asked.kwargs) -> Made | None:
        """What it returned for these arguments, as far as that is kept."""
        with self._lock:
            return self._store.get(self._asked.cache_key(*arguments, **named))


def kept(
    megabytes: int, size: Callable[[Any], int], key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[Asked, Made]], Kept[Asked, Made]]:
    """Keeps what a function returns for its arguments, `megabytes` in all by what
    `size` says of each in bytes; what was not asked for longest goes first. `key`
    says of the arguments what tells one answer from another."""
    return lambda function: Kept(function, megabytes, size, key)


def forget() -> None:
    """Forgets all that is kept: the dataset is another one."""
    for clear in everything:
        clear()
