"""What stands before every request and on every answer: hosts, proxies, sizes, and the security headers."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .security import LOOPBACK, WebError, host_name

_ASSETS = ("/static/", "/shared/")  # the package's own; all else is the case's, and no cache shall keep it
_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"via")


class Shield:
    """Refuses what no page of ours sends, and puts the security headers on every answer.

    Args:
        app: what it shields.
        local: whether the app serves the local user alone: then only by a loopback name, and not through a proxy.
        largest: bytes that a request may have.
        tiles: origin from which map tiles may be fetched; None for none.
        refuse: makes the answer of an error.
    """

    def __init__(
        self, app: ASGIApp, *, local: bool, largest: int, tiles: str | None,
        refuse: Callable[[Scope, WebError], ASGIApp],
    ) -> None:  # fmt: skip
        self._app, self._local, self._largest, self._refuse = app, local, largest, refuse
        self._headers = {
            "content-security-policy": policy(tiles),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",  # with "no-referrer", forms would come from the origin "null"
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        counted = 0

        async def bounded() -> Message:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > self._largest:
                raise HTTPException(413, self._too_large())  # a kind that FastAPI lets through as it reads a body
            return message

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-cache" if scope["path"].startswith(_ASSETS) else "no-store"
                if scope["scheme"] == "https" and host_name(Headers(scope=scope).get("host", "")) not in LOOPBACK:
                    headers["strict-transport-security"] = "max-age=31536000"
            await send(message)

        problem = self._problem(scope)
        app = self._app if problem is None else self._refuse(scope, problem)
        await app(scope, bounded, headed)

    def _problem(self, scope: Scope) -> WebError | None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdecimal() and int(length) > self._largest:
            return WebError(413, "size", self._too_large())
        if not self._local:
            return None
        if any(name in _FORWARDED for name, _ in scope["headers"]):
            return WebError(403, "proxy", "This app serves one local user, and no proxy. Start it with --login.")
        if host_name(headers.get("host", "")) not in LOOPBACK:
            return WebError(403, "host", "This app answers on localhost alone. Use http://localhost or 127.0.0.1.")
        return None

    def _too_large(self) -> str:
        return f"More than {self._largest // 1_000_000} MB. Split it, or raise ASCRIBE_MAX_DOCUMENT_MB."


def policy(tiles: str | None) -> str:
    """The content security policy: nothing from outside but map tiles of a configured origin; no inline code."""
    images = "'self'" + (f" {tiles}" if tiles else "")
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
