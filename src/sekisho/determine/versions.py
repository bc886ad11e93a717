"""Clauses as they stand on a day, named by a digest: two that share it have the same value for every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.determine.cells import grave_clauses
from sekisho.determine.decide import level_of
from sekisho.determine.finest import digest
from sekisho.determine.rows import expand
from sekisho.law.calendar import LawOnDay, entry_state, is_within
from sekisho.law.condition import FactName, Listed, facts_of, walk
from sekisho.law.fact import FactValue
from sekisho.law.library import Library
from sekisho.law.term import Readings
from sekisho.parties.follow import KIND, TERRITORY


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseVersion:
    """A clause under one law and the readings of a run.

    Parameters
    ----------
    level
        Level that it sets, as a number.
    digest
        Digest of all on which its value hangs: its condition under each reading, and the state of lists and of law.
    """

    id: str
    level: int
    digest: str


def versions_of(
    law: LawOnDay,
    library: Library,
    *,
    variants: Sequence[Readings],
    constants: Mapping[FactName, FactValue],
    parties: str,
) -> tuple[ClauseVersion, ...]:
    """Name the clauses of a day that can change an outcome, in the order in which they are compiled.

    Parameters
    ----------
    parties
        Digest of everything on which the matching of names hangs.
    """
    found = []
    for one in grave_clauses(law):
        expanded = tuple(expand(one.condition, law.terms, readings) for readings in variants)
        facts = frozenset[str]().union(*(facts_of(condition) for condition in expanded))
        tests = {part for condition in expanded for part in walk(condition) if isinstance(part, Listed)}
        follows = bool(facts & {KIND, TERRITORY})
        stated = (
            expanded,
            tuple((name, str(value)) for name, value in sorted(constants.items()) if name in facts),
            _lists(law.day, library, tests) if tests else (),
            parties if tests or follows else "",
        )
        level = int(level_of(one.clause))
        found.append(ClauseVersion(id=str(one.clause.id), level=level, digest=digest(*stated)))
    return tuple(found)


def _lists(day: date, library: Library, tests: set[Listed]) -> tuple[object, ...]:
    """Return the states of the entries that tests of lists ask of, and who holds whom, on the day of a law."""
    names = {name for test in tests for name in test.lists}
    states = tuple(
        str(entry_state(entry, day))
        for entry in library.entries
        if any(entry.list == name or entry.list.startswith(f"{name}/") for name in names)
    )
    held = any(test.owned for test in tests)
    holdings = tuple(is_within(day, one.start, one.until) for one in library.holdings) if held else ()
    owners = tuple(str(entry_state(entry, day)) for entry in library.entries) if held else ()
    return states, holdings, owners
