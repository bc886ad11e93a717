"""The law of a day as bit sets over fact cells: the bulk form.

Every fact's values are cut into cells on which no test tells two values apart. Each cell carries two bit sets over
the rows of the law: SURE (the row's test of that fact holds) and MAY (it is not refuted). A line's SURE and MAY are
the ANDs over its facts. The bit sets of the rows, ORed by clause, are the clause values, and these are the answer
and its explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.clause_rows import NO_FACT, TestRow, expand, rows_of
from sekisho.determination.core.compiled_clauses import CompiledClauses, compile_conditions
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext
from sekisho.determination.core.outcome import Outcome, level_of
from sekisho.law.dates.calendar import ClauseOnDay, LawOnDay
from sekisho.law.model.condition import Condition, FactName, Leaf, type_leaf, walk
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth, Unknown
from sekisho.law.model.measure import Effect
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Readings
from sekisho.parties.index import PartyIndex

Words = NDArray[np.uint64]
WORD = 64
"""Bits of a word of numpy; not a choice."""
Pattern = tuple[Truth, ...]
"""The value of each test of a fact in the rows, then of each leaf that tests it, for one value of the fact."""


@dataclass(frozen=True, slots=True)
class RowSpan:
    """Rows of one clause under one of the readings: a run of bits."""

    first: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class ClauseRows:
    """Clauses of a day multiplied out to rows: what of a compiled law hangs on neither parties nor answers.

    Parameters
    ----------
    clauses
        Clauses that can change an outcome, gravest first; or those for which it was asked.
    spans
        For each variant, the run of rows of each clause. Equal conditions share one run: those of a clause without
        disputed terms under all variants, and those of clauses that ask the same.
    expanded
        The condition of each clause under the first of the variants, terms replaced by what they reach.
    tests, leaves
        For each fact, its distinct tests with the rows that make them, and the places of its leaves; filled in here.
    """

    clauses: tuple[ClauseOnDay, ...]
    rows: tuple[TestRow, ...]
    spans: tuple[tuple[RowSpan, ...], ...]
    expanded: tuple[Condition, ...]
    tests: dict[FactName, dict[Condition, list[int]]] = field(default_factory=dict, repr=False)
    leaves: dict[FactName, dict[Leaf, int]] = field(default_factory=dict, repr=False)
    _compiled: dict[FactName, CompiledClauses] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Gather, for each fact, its distinct tests and the rows that make them."""
        # Most tests are met many times over as the same object: only a new object is compared with the others.
        rows_of_test: dict[int, list[int]] = {}
        for number, row in enumerate(self.rows):
            for fact, test in row.tests:
                if id(test) not in rows_of_test:
                    rows_of_test[id(test)] = self.tests.setdefault(fact, {}).setdefault(test, [])
                rows_of_test[id(test)].append(number)
        met: set[int] = set()
        for condition in self.expanded:
            for leaf in leaves_of(condition):
                if id(leaf) not in met:
                    met.add(id(leaf))
                    places = self.leaves.setdefault(leaf.fact, {})
                    places.setdefault(leaf, len(places))

    @property
    def words(self) -> int:
        """Number of 64-bit words that hold all rows."""
        return max(1, -(-len(self.rows) // WORD))

    @cached_property
    def order(self) -> dict[FactName, dict[Condition, int]]:
        """The place of each test of the rows among those of its fact."""
        return {fact: {test: place for place, test in enumerate(tests)} for fact, tests in self.tests.items()}

    @cached_property
    def masks(self) -> dict[FactName, tuple[int, ...]]:
        """The rows that make each test, as bits: asked for once a cell, and there are many cells."""
        return {fact: tuple(map(self._mask, tests.values())) for fact, tests in self.tests.items()}

    def _mask(self, rows: Iterable[int]) -> int:
        marks = np.zeros(self.words * WORD, dtype=np.uint8)
        marks[list(rows)] = 1
        return int.from_bytes(np.packbits(marks, bitorder="little").tobytes(), "little")

    def compiled(self, fact: FactName) -> CompiledClauses:
        """Return the tests and the leaves of a fact, taken apart."""
        if fact not in self._compiled:
            tests = (*self.tests.get(fact, {}), *self.leaves.get(fact, {}))
            self._compiled[fact] = compile_conditions({str(place): test for place, test in enumerate(tests)}, {})
        return self._compiled[fact]


@dataclass(frozen=True, kw_only=True)
class CompiledLaw:
    """The law of one day, ready for bulk.

    Parameters
    ----------
    variants
        The readings under which it is compiled, in order.
    multiplied
        Its clauses as rows; shared by all that ask the same of one law.
    spans
        For each variant, the run of rows of each clause.
    constants
        Values of the named unknowns of the law, the same for every line.
    """

    law: LawOnDay
    variants: tuple[Readings, ...]
    multiplied: ClauseRows
    spans: tuple[tuple[RowSpan, ...], ...]
    constants: Mapping[FactName, FactValue]
    parties: PartyIndex

    def first_alone(self) -> CompiledLaw:
        """Return the same law under the first of its readings alone; tests, rows and what is worked out are shared."""
        alone = copy(self)
        object.__setattr__(alone, "variants", self.variants[:1])
        object.__setattr__(alone, "spans", self.spans[:1])
        return alone

    @property
    def clauses(self) -> tuple[ClauseOnDay, ...]:
        """Clauses that can change an outcome, gravest first; or those for which it was asked."""
        return self.multiplied.clauses

    @property
    def rows(self) -> tuple[TestRow, ...]:
        """All rows of all clauses."""
        return self.multiplied.rows

    @property
    def expanded(self) -> tuple[Condition, ...]:
        """The condition of each clause under the first of the variants, terms replaced by what they reach."""
        return self.multiplied.expanded

    @cached_property
    def levels(self) -> NDArray[np.uint8]:
        """Level of each clause; shape (clauses,)."""
        return np.array([level_of(clause.clause) for clause in self.clauses], dtype=np.uint8)

    @property
    def facts(self) -> tuple[FactName, ...]:
        """Facts of a line that some row tests."""
        return tuple(fact for fact in self.multiplied.tests if fact != NO_FACT)

    @property
    def words(self) -> int:
        """Number of 64-bit words that hold all rows."""
        return self.multiplied.words

    def test_place(self, fact: FactName, test: Condition) -> int:
        """Return the place of a test of the rows in the patterns of its fact."""
        return self.multiplied.order[fact][test]

    def place(self, leaf: Leaf) -> int:
        """Return the place of a leaf in the patterns of its fact."""
        return len(self.multiplied.tests.get(leaf.fact, {})) + self.multiplied.leaves[leaf.fact][leaf]

    def pattern(self, fact: FactName, value: FactValue) -> Pattern:
        """Judge every test and every leaf of a fact against one value; values with equal patterns share a cell."""
        context = EvaluationContext(
            facts={**self.constants, fact: value},
            day=self.law.day,
            terms={},
            readings=Readings(),
            parties=self.parties,
        )
        return tuple(Evaluation(self.multiplied.compiled(fact), context).values)

    def bits(self, fact: FactName, pattern: Pattern) -> tuple[Words, Words]:
        """Return SURE and MAY of one cell; each of shape (words,)."""
        sure = may = (1 << self.words * WORD) - 1
        for value, mask in zip(pattern, self.multiplied.masks.get(fact, ()), strict=False):
            if value is True:
                continue
            sure &= ~mask
            if value is False:
                may &= ~mask
        return _words(sure, self.words), _words(may, self.words)

    @cached_property
    def law_bits(self) -> tuple[Words, Words]:
        """SURE and MAY of what hangs on the state of the law alone."""
        return self.bits(NO_FACT, self.pattern(NO_FACT, UNKNOWN))


def _words(bits: int, count: int) -> Words:
    return np.frombuffer(bits.to_bytes(count * 8, "little"), dtype="<u8").astype(np.uint64)


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
    constants = {**constants, **answered_on(constants, law.assumptions, law.day)}
    asked = grave_clauses(law) if clauses is None else tuple(clauses)
    multiplied = _multiplied(law, asked, chosen, frozenset(constants))
    return CompiledLaw(
        law=law,
        variants=chosen,
        multiplied=multiplied,
        spans=multiplied.spans,
        constants=constants,
        parties=parties,
    )


_Asked = tuple[tuple[int, ...], tuple[Readings, ...], frozenset[FactName]]
_MULTIPLIED: WeakKeyDictionary[LawOnDay, dict[_Asked, ClauseRows]] = WeakKeyDictionary()
"""Rows by what was asked of a law: let go with it. Clauses count by which object they are, and each is kept with its
rows. Who asks of a book what answers would settle asks the same of the same laws many times."""


def _multiplied(
    law: LawOnDay, clauses: tuple[ClauseOnDay, ...], variants: tuple[Readings, ...], names: frozenset[FactName]
) -> ClauseRows:
    """Multiply clauses out under each of the readings, once."""
    by_conditions = _MULTIPLIED.setdefault(law, {})
    key = tuple(map(id, clauses)), variants, names
    if key not in by_conditions:
        by_conditions[key] = _rows_under(law, clauses, variants, names)
    return by_conditions[key]


def _rows_under(
    law: LawOnDay, clauses: tuple[ClauseOnDay, ...], variants: tuple[Readings, ...], names: frozenset[FactName]
) -> ClauseRows:
    rows: list[TestRow] = []
    first: list[Condition] = []
    spans: list[list[RowSpan]] = [[] for _ in variants]
    seen: dict[Condition, RowSpan] = {}
    for clause in clauses:
        first.append(expand(clause.condition, law.terms, variants[0]))
        for readings, into in zip(variants, spans, strict=True):
            expanded = expand(clause.condition, law.terms, readings)
            if expanded not in seen:
                expanded_rows = rows_of(expanded, names)
                seen[expanded] = RowSpan(len(rows), len(rows) + len(expanded_rows))
                rows += expanded_rows
            into.append(seen[expanded])
    return ClauseRows(
        clauses=clauses, rows=tuple(rows), spans=tuple(tuple(each) for each in spans), expanded=tuple(first)
    )


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


@dataclass(frozen=True, slots=True)
class CellTable:
    """The cells of one fact under one law.

    Parameters
    ----------
    sure, may
        Bit sets of each cell; each of shape (cells, words).
    says
        Whether some row of a word tests the fact at all; shape (words,).
    """

    sure: Words
    may: Words
    says: NDArray[np.bool_]


def cell_table(law: CompiledLaw, fact: FactName, patterns: Sequence[Pattern]) -> CellTable:
    """Build the bit sets of every cell of a fact from the pattern of each cell."""
    pairs = [law.bits(fact, pattern) for pattern in patterns]
    sure, may = np.stack([sure for sure, _ in pairs]), np.stack([may for _, may in pairs])
    return CellTable(sure, may, (sure != ~np.uint64(0)).any(axis=0))


@dataclass(frozen=True, slots=True)
class ClauseValues:
    """Clause values of many lines under one variant: bool arrays of shape (clauses, lines)."""

    sure: NDArray[np.bool_]
    may: NDArray[np.bool_]


def clause_values(
    law: CompiledLaw,
    tables: Mapping[FactName, CellTable],
    cells: Mapping[FactName, NDArray[np.integer]],
    count: int,
) -> tuple[ClauseValues, ...]:
    """AND the bit sets of every fact's cell, and OR the rows of each clause.

    Parameters
    ----------
    tables
        The cells of every fact that the law tests; a fact with one cell is the same for all lines.
    cells
        For each fact with several cells, the cell of each line; shape (lines,).

    Returns
    -------
    tuple
        One `ClauseValues` a variant.
    """
    shared: dict[tuple[int, int], tuple[NDArray[np.bool_], NDArray[np.bool_]]] = {}
    sure_words, may_words = [], []
    for word in range(law.words):
        sure_always, may_always = law.law_bits[0][word], law.law_bits[1][word]
        for fact, table in tables.items():
            if fact not in cells:
                sure_always, may_always = sure_always & table.sure[0, word], may_always & table.may[0, word]
        sure = np.full(count, sure_always, dtype=np.uint64)
        may = np.full(count, may_always, dtype=np.uint64)
        for fact, cell in cells.items():
            if tables[fact].says[word]:
                sure &= tables[fact].sure[:, word].take(cell)
                may &= tables[fact].may[:, word].take(cell)
        sure_words.append(sure)
        may_words.append(may)
    found: dict[tuple[RowSpan, ...], ClauseValues] = {}
    for spans in law.spans:
        for span in spans:
            key = (span.first, span.end)
            if key not in shared:
                shared[key] = (_any(sure_words, span, count), _any(may_words, span, count))
        if spans not in found:
            pairs = [shared[span.first, span.end] for span in spans]
            nothing = np.zeros((0, count), dtype=bool)
            found[spans] = ClauseValues(
                np.stack([sure for sure, _ in pairs]) if pairs else nothing,
                np.stack([may for _, may in pairs]) if pairs else nothing,
            )
    return tuple(found[spans] for spans in law.spans)


def _any(words: Sequence[Words], span: RowSpan, count: int) -> NDArray[np.bool_]:
    """Tell, for each line, whether any bit of a run is set."""
    found = np.zeros(count, dtype=bool)
    for number in range(span.first // WORD, -(-span.end // WORD) if span.end > span.first else span.first // WORD):
        low, high = max(span.first - number * WORD, 0), min(span.end - number * WORD, WORD)
        mask = np.uint64(((1 << (high - low)) - 1) << low)
        found |= (words[number] & mask) != 0
    return found


def floors(values: ClauseValues, levels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return floor and ceiling of each line: the greatest level of the clauses met, and of those possible."""
    count = values.sure.shape[1]
    floor, ceiling = np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.uint8)
    for level in np.unique(levels):
        here = levels == level
        floor[values.sure[here].any(axis=0)] = level
        ceiling[values.may[here].any(axis=0)] = level
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
    patterns
        For each law, the pattern of each cell.
    """

    fact: FactName
    representatives: tuple[FactValue, ...]
    cell_of: Mapping[str, int] = field(default_factory=dict)
    missing: int = 0
    patterns: tuple[tuple[Pattern, ...], ...] = ()

    @property
    def bits(self) -> int:
        """Bits that hold the number of a cell."""
        return (len(self.representatives) - 1).bit_length()


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
        self.fact, self.laws, self.apart, self.parties = fact, laws, apart, parties
        self._cells: dict[tuple[tuple[Pattern, ...], bool, Hashable], int] = {}
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
        pattern = tuple(law.pattern(self.fact, value) for law in self.laws)
        key = (pattern, isinstance(value, Unknown), tag)
        if key not in self._cells:
            self._cells[key] = len(self._representatives)
            self._representatives.append(value)
        if quick is not None:
            self._quick[quick] = self._cells[key]
        return self._cells[key]

    def column(self, cell_of: Mapping[str, int] | None = None, missing: int = 0) -> PartitionedColumn:
        """Return the column of all cells so far."""
        kept = tuple(pattern for pattern, _, _ in self._cells)
        return PartitionedColumn(
            fact=self.fact,
            representatives=tuple(self._representatives),
            cell_of=cell_of or {},
            missing=missing,
            patterns=tuple(tuple(pattern[number] for pattern in kept) for number in range(len(self.laws))),
        )
