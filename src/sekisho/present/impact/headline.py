"""The first words of a cost, at most 40: what is to be expected, the range of nine runs in ten, what lies beyond.

With them what the other readings of the law find, and what parts one reading from the next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.economy.exchange_rates import ExchangeRate
from sekisho.impact.economy.money import MoneyScale
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, counted, joined, message
from sekisho.present.impact.names import READINGS, THE_READINGS, WHOLE_READINGS
from sekisho.present.impact.quantities import SMALL, amounts, is_point, mean_amount

MANY, THREE = 2, 3
"""Digits of a number: as many as tables and charts bear, so that the large figure and its row read alike; and beside
others where every run finds the same."""
NIL: Final = 0.01
"""Share of the mean below which the lower end reads as nothing."""
IMPLIED: Final = "implied"
TEN: Final = 10.0
"""Times from which a multiple bears no digit behind the point."""
LICENCES_IN_SHORT: Final[Mapping[str, Text]] = {
    "stated": message("impact.licences_go_on", "licences go on"),
    "reviewed": message("impact.licences_case_by_case", "licences pause, then go case by case"),
    "paused": message("impact.licences_stop", "no licences"),
}
"""What becomes of licences that were required before, in few words."""


def headline(result: ImpactResult) -> Text:
    """Say the loss of a result in at most 40 words."""
    return headline_of(result.percent(), scales_or_anchor(result))


@dataclass(frozen=True, slots=True, kw_only=True)
class BigFigure:
    """A loss as a page writes it large.

    Parameters
    ----------
    amount
        The mean, in the currency that heads the sentence.
    others
        The same in the other currencies at their rates, and in per cent of GDP.
    says
        What the amount is, and of which days.
    range
        What the figure does not say: how far the runs lie apart, or that they do not.
    """

    amount: Text
    others: Text
    says: Text
    range: Text


def figure_of(band: QuantileBand, scales: tuple[MoneyScale, ...], *, runs: int, days: Text) -> BigFigure:
    """Write the mean of a loss large: what is to be expected, whatever the middle run says."""
    digits = _digits(band, "mean", MANY)
    says = message(
        "impact.figure_says",
        "expected loss (mean of {runs}), {days}",
        runs=counted("impact.runs", "{n} run", "{n} runs", n=runs),
        days=days,
    )
    return BigFigure(
        amount=_sum(band.mean, digits, scales[0]),
        others=joined([_of_gdp(band.mean, digits, scales[0]), *_in_others(band.mean, digits, scales)], "semicolon"),
        says=says,
        range=_range_and_middle(band, scales[0]),
    )


def _range_and_middle(band: QuantileBand, scale: MoneyScale) -> Text:
    if is_point(band):
        return message("impact.same_in_every_run", "The same in every run, as the scenario fixes its inputs.")
    return message(
        "impact.range_and_middle",
        "{range} Middle run: {middle}.",
        range=_range(band, scale),
        middle=_quantile_sum(band, "p50", scale),
    )


def scales_or_anchor(result: ImpactResult) -> tuple[MoneyScale, ...]:
    """Return what one per cent is in money; in the anchor's currency alone where nothing else is known."""
    anchor = result.anchor
    return result.scales or (MoneyScale(currency=anchor.currency, year=anchor.year, billion=result.money),)


def scale_of(result: ImpactResult) -> MoneyScale:
    """Return what one per cent is in the currency that heads the sentence, in which tables and charts count too."""
    return scales_or_anchor(result)[0]


def headline_of(band: QuantileBand, scales: tuple[MoneyScale, ...]) -> Text:
    """Say a loss in per cent and in money in at most 40 words.

    Parameters
    ----------
    band
        Per cent of a year's GDP.
    scales
        The currency that heads the sentence, then the others.
    """
    if is_point(band):
        return message(
            "impact.headline_point",
            "Loss: {loss}, the same in every run, as the scenario fixes its inputs.",
            loss=_at(band.p50, MANY, scales),
        )
    return message(
        "impact.headline",
        "Expected loss (mean): {mean}. {range} Middle run: {middle}.",
        mean=_at(band.mean, _digits(band, "mean", MANY), scales),
        range=_range(band, scales[0]),
        middle=_quantile_sum(band, "p50", scales[0]),
    )


def _range(band: QuantileBand, scale: MoneyScale) -> Text:
    low: Text = (
        message("impact.nil", "nil") if abs(band.p5) < NIL * abs(band.mean) else _quantile_sum(band, "p5", scale)
    )
    return message(
        "impact.headline_range",
        "9 in 10 runs: {low} to {high}; 1 in 20: over that.",
        low=low,
        high=_quantile_sum(band, "p95", scale),
    )


def mean_sum(band: QuantileBand, scale: MoneyScale) -> Text:
    """Write the mean of a loss in per cent of GDP as a sum of money."""
    return _sum(band.mean, _digits(band, "mean", MANY), scale)


def _digits(band: QuantileBand, name: str, most: int) -> int:
    """Return the digits of a number that its error leaves, at least one."""
    value, error = abs(getattr(band, name)), band.error_of(name)
    if not error > 0.0 or value == 0.0:
        return most
    return max(1, min(most, math.floor(math.log10(value)) - math.floor(math.log10(error)) + 1))


def _sum(percent: float, digits: int, scale: MoneyScale) -> Text:
    return quantity("sum", scale.currency, percent * scale.billion, digits)


def _quantile_sum(band: QuantileBand, name: str, scale: MoneyScale) -> Text:
    """Write a quantile of a loss in per cent of GDP as a sum, to the digit that its error leaves of the sum."""
    amounts = band * scale.billion
    return quantity("sum", scale.currency, getattr(amounts, name), _digits(amounts, name, MANY))


