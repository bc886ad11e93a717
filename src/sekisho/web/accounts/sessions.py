"""Who has signed in: kept in memory alone, under random keys, so that a server that starts again knows nobody."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sekisho.web.accounts.rate_limit import Clock

IDLE: Final = 2 * 3600.0
"""Seconds without a request after which a session ends."""
LONGEST: Final = 12 * 3600.0
"""Seconds after which a session ends, whatever happens: a working day."""
MOST: Final = 5_000
"""Sessions at one time."""


@dataclass(slots=True, kw_only=True)
class Session:
    """Somebody who has signed in.

    Parameters
    ----------
    epoch
        That of the account then; once the account has another, the session is over.
    csrf
        What every form must hold.
    begun, seen
        Seconds of the clock.
    """

    account: str
    epoch: int
    csrf: str
    begun: float
    seen: float


class Sessions:
    """All who have signed in."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nobody."""
        self.clock = clock
        self.lock = threading.Lock()
        self.held: dict[str, Session] = {}

    def begin(self, account: str, epoch: int) -> str:
        """Begin a session; returns its key, which nobody knew before."""
        now = self.clock()
        made = Session(account=account, epoch=epoch, csrf=secrets.token_urlsafe(24), begun=now, seen=now)
        key = secrets.token_urlsafe(32)
        with self.lock:
            self._drop(lambda one: self._is_over(one, now))
            if len(self.held) >= MOST:
                self.held.pop(next(iter(self.held)))
            self.held[key] = made
        return key

    def find(self, key: str) -> Session | None:
        """Return a session that goes on; None if it is over, or never was."""
        now = self.clock()
        with self.lock:
            found = self.held.get(key)
            if found is None:
                return None
            if self._is_over(found, now):
                del self.held[key]
                return None
            found.seen = now
            return found

    def end(self, key: str) -> None:
        """End a session."""
        with self.lock:
            self.held.pop(key, None)

    @staticmethod
    def _is_over(one: Session, now: float) -> bool:
        return now - one.seen > IDLE or now - one.begun > LONGEST

    def _drop(self, over: Callable[[Session], bool]) -> None:
        for key in [key for key, one in self.held.items() if over(one)]:
            del self.held[key]
