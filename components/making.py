"""Pages that may take long: each made once, in a thread, for all who wait for it.

When the last one who waits leaves, its query is stopped.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager

from components.pages import Page
from components.room import Room
from data import EngineError
from data.work import Work

__all__ = ["Making", "begin", "made", "room", "under_way"]

# So many pages are made at once by a cluster, which makes them beside one another; and by this process, where all but
# one of them must be taking long.
OF_A_CLUSTER, HERE = 32, max(2, os.cpu_count() or 1)


class Making:
    """A page on its way; `apart` if it is made in a thread of its own, as far as it is not there already."""

    def __init__(self, apart: bool = True) -> None:
        self.apart, self.work = apart, Work()
        self._over = threading.Event()
        self._made: Page | Exception | None = None
        self._waiting = 0
        self._lock = threading.Lock()

    def ready(self, seconds: float) -> bool:
        """Whether the page is there, or has failed, within so many seconds."""
        return self._over.wait(seconds)

    def page(self) -> Page:
        """The page, when it is there. EngineError if its queries could not be answered."""
        self._over.wait()
        if isinstance(self._made, Page):
            return self._made
        raise self._made or EngineError("The page was not made.")

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Counts as one who waits, within the block."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1
                left = not self._waiting
            if left and not self._over.is_set():
                self.work.stop()

    def make(self, make: Callable[[], Page]) -> None:
        """Makes the page in this thread."""
        try:
            with self.work.at_hand():
                self._made = make()
        except Exception as error:
            self._made = error
        finally:
            self._over.set()


_under_way: dict[Hashable, Making] = {}
_lock = threading.Lock()
_rooms = {True: Room(OF_A_CLUSTER, OF_A_CLUSTER), False: Room(1, HERE)}


def room(remote: bool) -> AbstractContextManager[None]:
    """Waits until there is room to make one more page by an engine here or elsewhere."""
    return _rooms[remote].entered()


def begin(key: Hashable, make: Callable[[], Page]) -> Making:
    """The page of this key on its way, begun now if it is not yet."""
    with _lock:
        making = _under_way.get(key)
        # One that is over and still stands here may have failed: who asks after that asks anew.
        if making is None or making.work.stopped or making.ready(0):
            making = _under_way[key] = Making()
            threading.Thread(target=_run, args=(key, making, make), name="counterpoint-page", daemon=True).start()
        return making


def under_way() -> int:
    """How many pages are being made or wait for room."""
    return len(_under_way)


def made(make: Callable[[], Page], apart: bool = False) -> Making:
    """A page that takes no time worth a thread, made now; `apart` if others of its kind are made in threads."""
    making = Making(apart)
    making.make(make)
    return making


def _run(key: Hashable, making: Making, make: Callable[[], Page]) -> None:
    making.make(make)
    with _lock:
        if _under_way.get(key) is making:
            del _under_way[key]
