"""What a condition depends on through the terms that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.law.model.condition import Condition, FactName, TermId, facts_of, terms_of
from sekisho.law.model.term import Reading, Term


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a clause depends on through all the terms that it names: disputed terms, and facts."""

    disputed: frozenset[TermId]
    facts: frozenset[FactName]


def reach_of(condition: Condition, terms: Mapping[TermId, Term]) -> Dependencies:
    """Follow a condition through its terms under all readings."""
    disputed: set[TermId] = set()
    facts = set(facts_of(condition))
    queue, seen = list(terms_of(condition)), set()
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        term = terms[name]
        if term.disputed:
            disputed.add(name)
        for reading in Reading:
            facts |= facts_of(term.reach(reading).when)
            queue += terms_of(term.reach(reading).when)
    return Dependencies(frozenset(disputed), frozenset(facts))
