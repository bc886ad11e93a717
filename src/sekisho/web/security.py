"""What keeps the pages to this computer and to their own origin: names of hosts, origins, sizes, headers."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sekisho.errors import Problem
from sekisho.message import message
from sekisho.web.messages import words_for
from sekisho.web.problem import problem_response
from sekisho.web.settings import CHANGING, ServerSettings

POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, and nothing inline."""
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
SECURE: Final = ("strict-transport-security", "max-age=31536000")
"""What a server says that is reached over https alone."""
_HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?")
"""What may stand in `Host`: an address of version 6 in brackets, or a name or other address; and a port."""
UPLOADS: Final = ("/books", "/api/books", "/exposure", "/api/exposures")
"""Addresses that take an order book or a bill of materials; all others take a form."""


class Guard:
    """Turns away what is not meant for these pages, and says in every answer what a browser must not do."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        """Stand before an application."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at a request before it is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in (*HEADERS, *([SECURE] if self.settings.secure else [])):
                    told.setdefault(name, value)
            await send(message)

        if refused is not None:
            status, problem = refused
            await problem_response([problem], words_for(HTTPConnection(scope)), status=status)(scope, receive, safe)
            return
        await self.app(scope, _Counted(receive, self._most(scope)), safe)

    def _most(self, scope: Scope) -> int:
        limits = self.settings.limits
        return limits.upload if scope["path"].startswith(UPLOADS) else limits.form

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, Problem] | None:
        host = headers.get("host", "")
        if _name(host) not in self.settings.hosts:
            remedy = message(
                "web.printed_address", "Use the address that `sekisho serve` printed, or one that --name states."
            )
            return 421, Problem(
                where="host",
                what=message("web.not_our_name", "'{host}' is not a name of this server.", host=host[:80]),
                remedy=remedy,
            )
        if scope["method"] in CHANGING and not _same_origin(headers, host):
            remedy = message(
                "web.from_this_server", "Send it from a page of this server, or from a program that names no origin."
            )
            return 403, Problem(
                where="origin", what=message("web.other_site", "the request comes from another site."), remedy=remedy
            )
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._most(scope):
            return 413, too_large(self._most(scope))
        return None


def too_large(most: int) -> Problem:
    """Say how much is taken."""
    remedy = message("web.larger_by_command", "Split the file and send its parts.")
    return Problem(
        where="body",
        what=message("web.body_too_large", "it is larger than the {most} bytes that are taken.", most=most),
        remedy=remedy,
    )


class TooLargeError(Exception):
    """More was sent than is taken."""

    def __init__(self, most: int) -> None:
        """Keep how much is taken."""
        super().__init__(most)
        self.most = most


class _Counted:
    """Counts what is received, whatever the length that was announced."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive = receive
        self.most = most
        self.so_far = 0

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self.receive()
        if message["type"] == "http.request":
            self.so_far += len(message.get("body", b""))
            if self.so_far > self.most:
                raise TooLargeError(self.most)
        return message


def _name(host: str) -> str:
    """Return the name of a host without its port, in small letters; empty for what is no host.

    >>> _name("127.0.0.1:8000"), _name("[::1]:8000"), _name("LocalHost"), _name("[::1]elsewhere")
    ('127.0.0.1', '::1', 'localhost', '')
    """
    parts = _HOST.fullmatch(host)
    return (parts[1] or parts[2]).lower() if parts else ""


def _same_origin(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host
