"""What the clauses of a day say of many lines at once.

Of many lines, the parts of the conditions (`condition_graph`) are judged in packed bits, 64 lines a word: a test has
the bits of the cells in which it holds, and what is made of tests is made of their bits. So the clause values of all
lines take some hundreds of operations on words, and these are the answer and its explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import PartitionedColumn
from sekisho.determination.book.law.clause_bits import WORD, ClauseValues, Words, packed
from sekisho.determination.book.law.compiled_law import (
    CODES,
    FALSE_CODE,
    TRUE_CODE,
    Codes,
    CompiledLaw,
)
from sekisho.determination.book.law.condition_graph import Part
from sekisho.law.model.condition import FactName

# A mask of 64 lines a word is kept for each cell of a fact with up to so many cells: all tests of the fact share them.
# Of facts with more cells each test looks its lines up. Tried at about a hundred only, so a guess. Smaller: tests of
# territories look up again and again. Larger: masks are made that one test alone asks for.
MASKED: Final = 96
"""Cells of a fact up to which the lines of each cell are kept as a mask."""


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
            return packed(marked.take(self.cells[fact]))
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
            masks[cell] = packed(self._narrow[fact] == cell)
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
