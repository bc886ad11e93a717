"""A process that is killed before its n-th file event, played in this one.

Every file that Python opens to write, moves, links, removes or whose rights it changes is told to an audit hook. From
the n-th on each of them fails, so that nothing that tidies up can: what is on the disk is what a kill would have left.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EVENTS = frozenset({"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class KilledError(BaseException):
    """Stands for the end of the process."""


class _Killer:
    """Counts file events below a folder while one is set, and fails from a number on."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.left = 0

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Take one event."""
        if self.folder is None or not (event in EVENTS or (event == "open" and _writes(args))):
            return
        if not any(isinstance(each, str | Path) and str(each).startswith(str(self.folder)) for each in args):
            return
        self.left -= 1
        if self.left < 0:
            raise KilledError(event)


def _writes(args: tuple[Any, ...]) -> bool:
    flags = args[2] if len(args) > 2 else 0
    return isinstance(flags, int) and bool(flags & WRITING)


_KILLER = _Killer()
_HOOKED: list[bool] = []


@contextmanager
def killed_before(event: int, folder: Path) -> Iterator[None]:
    """Let the process die before a file event below a folder, counted from 0."""
    if not _HOOKED:
        sys.addaudithook(_KILLER)  # for good: Python knows no way to take it away
        _HOOKED.append(True)
    _KILLER.folder, _KILLER.left = folder, event
    try:
        yield
    finally:
        _KILLER.folder = None
