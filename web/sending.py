"""What is sent to a browser goes out at once."""

from __future__ import annotations

import socket
from contextlib import suppress

__all__ = ["send_at_once"]

# The port is opened before anything else that takes a descriptor for long.
DESCRIPTORS = range(3, 64)


def send_at_once() -> None:
    """Switches Nagle's algorithm off on the ports that this process listens on, and so
    on every connection that they accept. asyncio does that by itself, but not for
    the socket that `streamlit run` opens, because that names no protocol. With it on,
    the small messages of a run wait for the browser's acknowledgement, 40 ms on Linux."""
    for number in DESCRIPTORS:
        # What is no socket, or none of TCP, refuses one of the three.
        with suppress(OSError), socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as found:
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
