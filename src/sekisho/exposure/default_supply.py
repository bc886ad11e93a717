"""What is supposed where no scenario is named: licences take their statutory time, and the prohibited does not come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.determination.core.outcome import Outcome
from sekisho.exposure.part_outcomes import VARIANTS, Curbs
from sekisho.exposure.shortage_network import Uses
from sekisho.exposure.time_to_stop import Availability
from sekisho.law.model.consequences import licensing_of
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import DayUnit, Limit
from sekisho.trade.bom.bill import UNSTATED, Bill

NO_CLOCK_DAYS: Final = 63
"""Days that a licence is supposed to take where no measure states a clock: 45 working days, as most of them do."""
WORKING_WEEK: Final = 5
WEEK: Final = 7
LICENCE, STOP = 0, 1
NAMES: Final = ("what needs a licence", "what is refused or prohibited")


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultSupply:
    """A case in which what is curbed is late, or does not come at all.

    Parameters
    ----------
    licence_days
        Days until what needs a licence arrives.
    days
        Days that are looked ahead; what is refused or prohibited does not come within them.
    certain, possible
        Where what is curbed comes into the bill: as far as it certainly is, and as far as it may be.
    """

    licence_days: int
    days: int
    certain: Uses
    possible: Uses

    @property
    def availability(self) -> Availability:
        """One draw, in which both are late as supposed."""
        share = np.ones((1, self.days, len(NAMES)), dtype=np.float32)
        share[:, : self.licence_days, LICENCE] = 0.0
        share[:, :, STOP] = 0.0
        return Availability(materials=NAMES, share=share)


def supposed(bill: Bill, curbs: Curbs, library: Library, *, licence_days: int | None, days: int) -> DefaultSupply:
    """Suppose that what is curbed is late.

    Parameters
    ----------
    licence_days
        Days that a licence takes; None takes the longest statutory clock of the measures that decide.
    """
    floor, ceiling = curbs.levels(VARIANTS[0])
    clock = statutory_days(curbs, library) if licence_days is None else licence_days
    return DefaultSupply(
        licence_days=min(clock, days),
        days=days,
        certain=_uses(bill, curbs, floor),
        possible=_uses(bill, curbs, ceiling),
    )


def _uses(bill: Bill, curbs: Curbs, level: np.ndarray) -> Uses:
    line = np.flatnonzero(level[curbs.of_line] > Outcome.FREE)
    alone = np.flatnonzero(level[curbs.of_product] > Outcome.FREE)
    of = np.concatenate([level[curbs.of_line[line]], level[curbs.of_product[alone]]])
    return Uses(
        line=np.concatenate([line, np.full(len(alone), UNSTATED)]).astype(np.int32),
        part=np.concatenate([bill.lines.part[line], alone]).astype(np.int32),
        material=np.where(of >= Outcome.REFUSED_IN_PRINCIPLE, STOP, LICENCE).astype(np.int32),
    )


def statutory_days(curbs: Curbs, library: Library) -> int:
    """Return the longest statutory clock, in calendar days, of the measures that may curb anything in a bill."""
    clauses = dict.fromkeys(name for one in curbs.crossings for name in (*one.decisive, *one.open))
    return max(_clocks(clauses, library), default=NO_CLOCK_DAYS)


def _clocks(clauses: Iterable[str], library: Library) -> Iterable[int]:
    measures = {measure.id: measure for name, (measure, _) in library.clauses.items() if name in set(clauses)}
    for measure in measures.values():
        licensing = licensing_of(measure, library.measures)
        clock = licensing.clock if licensing is not None else None
        if clock is not None and clock.limit is Limit.DAYS and clock.days:
            working = clock.unit is DayUnit.WORKING_DAYS
            yield -(-clock.days * WEEK // WORKING_WEEK) if working else clock.days
