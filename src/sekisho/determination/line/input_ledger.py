"""The ledger of inputs: whatever a person stated, and what became of it, so that nothing stated is ignored in silence.

An input is *used* if the answer would be another without it: another floor, ceiling, clause or duty, under the readings
of the question, all narrow, or all broad. It is *not needed* if the answer is the same without it, and *contradicted*
if something else that is stated says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.variants import Variant, Variants
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, Unknown, when_absent
from sekisho.law.model.library import Library
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Reading, Readings
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, KIND, TERRITORY, follow
from sekisho.parties.folding import fold
from sekisho.parties.index import parties_of
from sekisho.trade.items.inference import GOODS, KNOWLEDGE, infer

if TYPE_CHECKING:
    from sekisho.determination.core.evaluation import Evaluation

DATE: Final = "date"
OTHERS: Final = (Readings(Reading.NARROW), Readings(Reading.BROAD))
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
    """

    facts: Facts
    assume: Mapping[str, str]
    readings: Readings
    dated: bool


class StatedInputs:
    """Asks of each input of a question what the answer would be without it, of all of them at once.

    Attributes
    ----------
    variants
        The line itself as words are read, narrowly and broadly, and the same of the line without each input.
    """

    def __init__(self, heard: Evaluation, stated: Stated, library: Library) -> None:
        self.heard, self.stated, self.library = heard, stated, library
        table = library.facts
        assumed = {FactName(name): table.parse(FactName(name), value) for name, value in stated.assume.items()}
        self.whole = {**stated.facts, **assumed}
        self.of_law = frozenset(name for name, fact in table.facts.items() if fact.of == "law")
        self.leads = {*GOODS, *KNOWLEDGE, *table.triggered}
        self.leads |= {END_USER, KIND, TERRITORY, DEPARTURE, DESTINATION}
        self._asked = [*self._facts(), *self._assumptions(), *self._readings()]
        without = [variant for _, _, _, variant in self._asked if not isinstance(variant, InputUse)]
        every = (({}, heard.context.readings), *without) if without else ()
        self.variants: list[Variant] = [(moved, read) for moved, own in every for read in (own, *OTHERS)]

    def told(self, judged: Variants, start: int, contradicted: Collection[FactName]) -> tuple[Input, ...]:
        """List the inputs with what became of each, facts in the order of the table: a line gives the same bytes.

        Parameters
        ----------
        judged, start
            The variants as they were judged, and the place of the first of these among them.
        contradicted
            Facts of which something else says otherwise.
        """
        number = 1 + len(OTHERS)
        others = [judged.others(start + at, duties=not at) >> start for at in range(number)] if self.variants else []
        place, inputs = 0, []
        for kind, name, value, without in self._asked:
            use = without
            if not isinstance(use, InputUse):
                place += number
                bears = any(bits >> place + at & 1 for at, bits in enumerate(others))
                use = InputUse.USED if bears else InputUse.NOT_NEEDED
            if kind == "fact" and name in contradicted:
                use = InputUse.CONTRADICTED
            inputs.append(Input(kind=kind, name=name, value=value, use=use))
        return (*inputs, *_decisions(self.stated.facts, self.library))

    def _facts(self) -> Iterator[_Asked]:
        stated = self.stated.facts
        for name, value in ((fact, stated[fact]) for fact in self.library.facts.facts if fact in stated):
            use = InputUse.USED if name == DATE and not self.stated.dated else self._without(name)
            yield "fact", name, _told(value), use

    def _assumptions(self) -> Iterator[_Asked]:
        for name, value in self.stated.assume.items():
            yield "assumption", name, str(value), self._without(FactName(name))

    def _readings(self) -> Iterator[_Asked]:
        chosen = self.stated.readings
        if chosen.default is not Reading.CENTRAL:
            yield "reading", "all", str(chosen.default), ({}, Readings(by_term=chosen.by_term))
        for term, reading in chosen.by_term:
            left = tuple(pair for pair in chosen.by_term if pair[0] != term)
            yield "reading", term, str(reading), ({}, Readings(chosen.default, left))

    def _without(self, name: FactName) -> InputUse | Variant:
        """Return the line without an input; that it is not needed if nothing is another."""
        before, table = self.heard.context.facts, self.library.facts
        left = {other: value for other, value in self.whole.items() if other != name}
        if table[name].of == "law":  # one assumption may set several unknowns of the law
            bare = {fact.name: left.get(fact.name, UNKNOWN) for fact in table.facts.values() if fact.of == "law"}
            then = bare | answered_on(bare, self.library.assumptions, self.heard.context.day)
        elif name not in self.leads:  # nothing follows from it
            then = {name: when_absent(table[name])}
        else:
            out = table.names - left.keys()
            followed = follow(infer({**table.absent, **left}, out, table), out, parties_of(self.library))
            then = {
                fact: value for fact, value in followed.items() if value is not before[fact] and fact not in self.of_law
            }
        moved = {fact: value for fact, value in then.items() if value != before[fact]}
        return (moved, self.heard.context.readings) if moved else InputUse.NOT_NEEDED


_Asked = tuple[str, str, str, InputUse | Variant]
"""Kind, name and value of an input, and what became of it, or what is judged to tell that."""


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
