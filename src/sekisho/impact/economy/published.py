"""What others published of the same questions: figures with their base, unit and source, and why ours differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import Text, message

FILE: Final = "published.csv"
COLUMNS: Final = (
    *("house", "scenario", "scope", "months", "base", "year", "percent", "low", "high", "amount", "currency", "rate"),
    *("source", "url", "confidence", "differs"),
)
BASES: Final = ("nominal", "real", "value added", "not stated")
REASONS: Final = (
    "no_stocks",
    "no_substitution",
    "no_links",
    "linear",
    "real_base",
    "part_cut",
    "public_stock",
    "outturn",
)
"""Why a figure differs from a run, in words of the table; each has a sentence where it is shown."""
HOUSES: Final[Mapping[str, Text]] = {
    "NRI": message("impact.house_nri", "NRI"),
    "Daiwa": message("impact.house_daiwa", "Daiwa"),
    "Mizuho": message("impact.house_mizuho", "Mizuho"),
    "Press": message("impact.house_press", "Press"),
    "IMF": message("impact.house_imf", "IMF"),
}
"""Houses whose estimates are on file, as readers of a language know them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEstimate:
    """A figure that a house published.

    Parameters
    ----------
    scope
        Group of materials that stops, `all`, or the name of an episode.
    percent
        Loss in per cent of a year's GDP of its base; None where it is kept for a blind test or was not published.
    amount
        Billions of the currency; None if none was published.
    rate
        Units of the currency for a dollar that its own figures imply; None if it gave no dollars.
    differs
        Words of REASONS.
    """

    house: str
    scenario: str
    scope: str
    months: int
    base: str
    year: str
    percent: float | None
    amount: float | None
    currency: str
    rate: float | None
    source: str
    url: str
    confidence: str
    differs: tuple[str, ...]


def house_name(house: str) -> str:
    """Name a house that published an estimate; as a data package does, if it is another."""
    return HOUSES.get(house, house)


@cached_per_library
def published_of(library: Library) -> tuple[PublishedEstimate, ...]:
    """Read the figures of all data packages.

    Raises
    ------
    LibraryError
        With every row that cannot be read.
    """
    estimates: list[PublishedEstimate] = []
    problems: list[Problem] = []
    for package in library.packages:
        for number, row in enumerate(rows_of_table(package.folder / ECONOMY / FILE, *COLUMNS), start=2):
            try:
                estimates.append(_estimate(row))
            except ValueError as fault:
                remedy = message(
                    "impact.expected_published",
                    "Expected a house, a scope, whole months, a base of {bases}, numbers, and reasons of {reasons}.",
                    bases=", ".join(BASES),
                    reasons=", ".join(REASONS),
                )
                what = message("impact.as_said", "{what}.", what=str(fault))
                problems.append(Problem(where=f"{ECONOMY}/{FILE}:{number}", what=what, remedy=remedy))
    if problems:
        raise LibraryError(problems)
    return tuple(estimates)


def _estimate(row: Mapping[str, str]) -> PublishedEstimate:
    differs = tuple(part.strip() for part in row["differs"].split(";") if part.strip())
    if not row["house"] or not row["scope"] or not row["source"]:
        raise ValueError("a house, a scope or a source is empty")
    if row["base"] not in BASES:
        raise ValueError(f"'{row['base']}' is no base")
    if unknown := [word for word in differs if word not in REASONS]:
        raise ValueError(f"'{unknown[0]}' is no reason")
    return PublishedEstimate(
        house=row["house"],
        scenario=row["scenario"],
        scope=row["scope"],
        months=int(row["months"]),
        base=row["base"],
        year=row["year"],
        percent=_number(row["percent"]),
        amount=_number(row["amount"]),
        currency=row["currency"],
        rate=_number(row["rate"]),
        source=row["source"],
        url=row["url"],
        confidence=row["confidence"],
        differs=differs,
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
