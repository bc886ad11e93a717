"""The law of a day as a graph of conditions over fact cells: the bulk form.

Every fact's values are cut into cells on which no test tells two values apart, and each test is judged once a cell. Of
many lines, the parts of the conditions (`condition_graph`) are judged in packed bits, 64 lines a word: a test has the
bits of the cells in which it holds, and what is made of tests is made of their bits. So the clause values of all lines
take some hundreds of operations on words, and these are the answer and its explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.condition_graph import Part, parts_under, tests_in
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.outcome import Outcome, level_of
from sekisho.law.dates.calendar import ClauseOnDay, LawOnDay
from sekisho.law.model.condition import Condition, FactName, Leaf, Listed, type_leaf, walk
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth, Unknown
from sekisho.law.model.measure import Effect
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Readings, expand
from sekisho.parties.index import PartyIndex
from sekisho.parties.list_tests import number_of_states

Words = NDArray[np.uint64]
WORD = 64
"""Bits of a word of numpy; not a choice."""
Codes = NDArray[np.uint8]
CODES: Final[Mapping[Truth, int]] = {False: 0, UNKNOWN: 1, True: 2}
FALSE_CODE, UNKNOWN_CODE, TRUE_CODE = 0, 1, 2
"""Truth values as numbers in Kleene's order: `and` is the least, `or` the greatest, `not` what is left to 2."""
Asked = Hashable
"""A test as it is asked on a day: tests of lists are the same only on days on which the same stands on the lists."""
# A mask of 64 lines a word is kept for each cell of a fact with up to so many cells: all tests of the fact share them.
# Of facts with more cells each test looks its lines up. Tried at about a hundred only, so a guess. Smaller: tests of
# territories look up again and again. Larger: masks are made that one test alone asks for.
MASKED: Final = 96
"""Cells of a fact up to which the lines of each cell are kept as a mask."""


@dataclass(frozen=True, kw_only=True)
class CompiledLaw:
    """The law of one day, ready for bulk.

    Parameters
    ----------
    clauses
        Clauses that can change an outcome, gravest first; or those for which it was asked.
    variants
        The readings under which it is compiled, in order.
    roots
        For each variant, the condition of each clause.
    constants
        Values of the named unknowns of the law, the same for every line.
    """

    law: LawOnDay
    clauses: tuple[ClauseOnDay, ...]
    variants: tuple[Readings, ...]
    roots: tuple[tuple[Part, ...], ...]
    constants: Mapping[FactName, FactValue]
    parties: PartyIndex
    _asked: dict[Part, Asked] = field(default_factory=dict, repr=False, compare=False)

    def first_alone(self) -> CompiledLaw:
        """Return the same law under the first of its readings alone."""
        return replace(self, variants=self.variants[:1], roots=self.roots[:1])

    @cached_property
    def expanded(self) -> tuple[Condition, ...]:
        """The condition of each clause under the first of the variants, terms replaced by what they reach."""
        return tuple(expand(clause.condition, self.law.terms, self.variants[0]) for clause in self.clauses)

    @cached_property
    def levels(self) -> NDArray[np.uint8]:
        """Level of each clause; shape (clauses,)."""
        return np.array([level_of(clause.clause) for clause in self.clauses], dtype=np.uint8)

    @cached_property
    def tests(self) -> Mapping[FactName, tuple[Part, ...]]:
        """The tests of each fact of a line, under all of the readings."""
        found: dict[FactName, list[Part]] = {}
        for part, leaf in tests_in(part for roots in self.roots for part in roots):
            if leaf.fact not in self.constants:
                found.setdefault(leaf.fact, []).append(part)
        return {fact: tuple(parts) for fact, parts in found.items()}

    @property
    def facts(self) -> tuple[FactName, ...]:
        """Facts of a line that some clause tests."""
        return tuple(self.tests)

    def asked(self, test: Part) -> Asked:
        """Return a test as it is asked on the day of the law."""
        if not isinstance(test.leaf, Listed):
            return test
        if test not in self._asked:
            self._asked[test] = test, number_of_states(self.parties, test.leaf, self.law.day)
        return self._asked[test]

    def judged(self, leaf: Leaf, value: FactValue) -> Truth:
        """Judge a test against a value on the day of the law."""
        return judge_leaf(leaf, value, self.law.day, self.parties)


