"""Which announcement put an entry on its list, and whether the listing applies on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.law.calendar import Stage, entry_state, stage_on
from sekisho.law.condition import Listed, ListId, walk
from sekisho.law.library import Library, conditions_of
from sekisho.law.lists import Entry
from sekisho.law.measure import Measure, State
from sekisho.law.once import once_a_library


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A listing on a day.

    Parameters
    ----------
    measure
        The announcement; None if no measure of the library tests that list by itself.
    state
        in_force, suspended or unknown, by the table of the list and the measure together.
    """

    measure: Measure | None
    listed: date | None
    state: State

    def to_dict(self) -> dict[str, object]:
        """Return the listing as JSON."""
        return {
            "measure": self.measure.id if self.measure else None,
            "listed": self.listed.isoformat() if self.listed else None,
            "state": str(self.state),
        }


_STATES: Mapping[Stage, State] = {
    Stage.UNPUBLISHED: State.SUSPENDED,
    Stage.PUBLISHED: State.SUSPENDED,
    Stage.IN_FORCE: State.IN_FORCE,
    Stage.SUSPENDED: State.SUSPENDED,
    Stage.UNKNOWN: State.UNKNOWN,
    Stage.REPEALED: State.SUSPENDED,
}


def listing_of(entry: Entry, library: Library, day: date) -> Listing:
    """Find the announcement of an entry, and whether it applies on a day."""
    measure = measures_by_list(library).get(entry.list)
    own = entry_state(entry, day)
    theirs = _STATES[stage_on(measure, day)[0]] if measure is not None else State.IN_FORCE
    worst = (
        State.SUSPENDED
        if State.SUSPENDED in {own, theirs}
        else State.UNKNOWN
        if State.UNKNOWN in {own, theirs}
        else State.IN_FORCE
    )
    return Listing(measure=measure, listed=entry.listed, state=worst)


@once_a_library
def measures_by_list(library: Library) -> Mapping[ListId, Measure]:
    """Map each list to the measure whose subject tests it, where one does."""
    found: dict[ListId, Measure] = {}
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            for part in walk(condition):
                if isinstance(part, Listed) and where.endswith("subject"):
                    found.setdefault(part.list, measure)
    return found
