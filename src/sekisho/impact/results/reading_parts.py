"""Why readings of the law cost what they do: what each bars alone, and what becomes of licences under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sekisho.impact.scenario.scenario import ALL
from sekisho.impact.shock.shock import Shock
from sekisho.impact.shock.standing import Scrutiny, scrutiny_of
from sekisho.law.model.term import Reading

EVERYDAY: Final = "general"
"""Field of use by which it is told what becomes of licences: the one that no clause names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPart:
    """What a reading costs, in per cent of annual GDP.

    Parameters
    ----------
    licences
        What becomes of licences that were required before, a word of `Scrutiny`.
    mean
        Mean loss over all draws.
    as_before
        The part of it that is left if these licences go as before, so that the measure costs by what it bars alone.
    draws
        Draws that were run for that part, the same under every reading; it is scaled to the mean of all.
    """

    reading: Reading
    licences: str
    mean: float
    as_before: float
    draws: int


def scrutiny_by_reading(shock: Shock) -> dict[Reading, Scrutiny]:
    """Return what becomes under each reading of licences that were required before; empty if no cut disturbs them."""
    for lawful in shock.lawful:
        if lawful.cut.standing_licences == (ALL,):
            return {
                reading: max(
                    scrutiny_of(hit for hit in lawful.of_reading(reading) if hit.segment.field == EVERYDAY).values(),
                    default=Scrutiny.STATED,
                )
                for reading in Reading
            }
    return {}
