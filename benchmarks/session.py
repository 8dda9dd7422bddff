"""Readers' sessions over Streamlit's own protocol, a WebSocket with protobuf messages: one reader, or many at once."""

import asyncio
import socket
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection as AsyncConnection
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from .views import View

ADDRESS = "ws://127.0.0.1:{}/_stcore/stream"
MESSAGE_BYTES = 64 * 2**20
PROTOCOLS = [Subprotocol("streamlit")]
# The offset of the received bytes in Linux's `struct tcp_info`.
TCP_BYTES_RECEIVED = 128
# Acts after which one of many readers leaves and comes back, seconds after which it gives up, and one alone does.
ACTS_OF_A_VISIT, READER_SECONDS, PATIENCE_SECONDS = 8, 30.0, 120.0


class AnswerError(Exception):
    """A tool did not show what was requested. The message gives the reason."""


class Reply:
    """The contents of components that the messages of one answer bring."""

    def __init__(self) -> None:
        self.components: list[bytes] = []

    def add(self, received: bytes) -> bool:
        """Add a message. Return True if it is the last one. AnswerError if the script failed."""
        message = ForwardMsg()
        message.ParseFromString(received)
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise AnswerError(element.exception.message)
        if kind == "bidi_component":
            component = element.bidi_component
            self.components.append(component.bytes or component.json.encode() or component.html_content.encode())
        return bool(message.WhichOneof("type") == "script_finished")

    def check(self, page: str) -> None:
        """Raise AnswerError if no component came, or none with this page although its content can be read."""
        texts = [_inflate(content) for content in self.components if content]
        pages = [text for text in texts if b"data-page=" in text]
        if not texts or (pages and not any(f'data-page="{page}"'.encode() in text for text in pages)):
            raise AnswerError(f"the page {page} was not shown")


def _inflate(content: bytes) -> bytes:
    """The content without its compression, if it has one that zlib knows."""
    try:
        return zlib.decompress(content, zlib.MAX_WBITS | 32)
    except zlib.error:
        return content


def request(query: str, page: str) -> bytes:
    """The message that asks for a run of a page at a query string."""
    state = ClientState(query_string=query, page_name=page)
    return bytes(BackMsg(rerun_script=state).SerializeToString())


class Session:
    """One open session with a Streamlit server."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def run(self, query: str = "", page: str = "") -> float:
        """Run a page with a query string. Return the seconds until the last message.

        A page with a name must be a component. AnswerError if it is not shown, TimeoutError after two minutes without a
        message."""
        began, reply = time.perf_counter(), Reply()
        self._socket.send(request(query, page))
        while not reply.add(self._socket.recv(timeout=PATIENCE_SECONDS, decode=False)):
            pass
        seconds = time.perf_counter() - began
        if page:
            reply.check(page)
        return seconds

    def bytes_received(self) -> int:
        """The compressed bytes that came over the connection so far."""
        info = self._socket.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        return int(struct.unpack_from("Q", info, TCP_BYTES_RECEIVED)[0])


@contextmanager
def open_session(port: int) -> Iterator[Session]:
    """A session with the server at a port of this machine."""
    with connect(ADDRESS.format(port), subprotocols=PROTOCOLS, max_size=MESSAGE_BYTES) as socket:
        yield Session(socket)


class Load:
    """Many readers of a server, each of whom asks for a view `every` so many seconds; their waiting times in seconds,
    and the errors.

    A page with a name must be a component."""

    def __init__(self, port: int, views: Sequence[View], every: float) -> None:
        self._address, self._views, self._every = ADDRESS.format(port), views, every
        self.waits: list[float] = []
        self.failures: list[str] = []

    def run(self, readers: int, seconds: float) -> None:
        """Let a number of readers act for some seconds."""
        asyncio.run(self._run(readers, time.monotonic() + seconds))

    async def _run(self, readers: int, end: float) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(readers):
                group.create_task(self._act_as_reader(number, self._every * number / readers, end))

    async def _act_as_reader(self, number: int, start: float, end: float) -> None:
        """Act as one reader, who begins with the view of this number after `start` seconds."""
        await asyncio.sleep(start)
        while time.monotonic() < end:
            try:
                async with connect_async(self._address, subprotocols=PROTOCOLS, max_size=MESSAGE_BYTES) as socket:
                    for _ in range(ACTS_OF_A_VISIT):
                        if time.monotonic() >= end:
                            return
                        seconds = await self._request_view(socket, self._views[number % len(self._views)])
                        self.waits.append(seconds)
                        number += 1
                        await asyncio.sleep(max(0.0, self._every - seconds))
            except (OSError, TimeoutError, WebSocketException, AnswerError) as error:
                self.failures.append(f"{type(error).__name__}: {error}")
                await asyncio.sleep(self._every)

    async def _request_view(self, socket: AsyncConnection, view: View) -> float:
        began, reply = time.perf_counter(), Reply()
        await socket.send(request(view.query, view.page))
        async with asyncio.timeout(READER_SECONDS):
            while not reply.add(await socket.recv(decode=False)):
                pass
        if view.page:
            reply.check(view.page)
        return time.perf_counter() - began
