"""Facts with few cells taken together: one table of bit sets for several facts, so that a line looks up fewer.

The AND of the bit sets of several facts is made once a combination of their cells instead of once a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import CellTable
from sekisho.law.model.condition import FactName

Array = NDArray[np.integer]
MOST: Final = 1024
"""Combinations of cells up to which facts are taken together; a word of such a table lies in the nearest memory."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Tables of groups of facts.

    Parameters
    ----------
    tables
        The cells of each group, under the name of its first fact.
    groups
        The facts of each group, with the number of cells of each.
    """

    tables: Mapping[FactName, CellTable]
    groups: Sequence[Sequence[tuple[FactName, int]]]

    def cells(self, cells: Mapping[FactName, Array]) -> dict[FactName, Array]:
        """Return the cell of each signature in each group, from its cell in each fact."""
        found: dict[FactName, Array] = {}
        for (first, _), *others in self.groups:
            key = cells[first]
            for fact, count in others:
                key = key * count + cells[fact]
            found[first] = key
        return found


def grouped(tables: Mapping[FactName, CellTable], several: Mapping[FactName, Array]) -> Grouped:
    """Take facts together, those with fewest cells first.

    Parameters
    ----------
    several
        The facts with several cells; the others are the same for all lines and stay as they are.
    """
    made = {fact: table for fact, table in tables.items() if fact not in several}
    groups: list[list[tuple[FactName, int]]] = []
    total = MOST + 1
    for fact in sorted((fact for fact in tables if fact in several), key=lambda fact: len(tables[fact].sure)):
        table = tables[fact]
        count = len(table.sure)
        if total * count > MOST:
            groups.append([(fact, count)])
            total, made[fact] = count, table
        else:
            first = groups[-1][0][0]
            groups[-1].append((fact, count))
            total, made[first] = total * count, _both(made[first], table)
    return Grouped(made, groups)


def _both(one: CellTable, other: CellTable) -> CellTable:
    """AND two tables for every pair of cells."""
    words = one.sure.shape[1]
    sure = (one.sure[:, None] & other.sure[None]).reshape(-1, words)
    may = (one.may[:, None] & other.may[None]).reshape(-1, words)
    return CellTable(sure, may, one.says | other.says)
