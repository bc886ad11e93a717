"""Figures whose decimals stand behind a comma, as German and French write them: 99,5 %, 1,85 g/cm3."""

from __future__ import annotations

from typing import Final

from sekisho.regex import regex

_COMMA: Final = regex(
    r"(?<=(?<![\d.,])\d),(?=(?:\d{1,2}|\d{4,})\s?(?:[%％‰°µμ]|[A-Za-z]))"
    r"|(?<=(?<![\d.,])\d\d),(?=(?:\d{1,2}|\d{4,})\s?(?:[%％‰°µμ]|[A-Za-z]))"
    r"|(?<=(?<![\d.,])\d\d\d),(?=(?:\d{1,2}|\d{4,})\s?(?:[%％‰°µμ]|[A-Za-z]))"
    r"|(?<=(?<![\d.,])\d\d),(?=\d{3}\s?[%％])|(?<=(?<![\d.,])0),(?=\d{3}\s?(?:[%％‰°µμ]|[A-Za-z]))"
)
"""A comma within a figure with its unit; before three digits it parts thousands, but in a share or behind a nought."""


def with_decimal_point(words: str) -> str:
    """Write a decimal comma as a point, for a comma parts what stands in a sentence; no sign is added or lost.

    >>> with_decimal_point("Oxid 99,5 %, 1,85 g/cm3"), with_decimal_point("99,995 % to Osaka, 12,000 pcs")
    ('Oxid 99.5 %, 1.85 g/cm3', '99.995 % to Osaka, 12,000 pcs')
    >>> with_decimal_point("HS 8505.11,8505.19 / 1,2,3")
    'HS 8505.11,8505.19 / 1,2,3'
    """
    return _COMMA.sub(".", words)
