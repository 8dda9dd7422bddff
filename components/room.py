"""Whose page is made next.

Pages that are made in one process share its interpreter: two at once each take twice as long, and what is answered
from the cache meanwhile waits for both. So they are made one after another, in the order in which they were
asked for; but one that takes long does not keep others from being begun, as far as there may be more at once.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from data.errors import QueryStoppedError
from data.work import STOPPED, current

__all__ = ["LONG", "Room"]

# Seconds after which a page takes long.
LONG = 1.0


class Room:
    """Room for so many pages that do not take long yet (`places`), and for `most` in all."""

    def __init__(self, places: int, most: int) -> None:
        self._places, self._most = places, most
        # When each that is inside came in; and those that wait, of whom only the first looks whether there is room.
        self._inside: dict[threading.Event, float] = {}
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Waits for a place, and holds it within the block. QueryStoppedError if nobody waits any more for the
        page of the work at hand."""
        turn, work = threading.Event(), current()
        with self._lock:
            self._waiting.append(turn)
        try:
            with work.telling(turn.set):
                while (pause := self._pause(turn)) != 0:
                    if work.stopped:
                        raise QueryStoppedError(STOPPED)
                    turn.wait(pause)
            yield
        finally:
            with self._lock:
                # Whoever leaves while waiting must not keep those behind from their turn.
                if self._inside.pop(turn, None) is None:
                    self._waiting.remove(turn)
                self._call_first()

    def _pause(self, turn: threading.Event) -> float | None:
        """0 if there was a place, which is taken now; otherwise the seconds until one may be
        free without anybody leaving, None if none will be."""
        with self._lock:
            turn.clear()
            if self._waiting[0] is not turn or len(self._inside) >= self._most:
                return None
            now = time.monotonic()
            quick = [came for came in self._inside.values() if came + LONG > now]
            if len(quick) >= self._places:
                return max(0.001, min(quick) + LONG - now)
            self._waiting.popleft()
            self._inside[turn] = now
            self._call_first()
            return 0

    def _call_first(self) -> None:
        if self._waiting:
            self._waiting[0].set()
