"""A proof as text: what was gone through, and what is worth knowing of it."""

from __future__ import annotations

from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.message import Text, counted, day_text, message
from sekisho.present.render.terminal import pad
from sekisho.proofs.reachability import Reached
from sekisho.proofs.suite import Proof

NAMES: Final = 17
"""Cells of the column of names."""


def proof_text(proof: Proof, *, language: str = "en") -> list[str]:
    """Say what a proof went through, line by line, and its notes.

    Parameters
    ----------
    language
        en, ja or zh.
    """
    say = Translator(language).say
    rows = (
        (message("proof.states_head", "one state a day"), _states(proof)),
        (message("proof.nested_head", "nested readings"), _nested(proof)),
        (message("proof.reach_head", "reach of clauses"), _reaches(proof)),
        (message("proof.exceptions_head", "exceptions"), _exceptions(proof)),
        (message("proof.clashes_head", "contradictions"), _clashes(proof)),
    )
    notes = (message("proof.note", "note: {note}", note=note) for note in proof.notes)
    return [*(f"{pad(say(name), NAMES)} {say(text)}" for name, text in rows), *map(say, notes)]


def _states(proof: Proof) -> Text:
    days = proof.days
    return message(
        "proof.states_tried",
        "{days} from {first} to {last}, {states} of measures and clauses",
        days=counted("proof.days", "{n} day", "{n} days", n=days.days),
        first=day_text(days.first),
        last=day_text(days.last),
        states=counted("proof.states", "{n} state", "{n} states", n=days.states),
    )


def _nested(proof: Proof) -> Text:
    nested = proof.nested
    return message(
        "proof.readings_tried",
        "{terms} over {spans} of days, {triples} of readings over {cells}",
        terms=counted("proof.terms", "{n} disputed term", "{n} disputed terms", n=len(nested.terms)),
        spans=counted("proof.spans", "{n} span", "{n} spans", n=nested.spans),
        triples=counted("proof.triples", "{n} different triple", "{n} different triples", n=nested.triples),
        cells=counted("proof.cells", "{n} cell", "{n} cells", n=nested.cells),
    )


def _reaches(proof: Proof) -> Text:
    reached = proof.reaches
    return message(
        "proof.reaches_tried",
        "{clauses} on every span under every reading, {cases}: {decide} can decide, {met} can be met, "
        "{open} open at most, {never} never met",
        clauses=counted("proof.clauses", "{n} clause", "{n} clauses", n=proof.clauses),
        cases=counted("proof.cases", "{n} case", "{n} cases", n=sum(reached.values())),
        decide=reached[Reached.DECIDES] + reached[Reached.ALONE],
        met=reached[Reached.MET],
        open=reached[Reached.OPEN],
        never=reached[Reached.NEVER],
    )


def _exceptions(proof: Proof) -> Text:
    return counted(
        "proof.exceptions_tried",
        "{n} pair of an exception and a clause that it excepts",
        "{n} pairs of an exception and a clause that it excepts",
        n=proof.exceptions,
    )


def _clashes(proof: Proof) -> Text:
    return message(
        "proof.clashes_tried",
        "{clauses} of clauses of which one relieves, is paused or is milder and the other controls; {measures} of "
        "measures of which neither names the other",
        clauses=counted("proof.pairs", "{n} pair", "{n} pairs", n=proof.clashes),
        measures=counted("proof.pairs", "{n} pair", "{n} pairs", n=proof.silent),
    )
