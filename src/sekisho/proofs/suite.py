"""All proofs over one library, with the counts of what was gone through.

M110  a narrower reading of a term reaches further than a wider one (see `nested`)
M134  a clause that no facts can meet, on a span of days on which it applies (see `reachability`)
M131  an exception that never meets what it excepts
M133  a day on which a measure or a clause has no state, or several (see `sekisho.proofs.states`)

What is worth knowing and no fault is a note: a clause that can be met and never decides, one that no facts meet under
one of the readings, and measures of which one relieves what the other controls (see `contradictions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sekisho.errors import Problem
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId, Effect
from sekisho.law.model.term import Reading
from sekisho.message import Text, joined, message
from sekisho.proofs.contradictions import Clash, ContradictionKind, clashes
from sekisho.proofs.date_agreement import day_or_open
from sekisho.proofs.nesting import NestedCount, facts_told, nested_problems
from sekisho.proofs.reachability import ClauseReach, ExceptionReach, Reached, clause_reaches, exception_reaches
from sekisho.proofs.states import DayCount, state_problems

_KINDS: Final = {
    ContradictionKind.RELIEVES: message("proof.relieves", "relieves"),
    ContradictionKind.IS_PAUSED: message("proof.is_paused", "is paused"),
    ContradictionKind.IS_MILDER: message("proof.is_milder", "is milder"),
}
"""What one of two measures does while the other controls."""


@dataclass(slots=True, kw_only=True)
class Proof:
    """What was found, and what was gone through to find it.

    Parameters
    ----------
    reaches
        How many times a clause on a span of days under a reading could do how much.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    days: DayCount = field(default_factory=DayCount)
    nested: NestedCount = field(default_factory=NestedCount)
    clauses: int = 0
    reaches: dict[Reached, int] = field(default_factory=lambda: dict.fromkeys(Reached, 0))
    exceptions: int = 0
    clashes: int = 0
    silent: int = 0


def prove(library: Library, *, until: date | None = None) -> Proof:
    """Prove what can be proved of a library: states, readings, reach of clauses and exceptions, contradictions.

    Parameters
    ----------
    until
        Last day at least of the proof that goes day by day.
    """
    proof = Proof()
    proof.problems += state_problems(library, until=until, count=proof.days)
    proof.problems += nested_problems(library, proof.nested)
    if any(problem.code == "M133" for problem in proof.problems):
        proof.notes.append(
            message(
                "proof.nothing_else", "Nothing else was tried, since the state of the law is not settled on every day."
            )
        )
        return proof
    _clauses(proof, library, list(clause_reaches(library)))
    _exceptions(proof, library, exception_reaches(library))
    _clashes(proof, clashes(library))
    return proof


def _clauses(proof: Proof, library: Library, reaches: list[ClauseReach]) -> None:
    best: dict[tuple[ClauseId, date | None], Reached] = {}
    by_reading: dict[tuple[ClauseId, Reading], Reached] = {}
    doubtful: dict[ClauseId, ClauseReach] = {}
    for one in reaches:
        proof.reaches[one.reached] += 1
        span = one.clause, one.first
        best[span] = max(best.get(span, Reached.NEVER), one.reached)
        pair = one.clause, one.reading
        by_reading[pair] = max(by_reading.get(pair, Reached.NEVER), one.reached)
        if not one.agreed:
            doubtful.setdefault(one.clause, one)
    ends = {(one.clause, one.first): one.last for one in reaches}
    told: set[ClauseId] = set()
    for (name, first), reached in best.items():
        if reached is Reached.NEVER and name not in told:
            told.add(name)
            why = message(
                "proof.no_facts_meet",
                "it applies from {first} to {last}, and no facts can meet it",
                first=day_or_open(first) if first is not None else message("proof.beginning", "the beginning"),
                last=day_or_open(ends[name, first]),
            )
            proof.problems.append(_unreachable(library, name, why))
    applying = {name for name, _ in best}
    for measure, clause in library.clauses.values():
        if clause.effect is not Effect.EXCEPT and clause.id not in applying:
            why = message("proof.never_applies", "no day on which {measure} lets it apply", measure=measure.id)
            proof.problems.append(_unreachable(library, clause.id, why))
    for one in doubtful.values():
        why = message(
            "proof.search_differs",
            "the search and the judge of single lines differ on {facts}",
            facts=facts_told(one.facts),
        )
        proof.problems.append(_unreachable(library, one.clause, why))
    proof.clauses = len(applying)
    proof.notes += _notes(by_reading, told)


def _notes(by_reading: dict[tuple[ClauseId, Reading], Reached], told: set[ClauseId]) -> list[Text]:
    """Say of each clause what it cannot do under a reading on any day."""
    says = {
        Reached.NEVER: message("proof.met_never", "no facts meet it"),
        Reached.OPEN: message("proof.open_at_most", "it is open at most"),
        Reached.MET: message("proof.met_with_graver", "whenever it is met, a graver clause is met too"),
        Reached.DECIDES: message("proof.met_with_equal", "whenever it decides, another clause of its level is met too"),
    }
    found: dict[tuple[ClauseId, Reached], list[str]] = {}
    for (clause, reading), reached in by_reading.items():
        if reached in says and clause not in told:
            found.setdefault((clause, reached), []).append(str(reading))
    return [
        message(
            "proof.clause_note",
            "{clause}: {what} ({readings}).",
            clause=clause,
            what=says[reached],
            readings=joined(readings, "comma")
            if len(readings) < len(Reading)
            else message("proof.every_reading", "every reading"),
        )
        for (clause, reached), readings in found.items()
    ]


def _unreachable(library: Library, clause: ClauseId, why: Text) -> Problem:
    measure, found = library.clauses[clause]
    return Problem(
        where=f"{measure.file}:{found.line}",
        code="M134",
        what=message("proof.unreachable", "clause '{clause}' cannot be reached: {why}.", clause=clause, why=why),
        remedy=message("proof.mend_clause", "Mend its condition, its days, or the exceptions to it."),
    )


def _exceptions(proof: Proof, library: Library, reaches: Iterable[ExceptionReach]) -> None:
    for one in reaches:
        proof.exceptions += 1
        if one.day is None:
            measure, clause = library.clauses[one.exception]
            proof.problems.append(
                Problem(
                    where=f"{measure.file}:{clause.line}",
                    code="M131",
                    what=message(
                        "proof.exception_never_meets",
                        "exception '{exception}' never meets '{clause}': no facts of any day meet both.",
                        exception=one.exception,
                        clause=one.target,
                    ),
                    remedy=message("proof.mend_exception", "Leave the clause out of 'excepts', or mend a condition."),
                )
            )


def _clashes(proof: Proof, found: Iterable[Clash]) -> None:
    """Keep one note for each pair of measures of which neither names the other."""
    pairs: dict[tuple[str, str, ContradictionKind], list[Clash]] = {}
    for clash in found:
        proof.clashes += 1
        if not clash.named:
            pair = clash.relief.partition("#")[0], clash.control.partition("#")[0], clash.kind
            pairs.setdefault(pair, []).append(clash)
    proof.silent = len(pairs)
    for (relief, control, kind), all_ in pairs.items():
        first = all_[0]
        proof.notes.append(
            message(
                "proof.clash",
                "{relief} {kind} and {control} controls, and neither names the other ({clause}, {other}; {n} such; "
                "first from {day}: {facts}).",
                relief=relief,
                kind=_KINDS[kind],
                control=control,
                clause=first.relief,
                other=first.control,
                n=len(all_),
                day=day_or_open(first.first),
                facts=facts_told(first.facts),
            )
        )
