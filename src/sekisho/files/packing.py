"""Packed files with one table inside: `.csv.gz`, `.zip`; what unpacks to far more than it is, is refused."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from sekisho.errors import BookError, Problem

PACKED: Final = frozenset({".gz", ".zip"})
_BLOCK: Final = 1 << 20
MOST_TIMES: Final = 200
"""How much larger than itself a file may unpack to, beyond `FREE`; orders pack to a tenth, rarely to a fiftieth."""
FREE: Final = 1 << 26
"""Bytes to which any file may unpack."""


def unpacked(file: Path, folder: Path, kinds: Collection[str]) -> Path:
    """Unpack the one table of a file into a folder; returns its place there.

    Parameters
    ----------
    kinds
        Endings of files that are read.

    Raises
    ------
    BookError
        If it is damaged, holds no table or several, is protected by a password, or unpacks to far too much.
    """
    out = folder / "packed"
    out.mkdir()
    try:
        if file.suffix.lower() == ".gz":
            inner = PurePosixPath(file.stem).suffix.lower()
            _check_kind(file, inner, kinds)
            with gzip.open(file, "rb") as source:
                return _kept(cast("IO[bytes]", source), file, out / f"book{inner}")
        with zipfile.ZipFile(file) as parts:
            part = _one_table(file, parts, kinds)
            with parts.open(part) as source:
                return _kept(source, file, out / f"book{PurePosixPath(part.filename).suffix.lower()}")
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        locked = "password" in str(fault).lower() or "encrypted" in str(fault).lower()
        what = "is protected by a password." if locked else "is a damaged archive."
        raise BookError(Problem(where=file.name, what=what, remedy="Unpack it, and name the table.")) from None


def _one_table(file: Path, parts: zipfile.ZipFile, kinds: Collection[str]) -> zipfile.ZipInfo:
    inside = [
        part
        for part in parts.infolist()
        if not part.is_dir()
        and not part.filename.startswith("__MACOSX/")
        and not PurePosixPath(part.filename).name.startswith((".", "~$"))
    ]
    tables = [part for part in inside if PurePosixPath(part.filename).suffix.lower() in kinds]
    named = [part for part in tables if not PurePosixPath(part.filename).name.lower().startswith("readme")]
    if len(named) == 1:
        return named[0]
    names = ", ".join(part.filename for part in (named or inside)[:5])
    what = f"holds {len(named):,} tables ({names})." if named else f"holds no table ({names or 'it is empty'})."
    raise BookError(Problem(where=file.name, what=what, remedy="Unpack it, and name the table, or the folder of all."))


def _check_kind(file: Path, inner: str, kinds: Collection[str]) -> None:
    if inner not in kinds:
        what = f"holds '{inner or file.stem}', which is not a kind of table that is read."
        raise BookError(Problem(where=file.name, what=what, remedy="Unpack it, and give the table its ending."))


def _kept(source: IO[bytes], file: Path, place: Path) -> Path:
    most, size = max(FREE, MOST_TIMES * file.stat().st_size), 0
    with place.open("wb") as target:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > most:
                what = f"unpacks to more than {MOST_TIMES:,} times its size."
                raise BookError(
                    Problem(where=file.name, what=what, remedy="Unpack it, look at it, and name the table.")
                )
            target.write(block)
    return place
