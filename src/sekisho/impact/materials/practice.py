"""How licences went under each regime, by phase: what was approved, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

PRACTICE: Final = "practice.csv"
COLUMNS: Final = (
    *("regime", "material", "importer", "since", "until", "phase"),
    *("approved_low", "approved_central", "approved_high", "days_low", "days_central", "days_high"),
    *("basis", "source", "url", "known_by", "confidence"),
)


class LicencePhase(StrEnum):
    """What an authority does with applications: nothing, one by one, or as a matter of course."""

    PAUSED = "paused"
    CASE_BY_CASE = "case_by_case"
    NORMAL = "normal"


class ApprovalBasis(StrEnum):
    """What a share approved is a share of."""

    APPLICATIONS = "applications"
    TONNES = "tonnes"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePhase:
    """One phase of a regime.

    Parameters
    ----------
    material
        Id; empty speaks of all that the regime holds.
    importer
        Country whose applications are meant; empty means all.
    until
        Last day; None is open.
    approved
        Share approved, 0 to 1, of what `basis` says.
    days
        Days of the pause, or days that an application takes.
    known_by
        Day from which it was known.
    """

    regime: str
    material: str
    importer: str
    since: date
    until: date | None
    phase: LicencePhase
    approved: Figure
    days: Figure
    basis: ApprovalBasis
    known_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePractice:
    """What licences for a material are expected to go like, once they are decided on case by case.

    Parameters
    ----------
    regime
        The regime that tells; empty if several were pooled because none covers the material.
    """

    regime: str
    approved: Figure
    days: Figure
    basis: ApprovalBasis


@cached_per_library
def practice_of(library: Library) -> tuple[PracticePhase, ...]:
    """Read the phases of all regimes on file, in the order of the file.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    phases_read: list[PracticePhase] = []
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for number, row in enumerate(rows_of_table(folder / PRACTICE, *COLUMNS), start=2):
            try:
                phases_read.append(_phase(row))
            except ValueError as fault:
                remedy = message(
                    "impact.expected_practice",
                    "Expected days as YYYY-MM-DD, a phase of 'paused', 'case_by_case' or 'normal', shares from 0 to "
                    "1 and days from 0 that rise. Also a basis of applications or tonnes, a source and a confidence.",
                )
                problems.append(
                    Problem(
                        where=f"{folder.name}/{PRACTICE}:{number}",
                        what=message("impact.as_said", "{what}.", what=str(fault)),
                        remedy=remedy,
                    )
                )
    if problems:
        raise LibraryError(problems)
    return tuple(phases_read)


def _phase(row: Mapping[str, str]) -> PracticePhase:
    if not row["regime"] or not row["source"]:
        raise ValueError("a row has no regime or no source")
    since, until = date.fromisoformat(row["since"]), date.fromisoformat(row["until"]) if row["until"] else None
    if until is not None and until < since:
        raise ValueError(f"'{row['regime']}' ends on {until}, before {since}")
    return PracticePhase(
        regime=row["regime"],
        material=row["material"],
        importer=row["importer"],
        since=since,
        until=until,
        phase=LicencePhase(row["phase"]),
        approved=_band(row, "approved", "share approved", most=1.0),
        days=_band(row, "days", "days", most=float("inf")),
        basis=ApprovalBasis(row["basis"]),
        known_by=date.fromisoformat(row["known_by"]),
    )


def _band(row: Mapping[str, str], name: str, unit: str, *, most: float) -> Figure:
    low, central, high = (float(row[f"{name}_{end}"]) for end in ("low", "central", "high"))
    if not 0.0 <= low <= central <= high <= most:
        raise ValueError(f"'{row['regime']}': {name} runs {low:g}, {central:g}, {high:g}")
    return Figure(
        low=low,
        central=central,
        high=high,
        unit=unit,
        source=tuple(row["source"].split(";")),
        date=row["known_by"],
        confidence=FigureConfidence(row["confidence"]),
        reason=row["regime"],
    )


def licences_of(phases: Iterable[PracticePhase], material: str, importer: str, on: date) -> LicencePractice | None:
    """Return what was known on a day of how licences for a material go, once decided on case by case.

    The last phase that speaks of the material counts. If none does, all phases are pooled, from the least to the most
    that any of them approved: the band is wider, since it holds how far materials differ. None if nothing was known.
    """
    phases_known = [
        entry
        for entry in phases
        if entry.phase is LicencePhase.CASE_BY_CASE and entry.known_by <= on and entry.importer in {"", importer}
    ]
    own = [entry for entry in phases_known if entry.material == material]
    if own:
        last = max(own, key=lambda entry: entry.since)
        return LicencePractice(regime=last.regime, approved=last.approved, days=last.days, basis=last.basis)
    if not phases_known:
        return None
    return LicencePractice(
        regime="",
        approved=_pooled([entry.approved for entry in phases_known]),
        days=_pooled([entry.days for entry in phases_known]),
        basis=ApprovalBasis.APPLICATIONS,  # of another material even tonnes are no more than a guess at tonnes
    )


def _pooled(figures: list[Figure]) -> Figure:
    return Figure(
        low=min(entry.low for entry in figures),
        central=float(median(entry.central for entry in figures)),
        high=max(entry.high for entry in figures),
        unit=figures[0].unit,
        source=tuple(dict.fromkeys(name for entry in figures for name in entry.source)),
        date=max(entry.date for entry in figures),
        confidence=FigureConfidence.LOW,
        reason="pooled over materials",
    )
