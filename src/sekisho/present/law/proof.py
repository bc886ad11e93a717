"""A proof as text: what was gone through, and what is worth knowing of it."""

from __future__ import annotations

from sekisho.present.render.terminal import count
from sekisho.proofs.reachability import Reached
from sekisho.proofs.suite import Proof


def proof_text(proof: Proof) -> list[str]:
    """Say what a proof went through, line by line, and its notes."""
    rows = {
        "one state a day": _states(proof),
        "nested readings": _nested(proof),
        "reach of clauses": _reaches(proof),
        "exceptions": f"{count(proof.exceptions, 'pair')} of an exception and a clause that it excepts",
        "contradictions": _clashes(proof),
    }
    return [*(f"{name:17} {said}" for name, said in rows.items()), *(f"note: {note}" for note in proof.notes)]


def _states(proof: Proof) -> str:
    days = proof.days
    states = count(days.states, "state")
    return f"{count(days.days, 'day')} from {days.first} to {days.last}, {states} of measures and clauses"


def _nested(proof: Proof) -> str:
    nested = proof.nested
    terms, spans = count(len(nested.terms), "disputed term"), count(nested.spans, "span")
    triples, cells = count(nested.triples, "different triple"), count(nested.cells, "cell")
    return f"{terms} over {spans} of days, {triples} of readings over {cells}"


def _reaches(proof: Proof) -> str:
    reached = proof.reaches
    tried = sum(reached.values())
    decide = reached[Reached.DECIDES] + reached[Reached.ALONE]
    return (
        f"{count(proof.clauses, 'clause')} on every span under every reading, {count(tried, 'case')}: {decide:,} can "
        f"decide, {reached[Reached.MET]:,} can be met, {reached[Reached.OPEN]:,} open at most, "
        f"{reached[Reached.NEVER]:,} never met"
    )


def _clashes(proof: Proof) -> str:
    return (
        f"{count(proof.clashes, 'pair')} of clauses of which one relieves, is paused or is milder and the other "
        f"controls; {count(proof.silent, 'pair')} of measures of which neither names the other"
    )