def compile_law(
    law: LawOnDay,
    *,
    variants: Iterable[Readings],
    constants: Mapping[FactName, FactValue],
    parties: PartyIndex,
    clauses: Iterable[ClauseOnDay] | None = None,
) -> CompiledLaw:
    """Compile clauses of a day under each of the readings.

    Parameters
    ----------
    clauses
        In this order; those that can change an outcome if left out.
    """
    chosen = tuple(variants)
    asked = grave_clauses(law) if clauses is None else tuple(clauses)
    return CompiledLaw(
        law=law,
        clauses=asked,
        variants=chosen,
        roots=_roots(law, asked, chosen),
        constants={**constants, **answered_on(constants, law.assumptions, law.day)},
        parties=parties,
    )


_Roots = tuple[tuple[Part, ...], ...]
_ROOTS: WeakKeyDictionary[LawOnDay, dict[Hashable, tuple[tuple[ClauseOnDay, ...], _Roots]]] = WeakKeyDictionary()
"""Conditions by what was asked of a law: let go with it. Clauses count by which object they are, and each is kept with
its condition. Who asks of a book what answers would settle asks the same of the same laws many times."""


def _roots(law: LawOnDay, clauses: tuple[ClauseOnDay, ...], variants: tuple[Readings, ...]) -> _Roots:
    """Take the conditions of clauses apart under each of the readings, once."""
    by_clauses = _ROOTS.setdefault(law, {})
    key = tuple(map(id, clauses)), variants
    if key not in by_clauses:
        roots = tuple(
            tuple(map(parts_under(law.terms, readings), (clause.condition for clause in clauses)))
            for readings in variants
        )
        by_clauses[key] = clauses, roots
    return by_clauses[key][1]


def grave_clauses(law: LawOnDay) -> tuple[ClauseOnDay, ...]:
    """Return the clauses of a day that can change an outcome, gravest first."""
    grave = (clause for clause in law.clauses if level_of(clause.clause) > Outcome.FREE)
    return tuple(sorted(grave, key=lambda clause: (-level_of(clause.clause), clause.clause.id)))


def duty_clauses(law: LawOnDay) -> tuple[ClauseOnDay, ...]:
    """Return the clauses of a day that oblige, in the order of the law."""
    return tuple(clause for clause in law.clauses if clause.clause.effect is Effect.OBLIGE)


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """Go through the tests of single facts in a condition."""
    return (part for part in walk(condition) if isinstance(part, type_leaf))


class ClauseValues:
    """Clause values of many lines under one variant: SURE and MAY of each clause, as packed bits over the lines.

    Parameters
    ----------
    sure_words, may_words
        Each of shape (clauses, words); what lies beyond the last line means nothing.
    count
        Number of lines.
    """

    def __init__(self, sure_words: Words, may_words: Words, count: int) -> None:
        """Take the bits over."""
        self.sure_words, self.may_words, self.count = sure_words, may_words, count

    @classmethod
    def of(cls, sure: NDArray[np.bool_], may: NDArray[np.bool_]) -> ClauseValues:
        """Pack marks of shape (clauses, lines)."""
        return cls(_packed(sure), _packed(may), sure.shape[1])

    @cached_property
    def sure(self) -> NDArray[np.bool_]:
        """Whether each clause is met; shape (clauses, lines)."""
        return _unpacked(self.sure_words, self.count)

    @cached_property
    def may(self) -> NDArray[np.bool_]:
        """Whether each clause is met or unknown; shape (clauses, lines)."""
        return _unpacked(self.may_words, self.count)


