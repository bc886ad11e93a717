"""Uncertain numbers of the model itself, beside those of the materials: how law is applied, and how firms react."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

NAMES: Final = (
    *("severity", "strictness", "standing_disturbed", "spill_over"),
    *("inventory_days", "restoration_days", "overcapacity", "overcapacity_days"),
    *("postponed_3_months", "postponed_12_months", "hoarding", "at_scarce_price"),
    *("pause_days", "approval_loading", "tonnes_of_applications", "dual_approved"),
    *("lag_sea_days", "lag_air_days", "lag_customs_days"),
    "capacity_exit",
)
_NEEDED: Final = ("name", "low", "central", "high", "is_log", "unit", "source", "date", "confidence", "reason")


@cached_per_library
def priors_of(library: Library) -> Mapping[str, Figure]:
    """Return every prior by its name; a later package's row takes the place of an earlier one's.

    Raises
    ------
    LibraryError
        With every row that is wrong, and every name that no package states.
    """
    found: dict[str, Figure] = {}
    problems: list[Problem] = []
    for package in library.packages:
        for number, row in enumerate(rows_of_table(package.folder / ECONOMY / "priors.csv", *_NEEDED), start=2):
            try:
                found[row["name"]] = _figure(row)
            except ValueError as fault:
                problems.append(Problem(where=f"{ECONOMY}/priors.csv:{number}", what=str(fault)))
    lacking = [name for name in NAMES if name not in found]
    if lacking and not problems:
        remedy = message(
            "impact.expected_prior_rows", "Expected one row a name; the reference page on economic data lists them."
        )
        problems = [
            Problem(
                where=f"{ECONOMY}/priors.csv",
                what=message("impact.no_row", "no row '{name}'.", name=name),
                remedy=remedy,
            )
            for name in lacking
        ]
    if problems:
        raise LibraryError(problems)
    return found


def _figure(row: Mapping[str, str]) -> Figure:
    if row["name"] not in NAMES:
        raise ValueError(f"'{row['name']}' is no prior. Expected one of {', '.join(NAMES)}.")
    try:
        low, central, high = (float(row[name]) for name in ("low", "central", "high"))
    except ValueError:
        raise ValueError(f"a number of '{row['name']}' is none. Expected low, central and high in digits.") from None
    least = 1e-9 if row["is_log"] == "yes" else 0.0
    if not least <= low <= central <= high:
        raise ValueError(f"'{row['name']}' runs {low:g}, {central:g}, {high:g}. Expected 0 or more, low to high.")
    if row["confidence"] not in tuple(FigureConfidence) or not row["source"]:
        raise ValueError(f"'{row['name']}' needs a source, and a confidence of {', '.join(FigureConfidence)}.")
    return Figure(
        low=low,
        central=central,
        high=high,
        unit=row["unit"],
        source=tuple(part.strip() for part in re.split(r";", row["source"])),
        date=row["date"],
        confidence=FigureConfidence(row["confidence"]),
        reason=row["reason"],
        is_log=row["is_log"] == "yes",
    )
