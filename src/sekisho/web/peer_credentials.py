"""Who on this computer asks: the user to whom the other end of a connection belongs, where the system tells.

A port on the loopback interface can be reached by every user of the computer. Without accounts nobody signs in, so the
server looks in the system's table of connections whose the other end is, and answers its own user and the system's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from sekisho.errors import Problem
from sekisho.message import message
from sekisho.web.messages import words_for
from sekisho.web.problem import problem_response

TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""The table of connections of Linux; other systems have none that a program may read."""
SYSTEM: Final = 0
"""The user under whom a system forwards ports; whoever is it can read all anyway."""
_LOCAL, _OWNER = 1, 7
"""Cells of a row of the table: one's own end of a connection, and its user."""
_BYTES_OF_IPV4: Final = 4


def can_tell() -> bool:
    """Tell whether this system says whose a connection is."""
    return any(table.is_file() for table in TABLES)


def owner_of(host: str, port: int, tables: Iterable[bytes] | None = None) -> int | None:
    """Return the user whose end of a connection has an address of this computer; None if the system does not tell.

    A port belongs to somebody else as soon as a connection is closed, so that what is found holds for one connection.

    Parameters
    ----------
    tables
        The tables of connections as the system writes them; None reads them.
    """
    ends = _ends(host, port)
    for table in (_as_they_are() if tables is None else tables) if ends else ():
        for row in table.splitlines()[1:]:
            if any(end in row for end in ends):
                cells = row.split()
                if cells[_LOCAL] in ends:
                    return int(cells[_OWNER])
    return None


def _as_they_are() -> Iterator[bytes]:
    """Read the tables, one after another."""
    for place in TABLES:
        with suppress(OSError):
            yield place.read_bytes()


class _TableReader:
    """The tables as they were read last, for every connection that was there by then.

    The system takes 4 ms to write a table. Where fifty people open a connection at once, the last waited for fifty.
    """

    def __init__(self) -> None:
        self.connections = 0
        self._read: dict[Path, tuple[int, bytes]] = {}

    def count(self) -> int:
        """Number a connection that is there by now."""
        self.connections += 1
        return self.connections

    def tables(self, connection: int) -> Iterator[bytes]:
        """Give the tables as they were at some moment after a connection was numbered."""
        for place in TABLES:
            newest, table = self._read.get(place, (0, b""))
            if newest < connection:
                try:
                    table = place.read_bytes()
                except OSError:
                    continue
                self._read[place] = self.connections, table
            yield table


_TABLES: Final = _TableReader()


class PeerOwner:
    """Whose the other end of one connection is, looked up at its first request.

    The server hands each connection one of its own, which goes with it (`OF_CONNECTION` in the state of a request).
    """

    __slots__ = ("_found", "_number")

    def __init__(self) -> None:
        self._found: list[int | None] = []
        self._number = _TABLES.count()

    def of(self, host: str, port: int) -> int | None:
        """Return the user, None if the system does not tell; it is asked again as long as it does not."""
        if not self._found:
            owner = owner_of(host, port, _TABLES.tables(self._number))
            if owner is None:
                self._number = _TABLES.count()  # so that tables are read anew
                return None
            self._found.append(owner)
        return self._found[0]


OF_CONNECTION: Final = "peer_owner"
"""Name under which the state of a request holds the `PeerOwner` of its connection."""


def _ends(host: str, port: int) -> frozenset[bytes]:
    """Write an address as the tables do: words of four bytes in the order of this machine, an IPv4 address in both.

    >>> sorted(_ends("127.0.0.1", 80))[-1] in {b"0100007F:0050", b"7F000001:0050"}
    True
    >>> _ends("testclient", 50000)
    frozenset()
    """
    try:
        packed = ip_address(host).packed
    except ValueError:
        return frozenset()
    ways = [packed, b"\0" * 10 + b"\xff\xff" + packed] if len(packed) == _BYTES_OF_IPV4 else [packed]
    return frozenset(f"{_words(raw)}:{port:04X}".encode() for raw in ways)


def _words(raw: bytes) -> str:
    words = (raw[at : at + 4] for at in range(0, len(raw), 4))
    return "".join((word[::-1] if sys.byteorder == "little" else word).hex().upper() for word in words)


class OwnUser:
    """Answers the user whose server it is, and nobody else on this computer."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self.app = app
        self.allowed = {os.getuid(), SYSTEM} if sys.platform != "win32" else set[int]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at who asks before it is answered."""
        client = scope.get("client")
        if scope["type"] == "http" and client and self.allowed:
            peer: PeerOwner = scope.get("state", {}).get(OF_CONNECTION) or PeerOwner()
            owner = peer.of(str(client[0]), int(client[1]))
            if owner is not None and owner not in self.allowed:
                what = message("web.one_user_only", "this server answers the user alone who started it.")
                remedy = message("web.own_server", "Start a server of your own, or ask for one with accounts.")
                words = words_for(HTTPConnection(scope))
                refused = problem_response([Problem(where="user", what=what, remedy=remedy)], words, status=403)
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)
