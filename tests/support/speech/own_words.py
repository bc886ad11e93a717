"""What a text holds that is not the program's speech: names of parties, quotations of law, what a user typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from sekisho import Library
from sekisho.parties.index import parties_of

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
    names = {name for entry in parties_of(library).entries for name in entry.names if name.isascii() and " " in name}
    known = sorted({*names, *TYPED}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)))


def without_own_words(library: Library, typed: Iterable[str] = ()) -> Callable[[str], str]:
    """Return what puts a letter in the place of quotations, of names on lists, and of what was typed."""
    more = sorted(filter(None, typed), key=len, reverse=True)

    def own(text: str) -> str:
        text = QUOTED.sub("Q", text)
        for word in more:
            text = text.replace(word, "U")
        return _names(library).sub("N", text)

    return own
