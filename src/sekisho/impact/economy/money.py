"""What one per cent of a GDP is in money: in the country's own currency and in dollars, at a stated rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.economy.exchange_rates import FILE, ExchangeRate, rate_of
from sekisho.impact.economy.gdp_base import ABROAD, Anchor
from sekisho.message import message

OWN: Final[Mapping[str, str]] = {"JP": "JPY", "CN": "CNY", "KR": "KRW", "DE": "EUR", "TW": "TWD", "US": "USD"}
"""Currency in which a country counts."""
PER_CENT: Final = 1_000.0 / 100.0
"""Billions in a hundredth of a trillion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyScale:
    """What one per cent of a year's GDP is in a currency.

    Parameters
    ----------
    year
        Of the GDP.
    billion
        Billions of the currency that one per cent is.
    rate
        The rate at which it was converted; None where the GDP is given in this currency.
    """

    currency: str
    year: int
    billion: float
    rate: ExchangeRate | None = None


def scales_of(
    anchor: Anchor, country: str, rates: Iterable[ExchangeRate], *, implied: str = ""
) -> tuple[MoneyScale, ...]:
    """Return the country's own currency and dollars, as far as a rate is on file; the anchor's own is always there.

    Parameters
    ----------
    implied
        Date of the rate that an estimate's own figures imply; empty takes the mean of the anchor's year.

    Raises
    ------
    ScenarioError
        If the rate that is named is not on file.
    """
    on_file = tuple(rates)
    scales = []
    for currency in dict.fromkeys((OWN.get(country, anchor.currency), ABROAD, anchor.currency)):
        if currency == anchor.currency:
            scales.append(MoneyScale(currency=currency, year=anchor.year, billion=anchor.gdp * PER_CENT))
        elif (rate := rate_of(on_file, anchor.currency, currency, day=implied or str(anchor.year))) is not None:
            billion = anchor.gdp * PER_CENT * rate.factor(anchor.currency, currency)
            scales.append(MoneyScale(currency=currency, year=anchor.year, billion=billion, rate=rate))
    if implied and all(scale.rate is None for scale in scales):
        what = message(
            "impact.no_fx_rate", "no rate of {currency} dated {date}.", currency=anchor.currency, date=implied
        )
        remedy = message("impact.add_rate_row", "Add a row to the table of rates, or leave out 'rate'.")
        raise ScenarioError(Problem(where=FILE, what=what, remedy=remedy))
    return tuple(scales)