def _packed(marks: NDArray[np.bool_]) -> Words:
    """Pack marks along the last axis to words, with zeros beyond the last."""
    packed = np.packbits(marks, axis=-1, bitorder="little")
    wide = np.zeros((*packed.shape[:-1], max(1, -(-packed.shape[-1] // 8)) * 8), dtype=np.uint8)
    wide[..., : packed.shape[-1]] = packed
    return wide.view(np.uint64)


def _unpacked(words: Words, count: int) -> NDArray[np.bool_]:
    return np.unpackbits(words.view(np.uint8), axis=-1, bitorder="little", count=count).view(np.bool_)


Bits = Words | bool
"""Bits over lines; or one bit for all of them."""


class LawJudge:
    """Judges the clauses of a law for many lines.

    Parameters
    ----------
    columns
        The cells of every fact that the law tests; a fact with one cell is the same for all lines.
    """

    def __init__(self, law: CompiledLaw, columns: Iterable[PartitionedColumn]) -> None:
        """Judge nothing yet."""
        self.law = law
        self.columns = {column.fact: column for column in columns if column.fact in law.tests}
        self._codes: dict[Part, Codes] = {}

    def codes(self, part: Part) -> Codes:
        """Return the value of a part of one fact in each of its cells."""
        codes = self._codes.get(part)
        if codes is None:
            codes = self._codes[part] = self._judged(part)
        return codes

    def _judged(self, part: Part) -> Codes:
        if part.leaf is not None:
            fact = part.leaf.fact
            if fact in self.law.constants:
                return np.array([CODES[self.law.judged(part.leaf, self.law.constants[fact])]], dtype=np.uint8)
            return self.columns[fact].truths[self.law.asked(part)]
        below = [self.codes(inner) for inner in part.below]
        if part.settled_by is None:
            return np.uint8(TRUE_CODE) - below[0]
        joined: Codes = (np.maximum if part.settled_by else np.minimum).reduce(below)
        return joined

    def values(self, cells: Mapping[FactName, NDArray[np.integer]], count: int) -> tuple[ClauseValues, ...]:
        """Judge every clause.

        Parameters
        ----------
        cells
            For each fact with several cells, the cell of each line; shape (lines,).

        Returns
        -------
        tuple
            One `ClauseValues` a variant; variants under which all clauses ask the same share one.
        """
        lines = _Lines(self, cells, count)
        found: dict[tuple[Part, ...], ClauseValues] = {}
        for roots in self.law.roots:
            if roots not in found:
                found[roots] = lines.values(roots)
        return tuple(found[roots] for roots in self.law.roots)


class _Lines:
    """The bits of parts over some lines, each worked out once."""

    def __init__(self, judge: LawJudge, cells: Mapping[FactName, NDArray[np.integer]], count: int) -> None:
        self.judge, self.count = judge, count
        self.words = max(1, -(-count // WORD))
        self.cells = {fact: cells[fact] for fact in judge.columns if fact in cells}
        self.bits: dict[Part, tuple[Bits, Bits]] = {}
        self._masks: dict[FactName, dict[int, Words]] = {}
        self._narrow: dict[FactName, NDArray[np.uint8]] = {}

    def values(self, roots: Sequence[Part]) -> ClauseValues:
        sure, may = (np.zeros((len(roots), self.words), dtype=np.uint64) for _ in range(2))
        for place, root in enumerate(roots):
            for into, bits in zip((sure, may), self._of(root), strict=True):
                if bits is not False:
                    into[place] = ~np.uint64(0) if bits is True else bits
        return ClauseValues(sure, may, self.count)

    def _of(self, part: Part) -> tuple[Bits, Bits]:
        bits = self.bits.get(part)
        if bits is None:
            bits = self.bits[part] = self._anew(part)
        return bits

    def _anew(self, part: Part) -> tuple[Bits, Bits]:
        if part.fact is not None:
            return self._of_fact(part.fact, self.judge.codes(part))
        if part.settled_by is None:
            of_part = self._of(part.below[0])
            return _inverted(of_part[1]), _inverted(of_part[0])
        joined = _either if part.settled_by else _both
        sure: Bits = not part.settled_by
        may: Bits = not part.settled_by
        for inner in part.below:
            more_sure, more_may = self._of(inner)
            sure, may = joined(sure, more_sure), joined(may, more_may)
            if sure is part.settled_by and may is part.settled_by:
                break
        return sure, may

    def _of_fact(self, fact: FactName, codes: Codes) -> tuple[Bits, Bits]:
        """Return the bits of what hangs on one fact, from its value in each cell."""
        if fact not in self.cells:
            return bool(codes[0] == TRUE_CODE), bool(codes[0] != FALSE_CODE)
        return self._where(fact, codes == TRUE_CODE), self._where(fact, codes != FALSE_CODE)

    def _where(self, fact: FactName, marked: NDArray[np.bool_]) -> Bits:
        """Return the lines whose cell is marked."""
        chosen = np.flatnonzero(marked)
        if len(chosen) in {0, len(marked)}:
            return len(chosen) > 0
        if len(marked) > MASKED:
            return _packed(marked.take(self.cells[fact]))
        few = chosen if 2 * len(chosen) <= len(marked) else np.flatnonzero(~marked)
        found = self._mask(fact, int(few[0]))
        for cell in few[1:]:
            found = found | self._mask(fact, int(cell))
        return found if few is chosen else ~found

    def _mask(self, fact: FactName, cell: int) -> Words:
        masks = self._masks.setdefault(fact, {})
        if cell not in masks:
            if fact not in self._narrow:
                self._narrow[fact] = self.cells[fact].astype(np.uint8)
            masks[cell] = _packed(self._narrow[fact] == cell)
        return masks[cell]


def _both(one: Bits, other: Bits) -> Bits:
    if one is False or other is False:
        return False
    if one is True or other is True:
        return other if one is True else one
    return one & other


def _either(one: Bits, other: Bits) -> Bits:
    if one is True or other is True:
        return True
    if one is False or other is False:
        return other if one is False else one
    return one | other


def _inverted(bits: Bits) -> Bits:
    return not bits if isinstance(bits, bool) else ~bits


def floors(values: ClauseValues, levels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return floor and ceiling of each line: the greatest level of the clauses met, and of those possible."""
    floor, ceiling = np.zeros(values.count, dtype=np.uint8), np.zeros(values.count, dtype=np.uint8)
    for level in np.unique(levels):
        here = levels == level
        for ends, words in ((floor, values.sure_words), (ceiling, values.may_words)):
            ends[_unpacked(np.bitwise_or.reduce(words[here], axis=0), values.count)] = level
    return floor, ceiling


def as_words(marks: NDArray[np.bool_]) -> Words:
    """Pack marks of clauses, of shape (clauses, lines), to words of shape (lines, words)."""
    packed = np.packbits(marks, axis=0, bitorder="little")
    wide = np.zeros((-(-max(len(packed), 1) // 8) * 8, marks.shape[1]), dtype=np.uint8)
    wide[: len(packed)] = packed
    return np.ascontiguousarray(wide.T).view(np.uint64)


def distinct_rows(rows: Words) -> tuple[Words, NDArray[np.intp]]:
    """Return the distinct rows of a table of words, and for each row which of them it is.

    Rows are told apart by a hash first; if two different rows share one, they are compared word by word.
    """
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for word in range(rows.shape[1]):
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) + rows[:, word]
    _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(rows[first][which], rows):
        return np.unique(rows, axis=0, return_inverse=True)
    return rows[first], which


# --- the cut of a fact's values: values that no test of any law of a run tells apart share a cell -------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CellClasses:
    """Classes of the cells of one fact, as some tests tell them apart.

    Parameters
    ----------
    of
        Class of each cell; shape (cells,).
    first
        The first cell of each class; shape (classes,).
    """

    of: NDArray[np.intp]
    first: NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionedColumn:
    """The cells of one fact over all laws of a run.

    Parameters
    ----------
    representatives
        One value of each cell.
    cell_of
        Cell of each distinct value, as written in the book; empty for numbers.
    missing
        Cell of an empty field.
    truths
        Value of each test in each cell, as `CODES` has them; shape (cells,).
    """

    fact: FactName
    representatives: tuple[FactValue, ...]
    cell_of: Mapping[str, int] = field(default_factory=dict)
    missing: int = 0
    truths: Mapping[Asked, Codes] = field(default_factory=dict, repr=False, compare=False)
    _classes: dict[tuple[Asked, ...], CellClasses] = field(default_factory=dict, repr=False, compare=False)

    @property
    def bits(self) -> int:
        """Bits that hold the number of a cell."""
        return (len(self.representatives) - 1).bit_length()

    def with_value(self, value: FactValue, laws: Iterable[CompiledLaw]) -> PartitionedColumn:
        """Return the column with one cell more, for what the laws ask."""
        more = FactTests(self.fact, laws).truths([value])
        truths = {asked: np.append(self.truths[asked], codes) for asked, codes in more.items()}
        return replace(self, representatives=(*self.representatives, value), truths=truths, _classes={})

    def classes(self, tests: tuple[Asked, ...]) -> CellClasses:
        """Return the classes of cells that some tests tell apart."""
        if tests not in self._classes:
            codes = np.stack([self.truths[test] for test in tests])
            _, first, of = np.unique(codes, axis=1, return_index=True, return_inverse=True)
            self._classes[tests] = CellClasses(of=of.reshape(-1), first=first)
        return self._classes[tests]


class FactTests:
    """The distinct tests that some laws make of one fact: each is judged once for all laws that ask the same."""

    def __init__(self, fact: FactName, laws: Iterable[CompiledLaw]) -> None:
        """Gather the tests."""
        self.asked: dict[Asked, tuple[CompiledLaw, Leaf]] = {}
        for law in laws:
            for part in law.tests.get(fact, ()):
                if part.leaf is not None:
                    self.asked.setdefault(law.asked(part), (law, part.leaf))
        self._several = tuple(self.asked.values())

    def pattern(self, value: FactValue) -> tuple[int, ...]:
        """Judge every test against one value; values with equal patterns share a cell."""
        return tuple(CODES[law.judged(leaf, value)] for law, leaf in self._several)

    def truths(self, values: Iterable[FactValue]) -> dict[Asked, Codes]:
        """Judge every test against some values."""
        return self.table([self.pattern(value) for value in values])

    def table(self, patterns: Sequence[tuple[int, ...]]) -> dict[Asked, Codes]:
        """Turn the patterns of cells into the values of each test."""
        codes = np.array(patterns, dtype=np.uint8).reshape(len(patterns), len(self.asked)).T.copy()
        return dict(zip(self.asked, codes, strict=True))


class Partitioner:
    """Puts the values of one fact into cells, one after another.

    Parameters
    ----------
    apart
        What else tells values apart, beside the tests of the laws; nothing if left out.
    """

    def __init__(
        self,
        fact: FactName,
        laws: Sequence[CompiledLaw],
        apart: Callable[[FactValue], Hashable] | None = None,
        parties: PartyIndex | None = None,
    ) -> None:
        """Start without any cell; parties are found by the entries that they match, if the fact is a party."""
        self.fact, self.tests, self.apart, self.parties = fact, FactTests(fact, laws), apart, parties
        self._cells: dict[tuple[tuple[int, ...], bool, Hashable], int] = {}
        self._quick: dict[Hashable, int] = {}
        self._representatives: list[FactValue] = []

    def cell(self, value: FactValue, tag: Hashable = None) -> int:
        """Return the cell of a value; values with different tags never share one."""
        if tag is None and self.apart is not None:
            tag = self.apart(value)
        quick: Hashable = None
        if self.parties is not None and isinstance(value, str) and value != "none":
            whom = self.parties.whom(value)
            met = tuple((id(match.entry), match.certain, match.relation) for match in whom.matches)
            quick = (tag, met, bool(whom.problem), self.parties.persons(value), self.parties.borne(value))
            if quick in self._quick:
                return self._quick[quick]
        key = (self.tests.pattern(value), isinstance(value, Unknown), tag)
        if key not in self._cells:
            self._cells[key] = len(self._representatives)
            self._representatives.append(value)
        if quick is not None:
            self._quick[quick] = self._cells[key]
        return self._cells[key]

    def column(self, cell_of: Mapping[str, int] | None = None, missing: int = 0) -> PartitionedColumn:
        """Return the column of all cells so far."""
        return PartitionedColumn(
            fact=self.fact,
            representatives=tuple(self._representatives),
            cell_of=cell_of or {},
            missing=missing,
            truths=self.tests.table([pattern for pattern, _, _ in self._cells]),
        )
