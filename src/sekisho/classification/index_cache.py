"""Keep the index of a library between runs, as the library itself is kept (see `files.cache`)."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import sekisho.classification
import sekisho.trade
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.model.library import Library


def kept_index(library: Library, folder: Path) -> object | None:
    """Return the index that was kept for a library, or None."""
    return read_cache(_file(library, folder))


def keep_index(library: Library, folder: Path, index: object) -> None:
    """Keep the index of a library; where that cannot be done, nothing happens."""
    write_cache(_file(library, folder), index)


def _file(library: Library, folder: Path) -> Path:
    """Name the file by all that an index is made of: entries, limits and terms of law, names, and the retriever."""
    return cache_file(
        folder,
        library.hash,
        [one.folder for one in library.packages],
        kind="index",
        program=map(Path, (*sekisho.classification.__path__, *sekisho.trade.__path__)),
        others=[f"{name} {version(name)}" for name in ("bm25s", "numpy")],
    )
