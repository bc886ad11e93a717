"""Figures beside the table that an account needs: work, incomes, what households buy, exports, prices of materials.

Each is read for one country in one classification; where no package has it, the account leaves out what hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.sources import JUDGEMENT
from sekisho.impact.materials.figure import Array, Figure, FigureConfidence
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

EMPLOYMENT: Final = "employment.csv"
INCOMES: Final = "value-added-shares.csv"
FINAL_USES: Final = "final-uses.csv"
VALUES: Final = "material-values.csv"
ALTERNATIVES: Final = "alternatives.csv"
Read = TypeVar("Read")
_BAND: Final = ("low", "central", "high")
_CITED: Final = ("source", "date", "confidence", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialValue:
    """What a year's use of a material weighs and costs.

    Parameters
    ----------
    use
        Normal use of the importer, t a year.
    price
        What it costs in a normal year, USD a kg.
    most
        Highest multiple of a normal price that was seen; an ask price where no other is known.
    """

    use: Figure
    price: Figure
    most: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NationalFigures:
    """What is known of a country beside its table, in the sectors of the table.

    Parameters
    ----------
    employed
        Persons employed, thousand, by sector; None if no package tells.
    wages, taxes
        Shares of value added that are wages, and taxes less subsidies on production; shape (n,), or None.
    basket
        What households buy of each home-made product as a share of all they buy; shape (n,), or None.
    exported
        Share of output that is exported; shape (n,), or None.
    values
        Material to what its use weighs and costs.
    premiums
        Material to what other sellers take, as a multiple of the usual seller's price: bands with a weight each.
    """

    employed: tuple[Figure, ...] | None
    wages: Array | None
    taxes: Array | None
    basket: Array | None
    exported: Array | None
    values: Mapping[str, MaterialValue]
    premiums: Mapping[str, tuple[tuple[float, Figure], ...]]


@cached_per_library
def national_figures(library: Library, country: str, scheme: str, codes: tuple[str, ...]) -> NationalFigures:
    """Read what the data packages know of a country.

    Parameters
    ----------
    codes
        Codes of the sectors, in the order of the table.

    Raises
    ------
    LibraryError
        With every row that is wrong, and every sector that a table of the country leaves out.
    """
    problems: list[Problem] = []
    by_sector = {
        file: _by_sector(library, file, columns, (country, scheme, codes), problems)
        for file, columns in ((EMPLOYMENT, _BAND), (INCOMES, ("wages", "taxes")), (FINAL_USES, ("basket", "exported")))
    }
    values = _rows(
        library, VALUES, ("importer", "material", *_in("use"), *_in("price"), "most", *_CITED), _value, problems
    )
    premiums = _rows(library, ALTERNATIVES, ("material", "supplier", "share_central"), _premium, problems)
    if problems:
        raise LibraryError(problems)
    employed, incomes, uses = by_sector.values()
    return NationalFigures(
        employed=tuple(_figure(row, _BAND, "thousand persons") for row in employed) if employed else None,
        wages=_column(incomes, "wages"),
        taxes=_column(incomes, "taxes"),
        basket=_column(uses, "basket"),
        exported=_column(uses, "exported"),
        values={material: value for importer, material, value in values if importer == country},
        premiums=_by_material(premiums),
    )


def _in(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{end}" for end in _BAND)


def _by_sector(
    library: Library,
    file: str,
    columns: Sequence[str],
    asked: tuple[str, str, tuple[str, ...]],
    problems: list[Problem],
) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a country in the order of its sectors; none if it has none."""
    country, scheme, codes = asked
    needed = ("country", "scheme", "sector", *columns, *_CITED)
    rows = _rows(library, file, needed, lambda row: _checked(row, columns), problems)
    by_code = {row["sector"]: row for row in rows if (row["country"], row["scheme"]) == (country, scheme)}
    lacking = [code for code in codes if code not in by_code]
    if by_code and lacking:
        what = message("impact.sectors_without_row", "no row for the sectors {codes}.", codes=", ".join(lacking))
        remedy = message("impact.every_sector_a_row", "Give every sector of a country a row, 0 where it has nothing.")
        problems.append(Problem(where=f"{ECONOMY}/{file}", what=what, remedy=remedy))
        return ()
    return tuple(by_code[code] for code in codes) if by_code else ()


