"""Licences that were required before a measure: how far its words reach behind a stated civil use, and what is held up.

A ban requires no licence. It tells the authority that decides on licences how hard it has to look, and a clause tells
how hard: is it enough that a risk is known, is it knowledge of a barred use behind a civil user, or does only count who
the user is and what he states? The law is asked that of two civil lines, and the answer is the scrutiny.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.licence_regimes import licence_cut
from sekisho.impact.materials.practice import ApprovalBasis, LicencePractice, PracticePhase
from sekisho.impact.shock.line_verdicts import SegmentVerdict
from sekisho.impact.shock.segments import UseSort
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading

REGIMES: Final = ("regime_1", "regime_2", "regime_3", "regime_4")
"""Columns of what is a regime's own: four desks that decide apart; a fifth regime shares the column of the first."""
EDGE: Final = 1e-6
"""Quantiles nearer to 0 or 1 are taken at this distance, so that a normal score is finite: 4.8 standard deviations."""


class Scrutiny(IntEnum):
    """How far an authority looks behind a stated civil use.

    stated: who the user is and what he states counts; licences take the time that a case takes. reviewed: a barred use
    behind him counts, so reviews are paused until it is known how to look for one, and then go case by case. paused: a
    known risk is enough, so nothing is approved while the measure stands.
    """

    STATED = 0
    REVIEWED = 1
    PAUSED = 2


def scrutiny_of(hits: Iterable[SegmentVerdict]) -> dict[tuple[str, str, Reading], Scrutiny]:
    """Return the scrutiny by control code, field and reading."""
    by_place: dict[tuple[str, str, Reading], Scrutiny] = {}
    for hit in hits:
        place = (hit.code, hit.segment.field, hit.reading)
        level = Scrutiny.STATED
        if hit.barred and hit.segment.sort is UseSort.SUPPLIER:
            level = Scrutiny.REVIEWED
        elif hit.barred and hit.segment.sort is UseSort.SUSPECTED:
            level = Scrutiny.PAUSED
        by_place[place] = max(level, by_place.get(place, Scrutiny.STATED))
    return by_place


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUp:
    """What is held up of a material's licensed trade over T days, as shares in K draws; each of shape (K, T).

    Parameters
    ----------
    civil, dual
        Of documented civil use, and of use that may be military as well.
    pause
        While reviews are paused: 1, and then nothing.
    """

    civil: Array
    dual: Array
    pause: Array


def held_up(
    practice: LicencePractice | None,
    scrutiny: Scrutiny,
    levels: PriorLevels,
    *,
    column: str,
    start: int,
    days: int,
) -> HeldUp:
    """Return what is held up of a material whose trade stands under a licence.

    stated    nothing for the days of a case, then all as before
    reviewed  nothing until the pause ends and a case has taken its days, then the share approved, growing over those
              days: approved = share of applications x tonnes a share of applications
    paused    nothing
    The share approved of a material is drawn with one factor that is common to all materials, and a part that is its
    regime's own. An input `standing_disturbed` that is fixed at a number scales what is held up.

    Parameters
    ----------
    column
        Column of the draws that is the regime's own.
    start
        First day of the measure, days after the start of the horizon.
    """
    count = levels.draws.count
    scale = levels.number("standing_disturbed")
    factor = 1.0 if scale is None else scale
    from_start = np.broadcast_to((np.arange(days) >= start).astype(float), (count, days))
    if scrutiny is Scrutiny.PAUSED:
        whole = factor * from_start
        return HeldUp(civil=whole, dual=whole, pause=whole)
    case = np.zeros(count) if practice is None else practice.days.at(levels.quantile("licence_delay"))
    if scrutiny is Scrutiny.STATED:
        waits = factor * licence_cut(days, start=start, delay_days=case, released_share=np.ones(count))
        return HeldUp(civil=waits, dual=waits, pause=np.zeros_like(waits))
    pause = levels["pause_days"]
    share = np.ones(count) if practice is None else _approved(practice, levels, column)
    delay = np.maximum(pause, case)
    civil, dual = (
        factor * licence_cut(days, start=start, delay_days=delay, released_share=part, ramp_days=case)
        for part in (share, share * levels["dual_approved"])
    )
    paused = factor * licence_cut(days, start=start, delay_days=delay, released_share=np.ones(count))
    return HeldUp(civil=civil, dual=dual, pause=paused)


def _approved(practice: LicencePractice, levels: PriorLevels, column: str) -> Array:
    """Return the share of tonnes approved, correlated over materials; shape (K,)."""
    from scipy.special import ndtr, ndtri

    def score(quantile: Array) -> Array:
        return np.asarray(ndtri(np.clip(quantile, EDGE, 1.0 - EDGE)))

    loading = levels["approval_loading"]
    common = score(1.0 - levels.quantile("standing_disturbed"))
    mixed = ndtr(loading * common + np.sqrt(1.0 - np.square(loading)) * score(levels.quantile(column)))
    share = practice.approved.at(mixed)
    if practice.basis is ApprovalBasis.APPLICATIONS:
        share = share * levels["tonnes_of_applications"]
    return np.clip(share, 0.0, 1.0)


def own_column(phases: Iterable[PracticePhase], practice: LicencePractice | None) -> str:
    """Name the column of the draws that is a regime's own; what is pooled takes the last."""
    if practice is None or not practice.regime:
        return REGIMES[-1]
    regimes = list(dict.fromkeys(phase.regime for phase in phases))
    return REGIMES[regimes.index(practice.regime) % len(REGIMES)]


def stands_by_sort(
    hits: Iterable[SegmentVerdict], weights: Mapping[tuple[str, UseSort], Array]
) -> dict[tuple[str, str, Reading], tuple[Array, Array]]:
    """Return what stands under a licence by control code, field and reading: of civil use, and of all other use.

    A place where nothing stands may be left out.
    """
    by_place: dict[tuple[str, str, Reading], tuple[Array, Array]] = {}
    nothing = np.zeros_like(next(iter(weights.values())))
    for hit in hits:
        place = (hit.code, hit.segment.field, hit.reading)
        civil, dual = by_place.get(place, (nothing, nothing))
        if hit.stands:
            part = weights[hit.segment.field, hit.segment.sort]
            is_civil = hit.segment.sort is UseSort.DOCUMENTED
            civil, dual = (civil + part, dual) if is_civil else (civil, dual + part)
        by_place[place] = (civil, dual)
    return by_place
