"""The words that the pages use, explained in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import count, takewhile

from sekisho.i18n.messages import Translator


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word and what it means here."""

    term: str
    means: str


@cache
def glossary(language: str) -> tuple[GlossaryEntry, ...]:
    """Read the glossary in one language, in the order of its ids."""
    translate = Translator(language, ("glossary",))
    numbers = takewhile(lambda number: translate.has(f"{number:02}.term"), count(1))
    return tuple(GlossaryEntry(translate(f"{n:02}.term"), translate(f"{n:02}.means")) for n in numbers)
