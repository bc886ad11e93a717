"""Which books are watched on this machine: what `sekisho watch` notes, so that new law is tried on each before use.

One small file a state in the folder `watched` of the user's data. The note of a state that is gone goes with the next
look.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.determination.rescreen.watch import last_run
from sekisho.errors import BookError
from sekisho.files.formats import whole_file

FOLDER: Final = "watched"
_DIGITS: Final = 20
"""Digits of the SHA-256 of a path that name its note: 80 bits, so that no two paths share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedBook:
    """A book that is watched.

    Parameters
    ----------
    name
        The book, as it was named.
    results
        Results of the last run over it, with what was kept of it.
    """

    name: str
    results: Path


def note_watched(home: Path, book: Path, state: Path) -> None:
    """Note that a book is watched, and where its state lies; a folder that cannot be written is passed over."""
    noted = home / FOLDER
    place = str(state.resolve())
    file = noted / f"{hashlib.sha256(place.encode()).hexdigest()[:_DIGITS]}.json"
    with suppress(OSError):  # a watch answers all the same
        noted.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as out:
            out.write(json.dumps({"book": str(book.resolve()), "state": place}, ensure_ascii=False) + "\n")


def watched_books(home: Path) -> list[WatchedBook]:
    """Return the books that are watched, by name; the note of a state that is gone is taken away."""
    noted: list[WatchedBook] = []
    for file in sorted((home / FOLDER).glob("*.json")):
        try:
            stated = json.loads(file.read_text(encoding="utf-8"))
            last = last_run(Path(stated["state"]))
            book = str(stated["book"])
        except (BookError, OSError, ValueError, KeyError, TypeError):
            continue  # a state that cannot be read is told by `sekisho watch`
        if last is None:
            with suppress(OSError):
                file.unlink()
            continue
        noted.append(WatchedBook(name=book, results=last.results))
    return sorted(noted, key=lambda watched: watched.name)
