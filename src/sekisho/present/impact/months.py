"""Losses by month over the GDP of the same days, so that a month that is cut short compares with the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.horizon import DAYS_A_YEAR
from sekisho.law.model.term import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A calendar month of the horizon.

    Parameters
    ----------
    first
        Its first day within the horizon.
    days
        Its days within the horizon.
    of_year, band
        Loss in per cent of a year's GDP, and of the GDP of these days.
    """

    label: str
    first: date
    days: int
    of_year: QuantileBand
    band: QuantileBand


def months_of(result: ImpactResult, reading: Reading | None = None) -> tuple[Month, ...]:
    """Go through the months of a horizon."""
    found, day = [], result.horizon.start
    lengths = result.horizon.days_of_periods.tolist()
    for (label, band), days in zip(result.by_month(reading), lengths, strict=True):
        first = max(day, date(int(label[:4]), int(label[5:]), 1))
        found.append(Month(label=label, first=first, days=days, of_year=band, band=band * (DAYS_A_YEAR / days)))
    return tuple(found)
