"""Rates of exchange: the mean of a year, a day, or what two figures of one publisher imply; each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.errors import Problem, TableError
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.law.model.library import Library
from sekisho.message import message

FILE: Final = "fx.csv"
COLUMNS: Final = ("date", "currency", "per", "value", "kind", "source", "url")
KINDS: Final = ("average", "day", "implied")
A_PERIOD: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
A_CODE: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """How much of one currency is one of another.

    Parameters
    ----------
    date
        A year for the mean of it; else a month, or a day.
    value
        Units of `currency` for one of `per`.
    kind
        average, day, or implied by two figures of one publisher.
    """

    date: str
    currency: str
    per: str
    value: float
    kind: str
    source: str
    url: str

    def factor(self, one: str, other: str) -> float:
        """Return how much of `other` is one unit of `one`; both are currencies of this rate.

        >>> rate = ExchangeRate(date="2024", currency="JPY", per="USD", value=160.0, kind="average", source="", url="")
        >>> rate.factor("USD", "JPY"), rate.factor("JPY", "USD")
        (160.0, 0.00625)
        """
        if one == other:
            return 1.0
        return self.value if one == self.per else 1.0 / self.value


def read_rates(library: Library) -> tuple[ExchangeRate, ...]:
    """Read the rates of all data packages.

    Raises
    ------
    TableError
        With every row that cannot be read.
    """
    rates: list[ExchangeRate] = []
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for number, row in enumerate(rows_of_table(folder / FILE, *COLUMNS), start=2):
            try:
                rates.append(_rate(row))
            except ValueError as fault:
                remedy = message(
                    "impact.expected_rate",
                    "Expected a year, month or day, two codes of currencies, a number above 0, a source, and average, "
                    "day or implied.",
                )
                what = message("impact.as_said", "{what}.", what=str(fault))
                problems.append(Problem(where=f"{FILE}:{number}", what=what, remedy=remedy))
    if problems:
        raise TableError(problems)
    return tuple(rates)


def _rate(row: Mapping[str, str]) -> ExchangeRate:
    if not A_PERIOD.fullmatch(row["date"]):
        raise ValueError(f"'{row['date']}' is no date")
    if not (A_CODE.fullmatch(row["currency"]) and A_CODE.fullmatch(row["per"])):
        raise ValueError(f"'{row['currency']}' per '{row['per']}' are no currencies")
    if row["kind"] not in KINDS or not row["source"]:
        raise ValueError(f"'{row['kind']}' is no kind of rate, or no source is named")
    if not (value := float(row["value"])) > 0:
        raise ValueError(f"'{row['value']}' is no rate")
    named = {name: row[name] for name in COLUMNS if name != "value"}
    return ExchangeRate(**named, value=value)


def rate_of(rates: Iterable[ExchangeRate], one: str, other: str, *, day: str) -> ExchangeRate | None:
    """Return the rate between two currencies of a year, a month or a day; None if it is not on file."""
    wanted = {one, other}
    return next((rate for rate in rates if {rate.currency, rate.per} == wanted and rate.date == day), None)
