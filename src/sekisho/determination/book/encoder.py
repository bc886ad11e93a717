"""Lines of a book to signatures: the cells of every fact, packed into words by the engine that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.alerts import told_apart_by_hits, with_alerts
from sekisho.determination.book.cells import Cells, PartitionedColumn, Partitioner
from sekisho.determination.book.derived_facts import SAME_PLACE, SOURCES, apart, derive, sources_of, told_apart_by_queue
from sekisho.determination.book.engine import BookEngine
from sekisho.determination.book.finest_partition import FinestPartition
from sekisho.determination.book.items import ITEM, BookItems, ItemClass
from sekisho.determination.book.law.compiled_law import CompiledLaw
from sekisho.determination.book.law.run_laws import RunLaws, laws_on
from sekisho.determination.book.packing import DATE, LAW, MARKS, number_column, places_of, unpack
from sekisho.determination.book.signatures import Copies, Seen, Verdicts, verdicts_of
from sekisho.determination.core.inputs import state_days
from sekisho.determination.line.alerts import ROLES
from sekisho.determination.line.answer_parts import ranks_of
from sekisho.errors import BookError, Problem
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import Between, FactName, Leaf
from sekisho.law.model.fact import UNKNOWN, DaySpan, Fact, FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.law.model.trigger import hits_of
from sekisho.message import message
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION
from sekisho.parties.index import parties_of
from sekisho.trade.book.order_book import is_number, value_at
from sekisho.trade.items.inference import GOODS, KNOWLEDGE, triggered_facts

LEFT_OUT = "left out"
TESTABLE = frozenset({"yes_no", "choice", "territory", "codes", "number", "party"})
"""Kinds of facts that a clause may test."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCells:
    """What the book itself states of each signature, before other facts follow from it.

    Parameters
    ----------
    cells
        For each fact with several cells, the cell of each distinct signature; each of shape (signatures,).
    numbered
        Facts of which `encoded` keeps the text of each line, with the number of each text.
    """

    columns: tuple[PartitionedColumn, ...]
    cells: Mapping[FactName, Cells]
    numbered: Mapping[FactName, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedBook:
    """Lines encoded as signatures where their engine keeps them, and the distinct signatures.

    Parameters
    ----------
    laws
        The law of each span of days that occurs in the book.
    law_cells
        The laws of each cell of the column of laws: one, or several where only a span of days is known.
    duties
        The clauses of each of these that oblige, under the first of the readings.
    asleep
        The clauses of each of these that are suspended, as if they were in force, under the first of the readings.
    cells
        For each fact with several cells, the cell of each distinct signature; each of shape (signatures,).
    keys
        Words of each distinct signature; each of shape (signatures,).
    counts, values
        Lines, and value of the lines, of each signature; shape (signatures,).
    marked
        What the lines of each signature say beside their facts, by the names of `packing.MARKS`; shape (signatures,).
    unknown
        Facts that are unknown in every line, whatever the book says.
    classes
        What the items of the book mean for a verdict; None if nobody says what the items are.
    item
        Place in `classes` of each signature; shape (signatures,).
    """

    laws: tuple[CompiledLaw, ...]
    law_cells: tuple[tuple[int, ...], ...]
    duties: tuple[CompiledLaw, ...]
    asleep: tuple[CompiledLaw, ...]
    columns: tuple[PartitionedColumn, ...]
    cells: Mapping[FactName, Cells]
    keys: tuple[NDArray[np.int64], ...]
    counts: NDArray[np.int64]
    values: NDArray[np.float64]
    rank: Mapping[FactName, int]
    stated: StatedCells
    marked: Mapping[FactName, NDArray[np.bool_]]
    unknown: frozenset[FactName]
    classes: tuple[ItemClass, ...] | None = None
    item: Cells = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))

    @property
    def lines(self) -> int:
        """Number of lines of the book."""
        return int(self.counts.sum())

    def verdicts(self, seen: Seen | None = None) -> Verdicts:
        """Decide every distinct signature; `seen` is told the clause values on the way."""
        cell_of = self.cells.get(LAW, np.zeros(len(self.counts), dtype=np.uint8))
        cells = {fact: cell for fact, cell in self.cells.items() if fact != LAW}
        facts = [column for column in self.columns if column.fact != LAW]
        often = np.array([len(laws) for laws in self.law_cells], dtype=np.intp)
        if (often == 1).all():
            found = verdicts_of(
                self.laws, facts, cells, cell_of, self.rank, duties=self.duties, asleep=self.asleep, seen=seen
            )
            return with_alerts(found, self.laws, facts, cells, cell_of)
        copies = Copies.of(self.law_cells, cell_of)
        copied = {fact: cell[copies.which] for fact, cell in cells.items()}
        heard = copies.hearing(seen, cell_of) if seen else None
        found = verdicts_of(
            self.laws, facts, copied, copies.law_of, self.rank, duties=self.duties, asleep=self.asleep, seen=heard
        )
        last = np.array([laws[-1] for laws in self.law_cells], dtype=np.intp)
        return with_alerts(copies.merged(found), self.laws, facts, cells, last[cell_of])

    def law_of_cell(self, cell: int) -> CompiledLaw:
        """Return the law of a cell of the column of laws; of a span of days, that of its last."""
        return self.laws[self.law_cells[cell][-1]]

    def unknown_shares(self) -> dict[FactName, float]:
        """Share of lines in which each fact is unknown, 0 to 1."""
        cells, lines = self.cells, max(self.lines, 1)
        shares = {}
        for column in (column for column in self.columns if column.fact != LAW):
            unknown = np.array([isinstance(value, Unknown) for value in column.representatives])
            if column.fact in cells:
                shares[column.fact] = float(self.counts[unknown[cells[column.fact]]].sum()) / lines
            else:
                shares[column.fact] = float(unknown[0])
        return shares


