"""What is sent to a browser goes out at once, and in one piece."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["send_at_once", "send_together"]

# The port is opened before anything else that takes a descriptor for long.
DESCRIPTORS = range(3, 64)
# Bytes from which on an answer is not held back.
LONG = 256 * 1024


def send_at_once() -> None:
    """Switches Nagle's algorithm off on the ports that this process listens on, and so
    on every connection that they accept. asyncio does that by itself, but not for
    the socket that `streamlit run` opens, because that names no protocol. With it on,
    the small messages of a run wait for the browser's acknowledgement, 40 ms on Linux."""
    for number in DESCRIPTORS:
        # What is closed, or no socket of TCP, refuses one of these.
        with suppress(OSError):
            # `fromfd` would leave a copy of anything but a socket open for good.
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as found:
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)


def send_together() -> None:
    """Has every connection that is opened from now on send the head of an answer with what follows at once. uvicorn
    writes them one after the other, and other threads may run between. Of a process that is killed there, a proxy has
    the head of an answer and no body: it has passed the head on by then, and cannot ask another process."""
    H11Protocol.connection_made = _connection_made  # type: ignore[method-assign,assignment]


_made = H11Protocol.connection_made


def _connection_made(protocol: H11Protocol, transport: asyncio.Transport) -> None:
    _made(protocol, _Together(transport, protocol.loop))  # type: ignore[arg-type]


class _Together:
    """A connection to which what is written in one turn of the event loop is written at its end, in one piece, unless
    it is long."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held = bytearray()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is the connection's
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """As `asyncio.Transport.write`, at the end of the turn."""
        if data and not self._held:
            self._loop.call_soon(self._write)
        self._held += data
        if len(self._held) >= LONG:
            self._write()

    def close(self) -> None:
        """As `asyncio.Transport.close`: what was written goes out before."""
        self._write()
        self._transport.close()

    def _write(self) -> None:
        if self._held:
            held, self._held = self._held, bytearray()
            self._transport.write(held)
