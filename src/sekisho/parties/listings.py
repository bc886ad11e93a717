"""Which announcement put an entry on its list, and whether the listing applies on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sekisho.dataclass import dataclass
from sekisho.law.dates.calendar import Stage, clause_stage_on, entry_state, stage_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import Listed, ListId, walk
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import Clause, Effect, Measure, MeasureState, conditions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingOnDay:
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
    state: MeasureState

    def to_dict(self) -> dict[str, object]:
        """Return the listing as JSON."""
        return {
            "measure": self.measure.id if self.measure else None,
            "listed": self.listed.isoformat() if self.listed else None,
            "state": str(self.state),
        }


_STATES: Mapping[Stage, MeasureState] = {
    Stage.UNPUBLISHED: MeasureState.SUSPENDED,
    Stage.PUBLISHED: MeasureState.SUSPENDED,
    Stage.IN_FORCE: MeasureState.IN_FORCE,
    Stage.SUSPENDED: MeasureState.SUSPENDED,
    Stage.UNKNOWN: MeasureState.UNKNOWN,
    Stage.REPEALED: MeasureState.SUSPENDED,
}


def listing_of(entry: ListedParty, library: Library, day: date) -> ListingOnDay:
    """Find the announcement of an entry, and whether it applies on a day."""
    measure, clauses = measures_by_list(library).get(entry.list), clauses_by_list(library).get(entry.list, ())
    own = entry_state(entry, day)
    theirs = _STATES[stage_on(measure, day)[0]] if measure is not None else MeasureState.IN_FORCE
    if measure is None and clauses:
        measure, theirs = clauses[0][0], _STATES[foremost_stage(clauses, day)]
    worst = (
        MeasureState.SUSPENDED
        if MeasureState.SUSPENDED in {own, theirs}
        else MeasureState.UNKNOWN
        if MeasureState.UNKNOWN in {own, theirs}
        else MeasureState.IN_FORCE
    )
    return ListingOnDay(measure=measure, listed=entry.listed, state=worst)


@cached_per_library
def clauses_by_list(library: Library) -> Mapping[ListId, tuple[tuple[Measure, Clause], ...]]:
    """Map each list, or part of one, to the clauses that set a level and ask for it themselves."""
    found: dict[ListId, list[tuple[Measure, Clause]]] = {}
    for measure, clause in library.clauses.values():
        if clause.effect in {Effect.PROHIBIT, Effect.REQUIRE_LICENCE}:
            asked = (part.list for part in walk(clause.when) if isinstance(part, Listed) and part.owned is None)
            for name in dict.fromkeys(asked):
                found.setdefault(name, []).append((measure, clause))
    return {name: tuple(clauses) for name, clauses in found.items()}


def foremost_stage(clauses: Iterable[tuple[Measure, Clause]], day: date) -> Stage:
    """Return how far the clauses of a list have come by a day: the farthest of them."""
    stages = {clause_stage_on(clause, measure, day)[0] for measure, clause in clauses}
    order = (Stage.IN_FORCE, Stage.UNKNOWN, Stage.SUSPENDED, Stage.PUBLISHED, Stage.UNPUBLISHED, Stage.REPEALED)
    return next(stage for stage in order if stage in stages)


@cached_per_library
def measures_by_list(library: Library) -> Mapping[ListId, Measure]:
    """Map each list to the measure whose subject tests it, where one does."""
    found: dict[ListId, Measure] = {}
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            for part in walk(condition):
                if isinstance(part, Listed) and where.endswith("subject"):
                    found.setdefault(part.list, measure)
    return found
