import os
import socket
from pathlib import Path

from web.sending import send_at_once


def test_connections_of_a_socket_without_a_protocol_send_at_once():
    # As Streamlit opens its port: asyncio looks at the protocol, 0 here, and leaves the socket as it is.
    with socket.socket(family=socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()) as _, listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_nothing_is_left_open():
    reading, writing = os.pipe()
    try:
        before = sorted(Path("/dev/fd").iterdir())
        send_at_once()
        assert sorted(Path("/dev/fd").iterdir()) == before
    finally:
        os.close(reading)
        os.close(writing)
