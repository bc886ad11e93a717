"""Numbers of a loss, as texts that every language writes in its own way: a mean with its range, amounts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.results.bands import QUANTILES, QuantileBand
from sekisho.message import Text, message

SAME: Final = 1e-3
"""Width of an interval, relative to its middle, up to which every draw finds the same: below it two ends read alike."""
SMALL: Final = 1e-6
"""Part of a number that is less than any of its digits that count."""
MEAN: Final = message("impact.mean", "mean")
MIDDLE: Final = message("impact.middle_run", "middle run")
"""The two middles of a loss, never without their names: the mean is the figure, as means of parts add up to the mean of
the whole; the middle run stands beside it, and alone only for what has no mean, such as a day that may never come."""
LOW_HEAD, HIGH_HEAD = quantity("share", 0.05), quantity("share", 0.95)
"""Heads of the ends of nine runs in ten."""
BAND_HEADS: Final[tuple[str, ...]] = (
    MEAN,
    LOW_HEAD,
    quantity("share", 0.25),
    MIDDLE,
    quantity("share", 0.75),
    HIGH_HEAD,
)
"""Heads of what `percents` writes."""
EVERY: Final = message("impact.every_draw", "in every run")
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


def mean_percent(band: QuantileBand) -> Text:
    """Write the mean of a share of GDP in per cent without its sign, to the digit that its error leaves."""
    return percent(band.mean, band.error_of("mean"))


def percents(band: QuantileBand) -> tuple[Text, ...]:
    """Write the mean and the quantiles of a share in per cent, each to the digit that its error leaves."""
    return (mean_percent(band), *(percent(getattr(band, name), band.error_of(name)) for name in QUANTILES))


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
    """Write a mean with its range of nine runs in ten, both in per cent without the sign.

    >>> spread(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0.200 (0 to 0.500)'
    """
    return around(mean_percent(band), interval(band))


def of_percent(band: QuantileBand) -> Text:
    """Write a mean of per cent with its sign, and its range of nine runs in ten.

    >>> of_percent(QuantileBand(p5=0, p25=0.1, p50=0.2, p75=0.3, p95=0.5, mean=0.2, error=0.0))
    '0.200 % (0 to 0.500)'
    """
    return message(
        "impact.percent_with_interval",
        "{middle} % ({interval})",
        middle=mean_percent(band),
        interval=interval(band),
    )


def of_own(band: QuantileBand) -> Text:
    """Write a mean with its range of nine runs in ten, both with one decimal."""
    return around(tenth(band.mean), tenths(band))


def tenths(band: QuantileBand) -> Text:
    """Write the 90 % interval of a share with one decimal."""
    return EVERY if is_point(band) else span(tenth(band.p5), tenth(band.p95))


def amounts(band: QuantileBand, currency: str = "") -> Text:
    """Write a mean amount with its range of nine runs in ten.

    Parameters
    ----------
    currency
        Code of the currency that is written with the mean; empty where a head names it.

    >>> amounts(QuantileBand(p5=16, p25=100, p50=452, p75=800, p95=2_200, mean=500, error=9), "JPY")
    '¥500 bn (16 bn to 2.2 tn)'
    >>> amounts(QuantileBand(p5=17, p25=100, p50=452, p75=800, p95=1_312, mean=417, error=math.nan), "JPY")
    '¥420 bn (17 bn to 1.3 tn)'
    """
    error = _error_of(band, "mean")
    middle = mean_amount(band, currency) if currency else money(band.mean, error)
    return around(middle, EVERY if is_point(band) else span(*_ends(band, money)))


def mean_amount(band: QuantileBand, currency: str) -> Text:
    """Write a mean amount alone, to the digit that its error leaves."""
    return quantity("currency", currency, float(band.mean), *_known(_error_of(band, "mean")))


def _error_of(band: QuantileBand, name: str) -> float:
    """Return the error of a number of a band; where nobody worked it out, one that leaves an estimate two digits."""
    error = band.error_of(name)
    return error if _known(error) or is_point(band) else SMALL * abs(getattr(band, name))


def _ends(band: QuantileBand, write: Callable[[float, float], Text]) -> tuple[Text, Text]:
    return write(band.p5, _error_of(band, "p5")), write(band.p95, _error_of(band, "p95"))


def money_head(currency: str, year: int) -> Text:
    """Return the head of a column of amounts."""
    return message(
        "impact.money_head", "{currency}, GDP of {year}", currency=quantity("currency_word", currency), year=str(year)
    )
