"""Clauses as they stand on a day, named by a digest: two that share it have the same value for every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sekisho.determination.book.cells import grave_clauses
from sekisho.determination.book.clause_rows import expand
from sekisho.determination.book.finest_partition import digest, triggers_digest
from sekisho.determination.core.domains import lists_on
from sekisho.determination.core.outcome import level_of
from sekisho.law.dates.calendar import LawOnDay
from sekisho.law.model.condition import FactName, Listed, facts_of, walk
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.parties.derived_facts import KIND, TERRITORY


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
        facts = frozenset[FactName]().union(*(facts_of(condition) for condition in expanded))
        tests = {part for condition in expanded for part in walk(condition) if isinstance(part, Listed)}
        follows = bool(facts & {KIND, TERRITORY})
        stated = (
            expanded,
            tuple((name, str(value)) for name, value in sorted(constants.items()) if name in facts),
            lists_on(law.day, library, tests) if tests else (),
            parties if tests or follows else "",
            triggers_digest(library.facts.triggers, facts),
        )
        level = int(level_of(one.clause))
        found.append(ClauseVersion(id=str(one.clause.id), level=level, digest=digest(*stated)))
    return tuple(found)