def encode(
    book: BookEngine,
    library: Library,
    *,
    day: date | None,
    variants: Sequence[Readings],
    constants: Mapping[FactName, FactValue],
    progress: Progress,
    workers: int = 1,
    finest: FinestPartition | None = None,
    items: BookItems | None = None,
    levels_alone: bool = False,
) -> EncodedBook:
    """Type the book's values, cut them to cells under the law of each of its days, and pack the cells.

    Parameters
    ----------
    workers
        Processes that look up names of parties.
    finest
        What tells values apart on any day; values are cut by it too, and each line keeps which text it has.
    levels_alone
        Whether nothing is asked but the levels under the first reading: duties and sleeping law are left out.
    items
        What is said of the items of the book; None if nothing is.

    Raises
    ------
    BookError
        With every value that cannot be typed, in one pass.
    """
    parties, triggers = parties_of(library), library.facts.triggers
    days, problems = _days(book, library, day)
    law_column, law_days, law_cells = _law_column(library, days) if day is None else ([], (day,), ((0,),))
    laws = laws_on(
        library, law_days, variants=variants, constants=constants, parties=parties, levels_alone=levels_alone
    )
    every_source = (*SOURCES, *KNOWLEDGE, *triggered_facts(triggers))
    tested = laws.tested
    sources = sources_of(every_source if finest else tested, triggers)
    cut, looked_at, faults = _columns(
        book, library, laws, (*tested, *sources), finest=finest, workers=workers, progress=progress
    )
    columns, problems = [*law_column, *cut], [*problems, *faults]
    # A wrong value is wrong even where no clause of the day tests its fact.
    problems += book.value_problems(library.facts, but={*looked_at, *((DATE,) if day is None else ())})
    if problems:
        raise BookError(problems)
    same_place = DEPARTURE in sources and DEPARTURE in book.columns.facts and DESTINATION in book.columns.facts
    marks = tuple(mark for mark, column in MARKS.items() if column in book.kinds)
    bits = dict.fromkeys(marks, 1) | ({ITEM: items.bits} if items is not None and items.bits else {})
    places, words = places_of(columns, same_place=same_place, marks=bits)
    numbered = numbered_texts(columns, book) if finest else {}
    book.pack(library, columns, places, words, numbered=numbered)
    keys, counts, values = book.distinct(words)
    cells = unpack(columns, places, keys, bits)
    item = cells.pop(ITEM, np.zeros(len(counts), dtype=np.uint8))
    marked = {mark: cells.pop(mark) > 0 for mark in marks}
    as_stated = StatedCells(columns=tuple(columns), cells=cells, numbered=numbered)
    if sources:
        stated = {column.fact: column for column in columns}
        unknown = book.columns.unknown
        made, more = derive(
            stated, cells, len(counts), laws.every, parties=parties, table=library.facts, unknown=unknown
        )
        columns = [made.get(column.fact, column) for column in columns]
        cells = {fact: cell for fact, cell in cells.items() if fact not in made and fact != SAME_PLACE} | more
    return EncodedBook(
        laws=laws.laws,
        law_cells=law_cells,
        duties=laws.duties,
        asleep=laws.asleep,
        columns=tuple(columns),
        cells=cells,
        keys=keys,
        counts=counts,
        values=values,
        rank=ranks_of(library),
        stated=as_stated,
        marked=marked,
        unknown=book.columns.unknown,
        classes=items.classes if items is not None else None,
        item=item,
    )


