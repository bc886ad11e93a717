"""Check that readings are nested: whatever a narrow reading reaches, the central one does, and so the broad one.

The facts that a term depends on are cut into cells on which no test tells two values apart, and every combination
of cells is judged, unknown among them. Items have one code, or none: two disjoint entries of which a wider reading
takes out one are not tried together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from sekisho.determine.given import parties_of
from sekisho.determine.judge import Case, judge
from sekisho.determine.judge import test as judge_test
from sekisho.determine.rows import expand
from sekisho.errors import Problem
from sekisho.law.calendar import LawOnDay
from sekisho.law.condition import (
    Between,
    Condition,
    FactName,
    Is,
    Leaf,
    Listed,
    Open,
    Reaches,
    TermId,
    Under,
    type_leaf,
    walk,
)
from sekisho.law.fact import UNKNOWN, Codes, Fact, FactValue, Truth
from sekisho.law.library import Library
from sekisho.law.term import Reading, Readings
from sekisho.trade.party import PartyIndex

_ORDER = {False: 0, UNKNOWN: 1, True: 2}


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Facts that a narrower reading reaches more surely than a wider one."""

    term: TermId
    narrower: Reading
    wider: Reading
    facts: Mapping[FactName, FactValue]


def nested_problems(library: Library) -> list[Problem]:
    """Check every disputed term of a library, under the law of every span of days."""
    found: dict[TermId, Problem] = {}
    for counter in counterexamples(library):
        facts = ", ".join(f"{name}={value}" for name, value in counter.facts.items())
        measure = next(
            measure for measure in library.measures.values() if counter.term in {t.id for t in measure.terms}
        )
        found.setdefault(
            counter.term,
            Problem(
                where=measure.file,
                code="M110",
                what=f"term '{counter.term}': the {counter.narrower} reading reaches further than the {counter.wider} "
                f"one for {facts}.",
                do="Narrow implies central implies broad.",
            ),
        )
    return list(found.values())


def counterexamples(library: Library) -> Iterator[Counterexample]:
    """Search every disputed term, on every span of days, for facts that break the order of its readings."""
    seen: set[tuple[Condition, ...]] = set()
    for law in _laws(library):
        for name, term in law.terms.items():
            if not term.disputed:
                continue
            for other in (None, *Reading):
                reaches = tuple(
                    expand(Reaches(name), law.terms, _readings(name, reading, other)) for reading in Reading
                )
                if reaches not in seen:
                    seen.add(reaches)
                    yield from _compare(name, reaches, law, library)


def _laws(library: Library) -> list[LawOnDay]:
    return [library.law_on(day) for day in (*library.change_days, date.max)]


def _readings(term: TermId, reading: Reading, other: Reading | None) -> Readings:
    """Read one term one way, and all others the same way, or as `other`."""
    return Readings(reading) if other is None else Readings(other).with_term(term, reading)


def _compare(term: TermId, reaches: tuple[Condition, ...], law: LawOnDay, library: Library) -> Iterator[Counterexample]:
    parties = parties_of(library)
    leaves = list(dict.fromkeys(part for reach in reaches for part in walk(reach) if isinstance(part, type_leaf)))
    facts = list(dict.fromkeys(leaf.fact for leaf in leaves))
    domains = [
        _cells(library.facts[fact], [leaf for leaf in leaves if leaf.fact == fact], law.day, parties) for fact in facts
    ]
    for values in product(*domains):
        chosen = dict(zip(facts, values, strict=True))
        case = Case(facts=chosen, day=law.day, terms={}, readings=Readings(), parties=parties)
        narrow, central, broad = (_ORDER[judge(reach, case)] for reach in reaches)
        if narrow > central:
            yield Counterexample(term, Reading.NARROW, Reading.CENTRAL, chosen)
        if central > broad:
            yield Counterexample(term, Reading.CENTRAL, Reading.BROAD, chosen)


def _cells(fact: Fact, leaves: list[Leaf], day: date, parties: PartyIndex) -> list[FactValue]:
    """Return one value of each cell of a fact."""
    cells: dict[tuple[Truth, ...], FactValue] = {}
    for value in (UNKNOWN, *_candidates(fact, leaves, parties)):
        cells.setdefault(tuple(judge_test(leaf, value, day, parties) for leaf in leaves), value)
    return list(cells.values())


def _candidates(fact: Fact, leaves: Iterable[Leaf], parties: PartyIndex) -> Iterator[FactValue]:
    match fact.kind:
        case "yes_no":
            yield from (True, False)
        case "choice":
            yield from fact.choices
    for leaf in leaves:
        match leaf:
            case Is(_, values) | Open(_, values):
                yield from (value for value in values if fact.kind != "yes_no")
            case Under(_, _, entries, without):
                for entry in (*entries, *without):
                    yield Codes(frozenset({entry or "0A001"}))
                    yield Codes(frozenset(), frozenset({entry or "0A001"}))
            case Between(_, low, high):
                yield from (near for bound in (low, high) if bound is not None for near in _around(bound))
            case Listed():
                yield from (next(iter(entry.names)) for entry in parties.entries)
    if fact.kind == "codes":
        yield Codes()
    elif fact.kind == "party":
        yield "none"
    elif fact.kind in {"territory", "text"}:
        yield "ZZ"


def _around(bound: Decimal | date) -> tuple[FactValue, ...]:
    if isinstance(bound, date):
        return bound - timedelta(days=1), bound, bound + timedelta(days=1)
    return bound - Decimal("1e-6"), bound, bound + Decimal("1e-6")
