"""Numbers with as many digits as they bear: sums of money in words of size, and per cent, to a number of digits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sekisho.regex import regex

SYMBOLS: Final[Mapping[str, str]] = {"JPY": "¥"}
"""Signs that English writes before a sum; other currencies stand before it as codes."""
SIZES: Final[Mapping[str, tuple[tuple[float, str], ...]]] = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    "ja": ((1e12, "兆"), (1e8, "億"), (1e4, "万")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
"""Names of sizes in each language, the largest first."""
_GROUPED: Final = regex(r"(?<=\d),(?=\d{3}(?:\.\d+)?[万亿])")
BARELY: Final = 0.99995
"""Share of a unit from which an amount is rounded up to it: 99,999,999 is 1億, and not 10,000万."""
LEAST: Final = 0.01
"""Least number of a size that is written."""


def significant(value: float, digits: int) -> str:
    """Write a number with so many digits that count, never as a power of ten.

    >>> [significant(value, 1) for value in (0.0543, 0.96, 330.0, 0.0)], significant(1702.0, 2), significant(-0.031, 1)
    (['0.05', '1', '300', '0'], '1,700', '-0.03')
    """
    if value == 0.0:
        return "0"
    rounded = float(f"{value:.{max(1, digits) - 1}e}")
    places = max(0, max(1, digits) - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{places}f}"


def sum_text(language: str, code: str, billion: float, digits: int, names: Mapping[str, str]) -> str:
    """Write a sum with its currency, to so many digits.

    Parameters
    ----------
    billion
        The sum, in billions.
    names
        Names of currencies that the language writes after a sum.

    >>> [sum_text("en", "JPY", billion, 2, {}) for billion in (329.0, 1702.0, 0.0123)]
    ['¥330 billion', '¥1.7 trillion', '¥12 million']
    >>> sum_text("en", "USD", 2.17, 2, {}), sum_text("ja", "JPY", 329.0, 2, {"JPY": "円"})
    ('USD 2.2 billion', '3,300億円')
    """
    units = billion * 1e9
    sizes = SIZES[language] if units else ((1.0, ""),)
    rounded = float(f"{units:.{max(1, digits) - 1}e}")
    size, name = next((one for one in sizes if abs(rounded) >= one[0]), sizes[-1])
    number = significant(units / size, digits)
    if language == "en":
        return f"{SYMBOLS.get(code, f'{code} ')}{number}{name}"
    return f"{ungrouped(number + name) if language == 'zh' else number + name}{names.get(code, code)}"


def ungrouped(text: str) -> str:
    """Write the number before a Chinese unit of size without a comma, as Chinese does.

    >>> ungrouped("3,300亿"), ungrouped("1,800.5万"), ungrouped("12,345")
    ('3300亿', '1800.5万', '12,345')
    """
    return _GROUPED.sub("", text)


def three_digits(number: float, places: int = 2) -> str:
    """Write a number with three digits that count, and whole from a hundred on; half is rounded up.

    Parameters
    ----------
    places
        Decimals at most.

    >>> three_digits(8.5), three_digits(7.1233), three_digits(12.25), three_digits(1234.5), three_digits(-0.5, 0)
    ('8.5', '7.12', '12.3', '1,235', '-1')
    """
    exact = Decimal(repr(float(number)))
    size = abs(exact)
    least = min(places, 2 if size < 10 else 1 if size < 100 else 0)  # noqa: PLR2004 - three digits that count
    text = f"{exact.quantize(Decimal(1).scaleb(-least), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale_of(most: float, myriads: Sequence[str]) -> tuple[float, str]:
    """Return the size that amounts up to one are written in, and its name: in English from ten million on.

    Parameters
    ----------
    myriads
        Names of 10^12, 10^8 and 10^4 where a language counts by ten thousands.

    >>> scale_of(57e6, ()), scale_of(6.2e9, ()), scale_of(900, ()), scale_of(2e6, ("兆", "億", "万"))
    ((1000000.0, ' m'), (1000000000.0, ' bn'), (1.0, ''), (10000.0, '万'))
    """
    if myriads:
        sizes = tuple((size, size, name) for size, name in zip((1e12, 1e8, 1e4), myriads, strict=True))
    else:
        sizes = ((1e9, 1e9, " bn"), (1e7, 1e6, " m"))
    found = ((size, name) for least, size, name in sizes if abs(most) >= least * BARELY)
    return next(found, (1.0, ""))


def on_scale(value: float, size: float) -> str:
    """Write an amount as a number of a size, with three digits that count and two decimals at most.

    >>> [on_scale(value, 1e6) for value in (48_270_000, 3_650_181, 33_466, 1_200, 0)], on_scale(1234.4, 1.0)
    (['48.3', '3.65', '0.03', '<0.01', '0'], '1,234')
    """
    if size == 1.0:
        return three_digits(value, 0)
    return f"<{LEAST}" if 0 < abs(value) / size < LEAST / 2 else three_digits(value / size)


def places_within(value_places: int, error: float) -> int:
    """Return how many decimals a number bears whose error is known: none beyond the first digit of the error.

    >>> places_within(3, 0.0153), places_within(3, 0.0004), places_within(3, float("nan")), places_within(2, 3.0)
    (2, 3, 3, 0)
    """
    if not error > 0.0 or math.isinf(error):
        return value_places
    return max(0, min(value_places, -math.floor(math.log10(error))))


def two_within_error(value: float, error: float) -> float:
    """Round an estimate to two digits, and to none beyond the first of its error; of no error, leave it.

    >>> two_within_error(1702.1, 88.0), two_within_error(56.38, 31.0), two_within_error(56.38, float("nan"))
    (1700.0, 60.0, 56.38)
    >>> two_within_error(75.49, 0.1)
    75.0
    """
    if not error > 0.0 or math.isinf(error) or value == 0.0:
        return value
    digits = math.floor(math.log10(abs(value))) - math.floor(math.log10(error)) + 1
    return float(f"{value:.{max(1, min(2, digits)) - 1}e}")
