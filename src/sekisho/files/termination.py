"""Signals that end a process raise in its main thread, as Ctrl-C does, so that what it was writing is tidied up.

By default SIGTERM and SIGHUP end a process on the spot: no `finally` runs, and copies of a book stay behind.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""SIGHUP comes when a terminal is closed or a connection is lost; not every system has it."""


@contextmanager
def raised_when_ended() -> Iterator[list[int]]:
    """Raise KeyboardInterrupt when the process is told to end; gives the numbers of the signals that came.

    The first raises. Those that follow change nothing: the process is tidying up, and SIGKILL ends it all the same.
    What is ignored stays ignored, as under `nohup`.
    """
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # only there may signals be taken
        yield came
        return

    def told(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if len(came) == 1:
            raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in ENDING}
    taken = [number for number, handler in before.items() if handler is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, told)
    try:
        yield came
    finally:
        for number in taken:
            signal.signal(number, before[number])
