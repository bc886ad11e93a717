"""Keep the index of a library between runs, as the library itself is kept (see `law.cache`)."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import sekisho.classification
import sekisho.trade
from sekisho.law.cache import read_cache, write_cache
from sekisho.law.library import Library


def kept_index(library: Library, folder: Path) -> object | None:
    """Return the index that was kept for a library, or None."""
    return read_cache(_file(library, folder))


def keep_index(library: Library, folder: Path, index: object) -> None:
    """Keep the index of a library; where that cannot be done, nothing happens."""
    write_cache(_file(library, folder), index)


def _file(library: Library, folder: Path) -> Path:
    """Name the file by the data, where it lies, the program's files, and Python."""
    sources = [*sekisho.classification.__path__, *sekisho.trade.__path__]
    stated = [(file.name, file.stat()) for source in sources for file in sorted(Path(source).glob("*.[pc][ys]*"))]
    program = [(name, found.st_size, found.st_mtime_ns) for name, found in stated]
    key = repr((library.hash, [str(one.folder) for one in library.packages], program, sys.version))
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()}.index"
