"""Numbers of a loss, as texts that every language writes in its own way: a median with its 90 % interval, amounts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.results.bands import QUANTILES, QuantileBand
from sekisho.message import Text, message

SAME: Final = 1e-3
"""Width of an interval, relative to its median, up to which every draw finds the same: below it two ends read alike."""
EVERY: Final = message("impact.every_draw", "in every draw")
"""Stands in place of an interval where every draw finds the same."""


def percent(number: float, error: float = 0.0) -> Text:
    """Write a share of GDP in per cent without its sign, with as many places as it needs and none beyond its error.

    >>> percent(1.284), percent(0.1234), percent(0.0001)
    ('1.28', '0.123', '<0.001')
    """
    return quantity("percent", float(number), *_known(error))


def _known(error: float) -> tuple[float, ...]:
    """Return an error as a number that a writer takes; nothing where it is not known."""
    return (float(error),) if error > 0.0 and math.isfinite(error) else ()


def percents(band: QuantileBand) -> tuple[Text, ...]:
    """Write the quantiles of a share in per cent, each to the digit that its error leaves."""
    return tuple(percent(getattr(band, name), band.error_of(name)) for name in QUANTILES)


def tenth(number: float) -> Text:
    """Write a share of what a sector makes itself, in per cent with one decimal."""
    return quantity("tenth", float(number))


def share(part: float) -> Text:
    """Write a share of a whole, 0 to 1, in whole per cent.

    >>> share(0.456), share(0.001)
    ('46 %', '<1 %')
    """
    return quantity("share", float(part))


def money(billion: float, error: float = 0.0) -> Text:
    """Write an amount in billions without its currency."""
    return quantity("money", float(billion), *_known(error))


def is_point(band: QuantileBand) -> bool:
    """Tell whether every draw finds the same loss, as where a scenario fixes every input."""
    return band.p50 != 0 and band.p95 - band.p5 <= SAME * abs(band.p50)


def span(low: str, high: str) -> Text:
    """Write two ends."""
    return message("impact.span", "{low} to {high}", low=low, high=high)


def around(middle: str, interval: str) -> Text:
    """Write a middle with the interval around it."""
    return message("impact.with_interval", "{middle} ({interval})", middle=middle, interval=interval)


def interval(band: QuantileBand) -> Text:
    """Write the 90 % interval of a share in per cent.

    >>> interval(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0 to 0.500'
    """
    return EVERY if is_point(band) else span(*_ends(band, percent))


def spread(band: QuantileBand) -> Text:
    """Write a median with its 90 % interval, both in per cent without the sign.

    >>> spread(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0.200 (0 to 0.500)'
    """
    return around(percent(band.p50, band.error), interval(band))


def of_percent(band: QuantileBand) -> Text:
    """Write a median of per cent with its sign, and its 90 % interval.

    >>> of_percent(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0.200 % (0 to 0.500)'
    """
    return message(
        "impact.percent_with_interval",
        "{middle} % ({interval})",
        middle=percent(band.p50, band.error),
        interval=interval(band),
    )


def of_own(band: QuantileBand) -> Text:
    """Write a median with its 90 % interval, both with one decimal."""
    return around(tenth(band.p50), tenths(band))


def tenths(band: QuantileBand) -> Text:
    """Write the 90 % interval of a share with one decimal."""
    return EVERY if is_point(band) else span(tenth(band.p5), tenth(band.p95))


def amounts(band: QuantileBand, currency: str = "") -> Text:
    """Write a median amount with its 90 % interval.

    Parameters
    ----------
    currency
        Code of the currency that is written with the median; empty where a head names it.

    >>> amounts(QuantileBand(p5=16, p25=100, p50=452, p75=800, p95=2_200, mean=500, error=9), "JPY")
    'JPY 452 bn (16 bn to 2.2 tn)'
    """
    error = band.error
    middle = quantity("currency", currency, float(band.p50), *_known(error)) if currency else money(band.p50, error)
    return around(middle, EVERY if is_point(band) else span(*_ends(band, money)))


def _ends(band: QuantileBand, write: Callable[[float, float], Text]) -> tuple[Text, Text]:
    return write(band.p5, band.error_of("p5")), write(band.p95, band.error_of("p95"))


def money_head(currency: str, year: int) -> Text:
    """Return the head of a column of amounts."""
    return message(
        "impact.money_head", "{currency}, GDP of {year}", currency=quantity("currency_name", currency), year=str(year)
    )
