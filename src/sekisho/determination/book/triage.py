"""Triage: which lines of a book must stop, which deserve a look, and in which nothing points.

It is always worked out as for an ordinary order. What points is found once a signature: parties from their hits, codes
and routes from the clauses that are met, or may be, under what is supposed. The words of a line, and its codes, are put
in where lines are written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import Cells, combinations
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.items import CODES, ItemClass
from sekisho.determination.book.law.clause_bits import ClauseValues, by_line, distinct_rows
from sekisho.determination.book.law.compiled_law import CompiledLaw
from sekisho.determination.book.packing import LAW, MILITARY_WORDS, PAPER, TORN
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.book.supposed.cells import Heard, supposed_levels, supposed_of, supposed_world
from sekisho.determination.book.supposition import (
    Suppositions,
    ordinary,
)
from sekisho.determination.core.outcome import Outcome
from sekisho.determination.line.alerts import ROLES
from sekisho.determination.line.gravity import MEASURE, MILITARY_USE
from sekisho.determination.line.party_points import (
    LISTED_LATER,
    MILITARY_USES,
    RECEIVERS,
    Pointing,
    bodies_of,
    is_unread,
    listed_later,
    pointing_of,
    unread_parties,
)
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Among, Codes, FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import reach_of
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, KIND
from sekisho.parties.index import parties_of

STOP, LOOK, NOTHING = 0, 1, 2
"""Places in `results.columns.TRIAGE`, and the order in which lines are looked at."""
SPECIAL_ITEM: Final = FactName("special_item")
MOVEMENT: Final = FactName("movement")
_ROUTE: Final = (MOVEMENT, DEPARTURE, DESTINATION)
END_USE: Final = FactName("end_use")
ORIGIN: Final = FactName("origin")
_CERTAIN: Final = frozenset(
    {"party_listed", "military_body", LISTED_LATER, MILITARY_USE, "code_stated", "special_item", "route", MEASURE}
)
"""Kinds that are no mere perhaps."""
Marks = NDArray[np.bool_]


class Named(NamedTuple):
    """A text of each signature, as its place in texts, of shape (signatures,); the first text is empty."""

    places: NDArray[np.int32]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """The place of every signature in the queue; all arrays of shape (signatures,).

    Parameters
    ----------
    place
        Place in `TRIAGE`.
    before, after
        What points, as places in texts: of parties, and of all but parties, words and codes.
    coded
        Whether the codes that the line states point.
    item
        Whether what classification says of the item points: a suggested code, a lead, a customs code.
    stated
        Whether the line states a code, or that there is none.
    rank
        The order of danger so far as signatures tell it: 0 is the worst.
    floor, ceiling
        Levels under the suppositions of an ordinary order.
    withdrawn
        Whether something in the line withdraws what is supposed of use and user.
    """

    place: NDArray[np.int32]
    before: NDArray[np.int32]
    before_texts: tuple[str, ...]
    after: NDArray[np.int32]
    after_texts: tuple[str, ...]
    coded: Marks
    item: Marks
    stated: Marks
    rank: NDArray[np.int32]
    floor: NDArray[np.uint8]
    ceiling: NDArray[np.uint8]
    withdrawn: Marks


def queued(stage: EncodedBook, verdicts: Verdicts, library: Library, supposing: Suppositions | None) -> Verdicts:
    """Add to the verdicts the place of each signature in the queue, and what comes out under what a run supposes."""
    triage = triage_of(stage, verdicts, library)
    supposed = supposed_of(stage, verdicts, library, supposing, triage.withdrawn) if supposing is not None else None
    return replace(verdicts, triage=triage, supposed=supposed)


def triage_of(stage: EncodedBook, verdicts: Verdicts, library: Library) -> Triage:
    """Give every signature its place in the queue."""
    usual = ordinary(library)
    whom, which = _parties(stage, verdicts, library)
    parties = np.array([bool(entry.points) for entry in whom], dtype=bool)[which]
    bars = np.array([entry.bars for entry in whom], dtype=bool)[which]
    words = stage.marked.get(MILITARY_WORDS, np.zeros(len(stage.counts), dtype=bool))
    torn = stage.marked.get(TORN, np.zeros(len(stage.counts), dtype=bool))
    barred_use = _says(stage, END_USE, MILITARY_USES)
    withdrawn = parties | words | torn | barred_use
    floor, ceiling, route, special = _levels(stage, verdicts, library, usual, withdrawn)
    stated, none = _codes(stage)
    items = _item_marks(stage, verdicts, library, ordinary_world=(usual, withdrawn), ceiling=ceiling)
    coded = stated & (ceiling > Outcome.FREE)
    use = _uses(stage, verdicts, library, barred_use & (ceiling > Outcome.FREE))
    uses = use.places > 0
    other = parties | words | torn | coded | items.points | (special.places > 0) | uses
    measure = _what_decides(verdicts, np.maximum(verdicts.floor[0], floor), other | (route.places > 0))
    grave = (verdicts.floor[0] >= Outcome.REFUSED_IN_PRINCIPLE) | (floor >= Outcome.REFUSED_IN_PRINCIPLE)
    stop = grave | (bars & ~none) | ((words | uses) & (stated | items.suggested))
    barring = grave | ((bars | words | uses) & ~none)
    after, texts = _after(
        stage,
        coded=coded | (items.suggested & items.points),
        unread=items.unread,
        named=(use, special, _routed(stage, route), measure),
        torn=torn,
        paper=stage.marked.get(PAPER, np.zeros(len(stage.counts), dtype=bool)),
        waits=_law_waits(stage, verdicts, floor, ceiling),
    )
    before, before_texts = _before(whom, which, _later(stage, library), _unread(stage, library))
    points = (before > 0) | words | torn | coded | items.points | (after > 0)
    place = np.where(stop, STOP, np.where(points, LOOK, NOTHING)).astype(np.int32)
    certain, kinds = _weight(before, before_texts, after, texts, words=words, coded=coded)
    # Where a ban holds, or may for a use, goes before where a licence is asked for; for goods that are stated to be on
    # no list it does not hold. What is certain goes before what classification suggests, and that before what may be.
    doubt = np.where(certain, 0, np.where(items.suggested & items.points, 1, 2))
    kinds = kinds + items.points
    most = int(kinds.max(initial=0))
    return Triage(
        place=place,
        before=before,
        before_texts=before_texts,
        after=after,
        after_texts=texts,
        coded=coded,
        item=items.points,
        stated=stated | none,
        rank=_ranks(
            (place, 3),
            (np.where(barring, 0, 1), 2),
            (len(Outcome) - 1 - floor, len(Outcome)),
            (doubt, 3),
            (most - kinds, most + 1),
        ),
        floor=floor,
        ceiling=ceiling,
        withdrawn=withdrawn,
    )


def _ranks(*orders: tuple[NDArray[np.integer], int]) -> NDArray[np.int32]:
    """Rank signatures by several orders, the first before all others; equal ones share a rank, from 0.

    Parameters
    ----------
    orders
        Small numbers from 0, of shape (signatures,), and how many different ones there may be.
    """
    keys, total = np.zeros(len(orders[0][0]), dtype=np.int64), 1
    for numbers, size in orders:
        keys = keys * size + numbers
        total *= size
    is_there = np.zeros(total, dtype=bool)
    is_there[keys] = True
    return (np.cumsum(is_there, dtype=np.int32) - np.int32(1))[keys]


def _cells(stage: EncodedBook, fact: FactName, *, stated: bool) -> tuple[tuple[FactValue, ...], Cells]:
    """Return the values of a fact and the cell of each signature, as stated or with what follows."""
    columns, cells = (stage.stated.columns, stage.stated.cells) if stated else (stage.columns, stage.cells)
    values = next((column.representatives for column in columns if column.fact == fact), (UNKNOWN,))
    return values, cells.get(fact, np.zeros(len(stage.counts), dtype=np.uint8))


def _says(stage: EncodedBook, fact: FactName, words: frozenset[str]) -> Marks:
    values, cell = _cells(stage, fact, stated=False)
    return np.array([isinstance(entry, str) and entry in words for entry in values], dtype=bool)[cell]


def _known(stage: EncodedBook, fact: FactName) -> Marks:
    values, cell = _cells(stage, fact, stated=False)
    return np.array([not isinstance(entry, Unknown) for entry in values], dtype=bool)[cell]


def _codes(stage: EncodedBook) -> tuple[Marks, Marks]:
    """Return where a code is stated, or said to be possible, and where it is stated that there is none."""
    values, cell = _cells(stage, CODES, stated=False)
    some = [isinstance(entry, Codes) and bool(entry.sure or entry.maybe) for entry in values]
    none = [isinstance(entry, Codes) and not entry.sure and not entry.maybe for entry in values]
    return np.array(some, dtype=bool)[cell], np.array(none, dtype=bool)[cell]


def _parties(stage: EncodedBook, verdicts: Verdicts, library: Library) -> tuple[list[Pointing], NDArray[np.int32]]:
    """Return what each combination of parties points to, and the combination of each signature."""
    index = parties_of(library)
    roles = [(role, *_cells(stage, role, stated=False)) for role in ROLES]
    roles.append((KIND, *_cells(stage, KIND, stated=False)))
    named = [(cell, len(values)) for _, values, cell in roles]
    first, which = combinations([(verdicts.alerts, len(verdicts.alerts_texts)), *named], len(stage.counts))
    bodies = {role: [bodies_of(entry, index) for entry in values] for role, values, _ in roles if role != KIND}
    pointing = []
    for place in first:
        alerts = json.loads(verdicts.alerts_texts[verdicts.alerts[place]] or "[]")
        units = [name for role, _, cell in roles if role != KIND for name in bodies[role][cell[place]]]
        kind = roles[-1][1][roles[-1][2][place]]
        pointing.append(pointing_of(alerts, units, kind))
    return pointing, which


def _later(stage: EncodedBook, library: Library) -> dict[int, tuple[str, ...]]:
    """Return the signatures with a party that is listed after the day of their law, and those listings as points.

    They point and change no level: the law of the line's own day counts, if the goods left on it.
    """
    index = parties_of(library)
    law_cell = stage.cells.get(LAW, np.zeros(len(stage.counts), dtype=np.uint8))
    days = [stage.law_of_cell(number).law.day for number in range(len(stage.law_cells))]
    later: dict[int, tuple[str, ...]] = {}
    for role in ROLES:
        values, cell = _cells(stage, role, stated=False)
        if not days or not len(cell):
            continue
        some = [number for number, value in enumerate(values) if listed_later(value, index, min(days))]
        points = {(number, place): listed_later(values[number], index, days[place])
                  for number in some for place in range(len(days))}  # fmt: skip
        for signature in map(int, np.flatnonzero(np.isin(cell, some))):
            here = points[int(cell[signature]), int(law_cell[signature])]
            if here:
                later[signature] = tuple(dict.fromkeys((*later.get(signature, ()), *here)))
    return later


def _unread(stage: EncodedBook, library: Library) -> dict[int, tuple[str, ...]]:
    """Return the signatures with a receiver whose name can be compared with no list, and those receivers as points."""
    index = parties_of(library)
    columns = {role: _cells(stage, role, stated=False) for role in (*RECEIVERS, DESTINATION)}
    some = np.zeros(len(stage.counts), dtype=bool)
    for role in RECEIVERS:
        values, cell = columns[role]
        some |= np.array([is_unread(value, index) for value in values], dtype=bool)[cell]
    points = {}
    for signature in map(int, np.flatnonzero(some)):
        facts = {fact: values[cell[signature]] for fact, (values, cell) in columns.items()}
        points[signature] = unread_parties(facts, index)
    return points


def _before(
    whom: Sequence[Pointing], which: NDArray[np.int32], *of_signatures: Mapping[int, tuple[str, ...]]
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return what points and is graver than the words of a line, as places in texts; shape (signatures,).

    Parameters
    ----------
    of_signatures
        What some signatures point to beside their combination of parties, the graver first.
    """
    texts: dict[str, int] = {"": 0}
    of_parties = np.array([texts.setdefault(";".join(one.points), len(texts)) for one in whom], dtype=np.int32)
    before = of_parties[which]
    more: dict[int, tuple[str, ...]] = {}
    for points in of_signatures:
        for signature, some in points.items():
            more[signature] = (*more.get(signature, ()), *some)
    for signature, some in more.items():
        text = ";".join((*whom[int(which[signature])].points, *some))
        before[signature] = texts.setdefault(text, len(texts))
    return before, tuple(texts)


