"""Temporary folders: gone when the work ends, when the process is told to end, or else swept by the next.

A copy of an order book lies in them. By default SIGTERM and SIGHUP end a process on the spot: no `finally` runs, and
such copies stay. So those signals raise in its main thread, as Ctrl-C does. What a process that was killed left, the
next that starts takes away.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Final

from sekisho.regex import regex

PREFIX: Final = "sekisho-"
OWNER: Final = "held"
"""File in a temporary folder that its process holds for as long as it runs."""
UNHELD: Final = "unheld"
"""Name of that file until it is held."""
_NAMED: Final = regex(rf"{PREFIX}(?:[a-z]+-)?(\d+)-")
"""Name of a temporary folder: what it is for, if it says so, and the process that made it."""


@contextmanager
def temporary_folder(kind: str = "", *, within: Path | None = None) -> Iterator[Path]:
    """Make a folder that its owner alone may enter and that is gone afterwards; its name says which process it is of.

    Parameters
    ----------
    kind
        What it is for, in small letters.
    within
        Where it is made, if not in the folder for temporary files.
    """
    prefix = f"{PREFIX}{f'{kind}-' if kind else ''}{os.getpid()}-"
    made = tempfile.TemporaryDirectory(prefix=prefix, dir=within, ignore_cleanup_errors=True)
    with made as folder, (Path(folder) / UNHELD).open("wb") as held:
        # Under its own name only once it is held: a process that sweeps would take a file that nobody holds for left.
        hold(held)
        (Path(folder) / UNHELD).rename(Path(folder) / OWNER)
        yield Path(folder)


def sweep(place: Path | None = None) -> list[Path]:
    """Take away one's own temporary folders whose process is gone; returns them.

    A process holds a lock in its folder, which goes with it: its number alone may be that of another process by now, or
    of one in another container that shares the folder. Folders of other users, and whatever is no such folder, stay.
    """
    found: list[Path] = []
    if sys.platform == "win32":  # no such locks there
        return found
    with suppress(OSError), os.scandir(place or tempfile.gettempdir()) as entries:
        for entry in entries:
            named = _NAMED.match(entry.name)
            if named and int(named[1]) != os.getpid() and _is_left(entry):
                found.append(Path(entry.path))
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return found


@contextmanager
def held_alone(folder: Path) -> Iterator[bool]:
    """Hold a folder that stays, for as long as this process works in it; gives False if another one does."""
    with (folder / OWNER).open("ab") as held:
        try:
            hold(held)
        except BlockingIOError:
            yield False
        else:
            yield True


def _is_left(entry: os.DirEntry[str]) -> bool:
    """Tell whether a folder is one's own, and nobody holds it."""
    with suppress(OSError):
        if not entry.is_dir(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_uid != os.getuid():
            return False
        with (Path(entry.path) / OWNER).open("rb") as held:
            hold(held)
            return True
    return False


def hold(file: IO[bytes] | IO[str]) -> None:
    """Lock a file for as long as it is open; an OSError if another process holds it."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
