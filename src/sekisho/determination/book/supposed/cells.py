"""The signatures of a book under suppositions: the cells that lines leave open, filled, and judged once more.

What is supposed is put in before other facts follow, so that a signature under suppositions is what a line would be
that states them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import Cells, PartitionedColumn, combinations
from sekisho.determination.book.derived_facts import SAME_PLACE, derive
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.items import CODES
from sekisho.determination.book.law.clause_bits import ClauseValues, floors
from sekisho.determination.book.law.law_judge import LawJudge
from sekisho.determination.book.packing import LAW
from sekisho.determination.book.signatures import CHUNK, Copies, Verdicts
from sekisho.determination.book.supposition import AS_LEFT_OUT, ITEM_KIND, NONE, USE, Supposition, Suppositions
from sekisho.determination.core.outcome import Outcome
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of

Levels = NDArray[np.uint8]
Marks = NDArray[np.bool_]
Places = NDArray[np.intp]
Heard = Callable[[int, Places, ClauseValues], None]
"""Is told the clause values of some of the chosen signatures under a law: its number, their places, the values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The cells of every signature under suppositions.

    Parameters
    ----------
    applied
        For each supposed fact, the signatures whose lines left it open and have it from the supposition.
    """

    columns: tuple[PartitionedColumn, ...]
    cells: Mapping[FactName, Cells]
    applied: Mapping[FactName, Marks]


def supposed_world(
    stage: EncodedBook,
    library: Library,
    suppositions: Suppositions,
    withdrawn: Marks,
    *,
    codes: Sequence[FactValue | None] | None = None,
) -> World:
    """Fill what the signatures leave open, and let the other facts follow.

    Parameters
    ----------
    withdrawn
        Signatures in which nothing is supposed of use and user; shape (signatures,).
    codes
        The codes that are supposed of each class of items, None where none are; if left out, those that classification
        settled, where it is supposed that goods are as classified.
    """
    count = len(stage.counts)
    columns = {column.fact: column for column in stage.stated.columns}
    cells = dict(stage.stated.cells)
    applied: dict[FactName, Marks] = {}
    usual = [assumed for assumed in suppositions.facts.values() if assumed.of != ITEM_KIND]
    fills = [(assumed.fact, _value(assumed, library), assumed.of == USE) for assumed in usual]
    left_alone = {assumed.fact for assumed in usual if _is_left_alone(assumed, columns, library)}
    if codes is None and any(assumed.of == ITEM_KIND for assumed in suppositions.facts.values()):
        codes = [one.supposed(library) for one in stage.classes or ()]
    if codes and CODES in columns:
        applied[CODES], cells[CODES], columns[CODES] = _with_codes(stage, columns[CODES], cells, codes)
    for fact, value, yields in fills:
        column = columns.get(fact)
        if column is None or fact in left_alone:
            continue
        cell = cells.get(fact, np.zeros(count, dtype=np.uint8))
        is_open = np.array([isinstance(assumed, Unknown) for assumed in column.representatives])[cell]
        here = is_open & ~withdrawn if yields else is_open
        applied[fact] = here
        if not here.any():
            continue
        target, columns[fact] = (column.missing, column) if value is None else _with_value(column, value, stage)
        cells[fact] = np.where(here, np.min_scalar_type(target).type(target), cell)
    # A fact that is supposed is no longer unknown in every line, whatever the book says.
    unknown = stage.unknown - applied.keys()
    derived, followed = derive(
        columns, cells, count, stage.laws, parties=parties_of(library), table=library.facts, unknown=unknown
    )
    cells_left = {fact: cell for fact, cell in cells.items() if fact not in derived and fact != SAME_PLACE}
    return World(
        columns=tuple(derived.get(column.fact, column) for column in columns.values()),
        cells=cells_left | followed,
        applied=applied,
    )


def _with_codes(
    stage: EncodedBook, column: PartitionedColumn, cells: Mapping[FactName, Cells], codes: Sequence[FactValue | None]
) -> tuple[Marks, Cells, PartitionedColumn]:
    """Fill the codes that lines leave open by the class of their item; return where, the cells, and the column."""
    cell = cells.get(CODES, np.zeros(len(stage.counts), dtype=np.uint8))
    is_open = np.array([isinstance(value, Unknown) for value in column.representatives])[cell]
    target, place_of = np.full(len(codes), -1, dtype=np.intp), dict[FactValue, int]()
    for number, value in enumerate(codes):
        if value is not None:
            if value not in place_of:
                place_of[value], column = _with_value(column, value, stage)
            target[number] = place_of[value]
    filled = target[stage.item] if len(codes) > 1 else np.broadcast_to(target, cell.shape)
    here = is_open & (filled >= 0)
    narrow = np.min_scalar_type(len(column.representatives) - 1)
    return here, np.where(here, filled, cell).astype(narrow), column


def _value(assumed: Supposition, library: Library) -> FactValue | None:
    """Return what is supposed; None for what leaving the fact out means, with what follows from other facts."""
    return None if assumed.value == AS_LEFT_OUT else library.facts.parse(assumed.fact, assumed.value)


def _is_left_alone(assumed: Supposition, columns: Mapping[FactName, PartitionedColumn], library: Library) -> bool:
    """Tell whether an unknown stays unknown: of somebody who is named nobody supposes that there is nobody."""
    if assumed.of != NONE or assumed.fact not in columns:
        return False
    column = columns[assumed.fact]
    return library.facts[assumed.fact].kind == "party" or isinstance(column.representatives[column.missing], Unknown)


def _with_value(column: PartitionedColumn, value: FactValue, stage: EncodedBook) -> tuple[int, PartitionedColumn]:
    """Return the cell of a value, in a column that has it."""
    return len(column.representatives), column.with_value(value, stage.laws)


def supposed_levels(
    stage: EncodedBook, world: World, chosen: Places, heard: Heard | None = None
) -> tuple[Levels, Levels]:
    """Judge chosen signatures under suppositions, under the readings of the run; return floors and ceilings.

    Where a line states a span of days, it is judged under every law of the span: the least floor, the greatest ceiling.
    """
    floor, ceiling = np.zeros(len(chosen), dtype=np.uint8), np.zeros(len(chosen), dtype=np.uint8)
    if not len(chosen):
        return floor, ceiling
    cell_of = world.cells.get(LAW, np.zeros(len(stage.counts), dtype=np.uint8))[chosen]
    copies = Copies.of(stage.law_cells, cell_of)
    low, high = np.zeros(len(copies.which), dtype=np.uint8), np.zeros(len(copies.which), dtype=np.uint8)
    facts = [column for column in world.columns if column.fact != LAW]
    cells = {fact: cell for fact, cell in world.cells.items() if fact != LAW}
    for number, law in enumerate(stage.laws):
        judge = LawJudge(law.first_alone(), facts)
        where = np.flatnonzero(copies.law_of == number)
        for start in range(0, len(where), CHUNK):
            some = where[start : start + CHUNK]
            places = copies.which[some]
            here = {fact: cell[chosen[places]] for fact, cell in cells.items()}
            (clause_bits,) = judge.values(here, len(some))
            low[some], high[some] = floors(clause_bits, law.levels)
            if heard is not None:
                heard(number, places, clause_bits)
    return np.minimum.reduceat(low, copies.first), np.maximum.reduceat(high, copies.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What comes out under the suppositions of a run; all arrays of shape (signatures,).

    Parameters
    ----------
    facts
        Of the facts that a line waits for, those that are supposed, as places in texts.
    told
        For each supposed fact, the lines in which it was needed.
    lines
        Lines in which something supposed was needed.
    """

    suppositions: Suppositions
    floor: Levels
    ceiling: Levels
    withdrawn: Marks
    facts: NDArray[np.int32]
    facts_texts: tuple[str, ...]
    told: Mapping[FactName, int]
    lines: int

    @property
    def free(self) -> Marks:
        """Mark the signatures that are free under what is supposed; never where something withdraws it."""
        is_free: Marks = (self.ceiling == Outcome.FREE) & ~self.withdrawn
        return is_free

    def to_card(self) -> dict[str, object]:
        """Return what a run card says: the set, the lines in which it was needed, and for each fact how many."""
        by_fact = {str(fact): lines for fact, lines in self.told.items()}
        return {"suppose": {**self.suppositions.to_dict(), "lines": self.lines, "told": by_fact}}


