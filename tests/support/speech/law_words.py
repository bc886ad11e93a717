"""The words of the law and of its encoders, which stand in the data packages: no sentence of the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from sekisho import Library
from sekisho.i18n.locale import LOCALES
from sekisho.i18n.translation_tables import translations_of
from sekisho.law.dates.events import events_of
from sekisho.trade.items.control_list import control_list

BEGINS: Final = 8
"""Letters by which a text is looked up."""
SHORTEST: Final[Mapping[str, int]] = {"en": 16, "ja": 8, "zh": 8}
"""Letters of the shortest text that counts as one of the law: the names of things are words of the program too."""


def _texts(library: Library, language: str) -> Iterator[str]:
    for other in ("ja", "zh"):
        told = translations_of(library, other)
        yield from told if language == "en" else told.values() if other == language else ()
    for parameter in control_list(library).parameters.values():
        yield from parameter.questions.values()
    for measure in library.measures.values():
        yield from measure.title.values()
        words = [*(clause.words for clause in measure.clauses), *(term.words for term in measure.terms)]
        yield from (text for said in words for text in said.values())
    yield from (effect.in_words(language) for effect in library.effects)
    yield from (event.text for event in events_of(library))
    yield from (report.in_words(language) for report in library.practice)
    for entry in library.entries:
        yield from filter(None, (entry.public_note(language), entry.note))


@cache
def _by_beginning(library: Library, language: str) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text in _texts(library, language):
        for written in (text, LOCALES[language].with_days(text)):
            plain = " ".join(written.split()).rstrip(".。").lower()
            if len(plain) >= SHORTEST[language]:
                found[plain[:BEGINS]].add(plain)
    return {begin: sorted(texts, key=len, reverse=True) for begin, texts in found.items()}


def without_law(library: Library, language: str) -> Callable[[str], str]:
    """Return what puts a letter in the place of each text of the data packages."""
    known = _by_beginning(library, language)

    def own(text: str) -> str:
        low, parts, at = text.lower(), [], 0
        if len(low) != len(text):
            return text
        while at < len(text):
            hit = next((whole for whole in known.get(low[at : at + BEGINS], ()) if low.startswith(whole, at)), "")
            parts.append("L" if hit else text[at])
            at += len(hit) or 1
        return "".join(parts)

    return own
