"""What the law makes of lines of trade: each item in each segment under each reading, and whole flows month by month.

A measure's own conditions are run over trade as over the lines of an order book. Of segments only clauses of the
measures in question count as new; what other law asks anyway stands, and changes no trade by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from sekisho.determination.core.evaluation import Evaluation, evaluate
from sekisho.determination.core.inputs import as_readings, settle_input
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.outcome import Outcome, Verdict, level_of
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.impact.shock.segments import Segment
from sekisho.impact.shock.trade_flows import TradeFlow, month_ends
from sekisho.impact.shock.trade_lines import CODES, HEADING, Route, TradeItem, item_under_heading, trade_line
from sekisho.law.dates.calendar import change_days
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.fact import UNKNOWN, Truth
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Reading, Readings
from sekisho.trade.items.tariff import Hints

BAN: Final = Outcome.PROHIBITED_SAVE_SPECIAL
LICENCE: Final = Outcome.REGISTRATION


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentVerdict:
    """What the law makes of one item in one segment under one reading.

    Parameters
    ----------
    code
        Control code of the item, NOT_LISTED, or the six digits of a heading.
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


def hits_of(
    library: Library,
    segments: Iterable[Segment],
    items: Iterable[TradeItem],
    route: Route,
    measures: Collection[str],
    *,
    cache: Path | None = None,
) -> tuple[SegmentVerdict, ...]:
    """Judge every item in every segment under each reading.

    Parameters
    ----------
    measures
        Measures whose clauses count as new.
    cache
        Folder in which answers are kept between runs; they hang on the library, the route and all that is asked.
    """
    segments, items = tuple(segments), tuple(sorted(set(items)))
    asked = repr((segments, items, route, sorted(measures)))
    rooms = ("core", "line")
    program = (
        Path(__file__).parent,
        *(Path(__file__).parents[2] / "determination" / room for room in rooms),
    )
    folders = [package.folder for package in library.packages]
    file = cache and cache_file(cache, library.hash, folders, kind="hits", program=program, others=[asked])
    earlier = read_cache(file) if file else None
    if isinstance(earlier, tuple):
        return earlier
    names = frozenset(MeasureId(measure) for measure in measures)
    judged = [(segment, _verdicts(library, items, segment, route)) for segment in segments]
    hits = tuple(
        _hit(library, (item.name, segment, reading), verdicts[item, reading], names)
        for item in items
        for segment, verdicts in judged
        for reading in Reading
    )
    if file:
        write_cache(file, hits)
    return hits


def _verdicts(
    library: Library, items: Iterable[TradeItem], segment: Segment, route: Route
) -> dict[tuple[TradeItem, Reading], Verdict]:
    """Judge the lines of a segment, which differ in the item alone, under each reading."""
    cells = trade_line(route, TradeItem(codes=()), segment)
    facts, day, _ = settle_input(cells, library, as_of=route.on, readings=None, assume=dict(route.assume))
    evaluation = evaluate(library, facts, day)
    read = {reading: evaluation.with_readings(Readings(reading)) for reading in Reading}
    return {
        (item, reading): verdict
        for reading, line in read.items()
        for item, verdict in _by_item(library, line, items).items()
    }


