"""Streamlit's own static files, compressed ahead of time.

Streamlit sends them as they are, three megabytes for a page. Here they are
compressed once, in the background when the server starts, and kept by browsers
for a year: every name carries a hash of its content.
"""

from __future__ import annotations

import gzip
import re
import threading
from functools import cache
from pathlib import Path

import brotli
import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["KEPT_FOR_A_YEAR", "STATIC", "Compressed", "compress_ahead"]

STATIC = Path(streamlit.__file__).parent / "static"
KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
HASHED = re.compile(r".+\.[\w-]{8}\.(js|css)")
# Above 9, brotli takes ten times as long for eight percent.
QUALITY = 9
# The browser loads a typeface when a page has a letter in its range. Streamlit asks
# for its own with a blank at every start, 550 kB, and our pages show no letter of them.
FACES = re.compile(r"(@font-face\s*\{[^}]*?);?\}")
ready: dict[tuple[Path, str], bytes] = {}
NO_BLANK = r"\1;unicode-range:U+21-10FFFF}"


@cache
def _files() -> dict[str, Path]:
    """The files that may be sent, by their path; no other path leads anywhere."""
    found = (path for path in (STATIC / "static").rglob("*") if HASHED.fullmatch(path.name))
    return {path.relative_to(STATIC).as_posix(): path for path in found}


def _content(path: Path, encoding: str) -> bytes:
    """A file as it is sent, kept for the next browser."""
    content = _compressed(path, encoding)
    ready[path, encoding] = content
    return content


def _compressed(path: Path, encoding: str) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".css":
        content = FACES.sub(NO_BLANK, content.decode()).encode()
    if encoding == "br":
        compressed: bytes = brotli.compress(content, quality=QUALITY)
        return compressed
    return gzip.compress(content, 6, mtime=0) if encoding == "gzip" else content


def compress_ahead() -> None:
    """Compresses every file, in a thread of its own."""

    def work() -> None:
        for path in _files().values():
            _content(path, "br")

    threading.Thread(target=work, name="compress-ahead", daemon=True).start()


class Compressed:
    """Answers requests for Streamlit's scripts and styles; passes on all others."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file in the best form that the browser takes."""
        path = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = _files().get(scope["path"].removeprefix(self.base).lstrip("/"))
        if path is None:
            await self.app(scope, receive, send)
            return
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
        encoding = next((each for each in ("br", "gzip") if each in re.split(r"[\s,;]+", accepted)), "")
        # Sixty files make a page: what is ready is sent without a detour through a thread.
        content = ready.get((path, encoding)) or await run_in_threadpool(_content, path, encoding)
        headers = {"Cache-Control": KEPT_FOR_A_YEAR, "Vary": "Accept-Encoding"}
        if encoding:
            headers["Content-Encoding"] = encoding
        await Response(content, media_type=MEDIA_TYPES[path.suffix], headers=headers)(scope, receive, send)
