"""Cancels work that nobody waits for any more.

Whoever starts long work makes a `CancelToken` and activates it in the thread that does the work. Code that can be
interrupted, such as a database query, asks for the `current_cancel_token` and registers what to call on cancellation.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class CancelToken:
    """Says whether work was cancelled, and tells those who registered for it. Safe to use from any thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._callbacks: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def cancelled(self) -> bool:
        """True after `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Cancels the work and calls every registered callback."""
        with self._lock:
            self._cancelled.set()
            callbacks = list(self._callbacks)
        for callback in callbacks:
            callback()

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """Calls `callback` if the work is cancelled within the block; at once if it was cancelled before."""
        with self._lock:
            self._callbacks.append(callback)
        if self.cancelled:
            callback()
        try:
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)

    @contextmanager
    def active(self) -> Iterator[None]:
        """Makes this the `current_cancel_token` of the calling thread within the block."""
        previous = _current.set(self)
        try:
            yield
        finally:
            _current.reset(previous)


_current: ContextVar[CancelToken | None] = ContextVar("cancel_token", default=None)


def current_cancel_token() -> CancelToken:
    """The token of the calling thread, or a new one that nobody cancels."""
    return _current.get() or CancelToken()


@contextmanager
def interrupt_after(seconds: float, interrupt: Callable[[], None], every: float = 0.1) -> Iterator[None]:
    """Calls `interrupt` when the block has taken so many seconds, or when the caller's token is cancelled.

    It is called again every `every` seconds until the block ends, since an interrupt between two steps has no effect.
    """
    ended, wake = threading.Event(), threading.Event()

    def watch() -> None:
        wake.wait(seconds)
        while not ended.is_set():
            interrupt()
            ended.wait(every)

    threading.Thread(target=watch, name="counterpoint-interrupt", daemon=True).start()
    try:
        with current_cancel_token().on_cancel(wake.set):
            yield
    finally:
        ended.set()
        wake.set()
