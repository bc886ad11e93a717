"""Connections of the server: one that does not finish asking is closed, and one address holds only so many."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Final, cast

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from sekisho.web.peer_credentials import OF_CONNECTION, PeerOwner

PATIENCE: Final = 10.0
"""Seconds within which the head of a request must have come."""
MOST: Final = 256
"""Connections of one address at a time: a browser holds about six, and a program as many as it asks questions at once.

Behind a proxy all come from its address, so that it alone bounds them there.
"""
_held: Counter[str] = Counter()


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type] # which of two it is, uvicorn finds out
    """HTTP as uvicorn speaks it, with an end to half a request."""

    patience = PATIENCE
    most = MOST

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a connection, unless its address holds too many."""
        super().connection_made(transport)
        self.app_state: dict[str, object] = {**self.app_state, OF_CONNECTION: PeerOwner()}  # each request gets a copy
        self.late: asyncio.TimerHandle | None = None
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        _held[self.address] += 1
        if not self.config.proxy_headers and _held[self.address] > self.most:
            transport.close()
            return
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read what came, and stop waiting once the head of a request is whole."""
        super().data_received(data)
        if self._is_asking():
            self._wait()
        elif self.late is not None:
            self.late.cancel()
            self.late = None

    def on_response_complete(self) -> None:
        """Wait for the next request, half of which may have come already."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let a connection go."""
        if self.late is not None:
            self.late.cancel()
        _held[self.address] -= 1
        if not _held[self.address]:
            del _held[self.address]
        super().connection_lost(exc)

    def _is_asking(self) -> bool:
        """Tell whether no request is being answered, so that the head of the next is still to come."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def _wait(self) -> None:
        if self.late is None:
            self.late = cast("asyncio.AbstractEventLoop", self.loop).call_later(self.patience, self._close)

    def _close(self) -> None:
        self.late = None
        if self._is_asking() and not self.transport.is_closing():
            self.transport.close()
