"""Files that hold names, orders or decisions: readable by their owner alone, unless they are to be shared.

On a machine with other users a file is as open as the process says (its umask), often to everybody. What this project
writes is for its owner alone; `sharing` says that it is not, as `sekisho --shared` does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final, TextIO

OWN_FILE: Final = 0o600
OWN_FOLDER: Final = 0o700
OTHERS: Final = 0o077
"""Rights of all but the owner, as a umask takes them away."""
_shared: ContextVar[bool] = ContextVar("shared", default=False)


@contextmanager
def sharing(*, shared: bool = True) -> Iterator[None]:
    """Write files for others too, as far as the process lets them; otherwise for their owner alone.

    Libraries that open files by themselves (DuckDB, SQLite, the renderers of pages) are held to it by the umask of the
    process, so this is for a process that does one thing: a command.
    """
    token = _shared.set(shared)
    before = os.umask(OTHERS)
    os.umask(before if shared else before | OTHERS)
    try:
        yield
    finally:
        os.umask(before)
        _shared.reset(token)


def keep_private(path: Path) -> None:
    """Take the rights of others from a file or folder that is there, unless files are shared."""
    if not _shared.get() and sys.platform != "win32":
        path.chmod(OWN_FOLDER if path.is_dir() else OWN_FILE)


def private_folder(path: Path) -> Path:
    """Make a folder that its owner alone may enter, unless files are shared."""
    path.mkdir(mode=0o777 if _shared.get() else OWN_FOLDER)
    return path


@contextmanager
def private_open(path: Path) -> Iterator[TextIO]:
    """Open a new text file in UTF-8 to write; others may not read it at any moment, unless files are shared."""
    path.unlink(missing_ok=True)
    mode = 0o666 if _shared.get() else OWN_FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a handle has no path
        yield file