def _at(percent: float, digits: int, scales: tuple[MoneyScale, ...]) -> Text:
    """Write a loss in the first currency, and in brackets in per cent and in the others at their rates."""
    return message(
        "impact.headline_sum",
        "{sum} ({others})",
        sum=_sum(percent, digits, scales[0]),
        others=joined([_of_gdp(percent, digits, scales[0]), *_in_others(percent, digits, scales)], "semicolon"),
    )


def _of_gdp(percent: float, digits: int, scale: MoneyScale) -> Text:
    """Say a share of GDP with the year whose GDP it is of, as a sum of money is that of a year too."""
    return message(
        "impact.headline_percent",
        "{percent} % of {year} GDP",
        percent=quantity("significant", percent, digits),
        year=str(scale.year),
    )


def _in_others(percent: float, digits: int, scales: tuple[MoneyScale, ...]) -> list[Text]:
    """Write a loss in every currency but the first, each at its rate."""
    others = []
    for scale in scales[1:]:
        rate, amount = scale.rate or scales[0].rate, _sum(percent, digits, scale)
        text = message("impact.sum_at_rate", "{sum} {rate}", sum=amount, rate=rate_text(rate)) if rate else amount
        others.append(text)
    return others


def rate_text(rate: ExchangeRate) -> Text:
    """Say a rate of exchange with its date."""
    figure = message("impact.rate", "{amount}", amount=quantity("written", rate.currency, _rate_number(rate.value)))
    if rate.kind == IMPLIED:
        return message("impact.at_implied_rate", "at {rate}, the publisher's rate", rate=figure)
    if len(rate.date) == 4:  # noqa: PLR2004 - a year
        return message("impact.at_mean_rate", "at {rate}, mean of {year}", rate=figure, year=rate.date)
    return message("impact.at_rate_of_day", "at {rate} on {day}", rate=figure, day=rate.date)


def _rate_number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.4g}"  # noqa: PLR2004 - three digits are enough to find it again


def in_money(result: ImpactResult) -> list[Text]:
    """Say the loss in the other currencies with their rates, and at the latest GDP where that is another year's."""
    first, *others = scales_or_anchor(result)
    loss = result.percent()
    return [
        *(_of_scale(loss * scale.billion, scale, scale.rate or first.rate) for scale in others),
        *(_of_scale(loss * scale.billion, scale, scale.rate) for scale in result.scales_today),
    ]


def _of_scale(band: QuantileBand, scale: MoneyScale, rate: ExchangeRate | None) -> Text:
    most = THREE if is_point(band) else MANY
    sums = {
        name: quantity("sum", scale.currency, getattr(band, name), _digits(band, name, most))
        for name in ("p5", "p50", "p95", "mean")
    }
    at_gdp = message("impact.gdp_of", "GDP of {year}", year=str(scale.year))
    where = joined([at_gdp, rate_text(rate) if rate is not None else ""], "comma")
    if is_point(band):
        return message("impact.in_money_point", "In money: {middle} ({where}).", middle=sums["p50"], where=where)
    return message(
        "impact.in_money",
        "In money: mean {mean}; {low} to {high} in 9 of 10 runs; middle run {middle} ({where}).",
        mean=sums["mean"],
        low=sums["p5"],
        high=sums["p95"],
        middle=sums["p50"],
        where=where,
    )


def why_readings_differ(result: ImpactResult) -> Text | None:
    """Say of each reading and the next broader one what parts them; None where no licences are disturbed."""
    gaps = [
        message(
            "impact.reading_gap_money",
            "The {higher} costs {times} times {lower}: {licences} more by licences, {barred} more by barred trade.",
            higher=WHOLE_READINGS[higher.reading],
            times=f"{higher.mean / lower.mean:.{0 if higher.mean >= TEN * lower.mean else 1}f}",
            lower=THE_READINGS[lower.reading],
            licences=_more(result, higher.mean - lower.mean - (higher.as_before - lower.as_before)),
            barred=_more(result, higher.as_before - lower.as_before),
        )
        for lower, higher in pairwise(result.readings_apart)
        if 0 < lower.mean < higher.mean
    ]
    return joined(gaps, "sentence") if gaps else None


def on_the_others_and_why(result: ImpactResult) -> Text | None:
    """Say what the other readings find, with what becomes of licences under each; None where that parts none."""
    scale = scales_or_anchor(result)[0]
    others = [part for part in result.readings_apart if part.reading is not result.reading]
    if not others:
        return None
    losses = (
        message(
            "impact.on_reading_because",
            "{reading} {loss} ({why})",
            loss=mean_amount(result.percent(part.reading) * scale.billion, scale.currency),
            reading=READINGS[part.reading],
            why=LICENCES_IN_SHORT[part.licences],
        )
        for part in others
    )
    return joined(losses, "comma")


def on_the_others(result: ImpactResult, *, with_range: bool = True) -> Text:
    """Say what the other readings find, with the range or the mean alone; those that find the same stand together."""
    scale = scales_or_anchor(result)[0]
    by_loss: dict[Text, list[Text]] = {}
    for reading in result.readings:
        if reading is not result.reading:
            band = result.percent(reading) * scale.billion
            loss = amounts(band, scale.currency) if with_range else mean_amount(band, scale.currency)
            by_loss.setdefault(loss, []).append(THE_READINGS[reading])
    return joined(
        message("impact.on_readings", "{loss} on {readings}", loss=lost, readings=joined(readings))
        for lost, readings in by_loss.items()
    )


def _more(result: ImpactResult, part: float) -> Text:
    """Write a part of a difference, in per cent of GDP, as money of two digits."""
    scale = scales_or_anchor(result)[0]
    billion = part * scale.billion
    return quantity("currency", scale.currency, billion, SMALL * abs(billion))