def supposed_of(
    stage: EncodedBook, verdicts: Verdicts, library: Library, suppositions: Suppositions, withdrawn: Marks
) -> Supposed:
    """Judge the open signatures under suppositions; where the level stands, learning a fact moves nothing.

    Parameters
    ----------
    withdrawn
        Signatures in which something points, so that nothing is supposed of use and user; shape (signatures,).
    """
    floor, ceiling = verdicts.floor[0].copy(), verdicts.ceiling[0].copy()
    is_open = floor < ceiling
    world = supposed_world(stage, library, suppositions, withdrawn)
    chosen = np.flatnonzero(is_open)
    low, high = supposed_levels(stage, world, chosen)
    if verdicts.raised is not None:
        high = np.where(verdicts.raised[chosen], ceiling[chosen], high)
    floor[chosen], ceiling[chosen] = low, high
    needed, texts = _needed(verdicts, world, is_open)
    by_fact = {
        fact: int(stage.counts[np.array([str(fact) in text.split(";") for text in texts], dtype=bool)[needed]].sum())
        for fact in suppositions.facts
    }
    return Supposed(
        suppositions=suppositions,
        floor=floor,
        ceiling=ceiling,
        withdrawn=withdrawn,
        facts=needed,
        facts_texts=texts,
        told={fact: lines for fact, lines in by_fact.items() if lines},
        lines=int(stage.counts[needed > 0].sum()),
    )


def _needed(verdicts: Verdicts, world: World, is_open: Marks) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return which supposed facts each signature waits for, as places in texts."""
    names = list(world.applied)
    mask = np.zeros(len(is_open), dtype=np.int64)
    for place, name in enumerate(names):
        mask |= (world.applied[name] & is_open).astype(np.int64) << place
    kinds: list[tuple[Cells, int]] = [(verdicts.missing, len(verdicts.missing_texts)), (mask, 1 << len(names))]
    first, which = combinations(kinds, len(is_open))
    texts: dict[str, int] = {"": 0}
    places = []
    for assumed in first:
        waits = set(verdicts.missing_texts[verdicts.missing[assumed]].split(";"))
        here = [str(name) for place, name in enumerate(names) if mask[assumed] >> place & 1 and name in waits]
        places.append(texts.setdefault(";".join(here), len(texts)))
    return np.array(places, dtype=np.int32)[which], tuple(texts)
