"""The GDP in which amounts are given: the last year of the buyer that is at hand, in its own currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.economy.gdp import Gdp
from sekisho.message import message

ABROAD: Final = "USD"
"""Currency of figures that are no country's own, taken where there is none in its own."""
TRILLION: Final = 1e12
"""Units of a currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """GDP of a year, in which amounts are given.

    Parameters
    ----------
    gdp
        Nominal, in trillion of the currency.
    """

    currency: str
    year: int
    gdp: float
    source: str


def anchor_of(figures: Iterable[Gdp], country: str, *, before: int, as_of: date | None = None) -> Anchor:
    """Return the last nominal GDP of a whole year that ended before a year began.

    Parameters
    ----------
    as_of
        Day by which a figure must have been out; None takes all that are on file.

    Raises
    ------
    ScenarioError
        If no figure of the country is at hand.
    """
    held = [
        each
        for each in figures
        if each.country == country
        and each.basis == "nominal"
        and each.period.isdigit()
        and int(each.period) < before
        and (as_of is None or each.released <= as_of.isoformat())
    ]
    if not held:
        what = message(
            "impact.no_gdp_before",
            "no GDP of territory {country} before {before}.",
            country=country,
            before=str(before),
        )
        raise ScenarioError(
            Problem(
                where="gdp.csv",
                what=what,
                remedy=message("impact.add_gdp_row", "Add a row to the table of GDP, or name another buyer."),
            )
        )
    last = max(held, key=lambda each: (each.currency != ABROAD, int(each.period)))
    return Anchor(currency=last.currency, year=int(last.period), gdp=last.value / TRILLION, source=last.source)
