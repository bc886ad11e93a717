"""Which clauses of the law of a day name a control code, and through which terms of law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, assert_never

from sekisho.law.dates.calendar import LawOnDay, Stage, is_within, law_on, on_day, stage_on, status_on, subject_of
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Leaf,
    Listed,
    Not,
    Open,
    Reaches,
    TermId,
    Under,
)
from sekisho.law.model.fact import UNKNOWN, Codes, Truth, all_of, any_of, negate
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure, MeasureState
from sekisho.law.model.term import Reading, Term, way_of
from sekisho.trade.items.code import is_under, related

CONTROL_CODES: Final = FactName("control_codes")
Way = tuple[str, tuple[TermId, ...]]
"""An entry that a condition names, and the terms through which it names it, the outermost first."""
_NO_ENTRY: Final = "-"
"""A code that is under no entry, and under which none is."""
_APPLIES: Final = frozenset({Stage.IN_FORCE, Stage.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A clause that names a control code.

    Parameters
    ----------
    entry
        Entry that the clause, its measure or a term names; empty if it names the whole list.
    terms
        Terms through which it is named, the outermost first; empty if the clause names it itself.
    stage
        Whether the clause is in force on the day, or nobody knows.
    """

    clause: Clause
    measure: Measure
    entry: str
    terms: tuple[TermId, ...]
    stage: Stage


def namings(code: str, library: Library, day: date, *, scheme: str) -> tuple[Naming, ...]:
    """Return the clauses that name a control code and apply on a day, or may; the closest naming of each.

    A clause that names other codes beside a list that holds this one does not name it. Clauses that no control code
    bears on, such as catch-alls, are not among them.
    """
    return _namings(library, code, law_on(library, day).day, scheme)


@cached_per_library
def _namings(library: Library, code: str, day: date, scheme: str) -> tuple[Naming, ...]:
    """Do so of the first day of a span over which the law is the same."""
    found = _found(code, library, law_on(library, day), day, scheme)
    return tuple(sorted(found, key=lambda one: (-len(one.entry), len(one.terms), one.clause.id)))


def _found(code: str, library: Library, law: LawOnDay, day: date, scheme: str) -> Iterator[Naming]:
    every = _of_no_entry(library, day, scheme)
    item = _Item(Codes(frozenset({code})), scheme, law.terms, every.touched(code), every.item)
    for clause, measure, stage, parts in _applying(library, day):
        if item.touched.isdisjoint(map(id, parts)) or any(item.truth(part) is False for part in parts):
            continue
        named = [way for part in parts for way in item.named(part)]
        if named:
            entry, terms = min(named, key=lambda one: (-len(one[0]), len(one[1]), one))
            yield Naming(clause=clause, measure=measure, entry=entry, terms=terms, stage=stage)


@cached_per_library
def _applying(library: Library, day: date) -> tuple[tuple[Clause, Measure, Stage, tuple[Condition, Condition]], ...]:
    """Return the clauses that apply on a day, or may, with their stage, their subject and their own condition."""
    found = []
    for measure in library.measures.values():
        stage, _ = stage_on(measure, day)
        if stage not in _APPLIES:
            continue
        for clause in measure.clauses:
            span = status_on(clause.status, day)
            paused = span is not None and span.state is MeasureState.SUSPENDED
            if paused or not is_within(day, clause.start, clause.until):
                continue
            unsure = span is not None and span.state is MeasureState.UNKNOWN
            subject = on_day(subject_of(clause, measure), day, library.measures)
            parts = subject, on_day(clause.when, day, library.measures)
            found.append((clause, measure, Stage.UNKNOWN if unsure else stage, parts))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _NoEntry:
    """The law of a day before an item on whose code no entry bears: what is said of it is said of most codes.

    Parameters
    ----------
    above
        By entry of the list, in order, the identities of the conditions that name it, themselves or through parts and
        terms.
    held
        Those conditions, so that no other takes the identity of one.
    """

    item: _Item
    above: Mapping[str, frozenset[int]]
    held: tuple[Condition, ...]

    def touched(self, code: str) -> frozenset[int]:
        """Return the conditions on which a code bears: those with an entry at, above or below it."""
        return frozenset[int]().union(*(self.above[entry] for entry in related(code, tuple(self.above))))


