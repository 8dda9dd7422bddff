"""Messages to browsers over their web sockets, compressed.

uvicorn compresses each message for each reader anew, and looks back 4 kB for what it has seen: that leaves of a
comparison half as much again as looking back 32 kB does, and while it compresses nobody else is served. Here each
message is compressed by itself, so that what many readers ask for is compressed once, and by a faster
library than Python's. Both are what RFC 7692 lets a server choose (`server_no_context_takeover`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.extensions.base import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import CTRL_OPCODES, Frame, Opcode
from websockets.typing import ExtensionParameter
from zlib_ng import zlib_ng

from components.kept import kept

__all__ = ["compress_once"]

KEPT_MEGABYTES = 16
# From so many bytes on a message is one with a page in it; smaller ones are as quickly compressed as looked for.
LARGE = 16 * 1024
# Bits of how far it looks back, and zlib's usual level and memory.
WINDOW, LEVEL, MEMORY = 15, 6, 8
# What ends a message that was flushed, and RFC 7692 leaves out.
TAIL = b"\x00\x00\xff\xff"


def compress_once() -> None:
    """Has every web socket that is opened from now on compress its messages in this way."""
    websockets_sansio_impl.ServerPerMessageDeflateFactory = _Offer  # type: ignore[assignment,attr-defined]


class _EachByItself(PerMessageDeflate):
    """Compression that refers to nothing sent before."""

    def encode(self, frame: Frame) -> Frame:
        """The frame as it is sent."""
        own = self.local_no_context_takeover and self.local_max_window_bits == WINDOW
        if not own or not frame.fin or frame.opcode in CTRL_OPCODES or frame.opcode is Opcode.CONT:
            return super().encode(frame)
        data = bytes(frame.data)
        return replace(frame, data=_known(data) if len(data) >= LARGE else _deflated(data), rsv1=True)


class _Offer(ServerPerMessageDeflateFactory):
    """What is agreed on with a browser. `_uvicorn` is what uvicorn would have agreed on."""

    def __init__(self, **_uvicorn: Any) -> None:  # noqa: ANN401 - another library's settings
        super().__init__(server_no_context_takeover=True, client_max_window_bits=12, compress_settings={"memLevel": 5})

    def process_request_params(
        self, params: Sequence[ExtensionParameter], accepted_extensions: Sequence[Extension]
    ) -> tuple[list[ExtensionParameter], PerMessageDeflate]:
        """The answer to a browser's offer, and the compression that it leads to."""
        answer, agreed = super().process_request_params(params, accepted_extensions)
        return answer, _EachByItself(
            agreed.remote_no_context_takeover,
            agreed.local_no_context_takeover,
            agreed.remote_max_window_bits,
            agreed.local_max_window_bits,
            agreed.compress_settings,
        )


def _deflated(data: bytes) -> bytes:
    encoder = zlib_ng.compressobj(LEVEL, wbits=-WINDOW, memLevel=MEMORY)
    made = encoder.compress(data) + encoder.flush(zlib_ng.Z_SYNC_FLUSH)
    return bytes(made.removesuffix(TAIL))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# For the same page each reader's message is the same, to the byte.
_known = kept(KEPT_MEGABYTES, lambda made: len(made) + 200, _digest)(_deflated)
