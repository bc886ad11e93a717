"""What a text holds that is not the program's speech: names of parties, quotations of law, what a user typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from sekisho import Library
from sekisho.parties.index import parties_of

BEGINS: Final = 12
"""Letters by which a text that is cut short is known."""
QUOTED: Final = re.compile(r"「[^「」]*」|“[^“”]*”")
TYPED: Final = (
    *("Mitsubishi Heavy Industries, Ltd", "Kawasaki Heavy Industries, Ltd", "Kawasaki Heavy Industries"),
    *("Mitsubshi Shipbuilding", "Naniwa Seiki", "isostatic graphite", "office chair"),
    *("motor rotor with magnets", "zzz qqq", "Example Works", "Example Metals", "Example Magnets", "Example Castings"),
    *("Example Supplier", "servo unit"),
)
"""What the questions of the gate type."""


@cache
def _names(library: Library) -> re.Pattern[str]:
    groups = (name for group in library.groups for name in (*group.names, *group.weak_names))
    listed = (name for entry in parties_of(library).entries for name in entry.names)
    names = {name for name in (*listed, *groups) if name.isascii() and " " in name}
    known = sorted({*names, *TYPED}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)))


def _as_typed(word: str) -> re.Pattern[str]:
    """Find what was typed, whole or cut short by a sign, and never within another word."""
    cut = f"|{re.escape(word[:BEGINS])}[^\n…]*…" if len(word) > BEGINS else ""
    return re.compile(rf"(?<![A-Za-z])(?:{re.escape(word)}(?![A-Za-z]){cut})")


def without_own_words(library: Library, typed: Iterable[str] = ()) -> Callable[[str], str]:
    """Return what puts a letter in the place of quotations, of names on lists, and of what was typed."""
    more = [_as_typed(word) for word in sorted(filter(None, typed), key=len, reverse=True)]

    def own(text: str) -> str:
        text = QUOTED.sub("Q", text)
        for word in more:
            text = word.sub("U", text)
        return _names(library).sub("N", text)

    return own


def english_names(texts: Iterable[str], library: Library, language: str) -> Iterator[str]:
    """Go through the English names in texts of parties that have a name in the language, each with its text."""
    own = {entry.name_in("en"): entry.name_in(language) for entry in library.entries}
    named = sorted((name for name, other in own.items() if other != name and len(name) > 4), key=len, reverse=True)
    every = re.compile("|".join(map(re.escape, named)))
    for text in texts:
        yield from (f"{name}: {text[:120]}" for name in every.findall(text))
