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

from sekisho.errors import Problem
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId, Effect
from sekisho.law.model.term import Reading
from sekisho.proofs.contradictions import Clash, ContradictionKind, clashes
from sekisho.proofs.nesting import NestedCount, nested_problems
from sekisho.proofs.reachability import ClauseReach, ExceptionReach, Reached, clause_reaches, exception_reaches
from sekisho.proofs.states import DayCount, state_problems


@dataclass(slots=True, kw_only=True)
class Proof:
    """What was found, and what was gone through to find it.

    Parameters
    ----------
    reaches
        How many times a clause on a span of days under a reading could do how much.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
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
        proof.notes.append("Nothing else was tried, since the state of the law is not settled on every day.")
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
            days = f"from {first or 'the beginning'} to {ends[name, first] or 'open'}"
            proof.problems.append(_unreachable(library, name, f"it applies {days}, and no facts can meet it"))
    applying = {name for name, _ in best}
    for measure, clause in library.clauses.values():
        if clause.effect is not Effect.EXCEPT and clause.id not in applying:
            proof.problems.append(_unreachable(library, clause.id, f"no day on which {measure.id} lets it apply"))
    for one in doubtful.values():
        what = f"the search and the judge of single lines differ on {dict(one.facts)}"
        proof.problems.append(_unreachable(library, one.clause, what))
    proof.clauses = len(applying)
    proof.notes += _notes(by_reading, told)


def _notes(by_reading: dict[tuple[ClauseId, Reading], Reached], told: set[ClauseId]) -> list[str]:
    """Say of each clause what it cannot do under a reading on any day."""
    says = {
        Reached.NEVER: "no facts meet it",
        Reached.OPEN: "it is open at most",
        Reached.MET: "whenever it is met, a graver clause is met too",
        Reached.DECIDES: "whenever it decides, another clause of its level is met too",
    }
    found: dict[tuple[ClauseId, Reached], list[str]] = {}
    for (clause, reading), reached in by_reading.items():
        if reached in says and clause not in told:
            found.setdefault((clause, reached), []).append(str(reading))
    return [
        f"{clause}: {says[reached]} ({'every reading' if len(readings) == len(Reading) else ', '.join(readings)})."
        for (clause, reached), readings in found.items()
    ]


def _unreachable(library: Library, clause: ClauseId, why: str) -> Problem:
    measure, found = library.clauses[clause]
    return Problem(
        where=f"{measure.file}:{found.line}",
        code="M134",
        what=f"clause '{clause}' cannot be reached: {why}.",
        remedy="Mend its condition, its days, or the exceptions to it.",
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
                    what=f"exception '{one.exception}' never meets '{one.target}': no facts of any day meet both.",
                    remedy="Leave the clause out of 'excepts', or mend a condition.",
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
        facts = ", ".join(f"{name}={value}" for name, value in all_[0].facts.items())
        proof.notes.append(
            f"{relief} {kind} and {control} controls, and neither names the other ({all_[0].relief}, "
            f"{all_[0].control}; {len(all_)} such; first from {all_[0].first}: {facts})."
        )
