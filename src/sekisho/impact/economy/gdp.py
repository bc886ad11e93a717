"""GDP to measure losses against: of a year, and of the same window of a year; figures with source and confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sekisho.errors import Problem, TableError
from sekisho.files.package_csv import header_rows
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.economy.table import SIZES, InputOutputTable
from sekisho.law.model.library import Library
from sekisho.message import message

FILE: Final = "gdp.csv"
Basis = Literal["nominal", "real"]
_PERIOD: Final = re.compile(r"(?:FY)?\d{4}|\d{4}Q[1-4]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gdp:
    """GDP of one period.

    Parameters
    ----------
    country
        ISO 3166 alpha-2.
    period
        `2024`, `2024Q1`, or `FY2024` for the fiscal year from April.
    value
        In single units of the currency, of the period as it is (not annualised).
    confidence
        high, medium or low, as the source is.
    released
        Day on which a figure for the period was first out; empty if nobody says.
    """

    country: str
    period: str
    basis: Basis
    currency: str
    value: float
    source: str
    url: str
    confidence: str
    note: str
    released: str = ""


def read_gdp(library: Library) -> tuple[Gdp, ...]:
    """Read the figures of all data packages.

    Raises
    ------
    TableError
        With every row that cannot be read.
    """
    found: list[Gdp] = []
    problems: list[Problem] = []
    for folder in economy_folders(library):
        file = folder / FILE
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as text:
                rows = header_rows(text)
                for row in rows:
                    try:
                        found.append(_gdp(row))
                    except ValueError as fault:
                        remedy = message(
                            "impact.expected_gdp",
                            "Expected a period such as 2024, 2024Q1 or FY2024, a number and a unit such as million "
                            "USD.",
                        )
                        problems.append(
                            Problem(
                                where=f"{FILE}:{rows.line_num}",
                                what=message("impact.as_said", "{what}.", what=str(fault)),
                                remedy=remedy,
                            )
                        )
    if problems:
        raise TableError(problems)
    return tuple(found)


def _gdp(row: Mapping[str, str]) -> Gdp:
    size, _, currency = row["unit"].rpartition(" ")
    if not _PERIOD.fullmatch(row["period"]):
        raise ValueError(f"'{row['period']}' is not a period")
    if size not in SIZES:
        raise ValueError(f"'{row['unit']}' is not a unit")
    if row["basis"] not in {"nominal", "real"}:
        raise ValueError(f"'{row['basis']}' is neither nominal nor real")
    return Gdp(
        country=row["country"],
        period=row["period"],
        basis="real" if row["basis"] == "real" else "nominal",
        currency=currency,
        value=float(row["value"]) * SIZES[size],
        source=row["source"],
        url=row["url"],
        confidence=row["confidence"],
        note=row["note"],
        released=row.get("released") or "",
    )


def gdp_of(figures: Iterable[Gdp], country: str, period: str, *, currency: str, basis: Basis = "nominal") -> Gdp:
    """Find the GDP of a period.

    Raises
    ------
    TableError
        If it is not at hand; what is, is named.
    """
    held = [each for each in figures if (each.country, each.currency, each.basis) == (country, currency, basis)]
    for each in held:
        if each.period == period:
            return each
    known = ", ".join(each.period for each in held) or "none"
    what = message(
        "impact.no_gdp_for",
        "no {basis} GDP of {country} for {period} in {currency}.",
        basis=basis,
        country=country,
        period=str(period),
        currency=currency,
    )
    raise TableError(Problem(where=FILE, what=what, remedy=message("impact.at_hand", "At hand: {known}.", known=known)))


def gdp_of_table(table: InputOutputTable, figures: Iterable[Gdp]) -> dict[str, float]:
    """Return what `identities.checks_of` measures value added against: region to GDP of the table's year."""
    return {
        each.country: each.value
        for each in figures
        if each.country in table.regions
        and each.period == str(table.year)
        and each.currency == table.currency
        and each.basis == "nominal"
    }
