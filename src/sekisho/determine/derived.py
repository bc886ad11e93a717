"""Facts that follow from others, for the signatures of a book: `parties.follow` run once a combination of cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sekisho.determine.cells import CompiledLaw
from sekisho.determine.cut import Column, Cutter
from sekisho.law.condition import FactName
from sekisho.law.fact import FactValue, Unknown
from sekisho.parties.follow import (
    DEPARTURE,
    DESTINATION,
    END_USER,
    KIND,
    MILITARY,
    TERRITORY,
    Body,
    body_of,
    follow,
)
from sekisho.parties.index import PartyIndex

Cells = NDArray[np.intp]
SOURCES = (END_USER, KIND, DEPARTURE, DESTINATION, TERRITORY)
"""Facts from which others follow; a book's columns of these are cut finer than the law needs."""

SAME_PLACE = FactName("departure is destination")
"""Stands for the bit that says whether an item leaves for the place where it is."""

ELSEWHERE = "--"


def apart(fact: FactName, laws: Sequence[CompiledLaw], parties: PartyIndex) -> Callable[[FactValue], Hashable] | None:
    """Return what tells values of a source apart beside the law's tests of it."""
    if fact == END_USER:
        return lambda value: _body(value, parties)
    if fact == KIND:
        return lambda value: value == MILITARY
    if fact == DESTINATION:
        homes = parties.homes()
        return lambda value: (
            value if value in homes else None,
            tuple(law.pattern(TERRITORY, value) for law in laws),
        )
    return None


def _body(value: FactValue, parties: PartyIndex) -> Body | None:
    return None if isinstance(value, Unknown) or value == "none" else body_of(str(value), parties)


def derive(
    columns: Mapping[FactName, Column],
    cells: Mapping[FactName, Cells],
    count: int,
    laws: Sequence[CompiledLaw],
    parties: PartyIndex,
    *,
    unknown_territory: bool,
) -> tuple[dict[FactName, Column], dict[FactName, Cells]]:
    """Return columns and cells of what follows, for every signature.

    Parameters
    ----------
    columns, cells
        The sources as the book states them, and the bit SAME_PLACE; each array of shape (signatures,).
    unknown_territory
        The territory of the end user is stated to be unknown in every line, so it does not follow.
    """
    if count == 0:
        return {}, {}
    key = np.zeros(count, dtype=np.int64)
    sizes = {fact: len(columns[fact].representatives) for fact in SOURCES} | {SAME_PLACE: 2}
    for fact, size in sizes.items():
        key = key * size + cells.get(fact, np.zeros(count, dtype=np.intp))
    found, back = np.unique(key, return_inverse=True)
    cutters = {fact: Cutter(fact, laws) for fact in (KIND, TERRITORY)}
    results: dict[FactName, list[int]] = {fact: [] for fact in cutters}
    for one in found:
        facts, stated = _sources(int(one), sizes, columns)
        values = follow(facts, () if stated or unknown_territory else (TERRITORY,), parties)
        for fact, cutter in cutters.items():
            results[fact].append(cutter.cell(values[fact]))
    made = {fact: cutter.column() for fact, cutter in cutters.items()}
    return made, {
        fact: np.array(results[fact], dtype=np.intp)[back]
        for fact, column in made.items()
        if len(column.representatives) > 1
    }


def _sources(
    key: int, sizes: Mapping[FactName, int], columns: Mapping[FactName, Column]
) -> tuple[dict[FactName, FactValue], bool]:
    """Return the facts of a combination of cells, and whether it states the territory of the end user."""
    cells: dict[FactName, int] = {}
    for fact in reversed(list(sizes)):
        key, cells[fact] = divmod(key, sizes[fact])
    facts = {fact: columns[fact].representatives[cells[fact]] for fact in SOURCES}
    if cells[SAME_PLACE]:
        facts[DEPARTURE] = facts[DESTINATION]
    elif facts[DEPARTURE] == facts[DESTINATION] and not isinstance(facts[DEPARTURE], Unknown):
        facts[DEPARTURE] = ELSEWHERE
    return facts, cells[TERRITORY] != columns[TERRITORY].missing
