"""What is made once and kept for the next reader, bounded in bytes.

Where many ask for the same at once, one makes it and the others wait.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Condition, Lock
from typing import Any, Generic, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

__all__ = ["Kept", "KeptEach", "forget", "kept"]

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
Name = TypeVar("Name", bound=Hashable)

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


class KeptEach(Generic[Name, Made]):
    """Things of which many are asked for at once, each kept by its name, `megabytes` in all by what `size` says of
    each name and thing in bytes."""

    def __init__(self, megabytes: int, size: Callable[[Name, Made], int]) -> None:
        self._store: LRUCache[Hashable, tuple[Name, Made]] = LRUCache(
            maxsize=megabytes * MEGABYTE, getsizeof=lambda named: size(*named)
        )
        self._lock = Lock()
        everything.append(self._clear)

    def of(
        self, wanted: Iterable[Name], kind: Hashable, make: Callable[[list[Name]], Mapping[Name, Made]]
    ) -> list[Made]:
        """What is wanted by name, of one kind, in the same order: what is kept, and what `make` makes of the names that
        are not, as far as it does."""
        names = list(wanted)
        with self._lock:
            found = dict(named for name in names if (named := self._store.get((kind, name))))
        missing = [name for name in names if name not in found]
        if missing:
            made_now = make(missing)
            found.update(made_now)
            with self._lock:
                for name, made in made_now.items():
                    self._store[kind, name] = name, made
        return [found[name] for name in names if name in found]

    def _clear(self) -> None:
        with self._lock:
            self._store.clear()


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
