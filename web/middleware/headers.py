"""Security headers of every answer: the sources that a browser may load from, and the sites that may frame a page.

Streamlit needs styles that scripts write, WebAssembly for its data formats and
modules made of text (`blob:`); everything else comes from this server only.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRICT_TRANSPORT_SECURITY = "max-age=31536000"


def content_security_policy(scripts: Sequence[str], framed: bool) -> str:
    """The Content-Security-Policy of a page that holds inline scripts of these
    hashes, and may be shown in frames of other sites if `framed`."""
    allowed = " ".join(f"'sha256-{script}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' blob: {allowed}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {'*' if framed else chr(39) + 'self' + chr(39)}",
        )
    )


class SecurityHeaders:
    """Adds the headers to every answer. `scripts` are the hashes of the inline
    scripts of the pages."""

    def __init__(self, app: ASGIApp, scripts: Sequence[str]) -> None:
        self.app = app
        self.policies = {framed: content_security_policy(scripts, framed) for framed in (False, True)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and completes the headers of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        framed = self._may_be_framed(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FIXED_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", self.policies[framed])
                if self._over_tls(scope):
                    headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _may_be_framed(self, scope: Scope) -> bool:
        """Embeds may, and pages that say they are one."""
        if scope["path"].endswith("/embed"):
            return True
        return parse_qs(scope["query_string"].decode("latin-1")[:8_000]).get("embed") == ["true"]

    def _over_tls(self, scope: Scope) -> bool:
        forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"").split(b",")[0].strip()
        return bool(scope["scheme"] == "https" or forwarded == b"https")
