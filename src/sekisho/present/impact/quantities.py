"""Numbers of a loss as people read them: shares in per cent, amounts in the anchor's currency, days by their date."""

from __future__ import annotations

from typing import Final

from sekisho.impact.results.bands import QuantileBand

SMALLEST: Final = 0.0005
"""Per cent below which a share is told as less than a thousandth."""
TRILLION: Final = 1_000.0
"""Billion."""
SAME: Final = 1e-3
"""Width of an interval, relative to its median, up to which every draw finds the same."""
EVERY: Final = "in every draw"
"""Stands in place of an interval where every draw finds the same."""


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


def tenth(number: float) -> str:
    """Write a share of what a sector makes itself, in per cent with one decimal.

    >>> tenth(5.53), tenth(0.02), tenth(0.0), tenth(-0.3)
    ('5.5', '<0.1', '0', '-0.3')
    """
    size = abs(number)
    if size < 1e-9:  # noqa: PLR2004 - rounding
        return "0"
    if size < 0.05:  # noqa: PLR2004 - what would round to nothing
        return "<0.1" if number > 0 else ">-0.1"
    return f"{number:.1f}"


def money(billion: float) -> str:
    """Write an amount in billion or trillion, without its currency.

    >>> money(660.2), money(7_130), money(3.4), money(0.02), money(0), money(-0.02)
    ('660 bn', '7.1 tn', '3.4 bn', '<0.1 bn', '0', '>-0.1 bn')
    """
    size = abs(billion)
    if size < 1e-6:  # noqa: PLR2004 - rounding
        return "0"
    if size >= TRILLION:
        return f"{billion / TRILLION:,.1f} tn"
    if size >= 10:  # noqa: PLR2004 - one decimal below ten
        return f"{billion:,.0f} bn"
    if size >= 0.05:  # noqa: PLR2004 - what would round to nothing
        return f"{billion:.1f} bn"
    return "<0.1 bn" if billion > 0 else ">-0.1 bn"


def is_point(band: QuantileBand) -> bool:
    """Tell whether every draw finds the same loss, as where a scenario fixes every input."""
    return band.p50 != 0 and band.p95 - band.p5 <= SAME * abs(band.p50)


def interval(band: QuantileBand) -> str:
    """Write the 90 % interval of a share in per cent.

    >>> interval(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0 to 0.500'
    """
    return EVERY if is_point(band) else f"{percent(band.p5)} to {percent(band.p95)}"


def tenths(band: QuantileBand) -> str:
    """Write the 90 % interval of a share with one decimal."""
    return EVERY if is_point(band) else f"{tenth(band.p5)} to {tenth(band.p95)}"


def spread(band: QuantileBand, unit: str = "") -> str:
    """Write a median with its 90 % interval.

    >>> spread(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0), " %")
    '0.200 % (0 to 0.500)'
    """
    return f"{percent(band.p50)}{unit} ({interval(band)})"


def amounts(band: QuantileBand) -> str:
    """Write a median amount with its 90 % interval, without the currency.

    >>> amounts(QuantileBand(p5=16, p25=100, p50=452, p75=800, p95=2_200, mean=500, error=9))
    '452 bn (16 bn to 2.2 tn)'
    """
    around = EVERY if is_point(band) else f"{money(band.p5)} to {money(band.p95)}"
    return f"{money(band.p50)} ({around})"


def share(part: float) -> str:
    """Write a share of a whole in whole per cent.

    >>> share(0.456), share(0.001), share(0.0), share(1.0)
    ('46 %', '<1 %', '0 %', '100 %')
    """
    if 0 < part < 0.005:  # noqa: PLR2004 - what would round to nothing
        return "<1 %"
    return f"{100 * part:.0f} %"
