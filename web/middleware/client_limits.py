"""Limits of one client: its sockets, their messages, and the kinds of its requests.

A client is an IP address. Where uvicorn trusts a proxy (`FORWARDED_ALLOW_IPS`), the proxy says which.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from cachetools import TTLCache
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.requests import client_of

log = logging.getLogger("counterpoint")

# A page sends a message for each click, and a second one while Streamlit starts.
MAX_MESSAGES_PER_SECOND, MAX_MESSAGES_AT_ONCE = 20, 50
# A socket with too many messages stays open and unread for so long. uvicorn parses all that has arrived at once, and
# reads on when a socket is closed: a client that is closed at once and comes again would keep the server parsing.
CLOSE_DELAY_SECONDS = 10.0
# Streamlit's messages to the server hold an address and the names of a page's elements.
MAX_MESSAGE_BYTES = 256 * 1024
# For all sockets of one address, which a whole class may share.
MAX_CLIENT_MESSAGES_PER_SECOND, MAX_CLIENT_MESSAGES_AT_ONCE = 200, 1000
MAX_NEW_SOCKETS_PER_SECOND, MAX_NEW_SOCKETS_AT_ONCE = 20, 200
MAX_REMEMBERED_CLIENTS, CLIENT_LIFETIME_SECONDS = 10_000, 600
BODY_TIMEOUT_SECONDS = 1.0
READ_METHODS = ("GET", "HEAD", "OPTIONS")
# Streamlit's path for uploads, its methods, and the limits of one address.
UPLOAD_PATH, UPLOAD_METHODS = "/_stcore/upload_file/", ("PUT", "DELETE")
MAX_UPLOADS_PER_SECOND, MAX_UPLOADS_AT_ONCE = 0.2, 20
# WebSocket close codes (RFC 6455, 7.4.1).
UNSUPPORTED_DATA, POLICY_VIOLATION, MESSAGE_TOO_BIG = 1003, 1008, 1009


class TokenBucket:
    """Allows `rate` events a second on average and `burst` at once. `now` gives the time in seconds."""

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._now = rate, burst, now
        self._tokens, self._filled = burst, now()

    def take(self) -> bool:
        """Count an event. Return False if the limit is exceeded."""
        now = self._now()
        self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


@dataclass
class _Buckets:
    messages: TokenBucket
    sockets: TokenBucket
    uploads: TokenBucket


class ClientLimits:
    """Enforces the limits: closes a socket with a code that gives the reason, answers a request with a status.

    `sockets` is the number that one address may have open. Uploads are accepted only if `uploads` is true; Streamlit
    bounds their size by `server.maxUploadSize`."""

    def __init__(self, app: ASGIApp, sockets: int, *, uploads: bool = False) -> None:
        self.app, self._sockets_most, self._uploads = app, sockets, uploads
        self._open: Counter[str] = Counter()
        self._buckets: TTLCache[str, _Buckets] = TTLCache(MAX_REMEMBERED_CLIENTS, CLIENT_LIFETIME_SECONDS)
        self._log = LogThrottle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is within the limits."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif (
            self._uploads
            and scope["type"] == "http"
            and UPLOAD_PATH in scope["path"]
            and scope["method"] in UPLOAD_METHODS
        ):
            await self._upload(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] not in READ_METHODS:
            # No page sends anything but messages, so no body is read to its end. A proxy that is still sending a small
            # one would report a broken connection.
            with suppress(TimeoutError):
                await asyncio.wait_for(receive(), BODY_TIMEOUT_SECONDS)
            headers = {"Allow": ", ".join(READ_METHODS), "Connection": "close"}
            await PlainTextResponse("This server is only read from.\n", 405, headers)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _buckets_of(self, client: str) -> _Buckets:
        buckets = self._buckets.get(client)
        if buckets is None:
            buckets = self._buckets[client] = _Buckets(
                TokenBucket(MAX_CLIENT_MESSAGES_PER_SECOND, MAX_CLIENT_MESSAGES_AT_ONCE),
                TokenBucket(MAX_NEW_SOCKETS_PER_SECOND, MAX_NEW_SOCKETS_AT_ONCE),
                TokenBucket(MAX_UPLOADS_PER_SECOND, MAX_UPLOADS_AT_ONCE),
            )
        return buckets

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._buckets_of(client_of(scope)).uploads.take():
            await self.app(scope, receive, send)
            return
        self._log.warning("Too many files from one address; some are refused.")
        headers = {"Retry-After": str(round(1 / MAX_UPLOADS_PER_SECOND)), "Connection": "close"}
        await PlainTextResponse("Too many files; try again in a moment.\n", 429, headers)(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = client_of(scope)
        buckets = self._buckets_of(client)
        if self._open[client] >= self._sockets_most or not buckets.sockets.take():
            self._log.warning("Too many sockets from one address; some are refused.")
            # Before the handshake, this is a status of 403.
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        self._open[client] += 1
        try:
            await _LimitedSocket(receive, send, buckets.messages, self._log).run(self.app, scope)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]


class _LimitedSocket:
    """One socket. After it is closed for what the client sends, the application can send nothing more."""

    def __init__(self, receive: Receive, send: Send, of_client: TokenBucket, throttle: LogThrottle) -> None:
        self._receive, self._send, self._log = receive, send, throttle
        self._buckets = (TokenBucket(MAX_MESSAGES_PER_SECOND, MAX_MESSAGES_AT_ONCE), of_client)
        self._closed = False

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        await app(scope, self._receive_within_limits, self._send_while_open)

    async def _receive_within_limits(self) -> Message:
        message = await self._receive()
        code = self._close_code(message) if message["type"] == "websocket.receive" else 0
        if not code:
            return message
        self._log.warning("A socket is closed for what it sends (code %d).", code)
        if code == POLICY_VIOLATION:
            await asyncio.sleep(CLOSE_DELAY_SECONDS)
        await self._send({"type": "websocket.close", "code": code})
        self._closed = True
        return {"type": "websocket.disconnect", "code": code}

    def _close_code(self, message: Message) -> int:
        content = message.get("bytes")
        if content is None:
            return UNSUPPORTED_DATA
        if len(content) > MAX_MESSAGE_BYTES:
            return MESSAGE_TOO_BIG
        return 0 if all(bucket.take() for bucket in self._buckets) else POLICY_VIOLATION

    async def _send_while_open(self, message: Message) -> None:
        if not self._closed:
            await self._send(message)


class LogThrottle(logging.Filter):
    """Lets the first lines of a text through, then one in ten seconds that says how many there were. As a filter of
    another logger it also leaves out tracebacks: what a client sends is no error of the server."""

    def __init__(self) -> None:
        super().__init__()
        self._buckets: TTLCache[str, TokenBucket] = TTLCache(1000, 3600)
        self._left_out: Counter[str] = Counter()

    def warning(self, text: str, *values: object) -> None:
        """Writes a line into the log, unless there were many like it just now."""
        if self._passes(text):
            left_out = self._left_out.pop(text, 0)
            more = f" {left_out} lines like this one were left out." if left_out else ""
            log.warning(text + more, *values)

    def filter(self, record: logging.LogRecord) -> bool:
        """See `logging.Filter`."""
        record.exc_info = None
        return self._passes(str(record.msg))

    def _passes(self, text: str) -> bool:
        bucket = self._buckets.get(text)
        if bucket is None:
            bucket = self._buckets[text] = TokenBucket(0.1, 5)
        if bucket.take():
            return True
        self._left_out[text] += 1
        return False