def _columns(
    book: BookEngine,
    library: Library,
    laws: RunLaws,
    wanted: Sequence[FactName],
    *,
    finest: FinestPartition | None,
    workers: int,
    progress: Progress,
) -> tuple[list[PartitionedColumn], list[FactName], list[Problem]]:
    """Cut the column of every fact that is tested, screened, or told apart on any day.

    Returns
    -------
    list[PartitionedColumn]
        The columns in which nothing is wrong.
    list[FactName]
        The facts that were looked at, and all that is wrong in their columns.
    """
    screened = tuple(role for role in ROLES if role in library.facts and role in book.columns.facts)
    needed = list(dict.fromkeys((*wanted, *(finest.leaves if finest else ()), *screened)))
    every, columns, problems = laws.every, list[PartitionedColumn](), list[Problem]()
    for number, name in enumerate(needed):
        progress(f"reading {name}", 0.5 * number / len(needed))
        column, faults = _column(book, library, library.facts[name], every, finest=finest, workers=workers)
        problems += faults
        columns += [column] if column else []
    if finest:
        aside = [name for name in book.columns.facts if name not in needed and library.facts[name].kind in TESTABLE]
        for name in aside:
            column, faults = _aside(book, library, library.facts[name], every, finest)
            problems += faults
            columns += [column] if column else []
        needed += aside
    return columns, needed, problems


def numbered_texts(columns: Iterable[PartitionedColumn], book: BookEngine) -> dict[FactName, dict[str, int]]:
    """Number the texts of each column in which some cell holds several; a column of numbers has none."""
    found: dict[FactName, dict[str, int]] = {}
    for column in columns:
        cells = [*column.cell_of.values(), column.missing]
        if column.cell_of and len(set(cells)) < len(cells):
            found[column.fact] = {text: number for number, text in enumerate(column.cell_of)}
        elif not column.cell_of and column.fact in book.columns.facts and number_column(column):
            found[column.fact] = {}
    return found


def _days(book: BookEngine, library: Library, day: date | None) -> tuple[dict[str, date | DaySpan], list[Problem]]:
    """Find the days of law of a book: the one asked for, or the distinct days and spans of days of its lines."""
    if day is not None:
        return {"": day}, []
    column = book.columns.facts[DATE]
    typed, problems = book.typed_values(library.facts[DATE], library.facts)
    days = {text: value for text, value in typed.items() if isinstance(value, date | DaySpan)}
    if len(days) < len(typed) or book.some_blank(library.facts[DATE]):
        problems.append(
            Problem(
                where=message(
                    "error.at_column", "{file}: column '{column}'", file=book.name, column=book.shown(column)
                ),
                what=message("book.undated", "lines without a date have no law to be judged by."),
                remedy=message(
                    "book.fill_dates", "Fill in the dates, or give one date of law for all lines with --as-of."
                ),
            )
        )
    return days or {"": date.max}, problems