def _levels(
    stage: EncodedBook, verdicts: Verdicts, library: Library, usual: Suppositions, withdrawn: Marks
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Named, Named]:
    """Return floor and ceiling as an ordinary order, and for each signature the clauses and goods that point."""
    floor, ceiling = verdicts.floor[0].copy(), verdicts.ceiling[0].copy()
    stated, none = _codes(stage)
    route = np.zeros(len(stage.counts), dtype=np.int32)
    # Where the level stands, learning a fact moves nothing; where no clause can be met, none points.
    coded = np.flatnonzero((stated | none) & (floor < ceiling))
    world = supposed_world(stage, library, usual, withdrawn)
    met, clauses = np.zeros(len(stage.counts), dtype=np.int32), {"": 0}

    def hear_of(rows: NDArray[np.intp]) -> Heard:
        def heard(number: int, places: NDArray[np.intp], clause_bits: ClauseValues) -> None:
            law = stage.laws[number]
            grave = np.where((law.levels > Outcome.FREE)[:, None], clause_bits.sure_words, np.uint64(0))
            distinct, which = distinct_rows(by_line(grave, clause_bits.count))
            names = [clauses.setdefault(_gravest(law, row), len(clauses)) for row in distinct]
            numbers = np.array(names, dtype=np.int32)[which]
            some = numbers > 0
            met[rows[places[some]]] = numbers[some]

        return heard

    if len(coded):
        floor[coded], ceiling[coded] = supposed_levels(stage, world, coded, hear_of(coded))
        route[coded] = np.where(none[coded], met[coded], 0)
    values, cell = _cells(stage, SPECIAL_ITEM, stated=False)
    goods = {"": 0}
    of_cell = np.array([goods.setdefault(_goods(entry), len(goods)) for entry in values], dtype=np.int32)
    # Without a code nothing is known of the item; what points is what would reach a thing that stands under no code.
    rest = np.flatnonzero(~stated & ~none & (ceiling > Outcome.FREE))
    if len(rest):
        bare = supposed_world(stage, library, usual, withdrawn, codes=_suggested_or_none(stage, library))
        low, high = supposed_levels(stage, bare, rest, hear_of(rest))
        floor[rest] = np.minimum(low, ceiling[rest])
        ceiling[rest] = np.maximum(high, floor[rest])
        suggested = np.array([bool(one.codes) for one in stage.classes or (ItemClass(),)], dtype=bool)[_items(stage)]
        route[rest] = np.where(withdrawn[rest] | (of_cell > 0)[cell[rest]] | suggested[rest], 0, met[rest])
    special = np.where(ceiling > Outcome.FREE, of_cell[cell], 0)
    return floor, ceiling, Named(route, tuple(clauses)), Named(special, tuple(goods))


