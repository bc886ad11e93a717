"""How often somebody may ask: so many at once, and then one every so many seconds.

A rate is kept as one number for each who asks, the moment at which all that was asked has been paid for (the generic
cell rate algorithm of ITU-T I.371). The clock is an argument, so that a test need not wait.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Clock = Callable[[], float]
"""Seconds since some moment; never goes back."""
MOST: Final = 10_000
"""Who asked that are remembered; whoever asked longest ago is forgotten first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often.

    Parameters
    ----------
    burst
        Requests at once.
    every
        Seconds after which one more may come.
    """

    burst: int
    every: float


class RateLimiter:
    """Counts what each asks."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        """Begin with nobody."""
        self.rate = rate
        self.clock = clock
        self.lock = threading.Lock()
        self.paid: OrderedDict[str, float] = OrderedDict()

    def wait(self, who: str) -> float:
        """Count a request, and return 0; or return the seconds after which one may come, and count nothing."""
        with self.lock:
            now = self.clock()
            due = max(self.paid.get(who, now), now) + self.rate.every
            early = due - self.rate.burst * self.rate.every - now
            if early > 0:
                return early
            self.paid[who] = due
            self.paid.move_to_end(who)
            if len(self.paid) > MOST:
                self.paid.popitem(last=False)
            return 0.0

    def forget(self, who: str) -> None:
        """Let somebody begin anew."""
        with self.lock:
            self.paid.pop(who, None)


def a_minute(number: int) -> Rate:
    """Return a rate of so many a minute, all of which may come at once."""
    return Rate(burst=number, every=60 / number)
