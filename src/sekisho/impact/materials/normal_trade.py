"""What an importer takes of a material in a normal month, in tonnes, where a figure is on file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.sources import cited
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

TABLE: Final = "normal-trade.csv"
COLUMNS: Final = (
    *("material", "form", "importer", "from", "low", "central", "high", "unit", "usd_a_kg"),
    *("source", "date", "confidence", "reason"),
)
UNIT: Final = "t a month"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalImports:
    """Imports of a material, of one of its forms or of a group of materials in a normal month.

    Parameters
    ----------
    material
        Id of a material, or a group of materials.
    form
        Name of a form; empty for all of them.
    origin
        ISO 3166 alpha-2 of the country that they come from; empty for all countries together.
    tonnes
        Tonnes a month.
    usd_a_kg
        Price; None where none is on file.
    """

    material: str
    form: str
    importer: str
    origin: str
    tonnes: Figure
    usd_a_kg: float | None


@cached_per_library
def normal_imports(library: Library) -> Mapping[tuple[str, str, str], NormalImports]:
    """Return normal imports by material, form and importer; a later package's row takes the place of an earlier one's.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    normals: dict[tuple[str, str, str], NormalImports] = {}
    problems: list[Problem] = []
    for package in library.packages:
        for number, row in enumerate(rows_of_table(package.folder / ECONOMY / TABLE, *COLUMNS), start=2):
            try:
                entry = _entry(row)
            except ValueError:
                remedy = message(
                    "impact.expected_normal_trade",
                    "Expected low, central and high above 0 in '{unit}', low to high, a source and a confidence.",
                    unit=UNIT,
                )
                name = row["material"]
                what = message("impact.bad_normal_trade", "the figures of '{name}' cannot be used.", name=name)
                problems.append(Problem(where=f"{ECONOMY}/{TABLE}:{number}", what=what, remedy=remedy))
                continue
            normals[entry.material, entry.form, entry.importer] = entry
    if problems:
        raise LibraryError(problems)
    return normals


def _entry(row: Mapping[str, str]) -> NormalImports:
    low, central, high = (float(row[name]) for name in ("low", "central", "high"))
    if not 0 < low <= central <= high or row["unit"] != UNIT or not row["source"]:
        raise ValueError(row["material"])
    figure = Figure(
        low=low,
        central=central,
        high=high,
        unit=row["unit"],
        source=cited(row["source"]),
        date=row["date"],
        confidence=FigureConfidence(row["confidence"]),
        reason=row["reason"],
        is_log=True,
    )
    price = float(row["usd_a_kg"]) if row["usd_a_kg"] else None
    return NormalImports(
        material=row["material"],
        form=row["form"],
        importer=row["importer"],
        origin=row["from"],
        tonnes=figure,
        usd_a_kg=price,
    )
