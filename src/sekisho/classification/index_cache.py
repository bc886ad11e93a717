"""The index of goods of a library: built once a process, and left in a folder for the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sekisho.classification
import sekisho.trade
from sekisho.classification.index import Index
from sekisho.classification.lexicon import Lexicon, read_lexicon
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import words_folder
from sekisho.trade.items.control_list import control_list

WORDS: Final = "item-words.csv"
"""The table of words by which items are called."""
_INDEXES: Final[dict[str, Index]] = {}
"""Indexes of this process, by the hash and the folders of their library."""
_KEPT_AT_MOST: Final = 4
"""Indexes of libraries that a process keeps: the one in use and those of a comparison of two laws."""


def index_of(library: Library, *, cache: Path | None = None) -> Index:
    """Build the index of a library once a process, or take the one that an earlier process kept.

    Parameters
    ----------
    cache
        Folder in which the index is kept for the next process; none is kept if left out.
    """
    key = repr((library.hash, [str(package.folder) for package in library.packages]))
    found = _INDEXES.get(key)
    if found is None:
        file = None if cache is None else _file(library, cache)
        kept = None if file is None else read_cache(file)
        found = kept if isinstance(kept, Index) else _build(library)
        if file is not None and kept is None:
            write_cache(file, found)
        if len(_INDEXES) >= _KEPT_AT_MOST:
            _INDEXES.pop(next(iter(_INDEXES)))
        _INDEXES[key] = found
    return found


def _build(library: Library) -> Index:
    items = control_list(library)
    folder = words_folder(library)
    if folder is not None:
        return Index(items, read_lexicon(folder / "lists" / WORDS), folder)
    # Another country's list, whose package has no words of its own: things are called by the words that come with
    # sekisho, entries by their names alone. What was set on the words of one list settles nothing on another.
    words = next(
        (place / "lists" / WORDS for place in installed_folders() if (place / "lists" / WORDS).is_file()), None
    )
    lexicon = Lexicon() if words is None else read_lexicon(words)
    return Index(items, lexicon, library.packages[0].folder, by_names_alone=True)


def _file(library: Library, folder: Path) -> Path:
    """Name the file by all that an index is made of: entries, limits and terms of law, and names."""
    return cache_file(
        folder,
        library.hash,
        [one.folder for one in library.packages],
        kind="index",
        program=map(Path, (*sekisho.classification.__path__, *sekisho.trade.__path__)),
    )