def _rows(
    library: Library,
    file: str,
    needed: Sequence[str],
    read: Callable[[Mapping[str, str]], Read],
    problems: list[Problem],
) -> list[Read]:
    """Read a table of all packages; a row that cannot be read becomes a problem."""
    rows: list[Read] = []
    for package in library.packages:
        for number, row in enumerate(rows_of_table(package.folder / ECONOMY / file, *needed), start=2):
            try:
                rows.append(read(row))
            except ValueError as fault:
                remedy = message(
                    "impact.expected_account_row",
                    "Expected numbers, a band from low to high, and a confidence of low, medium or high.",
                )
                problems.append(
                    Problem(
                        where=f"{ECONOMY}/{file}:{number}",
                        what=message("impact.as_said", "{what}.", what=str(fault)),
                        remedy=remedy,
                    )
                )
    return rows


def _checked(row: Mapping[str, str], columns: Sequence[str]) -> Mapping[str, str]:
    numbers = [float(row[name]) for name in columns]
    if not np.isfinite(numbers).all() or row["confidence"] not in tuple(FigureConfidence) or not row["source"]:
        raise ValueError(f"sector '{row['sector']}' lacks a number, a source or a confidence")
    if tuple(columns) == _BAND and not 0.0 <= numbers[0] <= numbers[1] <= numbers[2]:
        raise ValueError(f"sector '{row['sector']}' runs {', '.join(f'{number:g}' for number in numbers)}")
    return row


def _value(row: Mapping[str, str]) -> tuple[str, str, MaterialValue]:
    use = _figure(row, _in("use"), "t a year")
    price = _figure(row, _in("price"), "USD a kg")
    most = float(row["most"])
    if not most >= 1.0:
        raise ValueError(f"'{row['material']}' has a highest multiple of {most:g}")
    return row["importer"], row["material"], MaterialValue(use=use, price=price, most=most)


def _premium(row: Mapping[str, str]) -> tuple[str, float, Figure] | None:
    """Return material, weight and premium of a seller; None where the table states no premium."""
    names = _in("premium")
    if not all(row.get(name) for name in names):
        return None
    cited = {**row, "date": row.get("start", ""), "confidence": FigureConfidence.LOW.value, "source": JUDGEMENT}
    return row["material"], float(row["share_central"]), _figure(cited, names, "multiple of the seller's price")


def _by_material(
    premiums: Iterable[tuple[str, float, Figure] | None],
) -> Mapping[str, tuple[tuple[float, Figure], ...]]:
    by_material: dict[str, list[tuple[float, Figure]]] = {}
    for material, weight, premium in filter(None, premiums):
        if weight > 0.0:
            by_material.setdefault(material, []).append((weight, premium))
    return {material: tuple(sellers) for material, sellers in by_material.items()}


def _figure(row: Mapping[str, str], names: Sequence[str], unit: str) -> Figure:
    low, central, high = (float(row[name]) for name in names)
    if not 0.0 <= low <= central <= high:
        raise ValueError(f"'{names[0]}' to '{names[2]}' run {low:g}, {central:g}, {high:g}")
    return Figure(
        low=low,
        central=central,
        high=high,
        unit=unit,
        source=tuple(row["source"].split(";")),
        date=row["date"],
        confidence=FigureConfidence(row["confidence"]),
        reason=row.get("note", ""),
    )


def _column(rows: Sequence[Mapping[str, str]], name: str) -> Array | None:
    return np.array([float(row[name]) for row in rows]) if rows else None