def _by_item(library: Library, line: Evaluation, items: Iterable[TradeItem]) -> dict[TradeItem, Verdict]:
    """Judge a line for each item; items that no test of the law tells apart have one verdict."""
    tests = [part.leaf for part in line.compiled.all if part.leaf is not None and part.leaf.fact in (CODES, HEADING)]
    alike: dict[tuple[Truth, ...], Verdict] = {}
    verdicts: dict[TradeItem, Verdict] = {}
    for item in items:
        known = {
            CODES: library.facts.parse(CODES, item.cell),
            HEADING: library.facts.parse(HEADING, item.hs) if item.hs else UNKNOWN,
        }
        pattern = tuple(judge_leaf(leaf, known[leaf.fact], line.context.day, line.context.parties) for leaf in tests)
        if pattern not in alike:
            alike[pattern] = line.with_facts(known).verdict
        verdicts[item] = alike[pattern]
    return verdicts


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
class FlowVerdict:
    """A flow, the least that the law of its month makes of it, and the clauses that certainly or possibly hit it."""

    flow: TradeFlow
    floor: Outcome
    certain: Mapping[ClauseId, Outcome]
    possible: Mapping[ClauseId, Outcome]

    def value_at(self, level: Outcome, *, without: Collection[str] = ()) -> tuple[Decimal, Decimal]:
        """Return the value certainly, and possibly, at a level or above.

        Parameters
        ----------
        without
            Clauses to leave out of what is possible, such as the catch-all.
        """
        zero = Decimal(0)
        ceiling = max((self.floor, *(high for name, high in self.possible.items() if name not in without)))
        return (
            self.flow.value if self.floor >= level else zero,
            self.flow.value if ceiling >= level else zero,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTotals:
    """Values hit by one cut of the flows, in USD."""

    total: Decimal
    licence_certain: Decimal
    licence_possible: Decimal
    ban_certain: Decimal
    ban_possible: Decimal


def flow_verdicts(
    flows: Iterable[TradeFlow],
    library: Library,
    hints: Hints,
    *,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    suppose: Mapping[str, str] | None = None,
) -> list[FlowVerdict]:
    """Run trade statistics through the law, month by month: certain is what both ends of a month hit.

    Parameters
    ----------
    hints
        Customs code to the control entries for which it is printed.
    suppose
        Facts supposed of every flow in place of what a line of trade says.
    """
    flows = list(flows)
    chosen = as_readings(readings, library)
    wanted: dict[Route, set[TradeItem]] = {}
    stated = tuple(sorted((assume or {}).items()))
    routes: dict[int, tuple[Route, Route]] = {}
    for number, flow in enumerate(flows):
        first, last = (
            Route(supplier=flow.exporter, buyer=flow.importer, on=_state_day(library, day), assume=stated)
            for day in month_ends(flow.month)
        )
        routes[number] = (first, last)
        for route in (first, last):
            wanted.setdefault(route, set()).add(item_under_heading(flow.hs6, hints.get(flow.hs6, ())))
    verdicts = {
        (route, item.hs): verdict
        for route, items in wanted.items()
        for item, verdict in _of_route(library, route, items, chosen, suppose or {}).items()
    }
    return [
        _joined(library, flow, *(verdicts[route, flow.hs6] for route in routes[number]))
        for number, flow in enumerate(flows)
    ]


def _state_day(library: Library, day: date) -> date:
    """Return one day for all on which the law is the same, so that a line is judged once a state of the law."""
    return max((change for change in change_days(library) if change <= day), default=day)


def _of_route(
    library: Library, route: Route, items: Collection[TradeItem], readings: Readings, suppose: Mapping[str, str]
) -> dict[TradeItem, Verdict]:
    def line_of(item: TradeItem) -> Evaluation:
        cells = {**trade_line(route, item), **suppose}
        facts, day, _ = settle_input(cells, library, as_of=route.on, readings=None, assume=dict(route.assume))
        return evaluate(library, facts, day, readings)

    if CODES in suppose or HEADING in suppose:
        return {item: line_of(item).verdict for item in items}
    return _by_item(library, line_of(TradeItem(codes=())), items)


def _joined(library: Library, flow: TradeFlow, first: Verdict, last: Verdict) -> FlowVerdict:
    met = set(first.decisive) & set(last.decisive)
    may = {*first.decisive, *last.decisive, *first.open, *last.open}
    return FlowVerdict(
        flow=flow,
        floor=min(first.floor, last.floor),
        certain={name: _level(library, name) for name in sorted(met)},
        possible={name: _level(library, name) for name in sorted(may)},
    )


def hit_by(hits: Iterable[FlowVerdict], *keys: str, without: Collection[str] = ()) -> dict[tuple[str, ...], FlowTotals]:
    """Add up hit values by any of year, month, exporter, importer, hs6; the totals are those of the flows.

    Parameters
    ----------
    without
        Clauses to leave out of what is possible, such as the catch-all.
    """
    sums: dict[tuple[str, ...], list[Decimal]] = {}
    for hit in hits:
        place = tuple(str(getattr(hit.flow, key)) for key in keys)
        into = sums.setdefault(place, [Decimal(0)] * 5)
        for number, value in enumerate(_values(hit, without)):
            into[number] += value
    return {
        place: FlowTotals(
            total=total,
            licence_certain=licence_certain,
            licence_possible=licence_possible,
            ban_certain=ban_certain,
            ban_possible=ban_possible,
        )
        for place, (total, licence_certain, licence_possible, ban_certain, ban_possible) in sorted(sums.items())
    }


def _values(hit: FlowVerdict, without: Collection[str]) -> Iterator[Decimal]:
    yield hit.flow.value
    yield from hit.value_at(LICENCE, without=without)
    yield from hit.value_at(BAN, without=without)


def hit_by_clause(hits: Iterable[FlowVerdict]) -> dict[ClauseId, tuple[Decimal, Decimal]]:
    """Add up the value that each clause certainly, and possibly, decides."""
    sums: dict[ClauseId, list[Decimal]] = {}
    for hit in hits:
        for name in hit.possible:
            into = sums.setdefault(name, [Decimal(0), Decimal(0)])
            into[0] += hit.flow.value if name in hit.certain else 0
            into[1] += hit.flow.value
    return {name: (certain, possible) for name, (certain, possible) in sorted(sums.items())}
