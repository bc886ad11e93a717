"""What a person once said of a set of headers, kept for the next book that has them, or nearly.

One JSON file a set of headers lies in the user's data folder. What is used of it is told, with the day and the book.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.files.formats import whole_file
from sekisho.trade.book.matching.headers import folded
from sekisho.trade.book.matching.joins import columns_named

_NEARLY: Final = 0.8
"""Share of the headers of two books together that must stand in both. A guess. Smaller, what was said of another book
is taken over; larger, it is lost with the first new column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMemory:
    """What was decided for a set of headers: fact to column, on which day, for which book."""

    headers: tuple[str, ...]
    columns: Mapping[str, str]
    day: date
    book: str

    @property
    def key(self) -> str:
        """By which it is kept: the same for the same headers in any order."""
        return _key(self.headers)


def kept_memories(folder: Path | None) -> tuple[ColumnMemory, ...]:
    """Read all that is remembered, the newest first; a file that cannot be read is passed over."""
    memories = []
    for file in sorted(folder.glob("*.json")) if folder is not None and folder.is_dir() else ():
        try:
            stated = json.loads(file.read_text("utf-8"))
            memories.append(
                ColumnMemory(
                    headers=tuple(map(str, stated["headers"])),
                    columns={str(fact): str(column) for fact, column in stated["columns"].items()},
                    day=date.fromisoformat(stated["day"]),
                    book=str(stated["book"]),
                )
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return tuple(sorted(memories, key=lambda memory: memory.day, reverse=True))


def keep_memory(folder: Path, memory: ColumnMemory) -> Path:
    """Keep what was decided, in place of what was decided before for the same headers."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{memory.key}.json"
    stated = {
        "book": memory.book,
        "day": memory.day.isoformat(),
        "columns": dict(memory.columns),
        "headers": list(memory.headers),
    }
    with whole_file(place) as written:
        written.write(json.dumps(stated, ensure_ascii=False, indent=1) + "\n")
    return place


def forget_memories(folder: Path, headers: Sequence[str] = (), key: str = "") -> tuple[ColumnMemory, ...]:
    """Forget what would be recalled for a set of headers, or one by its key, or all; return what is forgotten."""
    forgotten = tuple(
        memory
        for memory in kept_memories(folder)
        if (not headers or _alike(memory.headers, headers) >= _NEARLY) and key in {"", memory.key}
    )
    for memory in forgotten:
        (folder / f"{memory.key}.json").unlink(missing_ok=True)
    return forgotten


def recalled(memories: Iterable[ColumnMemory], headers: Sequence[str]) -> ColumnMemory | None:
    """Return what was decided for these headers, or nearly these, with all its columns; None if nothing was."""
    ranked = sorted(memories, key=lambda memory: -_alike(memory.headers, headers))
    for memory in ranked:
        there = all(not column or columns_named(column, headers) for column in memory.columns.values())
        if there and _alike(memory.headers, headers) >= _NEARLY:
            return memory
    return None


def _alike(memory: Iterable[str], other: Iterable[str]) -> float:
    mine, theirs = set(map(folded, memory)), set(map(folded, other))
    return len(mine & theirs) / max(1, len(mine | theirs))


def _key(headers: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(set(map(folded, headers)))).encode()).hexdigest()[:20]
