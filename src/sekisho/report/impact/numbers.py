"""Numbers of a loss as people read them: shares in per cent, amounts in the anchor's currency, dates of days."""

from __future__ import annotations

from typing import Final

from sekisho.impact.bands import Band

SMALLEST: Final = 0.0005
"""Per cent below which a share is told as less than a thousandth."""
TRILLION: Final = 1_000.0
"""Billion."""


def percent(number: float) -> str:
    """Write a share of GDP in per cent, with as many places as it needs.

    >>> percent(1.284), percent(0.1234), percent(0.00123), percent(0.0001), percent(0.0), percent(-0.02)
    ('1.28', '0.123', '0.001', '<0.001', '0', '-0.020')
    """
    size = abs(number)
    if size < 1e-9:  # noqa: PLR2004 - rounding
        return "0"
    if size < SMALLEST:
        return "<0.001" if number > 0 else ">-0.001"
    return f"{number:.3f}" if size < 1 else f"{number:.2f}"


def money(billion: float, currency: str) -> str:
    """Write an amount in billion or trillion of a currency.

    >>> money(660.2, "JPY"), money(7_130, "JPY"), money(3.4, "JPY"), money(0, "JPY")
    ('JPY 660 bn', 'JPY 7.1 tn', 'JPY 3.4 bn', 'JPY 0')
    """
    size = abs(billion)
    if size < 1e-6:  # noqa: PLR2004 - rounding
        return f"{currency} 0"
    if size >= TRILLION:
        return f"{currency} {billion / TRILLION:,.1f} tn"
    if size >= 10:  # noqa: PLR2004 - one decimal below ten
        return f"{currency} {billion:,.0f} bn"
    return f"{currency} {billion:.1f} bn" if size >= 0.1 else f"{currency} <0.1 bn"  # noqa: PLR2004


def spread(band: Band) -> str:
    """Write a median with its 90 % interval.

    >>> spread(Band(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0.200 (0 to 0.500)'
    """
    return f"{percent(band.p50)} ({percent(band.p5)} to {percent(band.p95)})"


def amounts(band: Band, currency: str) -> str:
    """Write a median amount with its 90 % interval."""
    return f"{money(band.p50, currency)} ({money(band.p5, currency)} to {money(band.p95, currency)})"


def share(part: float) -> str:
    """Write a share of a whole in whole per cent.

    >>> share(0.456), share(0.001), share(0.0), share(1.0)
    ('46 %', '<1 %', '0 %', '100 %')
    """
    if 0 < part < 0.005:  # noqa: PLR2004 - what would round to nothing
        return "<1 %"
    return f"{100 * part:.0f} %"
