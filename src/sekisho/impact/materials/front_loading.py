"""Imports above a normal month shortly before a measure, which firms then have in stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import Material
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

FILE: Final = "front-loading.csv"
COLUMNS: Final = (
    *("material", "form", "month", "tonnes", "normal_low", "normal_central", "normal_high"),
    *("source", "known_by", "confidence"),
)
MONTHS_AHEAD: Final = 6
"""Months before the first day in which what came beyond normal is still in stock: stocks on file last about 100 days,
and what came earlier has been used. A judgement."""
DAYS_A_MONTH: Final = 365 / 12
"""Of a mean month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtAhead:
    """What came of a form in a month, and what a normal month brings, in tonnes."""

    material: str
    form: str
    month: str
    tonnes: float
    normal: tuple[float, float, float]
    source: str
    confidence: FigureConfidence

    def days(self, level: int) -> float:
        """Return the days of normal use that came on top, if normal is low (0), central (1) or high (2)."""
        return max(0.0, self.tonnes / self.normal[level] - 1.0) * DAYS_A_MONTH


@cached_per_library
def bought_ahead(library: Library) -> tuple[BoughtAhead, ...]:
    """Read what came beyond normal months.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    months: list[BoughtAhead] = []
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for number, row in enumerate(rows_of_table(folder / FILE, *COLUMNS), start=2):
            try:
                months.append(_row(row))
            except ValueError as fault:
                remedy = message(
                    "impact.expected_front_loading",
                    "Expected a month as YYYY-MM, tonnes from 0, normal tonnes above 0 that rise, a source and a "
                    "confidence.",
                )
                problems.append(
                    Problem(
                        where=f"{folder.name}/{FILE}:{number}",
                        what=message("impact.as_said", "{what}.", what=str(fault)),
                        remedy=remedy,
                    )
                )
    if problems:
        raise LibraryError(problems)
    return tuple(months)


def _row(row: Mapping[str, str]) -> BoughtAhead:
    date.fromisoformat(f"{row['month']}-01")
    low, central, high = (float(row[f"normal_{end}"]) for end in ("low", "central", "high"))
    tonnes = float(row["tonnes"])
    if not 0.0 < low <= central <= high or tonnes < 0.0:
        raise ValueError(f"'{row['material']}' of {row['month']}: {tonnes:g} t, normal {low:g}, {central:g}, {high:g}")
    if not row["source"]:
        raise ValueError(f"'{row['material']}' of {row['month']} has no source")
    return BoughtAhead(
        material=row["material"],
        form=row["form"],
        month=row["month"],
        tonnes=tonnes,
        normal=(low, central, high),
        source=row["source"],
        confidence=FigureConfidence(row["confidence"]),
    )


def stock_ahead(
    rows: Iterable[BoughtAhead], material: Material, weights: Iterable[float], start: date
) -> Figure | None:
    """Return the days of base use of a material by which firms' stocks stand higher on a day; None if nothing is known.

    Parameters
    ----------
    weights
        What each form of the material weighs.
    """
    end = start.year * 12 + start.month
    of_form = dict(zip((form.name for form in material.forms), weights, strict=True))
    chosen = [
        month
        for month in rows
        if month.material == material.id
        and month.form in of_form
        and end - MONTHS_AHEAD <= int(month.month[:4]) * 12 + int(month.month[5:]) < end
    ]
    if not chosen:
        return None
    high, central, low = (sum(of_form[month.form] * month.days(level) for month in chosen) for level in range(3))
    return Figure(
        low=low,
        central=central,
        high=high,
        unit="days of base use",
        source=tuple(dict.fromkeys(month.source for month in chosen)),
        date=max(month.month for month in chosen),
        confidence=FigureConfidence.LOW,
        reason="imports above a normal month before the first day",
    )
