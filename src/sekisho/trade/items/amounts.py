"""How much of goods there is, beside their name: it says nothing of what they are."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex

UNITS: Final = (
    r"kgs?|mg|mt|tons?|tonnes?|lbs?|pcs|pieces?|units?|lots?|pallets?|cartons?|boxes|containers?|ISO\s+containers?|sets?|rolls?|sheets?|reels?|drums?|bags?|lit(?:er|re)s?|ml|個|台|本|枚|セット"
    r"|ロット|パレット|ケース|箱|缶|袋|トン|キロ(?:グラム)?|グラム|公斤|千克|吨|克|件|套|片|支|瓶|桶"
)
"""What goods are counted and weighed in, as a part of a pattern."""
_AMOUNT: Final = regex(
    rf"^(?:約|约|about\s+|approx\.?\s+|ca\.?\s+)?\d[\d,.]*\s*(?:(?:{UNITS})(?![A-Za-z])(?:\s*(?:of\b|の|的|von\b))?|(?:g|t|l)\s+(?:of|von)\b)\s*(?=\S)"
    r"|(?<=\S)[\s,，、　]*(?:約|约|about\s+|approx\.?\s+)?(?<![\d.A-Za-z])"
    rf"(?:\d[\d,.]*\s*(?:kg|g|ml|L|ℓ)?\s*[×xX*]\s*)?\d[\d,.]*\s*(?:{UNITS}|g|t)$",
    re.IGNORECASE,
)
"""How much of the goods there is, before or behind their name: it says nothing of what they are."""


def without_amount(text: str) -> str:
    """Leave out a mass, a volume or a count before or behind the name of goods; one that stands alone stays.

    >>> without_amount("20 kg of scandium oxide"), without_amount("ガリウム500kg"), without_amount("镓 200公斤")
    ('scandium oxide', 'ガリウム', '镓')
    >>> without_amount("三塩化リン 500g×10本")
    '三塩化リン'
    >>> without_amount("5-axis mill"), without_amount("magnet 30 mm"), without_amount("25 kg")
    ('5-axis mill', 'magnet 30 mm', '25 kg')
    """
    return _AMOUNT.sub("", text).strip() or text
