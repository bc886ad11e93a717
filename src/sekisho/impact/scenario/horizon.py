"""The days over which a loss is counted: calendar months, fiscal years, and the share of a year that they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

DAYS_A_YEAR: Final = 365
"""Days of a year, leap years as well, so that a loss of 12 months is a loss of a year."""
MONTHS_A_YEAR: Final = 12
"""Of a year."""
LONGEST: Final = 36
"""Months; the model knows no investment, so it says nothing of later years."""
FISCAL_START: Final = 4
"""Month in which Japan's fiscal year starts: April."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """A run of days from a date, cut into calendar months.

    Parameters
    ----------
    start
        First day.
    months
        Length in months; the last day is the one before the same day of the month that many months later.
    """

    start: date
    months: int

    @property
    def end(self) -> date:
        """First day that no longer belongs to it."""
        return months_later(self.start, self.months)

    @property
    def days(self) -> int:
        """Number of days, T."""
        return (self.end - self.start).days

    @property
    def labels(self) -> tuple[str, ...]:
        """Calendar months touched, `2026-01`; the first and the last may be cut short."""
        return _labels(self.start, self.days)

    @property
    def periods(self) -> NDArray[np.intp]:
        """Number of the calendar month of each day, 0 for the first; shape (T,)."""
        return _periods(self.start, self.days)

    @property
    def days_of_periods(self) -> NDArray[np.intp]:
        """Days of the horizon in each calendar month."""
        return np.bincount(self.periods)

    @property
    def share_of_year(self) -> float:
        """Days of the horizon over those of a year."""
        return self.days / DAYS_A_YEAR

    @property
    def fiscal_years(self) -> tuple[str, ...]:
        """Fiscal year of each calendar month touched, named after the year in which it starts.

        >>> Horizon(start=date(2026, 3, 1), months=2).fiscal_years
        ('FY2025', 'FY2026')
        """
        months = ((int(label[:4]), int(label[5:])) for label in self.labels)
        return tuple(f"FY{year - (month < FISCAL_START)}" for year, month in months)

    def day_of(self, day: date) -> int:
        """Return the number of a day, 0 for the first; below 0 or past the end for days outside."""
        return (day - self.start).days

    def date_of(self, number: int) -> date:
        """Return the date of a day by its number."""
        return self.start + timedelta(days=number)


@lru_cache(maxsize=16)
def _labels(start: date, days: int) -> tuple[str, ...]:
    """Name the months of some days; kept, as their numbers are."""
    return tuple(dict.fromkeys(f"{start + timedelta(days=number):%Y-%m}" for number in range(days)))


@lru_cache(maxsize=16)
def _periods(start: date, days: int) -> NDArray[np.intp]:
    """Number the months of some days; asked again for every chunk of draws, so it is kept, and nobody may write it."""
    calendar = [start + timedelta(days=number) for number in range(days)]
    numbers = np.array([day.year * MONTHS_A_YEAR + day.month for day in calendar], dtype=np.intp)
    numbers -= numbers.min(initial=np.iinfo(np.intp).max)
    numbers.setflags(write=False)
    return numbers


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month if it has no such day.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 1, 6), 12)
    (datetime.date(2026, 2, 28), datetime.date(2027, 1, 6))
    """
    year, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // MONTHS_A_YEAR, first.month % MONTHS_A_YEAR + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))
