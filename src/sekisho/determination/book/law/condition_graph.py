"""Conditions as one graph in which equal parts are one: the form in which a book judges them.

Terms are replaced by what they reach under a reading, and every distinct part of all clauses, readings, days and duties
is one object. A part has SURE and MAY, as bits over lines: `all` ANDs both of its parts', `any` ORs both, and `not`
swaps and inverts them. That is Kleene's logic itself, so a clause has its value bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary, WeakValueDictionary

from sekisho.determination.core.compiled_clauses import not_resolved
from sekisho.law.model.condition import Condition, FactName, Fold, Leaf, Reaches, TermId, fold
from sekisho.law.model.term import Reading, Readings, Term, way_of


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Part:
    """One distinct part of the conditions; equal parts are the same object, as long as somebody holds it.

    Parameters
    ----------
    below
        The parts that it is made of.
    settled_by
        Value of a part that settles the whole: False if all must hold, True if any; None of a test and of a denial.
    leaf
        The test of one fact that it is; None if it is made of others.
    fact
        The one fact on which it hangs; None if there are several, or none.
    """

    below: tuple[Part, ...] = ()
    settled_by: bool | None = None
    leaf: Leaf | None = None
    fact: FactName | None = None


_PARTS: Final[WeakValueDictionary[Hashable, Part]] = WeakValueDictionary()
"""Parts by what they are, so that a part of another clause, day or reading is found again; let go with their laws."""


def _kept(key: Hashable, part: Part) -> Part:
    return _PARTS.setdefault(key, part)


def _group(parts: Iterable[Part], *, settled_by: bool) -> Part:
    """Join parts, without those that change nothing."""
    settled, nothing = (TRUE_PART, FALSE_PART) if settled_by else (FALSE_PART, TRUE_PART)
    distinct = dict.fromkeys(part for part in parts if part is not nothing)
    if settled in distinct:
        return settled
    if len(distinct) <= 1:
        return next(iter(distinct), nothing)
    below = tuple(distinct)
    facts = {part.fact for part in below}
    fact = facts.pop() if len(facts) == 1 else None
    return _kept((settled_by, frozenset(below)), Part(below, settled_by, fact=fact))


def _denied(part: Part) -> Part:
    if part is TRUE_PART or part is FALSE_PART:
        return FALSE_PART if part is TRUE_PART else TRUE_PART
    return _kept(("not", part), Part((part,), fact=part.fact))


def _test(leaf: Leaf) -> Part:
    return _kept(leaf, Part(leaf=leaf, fact=leaf.fact))


TRUE_PART: Final = Part(settled_by=False)
FALSE_PART: Final = Part(settled_by=True)
"""All of no parts, which always holds, and any of none, which never does."""


def parts_under(terms: Mapping[TermId, Term], readings: Readings) -> Callable[[Condition], Part]:
    """Return what turns conditions into parts, with terms as they reach under the readings; each term is read once."""
    read: dict[TermId, Part] = {}

    def reaches(named: Reaches) -> Part:
        reading: Reading = readings.of(named.term)
        if named.ways:
            return fold(way_of(named, reading, terms), by)
        if named.term not in read:
            read[named.term] = fold(way_of(named, reading, terms), by)
        return read[named.term]

    by: Fold[Part] = Fold(
        leaf=_test,
        all_of=lambda parts: _group(parts, settled_by=False),
        any_of=lambda parts: _group(parts, settled_by=True),
        negated=_denied,
        reaches=reaches,
        in_force=not_resolved,
    )
    return lambda condition: fold(condition, by)


def parts_in(roots: Iterable[Part]) -> Iterator[Part]:
    """Go through the distinct parts of some conditions, each after those that it is made of."""
    seen: set[Part] = set()
    for root in roots:
        for part in _parts_of(root):
            if part not in seen:
                seen.add(part)
                yield part


_BELOW: Final[WeakKeyDictionary[Part, tuple[Part, ...]]] = WeakKeyDictionary()
"""The parts below a part. Several times a run they are asked for, and in the next run again."""


def _parts_of(root: Part) -> tuple[Part, ...]:
    """Return the distinct parts of a condition, each after those that it is made of."""
    below = _BELOW.get(root)
    if below is None:
        *every, _ = _gone_through(root)
        below = _BELOW[root] = tuple(every)
    return *below, root


def _gone_through(root: Part) -> Iterator[Part]:
    entered: set[Part] = set()
    waiting: list[tuple[Part, bool]] = [(root, False)]
    while waiting:
        part, is_left = waiting.pop()
        if is_left:
            yield part
        elif part not in entered:
            entered.add(part)
            waiting.append((part, True))
            waiting += [(below, False) for below in reversed(part.below)]


def tests_in(roots: Iterable[Part]) -> Iterator[tuple[Part, Leaf]]:
    """Go through the distinct tests of single facts in some conditions."""
    return ((part, part.leaf) for part in parts_in(roots) if part.leaf is not None)


def is_simple(part: Part, constants: frozenset[FactName]) -> bool:
    """Tell whether a condition is a list of parts that must all hold, each on one fact of the line."""
    return all(item.fact is not None and item.fact not in constants for item in listed_in(part))


def listed_in(part: Part) -> Sequence[Part]:
    """Return the parts that must all hold; a condition that is no such list is its only part."""
    return part.below if part.settled_by is False else (part,)
