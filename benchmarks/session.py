"""A reader's session over Streamlit's own protocol: a WebSocket, protobuf messages."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

__all__ = ["Run", "Session"]

MESSAGE_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Run:
    """One run of the script as the browser meets it: seconds from the request
    to the last message, and the bytes that came."""

    seconds: float
    size: int


class Session:
    """One open session with a Streamlit server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=MESSAGE_BYTES
        )

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def run(self, query: str = "", page: str = "") -> Run:
        """Asks for a run of the page `page` at the query string `query`."""
        request = BackMsg()
        request.rerun_script.query_string = query
        request.rerun_script.page_name = page
        started, size = time.perf_counter(), 0
        self._socket.send(request.SerializeToString())
        while True:
            received = self._socket.recv(timeout=30)
            size += len(received)
            message = ForwardMsg()
            message.ParseFromString(received)
            if message.WhichOneof("type") == "script_finished":
                return Run(time.perf_counter() - started, size)
