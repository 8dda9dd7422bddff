"""A cache that is bounded in bytes. Where many threads ask for the same value at once, one of them creates it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Generic, NamedTuple, TypeVar

from cachetools import LRUCache, cached

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MEGABYTE = 2**20


class _Entry(NamedTuple, Generic[Value]):
    value: Value
    size: int


class SizedCache(Generic[Key, Value]):
    """Holds values by key, `megabytes` in all. The least recently used value goes first. Safe to use from any thread.

    `size` returns the size of a value in bytes. The cache does not hold a value that is larger than the whole cache.
    """

    def __init__(self, megabytes: int, size: Callable[[Value], int]) -> None:
        self._size = size
        self._entries: LRUCache[Key, _Entry[Value]] = LRUCache(megabytes * MEGABYTE, getsizeof=lambda entry: entry.size)
        self._lock = Condition()
        # With the decorator of cachetools, other threads wait for the one that creates a value.
        self._entry = cached(self._entries, key=lambda key, *_: key, condition=self._lock)(self._create)

    def get(self, key: Key) -> Value | None:
        """The value of a key; None if the cache does not hold it."""
        with self._lock:
            entry = self._entries.get(key)
        return entry.value if entry else None

    def get_or_create(self, key: Key, create: Callable[[], Value], key_bytes: int = 0) -> Value:
        """The value of a key. `create` makes it if the cache does not hold it; an error of `create` is raised and
        leaves nothing in the cache. `key_bytes` is the size of a large key."""
        return self._entry(key, create, key_bytes).value

    def clear(self) -> None:
        """Drops all values."""
        with self._lock:
            self._entries.clear()

    def _create(self, _: Key, create: Callable[[], Value], key_bytes: int) -> _Entry[Value]:
        value = create()
        return _Entry(value, self._size(value) + key_bytes)
