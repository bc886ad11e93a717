"""Which words of a description say what an item is for, not what it is: "for optical glass", "拉晶炉用", "用于…"."""

from __future__ import annotations

import re
from typing import Final

from sekisho.classification.tokens import TextToken

_ENGLISH: Final = re.compile(
    r"\b(?:for|used (?:in|for|as|with)|suitable for|intended for|to make)\b(?P<what>[^,;.()]*)", re.IGNORECASE
)
_FOLLOWING: Final = re.compile(r"(?:用于|适用于)(?P<what>[^,，;；。()（）]*)")
_PRECEDING: Final = re.compile(
    r"(?P<what>[぀-ヿー㐀-鿿々]{2,60}?)(?<!两)(?<!使)(?<!利)(?<!应)(?<!民)(?<!军)(?<!通)(?<!作)用(?!于|途|户|品|量)"
)


def purpose_of(folded: str, units: tuple[TextToken, ...]) -> frozenset[int]:
    """Name the places of the units that say what an item is for.

    >>> from sekisho.classification.tokens import units_of
    >>> units = tuple(units_of("cerium oxide for optical glass, 25 kg"))
    >>> [units[place].plain for place in sorted(purpose_of("cerium oxide for optical glass, 25 kg", units))]
    ['optical', 'glass']
    """
    spans = [found.span("what") for pattern in (_ENGLISH, _FOLLOWING, _PRECEDING) for found in pattern.finditer(folded)]
    if not spans:
        return frozenset()
    places = frozenset(
        place for place, unit in enumerate(units) if any(first <= unit.start < last for first, last in spans)
    )
    return places if len(places) < len(units) else frozenset()
