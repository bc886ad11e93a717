"""Sentences broken into lines of a terminal; a number is never parted from its unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.present.render.terminal import GLUE, UNITS, wrap


def flow(text: str, width: int, *, indent: str = "  ", hang: str | None = None) -> list[str]:
    """Break a text into lines; nothing for an empty text.

    >>> flow("it rises by 7 % in May", 14, indent="")
    ['it rises by', '7 % in May']
    """
    if not text:
        return []
    glued = UNITS.sub(GLUE, text)
    lines = wrap(glued, width=width, indent=indent, hang=indent if hang is None else hang)
    return [line.replace(GLUE, " ") for line in lines]


def points(sentences: Iterable[str], width: int) -> Iterator[str]:
    """Tell sentences one below the other."""
    for sentence in sentences:
        yield from flow(f"- {sentence}", width, hang="    ")
