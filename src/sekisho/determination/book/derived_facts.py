"""Facts that follow from others, for the signatures of a book: found once a combination of cells.

What a name tells of an end user follows by `parties.derived_facts`; goods follow from customs code and words, and one
knowledge from the other, by `trade.items.inference`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from sekisho.determination.book.cells import Cells, FactTests, PartitionedColumn, Partitioner, combinations
from sekisho.determination.book.law.compiled_law import CompiledLaw
from sekisho.determination.line.party_points import MILITARY_USES, forces_in
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Among, Codes, FactValue, Unknown
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.trigger import Trigger, hits_of
from sekisho.parties.derived_facts import (
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
from sekisho.trade.items.inference import GOODS, KNOWLEDGE, know, pointed_at, triggered_facts

Facts = Mapping[FactName, FactValue]
SOURCES = (END_USER, KIND, DEPARTURE, DESTINATION, TERRITORY)
"""Facts from which others follow; a book's columns of these are cut finer than the law needs."""

SAME_PLACE = FactName("departure is destination")
"""Stands for the bit that says whether an item leaves for the place where it is."""

ELSEWHERE = "--"


def sources_of(tested: Collection[FactName], triggers: Iterable[Trigger]) -> tuple[FactName, ...]:
    """Return the facts from which some of those follow that a law tests, these among them."""
    found: list[FactName] = []
    if not {KIND, TERRITORY}.isdisjoint(tested):
        found += SOURCES
    if not set(KNOWLEDGE).isdisjoint(tested):
        found += KNOWLEDGE
    pointed = [fact for fact in triggered_facts(triggers) if fact in tested]
    return tuple(dict.fromkeys((*found, *pointed, *(GOODS if pointed else ()))))


def met_by(fact: FactName, triggers: Sequence[Trigger]) -> Callable[[FactValue], Hashable]:
    """Return what tells customs codes, or descriptions, apart: the triggers that they meet."""
    return lambda value: hits_of(triggers, {fact: value})


def apart(
    fact: FactName, laws: Sequence[CompiledLaw], parties: PartyIndex, triggers: Sequence[Trigger] = ()
) -> Callable[[FactValue], Hashable] | None:
    """Return what tells values of a source apart beside the law's tests of it."""
    if fact in GOODS:
        return met_by(fact, triggers)
    if fact in KNOWLEDGE or any(one.fact == fact for one in triggers):
        return str
    if fact == END_USER:
        return lambda value: _body(value, parties)
    if fact == KIND:
        return lambda value: value == MILITARY
    if fact == DESTINATION:
        homes, tests = parties.homes(), FactTests(TERRITORY, laws)
        return lambda value: (value if value in homes else None, tests.pattern(value))
    return None


def told_apart_by_queue(
    fact: FactName, telling: Callable[[FactValue], Hashable] | None
) -> Callable[[FactValue], Hashable] | None:
    """Tell values apart by what the queue of a book asks of them too, for all that no clause of the day does.

    One value stands for all of its cell: where police and civil users shared one, each would be told as the other.
    """
    asks = _ASKED_OF_QUEUE.get(fact)
    if asks is None:
        return telling
    return lambda value: (telling(value) if telling is not None else None, asks(value))


_ASKED_OF_QUEUE: Final[Mapping[FactName, Callable[[FactValue], Hashable]]] = {
    KIND: forces_in,
    FactName("end_use"): lambda value: isinstance(value, str) and value in MILITARY_USES,
    FactName("control_codes"): lambda value: isinstance(value, Codes) and bool(value.sure or value.maybe),
    FactName("special_item"): lambda value: value if isinstance(value, str | Among) else None,
}


def _body(value: FactValue, parties: PartyIndex) -> Body | None:
    return None if isinstance(value, Unknown) or value == "none" else body_of(str(value), parties)


def derive(
    columns: Mapping[FactName, PartitionedColumn],
    cells: Mapping[FactName, Cells],
    count: int,
    laws: Sequence[CompiledLaw],
    *,
    parties: PartyIndex,
    table: FactTable,
    unknown: Collection[FactName],
) -> tuple[dict[FactName, PartitionedColumn], dict[FactName, Cells]]:
    """Return columns and cells of what follows, for every signature; only what the laws test is looked for.

    Parameters
    ----------
    columns, cells
        The sources as the book states them, and the bit SAME_PLACE; each array of shape (signatures,).
    unknown
        Facts that are stated to be unknown in every line, so that what leaving them out means does not hold.
    """
    if count == 0:
        return {}, {}
    made: dict[FactName, PartitionedColumn] = {}
    more: dict[FactName, Cells] = {}
    for sources, facts, tell in _rules(columns, parties, table, unknown):
        column, cell = _by_rule((sources, facts, tell), columns, cells, count, laws)
        made |= column
        more |= cell
    return made, more


