"""What was stated for all lines of a book, and whether it changed an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.determination.book.answers import Answer
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.engine import BookEngine
from sekisho.determination.book.party_matches import names_of
from sekisho.determination.book.supposition import Constant
from sekisho.determination.line.input_ledger import InputUse
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.parties.folding import fold

LISTED: Final = 100
"""Inputs that changed nothing which a run card lists; beyond them it counts. A guess: more make a card of thousands of
lines that nobody reads, and of fewer a user does not see which of a file of answers were idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInput:
    """Something that was stated for a whole book."""

    kind: str
    name: str
    value: str
    use: InputUse

    def to_dict(self) -> dict[str, str]:
        """Return it as plain data."""
        return {"kind": self.kind, "name": self.name, "value": self.value, "use": str(self.use)}


def answered_inputs(met: Iterable[tuple[Answer, int, int]]) -> list[BookInput]:
    """List the answers with what became of each; `met` counts their lines in the book before it was filled."""
    found = []
    for one, open_lines, others in met:
        use = InputUse.USED if open_lines else InputUse.CONTRADICTED if others else InputUse.NOT_NEEDED
        found.append(BookInput(kind="answer", name=_name(one), value=one.value, use=use))
    return found


def constant_inputs(constants: Iterable[Constant]) -> Iterator[BookInput]:
    """List the constants with what became of each."""
    for constant in constants:
        use = InputUse.USED if constant.filled else InputUse.NOT_NEEDED
        use = InputUse.CONTRADICTED if constant.otherwise and not constant.filled else use
        yield BookInput(kind="constant", name=str(constant.fact), value=constant.value, use=use)


def _name(one: Answer) -> str:
    about = "; ".join(f"{name} {text}" for name, text in one.about)
    return f"{one.fact} ({about})" if about else str(one.fact)


def settings_inputs(
    stage: EncodedBook,
    lines: BookEngine,
    library: Library,
    *,
    chosen: Readings,
    assume: Mapping[str, str],
    unknown: Iterable[str],
) -> Iterator[BookInput]:
    """List what was stated for all lines: decisions on names, assumptions, readings, facts to leave unknown."""
    laws = [compiled.law for compiled in stage.laws]
    if library.identity.decisions:
        names = {fold(name) for _, name, _ in names_of(lines, library)}
        for one in library.identity.decisions:
            same = f"{one.entry}: {one.answer.replace('_', ' ')}"
            yield BookInput(kind="decision", name=one.name, value=same, use=_use(fold(one.name) in names))
    sets = {str(saying.id): frozenset(saying.sets) for saying in library.assumptions}
    for name, value in assume.items():
        bears = sets.get(name, frozenset()) | {FactName(name)}
        used = any(not bears.isdisjoint(law.unknowns) for law in laws)
        yield BookInput(kind="assumption", name=name, value=value, use=_use(used))
    if chosen.default is not Reading.CENTRAL:
        disputed = any(term.disputed for law in laws for term in law.terms.values())
        yield BookInput(kind="reading", name="all", value=str(chosen.default), use=_use(disputed))
    for term, reading in chosen.by_term:
        used = any(term in law.terms for law in laws)
        yield BookInput(kind="reading", name=term, value=str(reading), use=_use(used))
    tested = {fact for compiled in (*stage.laws, *stage.duties) for fact in compiled.facts}
    for name in sorted(unknown):
        yield BookInput(kind="unknown", name=name, value="unknown", use=_use(name in tested))


def _use(used: bool) -> InputUse:  # noqa: FBT001 - a word for a truth
    return InputUse.USED if used else InputUse.NOT_NEEDED


def ledger(found: Iterable[BookInput]) -> dict[str, object]:
    """Count inputs by what became of them, and list those that changed nothing."""
    every = list(found)
    counts: dict[str, object] = {str(use): sum(one.use is use for one in every) for use in InputUse}
    idle = [one.to_dict() for one in every if one.use is not InputUse.USED]
    return counts | ({"without_effect": idle[:LISTED]} if idle else {})
