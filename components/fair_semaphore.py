"""A bounded number of heavy tasks at once, shared fairly between clients."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from concurrent.futures import Future

from data.model import BusyError

# A school or a proxy may put a hundred readers behind one address. Further readers are told to try again later.
MAX_WAITING_PER_CLIENT = 200
MAX_WAITING = 1_000


class FairSemaphore:
    """Grants at most `permits` at once. Clients that wait take turns: one that asks for many waits behind its own.

    A client is an IP address. Threads wait for the future of `acquire`, coroutines with `asyncio.wrap_future`.
    """

    def __init__(
        self, permits: int, waiting_per_client: int = MAX_WAITING_PER_CLIENT, waiting_in_all: int = MAX_WAITING
    ) -> None:
        self._permits, self._per_client, self._in_all = permits, waiting_per_client, waiting_in_all
        self._queues: OrderedDict[str, deque[Future[None]]] = OrderedDict()
        self._waiting = 0
        self._lock = threading.Lock()

    def acquire(self, client: str) -> Future[None]:
        """Return a future that is done when the client has a permit, which it later returns with `release`.

        Cancelling the future before that gives the permit up. BusyError if too many wait."""
        permit: Future[None] = Future()
        with self._lock:
            queue = self._queues.get(client, ())
            if len(queue) >= self._per_client or self._waiting >= self._in_all:
                raise BusyError
            self._queues.setdefault(client, deque()).append(permit)
            self._waiting += 1
        permit.add_done_callback(lambda done: self._withdraw(client, done))
        self._grant()
        return permit

    def release(self) -> None:
        """Gives a permit back."""
        with self._lock:
            self._permits += 1
        self._grant()

    def _grant(self) -> None:
        while (permit := self._next_permit()) is not None:
            if permit.set_running_or_notify_cancel():
                permit.set_result(None)
            else:
                with self._lock:
                    self._permits += 1

    def _next_permit(self) -> Future[None] | None:
        """Return the next permit to grant; None if there is none."""
        with self._lock:
            if not self._permits or not self._queues:
                return None
            client, queue = self._queues.popitem(last=False)
            permit = queue.popleft()
            if queue:
                self._queues[client] = queue
            self._permits -= 1
            self._waiting -= 1
            return permit

    def _withdraw(self, client: str, permit: Future[None]) -> None:
        """Remove a client that no longer waits, which makes room for others."""
        if not permit.cancelled():
            return
        with self._lock:
            queue = self._queues.get(client)
            if queue and permit in queue:
                queue.remove(permit)
                self._waiting -= 1
                if not queue:
                    del self._queues[client]
