"""Signatures: what distinguishes one line of a book from another, and their verdicts.

A line's signature is the cell of each of its facts. `verdicts_of` gives the verdict of every distinct signature, with
the decisive clauses, the missing facts, the duties and the branches as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.branches import Brancher
from sekisho.determination.book.cells import (
    ClauseValues,
    CompiledLaw,
    Words,
    as_words,
    cell_table,
    clause_values,
    distinct_rows,
    floors,
)
from sekisho.determination.book.fact_groups import Grouped, grouped
from sekisho.determination.book.missing_facts import MissingFactFinder, Texts
from sekisho.determination.book.partition import PartitionedColumn
from sekisho.determination.core.outcome import Outcome
from sekisho.law.model.condition import FactName
from sekisho.law.model.term import reach_of

if TYPE_CHECKING:
    from sekisho.determination.book.supposition_cells import Supposed
    from sekisho.determination.book.triage import Triage

CHUNK = 1 << 16
UNDETERMINED_CODE = 255
Array = NDArray[np.integer]
Seen = Callable[[int, NDArray[np.intp], Sequence[ClauseValues]], None]
"""Is told clause values of some signatures under a law: its number, the signatures, one `ClauseValues` a variant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Verdicts of signatures; all arrays of shape (signatures,).

    Parameters
    ----------
    floor, ceiling
        For each variant of readings, the levels.
    decisive, open, missing, duties, duties_open, branches
        Place in the lists of texts.
    sleeping
        Gravest level of the suspended clauses that would be met, or could be, were they in force; 0 if none.
    supposed, triage
        What comes out under the suppositions of the run, and the place in the queue; None before they are worked out.
    raised
        Whether a list that nobody judges here raises the ceiling; None where none does.
    """

    floor: tuple[NDArray[np.uint8], ...]
    ceiling: tuple[NDArray[np.uint8], ...]
    decisive: NDArray[np.int32]
    open: NDArray[np.int32]
    missing: NDArray[np.int32]
    duties: NDArray[np.int32]
    duties_open: NDArray[np.int32]
    branches: NDArray[np.int32]
    sleeping: NDArray[np.uint8]
    decisive_texts: tuple[str, ...]
    open_texts: tuple[str, ...]
    missing_texts: tuple[str, ...]
    duties_texts: tuple[str, ...]
    duties_open_texts: tuple[str, ...]
    branches_texts: tuple[str, ...]
    alerts: NDArray[np.int32]
    alerts_texts: tuple[str, ...] = ("",)
    raised: NDArray[np.bool_] | None = None
    supposed: Supposed | None = None
    triage: Triage | None = None
    parties: Mapping[str, tuple[NDArray[np.int32], tuple[str, ...]]] = field(default_factory=dict)

    def outcome(self, variant: int = 0) -> NDArray[np.uint8]:
        """Level where floor and ceiling agree, else `UNDETERMINED_CODE`."""
        floor, ceiling = self.floor[variant], self.ceiling[variant]
        return np.where(floor == ceiling, floor, UNDETERMINED_CODE).astype(np.uint8)


def verdicts_of(
    laws: Sequence[CompiledLaw],
    columns: Sequence[PartitionedColumn],
    cells: Mapping[FactName, Array],
    law_of: Array,
    rank: Mapping[FactName, int],
    *,
    duties: Sequence[CompiledLaw],
    asleep: Sequence[CompiledLaw],
    seen: Seen | None = None,
) -> Verdicts:
    """Give the verdict of every signature.

    Parameters
    ----------
    cells
        For each fact with several cells, the cell of each signature; shape (signatures,).
    law_of
        Place in `laws` of the law that holds for each signature; shape (signatures,).
    duties
        For each law, its clauses that oblige. The columns are cut by the laws, then by these, then by those asleep.
    asleep
        For each law, the clauses that are suspended, as if they were in force.
    """
    count, variants = len(law_of), len(laws[0].variants)
    floor = tuple(np.zeros(count, dtype=np.uint8) for _ in range(variants))
    ceiling = tuple(np.zeros(count, dtype=np.uint8) for _ in range(variants))
    decisive, opened, missing, owed, owed_open, branches = (np.zeros(count, dtype=np.int32) for _ in range(6))
    sleeping = np.zeros(count, dtype=np.uint8)
    decisive_texts, open_texts, missing_texts, branches_texts = Texts(), Texts(), Texts(), Texts()
    owed_texts, owed_open_texts = Texts(), Texts()
    for number, law in enumerate(laws):
        tables, duty = law_tables(law, columns, number, cells), duties[number]
        duty_tables = law_tables(duty, columns, len(laws) + number, cells)
        sleeper = asleep[number]
        sleeper_tables = law_tables(sleeper, columns, 2 * len(laws) + number, cells)
        levels = _Levels.of(law)
        by_fact = {column.fact: column for column in columns}
        asker = MissingFactFinder(law, number, by_fact, rank)
        brancher = Brancher(asker)
        where = np.flatnonzero(law_of == number)
        for start in range(0, len(where), CHUNK):
            chosen = where[start : start + CHUNK]
            here = {fact: cell[chosen] for fact, cell in cells.items()}
            found = clause_values(law, tables.tables, tables.cells(here), len(chosen))
            if seen is not None:
                seen(number, chosen, found)
            ends = {id(values): floors(values, law.levels) for values in found}
            for variant, values in enumerate(found):
                floor[variant][chosen], ceiling[variant][chosen] = ends[id(values)]
            sure, may = as_words(found[0].sure), as_words(found[0].may)
            at_floor = sure & levels.at[floor[0][chosen]]
            raising = may & ~sure & levels.above[floor[0][chosen]]
            decisive[chosen] = _named(law, at_floor, decisive_texts, number)
            opened[chosen] = _named(law, raising, open_texts, number)
            clauses = asker.open_clauses(raising, here)
            missing[chosen] = asker.ask(raising, clauses, here, missing_texts)
            branches[chosen] = brancher.tell(raising, clauses, ends[id(found[0])], branches_texts)
            (held,) = clause_values(duty, duty_tables.tables, duty_tables.cells(here), len(chosen))
            owed[chosen] = _named(duty, as_words(held.sure), owed_texts, number)
            (slept,) = clause_values(sleeper, sleeper_tables.tables, sleeper_tables.cells(here), len(chosen))
            sleeping[chosen] = floors(slept, sleeper.levels)[1]
            owed_open[chosen] = _named(duty, as_words(held.may & ~held.sure), owed_open_texts, number)
    return Verdicts(
        floor=floor,
        ceiling=ceiling,
        decisive=decisive,
        open=opened,
        missing=missing,
        duties=owed,
        duties_open=owed_open,
        branches=branches,
        sleeping=sleeping,
        decisive_texts=tuple(decisive_texts.texts),
        open_texts=tuple(open_texts.texts),
        missing_texts=tuple(missing_texts.texts),
        duties_texts=tuple(owed_texts.texts),
        duties_open_texts=tuple(owed_open_texts.texts),
        branches_texts=tuple(branches_texts.texts),
        alerts=np.zeros(count, dtype=np.int32),
    )


def law_tables(
    law: CompiledLaw, columns: Iterable[PartitionedColumn], number: int, cells: Mapping[FactName, Array]
) -> Grouped:
    """Build the cells of every fact that a law tests; the columns hold its patterns under a number."""
    tables = {
        column.fact: cell_table(law, column.fact, column.patterns[number])
        for column in columns
        if column.fact in law.facts
    }
    return grouped(tables, cells)


@dataclass(frozen=True, slots=True)
class _Levels:
    """Clauses by level, as words: those at each level, and those above it; each of shape (levels, words)."""

    at: Words
    above: Words

    @classmethod
    def of(cls, law: CompiledLaw) -> _Levels:
        levels = np.arange(len(Outcome), dtype=np.uint8)
        met = law.levels[:, None] == levels
        return cls(as_words(met & (levels > Outcome.FREE)), as_words(law.levels[:, None] > levels))


def _named(law: CompiledLaw, marks: Words, texts: Texts, number: int) -> NDArray[np.int32]:
    """Name the marked clauses of each signature, in the order of the law; shape of `marks` is (signatures, words)."""
    rows, which = distinct_rows(marks)
    found = np.empty(len(rows), dtype=np.int32)
    ids = [clause.clause.id for clause in law.clauses]
    parts: dict[tuple[int, int], str] = {}

    def part(place: int, byte: int) -> str:
        """Name the clauses of one byte, once a byte."""
        if (place, byte) not in parts:
            parts[place, byte] = ";".join(ids[place * 8 + bit] for bit in range(8) if byte >> bit & 1)
        return parts[place, byte]

    for place, row in enumerate(rows):
        raw = row.tobytes()
        known = texts.numbers.get((number, raw))
        if known is None:
            known = texts.keep((number, raw), ";".join(part(at, byte) for at, byte in enumerate(raw) if byte))
        found[place] = known
    return found[which]


def used_facts(laws: Iterable[CompiledLaw], duties: Iterable[CompiledLaw] = ()) -> tuple[FactName, ...]:
    """Facts that any of the laws tests, each once, and those that their clauses name in any reading.

    Of clauses that oblige, those that they test under the readings of the run: no other reading is judged.
    """
    found: dict[FactName, None] = {}
    for law in laws:
        for fact in law.facts:
            found[fact] = None
        for clause in law.clauses:
            for fact in sorted(reach_of(clause.condition, law.law.terms).facts - frozenset(law.constants)):
                found[fact] = None
    found |= dict.fromkeys(fact for duty in duties for fact in duty.facts)
    return tuple(found)