def _items(stage: EncodedBook) -> Cells:
    """Return the class of the items of each signature; the first where nobody says what they are."""
    return stage.item if stage.classes else np.zeros(len(stage.counts), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class ItemMarks:
    """What classification says of the items of signatures that state no code; all of shape (signatures,).

    Parameters
    ----------
    points
        A suggested code, a lead or a printed customs code points: a measure reaches such goods on such an order.
    suggested
        A code is suggested.
    unread
        The text is not read, and a measure would reach what its customs code may stand for.
    """

    points: Marks
    suggested: Marks
    unread: Marks


def _item_marks(
    stage: EncodedBook,
    verdicts: Verdicts,
    library: Library,
    *,
    ordinary_world: tuple[Suppositions, Marks],
    ceiling: NDArray[np.uint8],
) -> ItemMarks:
    """Say where items point; of leads, whether a measure would reach the goods if they fell under one of them.

    Parameters
    ----------
    ordinary_world
        What is supposed of an ordinary order, and where something withdraws it.
    ceiling
        Under what is supposed; shape (signatures,).
    """
    usual, withdrawn = ordinary_world
    nothing = np.zeros(len(stage.counts), dtype=bool)
    stated, none = _codes(stage)
    if not stage.classes or not len(stage.counts):
        return ItemMarks(nothing, nothing, nothing)

    def marked(of: Callable[[ItemClass], bool]) -> Marks:
        marks: Marks = np.array([of(one) for one in stage.classes or ()], dtype=bool)[stage.item]
        return marks & ~stated & ~none & (verdicts.ceiling[0] > Outcome.FREE)

    suggested = marked(lambda one: bool(one.codes))
    reached = verdicts.ceiling[0] > Outcome.FREE
    leading = np.flatnonzero(marked(lambda one: bool(one.leads)))
    if len(leading):
        world = supposed_world(stage, library, usual, withdrawn, codes=[one.lead(library) for one in stage.classes])
        _, high = supposed_levels(stage, world, leading)
        reached[leading] = np.minimum(high, verdicts.ceiling[0][leading]) > Outcome.FREE
    points = marked(lambda one: one.points) & np.where(suggested, ceiling > Outcome.FREE, reached)
    return ItemMarks(points, suggested, marked(lambda one: one.unread) & reached)


def _suggested_or_none(stage: EncodedBook, library: Library) -> list[FactValue | None]:
    """Return the codes of each class of items as an ordinary order has them: those suggested, or none."""
    return [one.supposed(library) or Codes() for one in stage.classes or (ItemClass(),)]


def _routed(stage: EncodedBook, route: Named) -> Named:
    """Write the clauses that reach routes as points; of a route that is stated as a whole nobody need be asked."""
    whole = np.logical_and.reduce([_known(stage, fact) for fact in (*_ROUTE, ORIGIN)])
    texts = [
        "",
        *(f"route:{clause}" for clause in route.texts[1:]),
        *(f"{MEASURE}:{clause}" for clause in route.texts[1:]),
    ]
    of_whole = route.places + (len(route.texts) - 1)
    return Named(np.where(whole & (route.places > 0), of_whole, route.places).astype(np.int32), tuple(texts))


def _what_decides(verdicts: Verdicts, floor: NDArray[np.uint8], other: Marks) -> Named:
    """Return, as points, the clause that decides where a line is bound by one and nothing else in it points.

    A line that certainly needs a licence, for an undertaking given or a risk known, never stands where nothing points.
    """
    names = {"": 0}
    firsts = (text.partition(";")[0] for text in verdicts.decisive_texts)
    decisive = [names.setdefault(f"{MEASURE}:{first}" if first else "", len(names)) for first in firsts]
    here = (floor > Outcome.FREE) & ~other
    return Named(np.where(here, np.array(decisive, dtype=np.int32)[verdicts.decisive], 0), tuple(names))


def _uses(stage: EncodedBook, verdicts: Verdicts, library: Library, here: Marks) -> Named:
    """Return, as points, the uses that point by themselves: by the clause that bars a line for its use, if one does.

    Parameters
    ----------
    here
        Where such a use is stated and a measure may reach the line.
    """
    values, cell = _cells(stage, END_USE, stated=False)
    names = {"": 0}
    stated = [names.setdefault(f"{MILITARY_USE}:{value}", len(names)) for value in values]
    barring = []
    for text in verdicts.decisive_texts:
        clause = next((name for name in text.split(";") if name and _rests_on_use(name, library)), "")
        barring.append(names.setdefault(f"{MILITARY_USE}:{clause}", len(names)) if clause else 0)
    bars = np.array(barring, dtype=np.int32)[verdicts.decisive]
    barred = (verdicts.floor[0] >= Outcome.PROHIBITED) & (bars > 0)
    return Named(np.where(here, np.where(barred, bars, np.array(stated, dtype=np.int32)[cell]), 0), tuple(names))


def _rests_on_use(clause: str, library: Library) -> bool:
    """Tell whether a clause asks what the goods are for."""
    found = library.clauses.get(ClauseId(clause))
    return found is not None and END_USE in reach_of(found[1].when, library.terms).facts


def _gravest(law: CompiledLaw, row: NDArray[np.uint64]) -> str:
    """Return the first clause of some that are met; the clauses of a law stand with the gravest first."""
    bits = np.unpackbits(row.view(np.uint8), bitorder="little")
    marked = np.flatnonzero(bits)
    return str(law.clauses[int(marked[0])].clause.id) if len(marked) else ""


def _goods(value: FactValue) -> str:
    """Return the goods that a measure names and the line is, or may be, as points."""
    names = value.values if isinstance(value, Among) else {value} if isinstance(value, str) else set()
    return ";".join(f"special_item:{name}" for name in sorted(names - {"none"}))


def _law_waits(
    stage: EncodedBook, verdicts: Verdicts, floor: NDArray[np.uint8], ceiling: NDArray[np.uint8]
) -> NDArray[np.int32]:
    """Return, for each signature, which text of missing facts names states of the law alone; -1 if none does."""
    law = {name for compiled in stage.laws for name in compiled.law.unknowns}
    pure = np.array([bool(text) and set(text.split(";")) <= law for text in verdicts.missing_texts], dtype=bool)
    stated, _ = _codes(stage)
    here = pure[verdicts.missing] & stated & (floor < ceiling)
    return np.where(here, verdicts.missing, -1).astype(np.int32)


def _after(
    stage: EncodedBook,
    *,
    coded: Marks,
    unread: Marks,
    named: Sequence[Named],
    torn: Marks,
    paper: Marks,
    waits: NDArray[np.int32],
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return what else points, as places in texts.

    Parameters
    ----------
    named
        What of a line is told by its signature, as points.
    """
    unnamed = coded & ~_known(stage, END_USER)
    open_route = {f"route_unknown:{fact}": coded & ~_known(stage, fact) for fact in _ROUTE}
    marks = {
        **open_route,
        "item_unread:description": unread,
        "user_unnamed:end_user": unnamed,
        "row_unread:paper": torn & paper,
        "row_unread:row": torn & ~paper,
        "law_unknown:law": waits >= 0,
    }
    kinds: list[tuple[Cells | Marks, int]] = [(source.places, len(source.texts)) for source in named]
    first, which = combinations([*kinds, *((mark, 2) for mark in marks.values())], len(coded))
    texts: dict[str, int] = {"": 0}
    numbers = []
    for place in first:
        parts = [
            *(source.texts[source.places[place]] for source in named),
            *(text for text, mark in marks.items() if mark[place]),
        ]
        numbers.append(texts.setdefault(";".join(filter(None, parts)), len(texts)))
    return np.array(numbers, dtype=np.int32)[which], tuple(texts)


def _weight(
    before: NDArray[np.int32],
    before_texts: Sequence[str],
    after: NDArray[np.int32],
    after_texts: Sequence[str],
    *,
    words: Marks,
    coded: Marks,
) -> tuple[Marks, NDArray[np.intp]]:
    """Return whether something certain points, and how many kinds do."""
    kinds = [{part.partition(":")[0] for part in text.split(";") if part} for text in (*before_texts, *after_texts)]
    certain = np.array([bool(entry & _CERTAIN) for entry in kinds], dtype=bool)
    number = np.array([len(entry) for entry in kinds], dtype=np.intp)
    other = after + len(before_texts)
    return certain[before] | certain[other] | coded, number[before] + number[other] + words + coded
