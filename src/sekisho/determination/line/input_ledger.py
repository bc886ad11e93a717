"""The ledger of inputs: whatever a person stated, and what became of it, so that nothing stated is ignored in silence.

An input is *used* if the answer would be another without it: another floor, ceiling, clause or duty, under the readings
of the question, all narrow, or all broad. It is *not needed* if the answer is the same without it, and *contradicted*
if something else that is stated says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, Unknown, when_absent
from sekisho.law.model.library import Library
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Reading, Readings
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, KIND, TERRITORY, follow
from sekisho.parties.folding import fold
from sekisho.parties.index import parties_of
from sekisho.trade.items.inference import GOODS, KNOWLEDGE, infer, triggered_facts

if TYPE_CHECKING:
    from sekisho.determination.core.evaluation import Evaluation

DATE: Final = "date"
OTHERS: Final = (Reading.NARROW, Reading.BROAD)
Facts = Mapping[FactName, FactValue]


class InputUse(StrEnum):
    """What became of an input."""

    USED = "used"
    NOT_NEEDED = "not_needed"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that a person stated.

    Parameters
    ----------
    kind
        fact, assumption, reading or decision.
    name
        The fact, the named unknown of the law, the term ("all" for every term), or the name that was decided on.
    """

    kind: str
    name: str
    value: str
    use: InputUse

    def to_dict(self) -> dict[str, str]:
        """Return it as plain data."""
        return {"kind": self.kind, "name": self.name, "value": self.value, "use": str(self.use)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a question states.

    Parameters
    ----------
    facts
        As the line states them, typed, before anything follows from them.
    dated
        Whether the date of law was asked for, so that the line's own date does not choose it.
    contradicted
        Facts of which something else says otherwise.
    """

    facts: Facts
    assume: Mapping[str, str]
    readings: Readings
    dated: bool
    contradicted: frozenset[FactName]


def inputs_of(heard: Evaluation, stated: Stated, library: Library) -> tuple[Input, ...]:
    """List every input of a question with what became of it."""
    ledger = _Ledger(heard, stated, library)
    return (*ledger.facts(), *ledger.assumptions(), *ledger.readings(), *_decisions(stated.facts, library))


class _Ledger:
    """Asks of each input what the answer would be without it."""

    def __init__(self, heard: Evaluation, stated: Stated, library: Library) -> None:
        self.heard, self.stated, self.library = heard, stated, library
        self.answers: list[object] | None = None
        table = library.facts
        assumed = {FactName(name): table.parse(FactName(name), value) for name, value in stated.assume.items()}
        self.whole = {**stated.facts, **assumed}
        self.leads = {*GOODS, *KNOWLEDGE, *triggered_facts(table.triggers)}
        self.leads |= {END_USER, KIND, TERRITORY, DEPARTURE, DESTINATION}

    def facts(self) -> Iterator[Input]:
        """Go through the facts in the order of the table of facts, so that a kept line gives the same bytes."""
        stated = self.stated.facts
        for name, value in ((fact, stated[fact]) for fact in self.library.facts.facts if fact in stated):
            if name in self.stated.contradicted:
                use = InputUse.CONTRADICTED
            elif name == DATE and not self.stated.dated:
                use = InputUse.USED
            else:
                use = self._without(name)
            yield Input(kind="fact", name=name, value=_told(value), use=use)

    def assumptions(self) -> Iterator[Input]:
        for name, value in self.stated.assume.items():
            yield Input(kind="assumption", name=name, value=str(value), use=self._without(FactName(name)))

    def readings(self) -> Iterator[Input]:
        chosen = self.stated.readings
        if chosen.default is not Reading.CENTRAL:
            use = self._if(self.heard.with_readings(Readings(by_term=chosen.by_term)))
            yield Input(kind="reading", name="all", value=str(chosen.default), use=use)
        for term, reading in chosen.by_term:
            left = tuple(pair for pair in chosen.by_term if pair[0] != term)
            use = self._if(self.heard.with_readings(Readings(chosen.default, left)))
            yield Input(kind="reading", name=term, value=str(reading), use=use)

    def _without(self, name: FactName) -> InputUse:
        before, table = self.heard.context.facts, self.library.facts
        left = {other: value for other, value in self.whole.items() if other != name}
        if table[name].of == "law":  # one assumption may set several unknowns of the law
            bare = {fact.name: left.get(fact.name, UNKNOWN) for fact in table.facts.values() if fact.of == "law"}
            then = bare | answered_on(bare, self.library.assumptions, self.heard.context.day)
        elif name not in self.leads:  # nothing follows from it
            then = {name: when_absent(table[name])}
        else:
            bare = {other: left[other] if other in left else when_absent(fact) for other, fact in table.facts.items()}
            out = table.facts.keys() - left.keys()
            told = follow(infer(bare, out, table), out, parties_of(self.library))
            then = {fact: value for fact, value in told.items() if table[fact].of != "law"}
        moved = {fact: value for fact, value in then.items() if value != before[fact]}
        return self._if(self.heard.with_facts(moved)) if moved else InputUse.NOT_NEEDED

    def _if(self, other: Evaluation) -> InputUse:
        """Tell whether an answer is another: at once if its verdict is, else under the other readings too."""
        own = self.heard
        if other.verdict != own.verdict or other.obligations != own.obligations:
            return InputUse.USED
        if self.answers is None:
            self.answers = [own.with_readings(Readings(reading)).verdict for reading in OTHERS]
        others = [other.with_readings(Readings(reading)).verdict for reading in OTHERS]
        return InputUse.NOT_NEEDED if others == self.answers else InputUse.USED


def _decisions(facts: Facts, library: Library) -> Iterable[Input]:
    """List the decisions on names that the line names; a register may hold many thousand others, which it does not."""
    if not library.identity.decisions:
        return
    names = {fold(str(value)) for name, value in facts.items() if library.facts[name].kind == "party"}
    for one in library.identity.decisions:
        if fold(one.name) in names:
            yield Input(
                kind="decision", name=one.name, value=f"{one.entry}: {one.answer.replace('_', ' ')}", use=InputUse.USED
            )


def _told(value: FactValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if isinstance(value, Unknown) else str(value)