@cached_per_library
def _of_no_entry(library: Library, day: date, scheme: str) -> _NoEntry:
    """Judge the law of a day once for all codes, and index which conditions name which entries."""
    item = _Item(Codes(frozenset({_NO_ENTRY})), scheme, law_on(library, day).terms, frozenset(), None)
    entries: dict[int, tuple[Condition, frozenset[str]]] = {}

    def named(condition: Condition) -> frozenset[str]:
        if id(condition) not in entries:
            entries[id(condition)] = condition, item.entries(condition, named)
        return entries[id(condition)][1]

    for *_, parts in _applying(library, day):
        for part in parts:
            named(part)
    above: dict[str, set[int]] = {}
    for place, (_, several) in entries.items():
        for entry in several:
            above.setdefault(entry, set()).add(place)
    return _NoEntry(
        item=item,
        above={entry: frozenset(places) for entry, places in sorted(above.items())},
        held=tuple(condition for condition, _ in entries.values()),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of which nothing but a control code is known."""

    codes: Codes
    scheme: str
    terms: Mapping[TermId, Term]
    touched: frozenset[int]
    """The identities of the conditions on which the code bears."""
    other: _Item | None
    """The item on whose code no entry bears, of which all other conditions are judged; None if this is it."""
    judged: dict[int, tuple[Condition, Truth]] = field(default_factory=dict)
    """What was judged, by the identity of the condition, which is held so that no other takes its place: clauses share
    terms, and what one term comes to is asked some hundred times."""
    found: dict[int, tuple[Condition, tuple[Way, ...]]] = field(default_factory=dict)
    """The same of the entries that it names."""

    def truth(self, condition: Condition) -> Truth:
        """Judge a condition on an item of which nothing but its control code is known."""
        if self.other is not None and id(condition) not in self.touched:
            return self.other.truth(condition)
        before = self.judged.get(id(condition))
        if before is None:
            before = self.judged[id(condition)] = condition, self._judge(condition)
        return before[1]

    def _judge(self, condition: Condition) -> Truth:
        # Each part by `truth`, so that the way through the terms finds every part judged.
        match condition:
            case All(parts):
                return all_of([self.truth(part) for part in parts])
            case Any(parts):
                return any_of([self.truth(part) for part in parts])
            case Not(part):
                return negate(self.truth(part))
            case Reaches():
                return self._reach(condition)
            case InForce():
                return UNKNOWN
            case Is() | Under() | Between() | Listed() | Open():
                return self._test(condition)
            case _:
                assert_never(condition)

    def _test(self, leaf: Leaf) -> Truth:
        return is_under(leaf, self.codes) if isinstance(leaf, Under) and self._asks(leaf) else UNKNOWN

    def _reach(self, named: Reaches) -> Truth:
        """Judge a term: unknown where the readings differ."""
        values = {self.truth(way_of(named, reading, self.terms)) for reading in Reading}
        return values.pop() if len(values) == 1 else UNKNOWN

    def named(self, condition: Condition) -> tuple[Way, ...]:
        """Find the entries that a condition names and that hold the code; what it leaves out names nothing."""
        if id(condition) not in self.touched:
            return ()
        before = self.found.get(id(condition))
        if before is None:
            before = self.found[id(condition)] = condition, tuple(dict.fromkeys(self._ways(condition)))
        return before[1]

    def _ways(self, condition: Condition) -> Iterator[Way]:
        # A match of its own: it tells the way through the terms, and does not enter parts that are false.
        match condition:
            case All(parts) | Any(parts):
                for part in parts:
                    if self.truth(part) is not False:
                        yield from self.named(part)
            case Under(_, _, entries) if self._asks(condition) and is_under(condition, self.codes) is not False:
                yield from ((entry, ()) for entry in entries if self._bears_on(entry))
            case Reaches(term):
                for reading in Reading:
                    when = way_of(condition, reading, self.terms)
                    if self.truth(when) is not False:
                        yield from ((entry, (term, *through)) for entry, through in self.named(when))
            case Not() | Under() | Is() | Between() | Listed() | Open() | InForce():
                return
            case _:
                assert_never(condition)

    def entries(self, condition: Condition, of: Callable[[Condition], frozenset[str]]) -> frozenset[str]:
        """Return the entries that bear on a condition, whatever its value; `of` tells those of its parts."""
        match condition:
            case All(parts) | Any(parts):
                return frozenset[str]().union(*map(of, parts))
            case Not(part):
                return of(part)
            case Reaches():
                ways = (way_of(condition, reading, self.terms) for reading in Reading)
                return frozenset[str]().union(*map(of, ways))
            case Under(_, _, entries, without) if self._asks(condition):
                return entries | without
            case Under() | Is() | Between() | Listed() | Open() | InForce():
                return frozenset()
            case _:
                assert_never(condition)

    def _asks(self, test: Under) -> bool:
        return test.fact == CONTROL_CODES and test.scheme == self.scheme

    def _bears_on(self, entry: str) -> bool:
        alone = Under(CONTROL_CODES, self.scheme, frozenset({entry}))
        return is_under(alone, self.codes) is not False