Tell = Callable[[dict[FactName, FactValue], Collection[FactName]], Facts]
"""Takes the values of the sources, and which of them are left out, and returns the facts that follow."""
Rule = tuple[tuple[FactName, ...], tuple[FactName, ...], Tell]
"""Sources, the facts that follow from them, and how."""


def _rules(
    columns: Mapping[FactName, PartitionedColumn], parties: PartyIndex, table: FactTable, unknown: Collection[FactName]
) -> Iterable[Rule]:
    """Go through the rules whose sources are at hand."""
    if set(SOURCES) <= columns.keys():

        def bodies(facts: dict[FactName, FactValue], left_out: Collection[FactName]) -> Facts:
            unstated = () if TERRITORY in unknown or TERRITORY not in left_out else (TERRITORY,)
            return follow(facts, unstated, parties)

        yield (*SOURCES, SAME_PLACE), (KIND, TERRITORY), bodies
    if set(KNOWLEDGE) <= columns.keys():
        yield KNOWLEDGE, KNOWLEDGE, lambda facts, _: know(facts)
    for fact in triggered_facts(table.triggers):
        if {fact, *GOODS} <= columns.keys():
            yield (fact, *GOODS), (fact,), _goods(fact, table, unknown)


def _goods(fact: FactName, table: FactTable, unknown: Collection[FactName]) -> Tell:
    triggers = tuple(one for one in table.triggers if one.fact == fact)

    def goods(facts: dict[FactName, FactValue], left_out: Collection[FactName]) -> Facts:
        stated = fact in unknown or fact not in left_out
        return {fact: pointed_at(table[fact], facts[fact], hits_of(triggers, facts), stated=stated)}

    return goods


def _by_rule(
    rule: Rule,
    columns: Mapping[FactName, PartitionedColumn],
    cells: Mapping[FactName, Cells],
    count: int,
    laws: Sequence[CompiledLaw],
) -> tuple[dict[FactName, PartitionedColumn], dict[FactName, Cells]]:
    """Apply one rule, once a combination of the cells of its sources."""
    sources, facts, tell = rule
    sizes = {fact: 2 if fact == SAME_PLACE else len(columns[fact].representatives) for fact in sources}
    first, which = combinations([(cells[fact], size) for fact, size in sizes.items() if fact in cells], count)
    found = zip(*(cells[fact][first].tolist() if fact in cells else [0] * len(first) for fact in sources), strict=True)
    cutters = {fact: Partitioner(fact, laws, told_apart_by_queue(fact, None)) for fact in facts}
    results: dict[FactName, list[int]] = {fact: [] for fact in cutters}
    for one in found:
        values = tell(*_sources(dict(zip(sources, one, strict=True)), columns))
        for fact, cutter in cutters.items():
            results[fact].append(cutter.cell(values[fact]))
    made = {fact: cutter.column() for fact, cutter in cutters.items()}
    return made, {
        fact: np.array(results[fact], dtype=np.min_scalar_type(len(column.representatives) - 1))[which]
        for fact, column in made.items()
        if len(column.representatives) > 1
    }


def _sources(
    cells: dict[FactName, int], columns: Mapping[FactName, PartitionedColumn]
) -> tuple[dict[FactName, FactValue], set[FactName]]:
    """Return the facts of a combination of cells, and which of them a line leaves out."""
    same = cells.pop(SAME_PLACE, None)
    facts = {fact: columns[fact].representatives[cell] for fact, cell in cells.items()}
    left_out = {fact for fact, cell in cells.items() if cell == columns[fact].missing}
    if same:
        facts[DEPARTURE] = facts[DESTINATION]
    elif same is not None and facts[DEPARTURE] == facts[DESTINATION] and not isinstance(facts[DEPARTURE], Unknown):
        facts[DEPARTURE] = ELSEWHERE
    return facts, left_out
