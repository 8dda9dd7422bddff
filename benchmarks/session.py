"""A reader's session over Streamlit's own protocol: a WebSocket, protobuf messages."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

__all__ = ["Run", "Session", "arrived"]

MESSAGE_BYTES = 64 * 2**20
PROTOCOLS = [Subprotocol("streamlit")]
# Where Linux's `struct tcp_info` counts the bytes that came.
TCP_BYTES_RECEIVED = 128


@dataclass(frozen=True)
class Run:
    """One run of the script as the browser meets it: seconds from the request
    to the last message, the bytes of the messages, those that came over the
    wire, and what was not done, if anything."""

    seconds: float
    size: int
    wire: int
    note: str = ""


def arrived(connection: socket.socket) -> int:
    """Bytes that came over a TCP connection so far, compressed as they were."""
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    return int(struct.unpack_from("Q", told, TCP_BYTES_RECEIVED)[0])


class Session:
    """One open session with a Streamlit server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=PROTOCOLS, max_size=MESSAGE_BYTES)
        self._widgets: dict[str, str] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def run(
        self,
        query: str = "",
        page: str = "",
        widgets: Mapping[str, str | Sequence[str]] | None = None,
        patience: float = 30,
    ) -> Run:
        """Asks for a run of the page `page` at the query string `query`, with the widgets
        of these labels set; the session must have seen them. `TimeoutError` if nothing
        comes for `patience` seconds, `RuntimeError` if the script fails."""
        request = BackMsg()
        request.rerun_script.query_string = query
        request.rerun_script.page_name = page
        for label, value in (widgets or {}).items():
            state = request.rerun_script.widget_states.widgets.add(id=self._widgets[label])
            if isinstance(value, str):
                state.string_value = value
            else:
                state.string_array_value.data.extend(value)
        started, size, before = time.perf_counter(), 0, arrived(self._socket.socket)
        self._socket.send(request.SerializeToString())
        while True:
            received = self._socket.recv(timeout=patience)
            size += len(received)
            message = ForwardMsg()
            message.ParseFromString(received)
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(message.delta)
            if kind == "script_finished":
                return Run(time.perf_counter() - started, size, arrived(self._socket.socket) - before)

    def _note(self, delta: Delta) -> None:
        """Remembers the ids of the widgets that a run shows."""
        kind = delta.new_element.WhichOneof("type") if delta.HasField("new_element") else None
        if kind == "exception":
            raise RuntimeError(delta.new_element.exception.message)
        if kind in {"multiselect", "selectbox", "text_input"}:
            element = getattr(delta.new_element, kind)
            self._widgets[element.label] = element.id
