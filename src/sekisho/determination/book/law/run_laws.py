"""The laws of a run over a book: of each day that lines have, what is judged of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

from sekisho.determination.book.law.compiled_law import CompiledLaw, compile_law, duty_clauses
from sekisho.determination.core.law_in_time import clauses_asleep
from sekisho.law.dates.calendar import ClauseOnDay, LawOnDay, law_on
from sekisho.law.model.condition import FactName, Reaches, TermId, facts_of, terms_of
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings, reach_of
from sekisho.parties.index import PartyIndex


@dataclass(frozen=True, slots=True)
class RunLaws:
    """The laws of a run, and of each the clauses that oblige and those that are suspended, as if they were in force."""

    laws: tuple[CompiledLaw, ...]
    duties: tuple[CompiledLaw, ...]
    asleep: tuple[CompiledLaw, ...]

    @property
    def every(self) -> tuple[CompiledLaw, ...]:
        """All that is judged of a line."""
        return *self.laws, *self.duties, *self.asleep

    @property
    def tested(self) -> tuple[FactName, ...]:
        """The facts that are tested."""
        return used_facts(self.laws, (*self.duties, *self.asleep))


def laws_on(
    library: Library,
    days: Iterable[date],
    *,
    variants: Sequence[Readings],
    constants: Mapping[FactName, FactValue],
    parties: PartyIndex,
    levels_alone: bool,
) -> RunLaws:
    """Compile the law of each of some days, and what else is told of a line unless levels alone are asked."""
    heard = variants[:1] if levels_alone else variants
    laws = tuple(
        compile_law(law_on(library, one), variants=heard, constants=constants, parties=parties) for one in days
    )
    duties, asleep = (
        tuple(
            compile_law(law.law, variants=variants[:1], constants=constants, parties=parties, clauses=chosen(law.law))
            for law in (() if levels_alone else laws)
        )
        for chosen in (duty_clauses, partial(clauses_asleep, library))
    )
    return RunLaws(laws, duties, asleep)


def used_facts(laws: Iterable[CompiledLaw], duties: Iterable[CompiledLaw] = ()) -> tuple[FactName, ...]:
    """Facts that any of the laws tests, each once, and those that their clauses name in any reading.

    Of clauses that oblige, those that they test under the readings of the run: no other reading is judged.
    """
    found: dict[FactName, None] = {}
    for law in laws:
        for fact in law.facts:
            found[fact] = None
        for clause in law.clauses:
            for fact in sorted(_named_in(clause, law.law) - frozenset(law.constants)):
                found[fact] = None
    found |= dict.fromkeys(fact for duty in duties for fact in duty.facts)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Named:
    """The facts that clauses and terms of a law name in any reading; clauses count by which object they are."""

    by_clause: dict[int, tuple[ClauseOnDay, frozenset[FactName]]]
    by_term: dict[TermId, frozenset[FactName]]


_NAMED: Final[WeakKeyDictionary[LawOnDay, _Named]] = WeakKeyDictionary()
"""Let go with the law. A small book asks the same laws of their clauses as the book before it."""


def _named_in(clause: ClauseOnDay, law: LawOnDay) -> frozenset[FactName]:
    """Facts that a clause names, itself and through terms in any reading; of each clause found out once."""
    named = _NAMED.setdefault(law, _Named({}, {}))
    if id(clause) not in named.by_clause:
        facts = facts_of(clause.condition)
        for term in terms_of(clause.condition):  # many clauses name the same few terms
            if term not in named.by_term:
                named.by_term[term] = reach_of(Reaches(term), law.terms).facts
            facts |= named.by_term[term]
        named.by_clause[id(clause)] = clause, facts
    return named.by_clause[id(clause)][1]
