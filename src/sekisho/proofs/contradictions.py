"""Find measures that contradict each other silently.

The gravest met clause decides, so two measures never give two answers. They can still mislead: one says, by an
exception or because it is paused, that something needs no licence, and another controls the very same facts on the
same day. That is silent if neither measure names the other. A measure names another if it rests on it (`basis`),
states a relation to it, excepts a clause of it, asks whether it is in force, or uses a term that it defines.

Three kinds are searched for, over all values of all facts (see `search`), on every span of days:

- *relieved and controlled*: facts that meet an exception and what it excepts, and a clause of another measure that
  the exception does not name;
- *paused and controlled*: facts that a paused clause would meet if it were not paused, and that meet a clause of
  another measure;
- *milder and stricter*: facts that meet clauses of two measures of different levels.

Only measures that control by item are compared, one with another: a ban by destination, or on dealings with a listed
party, takes in whatever the items are, and says so. The item has one code here: one with two codes may well be
relieved under one and controlled under the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sekisho.determination.core.domains import AS_FOLLOWS
from sekisho.determination.core.outcome import Outcome, level_of
from sekisho.law.dates.calendar import ClauseOnDay, LawOnDay, Stage, bare_condition, stage_on, status_on
from sekisho.law.model.condition import FALSE, Condition, FactName, MeasureId, measures_of, terms_of
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, Effect, Measure, MeasureState, conditions_of
from sekisho.law.model.term import Readings, expand
from sekisho.proofs.nesting import domains_on, laws_of
from sekisho.proofs.reachability import library_leaves
from sekisho.proofs.search import Search, Want

BY_ITEM = frozenset({"regulation", "list", "item-control"})
"""Kinds of measures that control by what an item is."""


class ContradictionKind(StrEnum):
    """What the one measure says while the other controls."""

    RELIEVES = "relieves"
    IS_PAUSED = "is paused"
    IS_MILDER = "is milder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Facts and days on which one clause relieves, or is paused, and a clause of another measure controls.

    Parameters
    ----------
    relief
        The exception, the paused clause or the milder one.
    named
        One of the two measures names the other, so a reader of either is led there.
    """

    relief: ClauseId
    kind: ContradictionKind
    control: ClauseId
    first: date | None
    facts: Mapping[FactName, FactValue]
    named: bool


def names_of(library: Library) -> dict[MeasureId, frozenset[MeasureId]]:
    """Return, for each measure, those that it names."""
    home = {term.id: measure.id for measure in library.measures.values() for term in measure.terms}
    found: dict[MeasureId, frozenset[MeasureId]] = {}
    for measure in library.measures.values():
        conditions = [condition for _, condition in conditions_of(measure)]
        found[measure.id] = frozenset(
            {
                *measure.basis,
                *(relation.measure for relation in measure.relations),
                *(library.clauses[target][0].id for clause in measure.clauses for target in clause.excepts),
                *(other for condition in conditions for other in measures_of(condition)),
                *(home[term] for condition in conditions for term in terms_of(condition)),
            }
        ) - {measure.id}
    return found


def clashes(library: Library) -> Iterator[Clash]:
    """Go through every pair of a relief and a control, once each, on the first span of days on which they meet."""
    names, leaves = names_of(library), library_leaves(library)
    seen: set[tuple[ClauseId, ClauseId, ContradictionKind]] = set()
    for law in laws_of(library):
        reliefs = list(_reliefs(law, library))
        if not reliefs:
            continue
        domains = domains_on(leaves, law.day, library)
        search = Search({fact: replace(domain, several=False) for fact, domain in domains.items()})
        for clause, measure, kind, conditions in reliefs:
            for control in law.clauses:
                pair = clause.id, control.clause.id, kind
                if pair in seen or not _compared(measure, control) or control.clause.id in clause.excepts:
                    continue
                if kind is ContradictionKind.IS_MILDER and level_of(control.clause) <= level_of(clause):
                    continue
                parts = [AS_FOLLOWS, *conditions, control.condition]
                goals = [(expand(part, law.terms, Readings()), Want.TRUE) for part in parts]
                facts = search.find(goals, known=True)
                if facts is not None:
                    seen.add(pair)
                    named = control.measure.id in names[measure.id] or measure.id in names[control.measure.id]
                    yield Clash(
                        relief=clause.id,
                        kind=kind,
                        control=control.clause.id,
                        first=law.first,
                        facts=facts,
                        named=named,
                    )


def _compared(measure: Measure, control: ClauseOnDay) -> bool:
    return (
        control.measure.id != measure.id
        and level_of(control.clause) > Outcome.FREE
        and {measure.kind, control.measure.kind} <= BY_ITEM
    )


def _reliefs(law: LawOnDay, library: Library) -> Iterator[tuple[Clause, Measure, ContradictionKind, list[Condition]]]:
    """Yield what may relieve on a day: exceptions with a clause that they except, paused clauses, and all others."""
    for measure, clause in library.clauses.values():
        if clause.effect is Effect.EXCEPT:
            own = bare_condition(clause, measure, law.day, library.measures)
            for target in clause.excepts:
                of, excepted = library.clauses[target]
                both = [own, bare_condition(excepted, of, law.day, library.measures)]
                if FALSE not in both:
                    yield clause, measure, ContradictionKind.RELIEVES, both
        elif level_of(clause) > Outcome.FREE and _is_paused(clause, measure, law.day):
            yield (
                clause,
                measure,
                ContradictionKind.IS_PAUSED,
                [bare_condition(clause, measure, law.day, library.measures, although_paused=True)],
            )
    for each in law.clauses:
        if level_of(each.clause) > Outcome.FREE:
            yield each.clause, each.measure, ContradictionKind.IS_MILDER, [each.condition]


def _is_paused(clause: Clause, measure: Measure, day: date) -> bool:
    stage, _ = stage_on(measure, day)
    own = status_on(clause.status, day)
    return stage is Stage.SUSPENDED or (
        stage is Stage.IN_FORCE and own is not None and own.state is MeasureState.SUSPENDED
    )
