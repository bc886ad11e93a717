"""What the clauses make of each use of each item: certainly or possibly barred, or under a licence.

The measure's own conditions are run over the segments of trade as over lines of an order book. Only clauses of the
measures in question count as new; what other law asks anyway stands, and changes no trade by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.determination.core.decision import level_of
from sekisho.determination.core.evaluation import test
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.line_evaluation import sitting
from sekisho.determination.core.outcome import Outcome, Verdict
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.impact.materials.figure import Array
from sekisho.impact.shock.segments import Segment, UseSort
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.fact import Truth
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Reading, Readings

BAN: Final = Outcome.PROHIBITED_SAVE_SPECIAL
LICENCE: Final = Outcome.REGISTRATION
CODES: Final = FactName("control_codes")
NOT_LISTED: Final = ""
"""Stands for the control code of an item that is classified as not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentVerdict:
    """What the law makes of one item in one segment under one reading.

    Parameters
    ----------
    barred, may_be_barred
        Whether clauses of the measures in question certainly, or possibly, prohibit.
    licensed, may_be_licensed
        The same for a licence that these clauses require.
    stands
        Whether a licence is required anyway, by other law.
    """

    code: str
    segment: Segment
    reading: Reading
    barred: bool
    may_be_barred: bool
    licensed: bool
    may_be_licensed: bool
    stands: bool
    clauses: tuple[ClauseId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where trade goes, the day whose law is asked, and what is assumed of the law's named unknowns."""

    supplier: str
    buyer: str
    on: date
    assume: tuple[tuple[str, str], ...] = ()


def hits_of(
    library: Library,
    segments: Iterable[Segment],
    codes: Iterable[str],
    route: Route,
    measures: Collection[str],
    *,
    cache: Path | None = None,
) -> tuple[SegmentVerdict, ...]:
    """Judge every item in every segment under each reading.

    Parameters
    ----------
    codes
        Control codes, or NOT_LISTED.
    measures
        Measures whose clauses count as new.
    cache
        Folder in which answers are kept between runs; they hang on the library, the route and all that is asked.
    """
    segments, codes = tuple(segments), tuple(sorted(set(codes)))
    asked = repr((segments, codes, route, sorted(measures)))
    rooms = ("core", "line")
    program = (
        Path(__file__).parent,
        *(Path(__file__).parents[2] / "determination" / room for room in rooms),
    )
    folders = [package.folder for package in library.packages]
    file = cache and cache_file(cache, library.hash, folders, kind="hits", program=program, others=[asked])
    kept = read_cache(file) if file else None
    if isinstance(kept, tuple):
        return kept
    names = frozenset(MeasureId(measure) for measure in measures)
    heard = [(segment, _verdicts(library, codes, segment, route)) for segment in segments]
    found = tuple(
        _hit(library, (code, segment, reading), verdicts[code, reading], names)
        for code in codes
        for segment, verdicts in heard
        for reading in Reading
    )
    if file:
        write_cache(file, found)
    return found


def _verdicts(
    library: Library, codes: Iterable[str], segment: Segment, route: Route
) -> dict[tuple[str, Reading], Verdict]:
    """Judge the lines of a segment, which differ in the code of the item alone, under each reading.

    What statistics do not know stays unknown. Codes that no test of the law tells apart have one verdict.
    """
    known = {name: value for name, value in segment.facts.items() if value != "unknown"}
    line = {
        "movement": "export",
        "departure": route.supplier,
        "origin": route.supplier,
        "destination": route.buyer,
        "end_user_territory": route.buyer,
        CODES: [],
        "knowledge_of_risk": False,
        **known,
    }
    facts, day, _ = settle_input(line, library, as_of=route.on, readings=None, assume=dict(route.assume))
    heard = sitting(library, facts, day)
    read = {reading: heard.if_read(Readings(reading)) for reading in Reading}
    tests = [part.leaf for part in heard.parts.all if part.leaf is not None and part.leaf.fact == CODES]
    alike: dict[tuple[Truth, ...], dict[Reading, Verdict]] = {}
    found: dict[tuple[str, Reading], Verdict] = {}
    for code in codes:
        value = library.facts.parse(CODES, [code] if code else [])
        pattern = tuple(test(leaf, value, day, heard.case.parties) for leaf in tests)
        if pattern not in alike:
            alike[pattern] = {reading: one.if_known({CODES: value}).verdict for reading, one in read.items()}
        found |= {(code, reading): verdict for reading, verdict in alike[pattern].items()}
    return found


def _hit(
    library: Library, at: tuple[str, Segment, Reading], answer: Verdict, names: frozenset[MeasureId]
) -> SegmentVerdict:
    code, segment, reading = at
    decisive = {clause: _level(library, clause) for clause in answer.decisive if _measure(library, clause) in names}
    waiting = {clause: _level(library, clause) for clause in answer.open if _measure(library, clause) in names}
    sure, may = tuple(decisive.values()), (*decisive.values(), *waiting.values())
    return SegmentVerdict(
        code=code,
        segment=segment,
        reading=reading,
        barred=any(level >= BAN for level in sure),
        may_be_barred=any(level >= BAN for level in may),
        licensed=any(LICENCE <= level < BAN for level in sure),
        may_be_licensed=any(LICENCE <= level < BAN for level in may),
        stands=LICENCE <= answer.floor < BAN and not decisive,
        clauses=tuple(sorted({*decisive, *waiting})),
    )


def _level(library: Library, clause: ClauseId) -> Outcome:
    return level_of(library.clauses[clause][1])


def _measure(library: Library, clause: ClauseId) -> MeasureId:
    return library.clauses[clause][0].id


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShares:
    """Shares of an item's trade in one field under one reading; each of shape (K,), between 0 and 1.

    Parameters
    ----------
    barred, may_be_barred
        Least and most that the measures in question prohibit.
    licensed, may_be_licensed
        Least and most, of what is not barred, for which they require a licence.
    stands
        Share for which a licence is required anyway.
    """

    barred: Array
    may_be_barred: Array
    licensed: Array
    may_be_licensed: Array
    stands: Array


def shares_of(
    hits: Iterable[SegmentVerdict], weights: Mapping[tuple[str, UseSort], Array]
) -> dict[tuple[str, str, Reading], FieldShares]:
    """Add segments up to fields: for each control code, field and reading the shares of its trade.

    Parameters
    ----------
    weights
        Field and sort of use to its share of the field's trade in each draw, shape (K,); of a field they add up to 1.
    """
    told: dict[tuple[str, str, Reading], dict[UseSort, tuple[bool, ...]]] = {}
    for hit in hits:
        marks = (hit.barred, hit.may_be_barred, hit.licensed, hit.may_be_licensed, hit.stands)
        told.setdefault((hit.code, hit.segment.field, hit.reading), {})[hit.segment.sort] = marks
    alike: dict[tuple[object, ...], FieldShares] = {}
    found: dict[tuple[str, str, Reading], FieldShares] = {}
    for place, sorts in told.items():
        key = (place[1], *sorts.items())
        if key not in alike:
            alike[key] = _added(place[1], sorts, weights)
        found[place] = alike[key]
    return found


def _added(
    field: str, sorts: Mapping[UseSort, tuple[bool, ...]], weights: Mapping[tuple[str, UseSort], Array]
) -> FieldShares:
    """Add up the parts of a field for which each mark holds."""
    each = []
    for mark in range(5):
        held = [weights[field, sort] for sort, marks in sorts.items() if marks[mark]]
        nothing = np.zeros_like(next(iter(weights.values())))
        each.append(np.asarray(sum(held, nothing)))
    barred, may_be_barred, licensed, may_be_licensed, stands = each
    return FieldShares(
        barred=barred,
        may_be_barred=may_be_barred,
        licensed=licensed,
        may_be_licensed=may_be_licensed,
        stands=stands,
    )


def weights_of(segments: Iterable[Segment], undocumented: Array, military: Array) -> dict[tuple[str, UseSort], Array]:
    """Return the share of each segment of its field in each draw.

    Parameters
    ----------
    undocumented, military
        Quantiles at which the ranges of the two sorts are read, shape (K,).
    """
    quantiles = {UseSort.UNDOCUMENTED: undocumented, UseSort.MILITARY: military}
    stated = {(one.field, one.sort): one.share.at(quantiles[one.sort]) for one in segments if one.share is not None}
    rest: dict[str, Array] = {}
    for (field, _), share in stated.items():
        rest[field] = rest.get(field, np.ones_like(share)) - share
    fields = {one.field for one in segments}
    documented = {(field, UseSort.DOCUMENTED): rest.get(field, np.ones_like(undocumented)) for field in fields}
    return {**stated, **documented}
