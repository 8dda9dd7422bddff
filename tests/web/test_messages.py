"""Messages as browsers take them: by the client's side of the library that agrees on the compression."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest
from websockets.exceptions import NegotiationError
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect

from benchmarks import ROOT
from benchmarks.server import free_port, launch
from benchmarks.session import MESSAGE_BYTES, PROTOCOLS, Reply, open_session, request
from web import messages

PAGE = "".join(
    f"<p>Statement {number} of a page, said in {1950 + number % 70}.</p>" for number in range(2_000)
).encode()
STREAMLIT = (
    "streamlit",
    "run",
    str(ROOT / "dashboard.py"),
    "--server.headless",
    "true",
    "--server.fileWatcherType",
    "none",
)
UVICORN = ("uvicorn", "dashboard:app")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    messages._known._asked.cache_clear()
    yield
    messages._known._asked.cache_clear()


def agreed(**offer: bool | int | None) -> tuple[PerMessageDeflate, PerMessageDeflate]:
    """What a server and a client use after the client has made an offer."""
    client = ClientPerMessageDeflateFactory(**offer)  # type: ignore[arg-type]
    answer, ours = messages._Offer(server_max_window_bits=12).process_request_params(client.get_request_params(), [])
    return ours, client.process_response_params(answer, [])


@pytest.mark.parametrize(
    "offer",
    [
        {},
        {"client_max_window_bits": None},
        {"client_max_window_bits": 9},
        {"server_no_context_takeover": True},
        {"client_no_context_takeover": True},
        {"server_max_window_bits": 10},
        {"server_max_window_bits": 15},
    ],
    ids=str,
)
@pytest.mark.parametrize("data", [b"", b"short", PAGE, PAGE[::-1]], ids=len)
def test_what_is_sent_arrives_on_either_side(offer: dict[str, bool | int | None], data: bytes) -> None:
    ours, theirs = agreed(**offer)
    for _ in range(3):
        for sender, receiver in ((ours, theirs), (theirs, ours)):
            frame = sender.encode(Frame(Opcode.BINARY, data))
            assert frame.rsv1
            assert bytes(receiver.decode(frame).data) == data


def test_a_window_that_no_compression_can_have_is_not_agreed_on() -> None:
    with pytest.raises(NegotiationError):
        messages._Offer().process_request_params([("server_max_window_bits", "8")], [])


def test_a_message_in_parts_arrives() -> None:
    ours, theirs = agreed()
    parts = [
        Frame(Opcode.BINARY, PAGE, fin=False),
        Frame(Opcode.CONT, PAGE[::-1], fin=False),
        Frame(Opcode.CONT, b"end"),
    ]
    assert b"".join(bytes(theirs.decode(ours.encode(part)).data) for part in parts) == PAGE + PAGE[::-1] + b"end"
    assert bytes(theirs.decode(ours.encode(Frame(Opcode.BINARY, PAGE))).data) == PAGE


def test_a_frame_that_controls_the_socket_is_left_alone() -> None:
    frame = Frame(Opcode.PING, b"1234")
    assert agreed()[0].encode(frame) is frame


def test_a_page_is_compressed_once_for_all_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    compress = messages.zlib_ng.compressobj
    monkeypatch.setattr(
        messages.zlib_ng, "compressobj", lambda *how, **more: made.append(b"") or compress(*how, **more)
    )
    sent = {bytes(agreed()[0].encode(Frame(Opcode.BINARY, PAGE)).data) for _ in range(5)}
    assert len(sent) == len(made) == 1
    agreed()[0].encode(Frame(Opcode.BINARY, PAGE + b" "))
    assert len(made) == 2
    for _ in range(3):
        agreed()[0].encode(Frame(Opcode.BINARY, b"small"))
    assert len(made) == 5


def test_what_is_kept_is_bounded() -> None:
    ours, chosen = agreed()[0], random.Random(1)
    for _ in range(100):
        ours.encode(Frame(Opcode.BINARY, chosen.randbytes(256 * 1024)))
    assert messages._known._store.currsize > messages.KEPT_MEGABYTES * 2**19
    assert messages._known._store.currsize <= messages.KEPT_MEGABYTES * 2**20


@pytest.mark.parametrize("command", [STREAMLIT, UVICORN], ids=["streamlit run", "uvicorn"])
def test_a_running_server_agrees_on_it(command: tuple[str, ...]) -> None:
    port = free_port()
    numbered = ("--server.port" if command is STREAMLIT else "--port", str(port))
    with (
        launch([sys.executable, "-m", *command, *numbered], port, "/healthz"),
        connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=PROTOCOLS, max_size=MESSAGE_BYTES) as socket,
        open_session(port) as reader,
    ):
        (compression,) = socket.protocol.extensions
        assert isinstance(compression, PerMessageDeflate)
        assert compression.remote_no_context_takeover
        assert compression.remote_max_window_bits == messages.WINDOW
        before = reader.bytes_received()
        reader.run("", "compare")
        wire = reader.bytes_received() - before
        socket.send(request("", "compare"))
        reply, size = Reply(), 0
        while not reply.add(message := socket.recv(decode=False)):
            size += len(message)
        # The page comes deflated already; the script beside it does not.
        assert size > 4 * messages.LARGE
        assert wire < size - messages.LARGE / 2
