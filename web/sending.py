"""What is sent to a browser goes out at once."""

from __future__ import annotations

import os
import socket
import stat
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
        # What is closed, or no socket of TCP, refuses one of these.
        with suppress(OSError):
            # `fromfd` would leave a copy of anything but a socket open for good.
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as found:
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
