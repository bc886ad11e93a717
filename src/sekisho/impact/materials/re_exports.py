"""Countries by which material of the seller's origin arrives all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

FILE: Final = "re-exports.csv"
COLUMNS: Final = ("material", "territory", "share", "source", "confidence", "note")
WHOLE: Final = 1.0 + 1e-9
"""Shares of a material sum to no more; decimal fractions err by rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReExporter:
    """A country that passes a material on, with its share of what is passed on, 0 to 1."""

    material: str
    territory: str
    share: float
    confidence: FigureConfidence


@cached_per_library
def re_exporters(library: Library) -> tuple[ReExporter, ...]:
    """Read who passes on what.

    Raises
    ------
    LibraryError
        With every row that is wrong, and every material whose shares sum to more than 1.
    """
    countries: list[ReExporter] = []
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for number, row in enumerate(rows_of_table(folder / FILE, *COLUMNS), start=2):
            try:
                countries.append(_row(row))
            except ValueError as fault:
                problems.append(_problem(f"{folder.name}/{FILE}:{number}", str(fault)))
    sums: defaultdict[str, float] = defaultdict(float)
    for country in countries:
        sums[country.material] += country.share
    problems += [
        _problem(
            FILE, message("impact.re_export_sum", "shares of '{name}' sum to {total}", name=name, total=f"{total:g}")
        )
        for name, total in sums.items()
        if total > WHOLE
    ]
    if problems:
        raise LibraryError(problems)
    return tuple(countries)


def _problem(where: str, what: str) -> Problem:
    return Problem(
        where=where,
        what=message("impact.as_said", "{what}.", what=what),
        remedy=message(
            "impact.expected_re_export",
            "Expected shares from 0 that sum to 1 at most, a territory of ISO 3166, a source and a confidence.",
        ),
    )


def _row(row: Mapping[str, str]) -> ReExporter:
    share = float(row["share"])
    if not 0.0 <= share <= 1.0 or not row["source"] or not (len(row["territory"]) == 2 and row["territory"].isupper()):  # noqa: PLR2004 - ISO alpha-2
        raise ValueError(f"'{row['material']}' by '{row['territory']}': {share:g}")
    return ReExporter(
        material=row["material"],
        territory=row["territory"],
        share=share,
        confidence=FigureConfidence(row["confidence"]),
    )
