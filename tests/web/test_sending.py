import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from web import sending
from web.sending import send_at_once, send_together


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


def answers(path: str, pieces: int) -> list[bytes]:
    """What a client gets of an answer, piece by piece as the server wrote them."""
    long = b"".join(bytes([number]) * 1000 for number in range(200))

    async def parts():
        for start in range(0, len(long) * 5, 1000):
            yield (long * 5)[start : start + 1000]

    app = Starlette(
        routes=[
            Route("/short", lambda _: PlainTextResponse("body")),
            Route("/long", lambda _: StreamingResponse(parts())),
        ]
    )
    written: list[bytes] = []

    class Noted(sending._Together):
        def _write(self) -> None:
            if self._held:
                written.append(bytes(self._held))
            super()._write()

    async def asked() -> bytes:
        server = uvicorn.Server(uvicorn.Config(app, http="h11", lifespan="off", log_level="error"))
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            running = asyncio.create_task(server.serve([listening]))
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
            got = await reader.read()
            writer.close()
            server.should_exit = True
            await running
            return got

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(H11Protocol, "connection_made", H11Protocol.connection_made)
        patched.setattr(sending, "_Together", Noted)
        send_together()
        # In a thread of its own: other tests may have left a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            got = pool.submit(lambda: asyncio.run(asked())).result(60)
    assert b"".join(written) == got
    assert len(written) == pieces
    return written


def test_head_and_body_of_an_answer_are_sent_together():
    (piece,) = answers("/short", 1)
    assert piece.startswith(b"HTTP/1.1 200 OK\r\n")
    assert piece.endswith(b"\r\n\r\nbody")


def test_a_long_answer_is_not_held_back():
    pieces = answers("/long", 4)
    assert all(len(piece) < sending.LONG + 2_000 for piece in pieces)
