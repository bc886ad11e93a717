"""Waiting for a job of the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable

PATIENCE = 120
"""Seconds that a job may take on a busy machine."""


def until(said: Callable[[], bool]) -> None:
    """Look again until something is so."""
    tick = threading.Event()
    for _ in range(PATIENCE * 10):
        if said():
            return
        tick.wait(0.1)
    raise AssertionError("it took too long")
