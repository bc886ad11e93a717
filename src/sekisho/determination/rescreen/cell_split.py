"""Cells that a law tells apart which the run did not: split by the texts kept of each cell, and only these.

A cell was cut by every test of the library of its run. Another library may test otherwise; then the distinct texts of
each cell are judged by the new tests, and the lines that have one of the texts moved to a cell of its own are found by
the number of their text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sekisho.determination.book.alerts import told_apart_by_hits
from sekisho.determination.book.derived_facts import sources_of
from sekisho.determination.book.finest_partition import FinestPartition, digest, list_days, triggers_digest
from sekisho.determination.book.law.compiled_law import CompiledLaw, leaves_of
from sekisho.determination.book.packing import LAW
from sekisho.determination.book.snapshot import KeptColumn, KeptRun
from sekisho.determination.line.alerts import ROLES
from sekisho.errors import BookError, Problem
from sekisho.law.dates.calendar import span_of
from sekisho.law.model.condition import Between, FactName, Leaf, Listed
from sekisho.law.model.fact import DaySpan, FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.term import expand
from sekisho.law.model.trigger import DESCRIPTION
from sekisho.message import message
from sekisho.parties.derived_facts import DESTINATION, END_USER, KIND, TERRITORY
from sekisho.parties.index import parties_of
from sekisho.trade.book.order_book import value_at
from sekisho.trade.items.inference import GOODS, triggered_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitColumn:
    """A column cut finer than it was kept.

    Parameters
    ----------
    representatives
        One value of each cell, the new ones after the old.
    touched
        Old cells that lines may leave.
    origin
        The old cell of each new one.
    sql
        SQL over a line `l` that gives its new cell; -1 if it stays.
    """

    fact: FactName
    representatives: tuple[FactValue, ...]
    touched: tuple[int, ...]
    sql: str
    origin: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTests:
    """Tests of facts that a law makes, and by whose tables of parties.

    Parameters
    ----------
    spans
        The days on which the law changes, if each line is judged by its own; empty if one day holds for all.
    hits
        Whether names are told apart by the entries of held lists that they hit: other lists than those of the run are.
    """

    finest: FinestPartition
    library: Library
    spans: tuple[date, ...] = ()
    hits: bool = False


def asked_by(
    laws: Iterable[CompiledLaw], library: Library, kept: KeptRun, parties: str, *, spans: tuple[date, ...]
) -> LawTests:
    """Gather the tests by which some compiled clauses tell values apart that the run may not have told apart.

    Parameters
    ----------
    parties
        Digest of everything on which the matching of names hangs in this library.
    """
    leaves: dict[FactName, dict[Leaf, None]] = {}
    for law in laws:
        for clause in law.clauses:
            for readings in law.variants:
                for leaf in leaves_of(expand(clause.condition, law.law.terms, readings)):
                    if leaf.fact not in law.constants and library.facts[leaf.fact].of != "law":
                        leaves.setdefault(leaf.fact, {})[leaf] = None
    same_parties = parties == kept.text("parties")
    cut = kept.meta["cut"]
    assert isinstance(cut, Mapping)  # noqa: S101 - `snapshot_writer` writes it
    new = {
        fact: tuple(
            leaf
            for leaf in each
            if digest(leaf) not in cut.get(fact, ()) or (isinstance(leaf, Listed) and not same_parties)
        )
        for fact, each in leaves.items()
    }
    bodies = not same_parties and bool({KIND, TERRITORY} & leaves.keys())
    days = list_days(library) if any(isinstance(leaf, Listed) for each in new.values() for leaf in each) else ()
    tested = sources_of(leaves, library.facts.triggers)
    same_triggers = triggers_digest(library.facts.triggers) == kept.text("triggers")
    triggers = () if same_triggers or DESCRIPTION not in tested else library.facts.triggers
    finest = FinestPartition(leaves=new, days=days, parties=parties_of(library), bodies=bodies, triggers=triggers)
    return LawTests(finest=finest, library=library, spans=spans, hits=not same_parties)


def split(kept: KeptRun, asked: Sequence[LawTests]) -> tuple[SplitColumn, ...]:
    """Split the cells that hold values which some law tells apart."""
    _check_triggered(kept, asked)
    found = []
    for column in kept.columns.values():
        one = _numbers(column, asked) if column.numbers else _texts(column, asked)
        if one is not None:
            found.append(one)
    return tuple(found)


def _check_triggered(kept: KeptRun, asked: Sequence[LawTests]) -> None:
    """Make sure that the run told what is left out of the facts to which triggers point.

    Raises
    ------
    BookError
        If a law has triggers of a fact that no trigger of the run pointed to.
    """
    before = kept.meta.get("triggered")
    told = set(before) if isinstance(before, list) else set()
    for one in asked:
        for fact in triggered_facts(one.finest.triggers):
            if fact not in told and fact in kept.columns:
                raise BookError(not_kept(fact))


def _tells(fact: FactName, one: LawTests) -> Callable[[FactValue], Hashable] | None:
    """Return what tells values of a fact apart, if anything new does."""
    if fact == LAW:
        return (lambda value: span_of(one.spans, _last(value))[0]) if one.spans else None
    leaves = one.finest.leaves
    new = (
        bool(leaves.get(fact))
        or (fact == DESTINATION and (bool(leaves.get(TERRITORY)) or one.finest.bodies))
        or (fact == END_USER and one.finest.bodies)
        or (fact in GOODS and bool(one.finest.triggers))
    )
    tells = one.finest.telling(fact) if new else None
    return told_apart_by_hits(tells, one.finest.parties) if one.hits and fact in ROLES else tells


def _last(value: FactValue) -> date:
    """Return a day, or the last of a span of days."""
    day = value.last if isinstance(value, DaySpan) else value
    assert isinstance(day, date)  # noqa: S101 - the run typed them
    return day


Tells = Sequence[tuple[LawTests, Callable[[FactValue], Hashable]]]


def _texts(column: KeptColumn, asked: Sequence[LawTests]) -> SplitColumn | None:
    tells = [(one, tell) for one in asked for tell in [_tells(column.fact, one)] if tell is not None]
    if not tells:
        return None
    name = FactName("date") if column.fact == LAW else column.fact
    for one, _ in tells:
        if one.library.facts[name].kind == "party":
            one.finest.parties.look_up(column.texts, os.cpu_count() or 1)
    typed = {text: [one.library.facts.parse(name, text) for one, _ in tells] for text in column.texts}
    values: list[FactValue] = column.representatives(tells[0][0].library)
    moved: dict[int, int] = {}
    touched = []
    origin: dict[int, int] = {}
    members: dict[int, list[tuple[int, list[FactValue]]]] = {}
    for number, (text, cell) in enumerate(column.texts.items()):
        members.setdefault(cell, []).append((number, typed[text]))
    for cell, group in members.items():
        here = _apart(column, cell, group, tells, values)
        moved |= here
        touched += [cell] if here else []
        origin |= dict.fromkeys(here.values(), cell)
    if not moved:
        return None
    if column.kept is None:
        raise BookError(not_kept(column.fact))
    sql = _lookup(f"l.v{column.kept}", moved, len(column.texts))
    return SplitColumn(fact=column.fact, representatives=tuple(values), touched=tuple(touched), sql=sql, origin=origin)


def _apart(
    column: KeptColumn,
    cell: int,
    group: Sequence[tuple[int, list[FactValue]]],
    tells: Tells,
    values: list[FactValue],
) -> dict[int, int]:
    """Find the texts that leave a cell, and the cell to which each goes; values of new cells are added in place."""
    empty = cell == column.missing and column.fact != LAW  # each line of a run by its own date states one
    if len(group) + empty == 1:
        return {}
    groups: dict[Hashable, int] = {}
    moved: dict[int, int] = {}
    if empty:
        nothing = column.when_empty(tells[0][0].library)
        groups[tuple(tell(nothing) for _, tell in tells)] = cell
        values[cell] = nothing
    for number, typed in group:
        key = tuple(tell(value) for (_, tell), value in zip(tells, typed, strict=True))
        if not groups:
            groups[key] = cell
            values[cell] = typed[0]
        if key not in groups:
            groups[key] = len(values)
            values.append(typed[0])
        if groups[key] != cell:
            moved[number] = groups[key]
    return moved


def _lookup(number: str, moved: Mapping[int, int], count: int) -> str:
    cells = ", ".join(str(moved.get(one, -1)) for one in range(count))
    return f"coalesce(([{cells}])[{number} + 1], -1)"


def not_kept(fact: FactName) -> Problem:
    """Say that a clause asks of what the run did not keep."""
    return Problem(
        what=message("rescreen.not_kept_fact", "a clause asks of '{fact}' what the run did not keep.", fact=fact),
        remedy=message("rescreen.run_with_keep", "Run `sekisho bulk` with --keep again."),
    )


def _numbers(column: KeptColumn, asked: Sequence[LawTests]) -> SplitColumn | None:
    """Cut spans of numbers at thresholds that are new; the lowest part of a span keeps its cell."""
    old = list(column.numbers[1::2])
    new = {
        bound
        for one in asked
        for leaf in one.finest.leaves.get(column.fact, ())
        if isinstance(leaf, Between)
        for bound in (leaf.low, leaf.high)
        if isinstance(bound, Decimal)
    } - set(old)
    if not new or column.kept is None:
        return None
    bounds = sorted({*old, *new})
    values: list[FactValue] = [*column.numbers, column.empty]
    cells = list[int]()
    for place in range(2 * len(bounds) + 1):
        at, below = place // 2, sum(bound in old for bound in bounds[: place // 2])
        if place % 2:
            stays, cell = bounds[at] in old, 2 * below + 1
        else:
            stays, cell = at == 0 or bounds[at - 1] in old, 2 * below
        if not stays:
            cell = len(values)
            values.append(value_at(bounds, place))
        values[cell] = value_at(bounds, place)
        cells.append(-1 if stays else cell)
    touched = sorted({2 * sum(bound < one for bound in old) for one in new})
    number = f"l.v{column.kept}"
    steps = [f"WHEN {number} IS NULL THEN -1"]
    for place, bound in enumerate(bounds):
        steps += [f"WHEN {number} < {bound}::DOUBLE THEN {cells[2 * place]}"]
        steps += [f"WHEN {number} = {bound}::DOUBLE THEN {cells[2 * place + 1]}"]
    sql = f"CASE {' '.join(steps)} ELSE {cells[-1]} END"
    return SplitColumn(fact=column.fact, representatives=tuple(values), touched=tuple(touched), sql=sql)
