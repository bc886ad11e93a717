"""Triggers: customs codes and words by which a measure finds goods that have no control code.

A code that *sets* defines the goods: the fact takes the value. A code or a word that *opens* points there: a fact that
was left out may then have the value. What a line states wins over what opens; against what sets, it is a contradiction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.regex import regex

SHORTEST: Final = 6
"""Digits from which a customs code that is coarser than a trigger's still points to it."""
_LATIN: Final = "0-9a-z\u00df-\u024f"
_BLANK: Final = re.compile(r"[\s\-]+")
_CJK: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What makes a measure bear on goods that it names by customs code, or in words.

    Parameters
    ----------
    value
        Value that the fact takes, or may have, as it is written in a line.
    sets
        The codes define the goods; else codes and words only point to them.
    codes
        Customs codes, digits alone; each stands for all codes below it.
    words
        Words in any language, and `but` the phrases that hold one of them and mean something else.
    """

    measure: MeasureId
    fact: FactName
    value: str
    sets: bool
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    because: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TriggerHit:
    """A trigger that a line meets: by which fact, and whether that settles what the goods are."""

    trigger: Trigger
    by: FactName
    sure: bool


HS_CODE: Final = FactName("hs_code")
DESCRIPTION: Final = FactName("description")


def hits_of(triggers: Iterable[Trigger], values: Mapping[FactName, object]) -> tuple[TriggerHit, ...]:
    """Find the triggers that customs code and description of a line meet, in their order.

    >>> helium = Trigger(
    ...     measure=MeasureId("m"),
    ...     fact=FactName("special_item"),
    ...     value="helium",
    ...     sets=True,
    ...     codes=("2804290010",),
    ...     words=("helium",),
    ... )
    >>> [hit.sure for hit in hits_of([helium], {HS_CODE: "2804290010"})]
    [True]
    >>> [hit.sure for hit in hits_of([helium], {HS_CODE: "280429", DESCRIPTION: "heliumfree"})]
    [False]
    """
    code, text = values.get(HS_CODE), values.get(DESCRIPTION)
    if not isinstance(code, str) and not isinstance(text, str):
        return ()
    by_code = by_words = frozenset[Trigger]()
    triggers = tuple(triggers)
    if isinstance(code, str):
        by_code = frozenset(one for one in triggers if _meets_code(one, code))
    if isinstance(text, str):
        folded = fold(text)
        by_words = frozenset(one for one in triggers if _meets_words(one, folded))
    if not by_code and not by_words:
        return ()
    found = []
    for one in triggers:
        if one in by_code:
            sure = one.sets and str(code).startswith(one.codes)
            found.append(TriggerHit(one, HS_CODE, sure))
        elif one in by_words:
            found.append(TriggerHit(one, DESCRIPTION, sure=False))
    return tuple(found)


def fold(text: str) -> str:
    """Write a text in one way: without case, full-width letters as narrow ones."""
    return unicodedata.normalize("NFKC", text).casefold()


def _meets_code(trigger: Trigger, code: str) -> bool:
    return any(code.startswith(own) or (len(code) >= SHORTEST and own.startswith(code)) for own in trigger.codes)


def _meets_words(trigger: Trigger, folded: str) -> bool:
    if not any(head in folded for head in _heads(trigger.words)):
        return False
    text = _pattern(trigger.but).sub(" ", folded) if trigger.but else folded
    return _pattern(trigger.words).search(text) is not None


@cache
def _heads(phrases: tuple[str, ...]) -> frozenset[str]:
    """Return the first words of phrases: each text that holds a phrase holds one, and most texts hold none."""
    return frozenset(fold(phrase) if _CJK.search(fold(phrase)) else _BLANK.split(fold(phrase))[0] for phrase in phrases)


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the phrases: Latin ones as whole words, one or several of the thing; others wherever they stand."""
    return re.compile("|".join(map(_phrase, sorted(phrases, key=len, reverse=True))))


def _phrase(phrase: str) -> str:
    folded = fold(phrase)
    if _CJK.search(folded):
        return re.escape(folded)
    words = r"[\s\-]+".join(map(re.escape, _BLANK.split(folded)))
    return f"(?<![{_LATIN}])(?:{words})(?:e?s)?(?![{_LATIN}])"
