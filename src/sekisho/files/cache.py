"""Keep a library that was read, so that the next process need not read its files again.

The file is a pickle, headed by the SHA-256 of the rest. Unpickling can run code, so a file is read only if it belongs
to this user and nobody else may write it or its folder; whoever can change such a file can change the program too.
What is broken, foreign or stale is read anew from the measure files, and never an error.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_DIGEST = 32
_MOST = 8
"""Files of a kind that are kept; the oldest goes first."""
_ROOMS = tuple(
    Path(__file__).parents[1] / room for room in ("files", "i18n", "law", "law/dates", "law/loading", "law/model")
)
"""Rooms of the program that read a library; whatever is made of one hangs on them."""


def cache_file(
    folder: Path,
    library_hash: str,
    packages: Iterable[Path],
    *,
    kind: str = "library",
    program: Iterable[Path] = (),
    others: Iterable[str] = (),
) -> Path:
    """Name the file of what is made of a library: by its data, where that lies, the program's files, and Python.

    Parameters
    ----------
    kind
        What is kept, the ending of the file.
    program
        Folders of the program that make it, beside those that read a library.
    others
        Whatever else it hangs on, such as versions of other packages.
    """
    made_by = [state for source in (*_ROOMS, *program) for state in sorted(_states_in(source))]
    key = repr((library_hash, [str(path.resolve()) for path in packages], made_by, list(others), sys.version))
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()}.{kind}"


def _states_in(folder: Path) -> Iterator[tuple[str, int, int]]:
    # Each command asks it several times: pathlib would take a multiple of what the rest of a cache costs.
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".pyc", ".csv")):
                yield entry.name, (found := entry.stat()).st_size, found.st_mtime_ns


def read_cache(file: Path) -> object | None:
    """Return what was kept, or None if there is nothing that may be trusted."""
    try:
        if not _is_own(os.lstat(file.parent), stat.S_ISDIR):
            return None
        with os.fdopen(os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as opened:
            if not _is_own(os.fstat(opened.fileno()), stat.S_ISREG):
                return None
            whole = opened.read()
        body = memoryview(whole)[_DIGEST:]  # tables of names have hundreds of MB, which need not lie there twice
        if hashlib.sha256(body).digest() != whole[:_DIGEST]:
            return None
        return _unpickled(body)
    except Exception:  # noqa: BLE001 - whatever is wrong with the file, the measures themselves are read instead
        return None


def _unpickled(body: memoryview) -> object:
    """Rebuild what was kept; the collector of cycles, which would go over every new object again and again, rests.

    Afterwards they count as old, as they will be: to go over them once took as long as to rebuild them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(body)  # noqa: S301 - only this user can have written it
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what a server set apart stays so
                gc.freeze()
                gc.unfreeze()  # into the oldest generation
            gc.enable()


def write_cache(file: Path, kept: object, *, largest: int | None = None) -> None:
    """Keep something; where that cannot be done, nothing happens.

    Parameters
    ----------
    largest
        Bytes from which it is not kept; None keeps whatever there is.
    """
    if not hasattr(os, "getuid"):
        return
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(os.lstat(file.parent), stat.S_ISDIR):
            return
        body = pickle.dumps(kept, protocol=5)
        if largest is not None and len(body) > largest:
            return
        import tempfile  # only what is kept anew needs it

        number, name = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(number, "wb") as opened:
                opened.write(hashlib.sha256(body).digest())
                opened.write(body)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
        _let_go(file)


def _let_go(file: Path) -> None:
    """Remove the oldest files of a kind: each change of data or program names a new one, and none is read again."""
    kept = sorted(file.parent.glob(f"*{file.suffix}"), key=lambda one: (one != file, -one.stat().st_mtime_ns))
    for old in kept[_MOST:]:
        old.unlink(missing_ok=True)


def _is_own(found: os.stat_result, kind: object) -> bool:
    """Tell whether a file or folder is this user's, and nobody else may write it."""
    assert callable(kind)  # noqa: S101 - a function of `stat`
    return (
        hasattr(os, "getuid")
        and bool(kind(found.st_mode))
        and found.st_uid == os.getuid()
        and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
