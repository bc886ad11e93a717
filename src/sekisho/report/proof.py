"""A proof as text: what was gone through, and what is worth knowing of it."""

from __future__ import annotations

from sekisho.determine.prove import Proof
from sekisho.determine.reachable import Reached
from sekisho.report.layout import count


def proof_text(proof: Proof) -> list[str]:
    """Say what a proof went through, line by line, and its notes."""
    days, nested, reaches = proof.days, proof.nested, proof.reaches
    tried = sum(reaches.values())
    decide = reaches[Reached.DECIDES] + reaches[Reached.ALONE]
    lines = [
        f"one state a day   {count(days.days, 'day')} from {days.first} to {days.last}, "
        f"{count(days.states, 'state')} of measures and clauses",
        f"nested readings   {count(len(nested.terms), 'disputed term')} over {count(nested.spans, 'span')} of days: "
        f"{count(nested.triples, 'different set')} of readings, {count(nested.cells, 'cell')}",
        f"reach of clauses  {count(proof.clauses, 'clause')} on every span under every reading: {tried:,} searches; "
        f"{decide:,} can decide, {reaches[Reached.MET]:,} can be met, "
        f"{reaches[Reached.OPEN]:,} open at most, {reaches[Reached.NEVER]:,} never met",
        f"exceptions        {count(proof.exceptions, 'pair')} of an exception and a clause that it excepts",
        f"contradictions    {count(proof.clashes, 'pair')} of a relieved or paused clause and one that controls; "
        f"{count(proof.silent, 'pair')} of measures of which neither names the other",
    ]
    return [*lines, *(f"note: {note}" for note in proof.notes)]
