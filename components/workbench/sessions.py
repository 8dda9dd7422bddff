"""The limits on the number and lifetime of sessions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MAX_SESSIONS = 16
# A session that does nothing for so long makes room for another one.
IDLE_TIMEOUT_SECONDS = 1800.0


class WorkbenchSessions:
    """The sessions that hold a draft. `now` gives the time in seconds."""

    def __init__(
        self,
        most: int = MAX_SESSIONS,
        idle_seconds: float = IDLE_TIMEOUT_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._idle_seconds, self._now = most, idle_seconds, now
        self._used: dict[str, float] = {}
        self._lock = threading.Lock()

    def enter(self, session: str) -> bool:
        """Notes that a session works. Returns False if there are too many others."""
        with self._lock:
            now = self._now()
            self._used = {name: used for name, used in self._used.items() if now - used < self._idle_seconds}
            if session not in self._used and len(self._used) >= self._most:
                return False
            self._used[session] = now
            return True

    def leave(self, session: str) -> None:
        """Makes room for another session."""
        with self._lock:
            self._used.pop(session, None)