def _law_column(
    library: Library, days: Mapping[str, date | DaySpan]
) -> tuple[list[PartitionedColumn], tuple[date, ...], tuple[tuple[int, ...], ...]]:
    """Make the column that says which law holds for a line, or which laws: days without change between them share one.

    Returns
    -------
    list[Column]
        The column.
    tuple[date, ...]
        A day of each law.
    tuple[tuple[int, ...], ...]
        The laws of each cell of the column, by their places.
    """
    laws: dict[int, int] = {}
    law_days: list[date] = []
    cells: dict[tuple[int, ...], int] = {}
    cell_of: dict[str, int] = {}
    representatives: list[FactValue] = []

    def place(day: date) -> int:
        law = id(law_on(library, day))
        if law not in laws:
            laws[law] = len(law_days)
            law_days.append(day)
        return laws[law]

    # Single days come first, so that the cell of a law has its number wherever no span of days is stated.
    for text, day in sorted(days.items(), key=lambda pair: (isinstance(pair[1], DaySpan), str(pair[1]))):
        key = tuple(dict.fromkeys(place(one) for one in state_days(library, day)))
        if key not in cells:
            cells[key] = len(representatives)
            representatives.append(day)
        cell_of[text] = cells[key]
    column = PartitionedColumn(fact=LAW, representatives=tuple(representatives), cell_of=cell_of)
    return [column], tuple(law_days), tuple(cells)


def _column(
    book: BookEngine,
    library: Library,
    fact: Fact,
    laws: Sequence[CompiledLaw],
    *,
    finest: FinestPartition | None = None,
    workers: int = 1,
) -> tuple[PartitionedColumn | None, list[Problem]]:
    parties = parties_of(library)
    triggers = library.facts.triggers
    telling = finest.telling(fact.name) if finest else apart(fact.name, laws, parties, triggers)
    if fact.name in ROLES:
        telling = told_apart_by_hits(telling, parties)
    telling = told_apart_by_queue(fact.name, telling)
    cutter = Partitioner(fact.name, laws, telling, parties if fact.kind == "party" else None)
    left_out = LEFT_OUT if fact.absent == "follows" or fact.name in triggered_facts(triggers) else None
    if not book.states(fact):
        return cutter.column(missing=cutter.cell(book.empty(fact), left_out)), []
    if fact.kind == "number" and is_number(book.kinds[book.columns.facts[fact.name]]):
        problems = book.number_problems(fact, book.columns.facts[fact.name])
        thresholds = _thresholds(fact.name, laws, finest.leaves.get(fact.name, ()) if finest else ())
        for place in range(2 * len(thresholds) + 1):
            cutter.cell(value_at(thresholds, place), place)
        return cutter.column(missing=cutter.cell(UNKNOWN)), problems
    typed, problems = book.typed_values(fact, library.facts)
    if problems:
        return None, problems
    if fact.kind == "party":
        named = [str(value) for value in typed.values() if not isinstance(value, Unknown)]
        parties.drop_recalled(named)  # the run tells the reasons of its hits
        parties.look_up(named, workers)
    if fact.name in GOODS and not finest:
        # Nearly every description meets no trigger; those that meet none are as if they were left out.
        typed = {text: value for text, value in typed.items() if hits_of(triggers, {fact.name: value})}
    cell_of = {text: cutter.cell(value) for text, value in typed.items()}
    missing = cutter.cell(book.empty(fact), left_out)
    return cutter.column(cell_of, missing), []


def _aside(
    book: BookEngine, library: Library, fact: Fact, laws: Sequence[CompiledLaw], finest: FinestPartition
) -> tuple[PartitionedColumn | None, list[Problem]]:
    """Put all values of a fact that no clause of the library tests into one cell; another library may test it."""
    if fact.kind == "number" and is_number(book.kinds[book.columns.facts[fact.name]]):
        return _column(book, library, fact, laws, finest=finest)
    typed, problems = book.typed_values(fact, library.facts)
    if problems:
        return None, problems
    empty = book.empty(fact)
    cell_of = dict.fromkeys(typed, 0)
    return PartitionedColumn(fact=fact.name, representatives=(empty,), cell_of=cell_of), []


def _thresholds(fact: FactName, laws: Iterable[CompiledLaw], more: Iterable[Leaf]) -> list[Decimal]:
    """List, in order, every number with which some test compares a fact."""
    tests = (part.leaf for law in laws for part in law.tests.get(fact, ()))
    found = {
        bound
        for leaf in (*tests, *more)
        if isinstance(leaf, Between)
        for bound in (leaf.low, leaf.high)
        if isinstance(bound, Decimal)
    }
    return sorted(found)
