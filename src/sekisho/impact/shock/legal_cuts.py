"""What clauses hit day by day: the law is asked on each day on which a measure of a cut changes its state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sekisho.errors import Problem, did_you_mean
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import LegalCut, Scenario
from sekisho.impact.shock.line_verdicts import SegmentVerdict, hits_of
from sekisho.impact.shock.segments import Segment, UseSort
from sekisho.impact.shock.trade_lines import Route, TradeItem
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Reading
from sekisho.message import joined, message


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulCut:
    """A cut by law with what its clauses hit, over days on which they hit the same.

    Parameters
    ----------
    since, until
        Number of the first and of the last day, counted from the start of the horizon.
    passed_on
        The same of what a third country passes on of the seller's origin.
    """

    cut: LegalCut
    since: int
    until: int
    hits: tuple[SegmentVerdict, ...]
    passed_on: tuple[SegmentVerdict, ...] = ()

    def of_reading(self, reading: Reading) -> tuple[SegmentVerdict, ...]:
        """Return what is hit under one reading."""
        return tuple(hit for hit in self.hits if hit.reading is reading)

    def hangs_on_reading(self, codes: Collection[str], fields: Collection[str]) -> bool:
        """Tell whether a reading changes what the cut takes of the codes in the fields.

        Licences of a kind after which nothing goes otherwise than before do not count.
        """
        told: dict[tuple[object, ...], set[tuple[bool, ...]]] = {}
        for hit in self.hits:
            if hit.code in codes and hit.segment.field in fields:
                told.setdefault((hit.code, hit.segment.field, hit.segment.sort), set()).add(self._counting(hit))
        return any(len(marks) > 1 for marks in told.values())

    def _counting(self, hit: SegmentVerdict) -> tuple[bool, ...]:
        new, standing = bool(self.cut.new_licences), bool(self.cut.standing_licences)
        if hit.segment.sort is UseSort.SUSPECTED and not standing:
            return ()
        licensed = (hit.licensed and new, hit.may_be_licensed and new, hit.stands and standing)
        return (hit.barred, hit.may_be_barred, *licensed)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalQuery:
    """What the law is asked for a scenario.

    Parameters
    ----------
    items
        What is traded: what falls under a control code or under none, or what is counted under a heading.
    assume
        Values of named unknowns of the law.
    third
        A third country of which it is asked what it may pass on; empty asks of none.
    """

    segments: tuple[Segment, ...]
    items: frozenset[TradeItem]
    assume: Mapping[str, str]
    cache: Path | None = None
    third: str = ""


def unknown_measures(scenario: Scenario, library: Library) -> list[Problem]:
    """Tell of measures that no data package has."""
    return [
        Problem(
            where=scenario.id,
            what=message("impact.no_measure", "no measure '{name}'.", name=name),
            remedy=joined(
                (
                    did_you_mean(name, map(str, library.measures)),
                    message("impact.measures_lists", "`sekisho measures` lists them."),
                ),
                "sentence",
            ),
        )
        for cut in scenario.cuts
        if isinstance(cut, LegalCut)
        for name in cut.measures
        if name not in library.measures
    ]


def first_day(cut: LegalCut, library: Library, horizon: Horizon) -> date:
    """Return the first day of the horizon on which a cut can bite."""
    return max(horizon.start, cut.since or min(library[name].effective for name in cut.measures))


def lawful_cuts(scenario: Scenario, horizon: Horizon, library: Library, asked: LegalQuery) -> tuple[LawfulCut, ...]:
    """Ask the law what a scenario's measures hit, on every day on which one of them changes its state."""
    found: list[LawfulCut] = []
    for cut in scenario.cuts:
        if isinstance(cut, LegalCut):
            found += _spans(cut, scenario, horizon, library, asked)
    return tuple(found)


def _spans(
    cut: LegalCut, scenario: Scenario, horizon: Horizon, library: Library, asked: LegalQuery
) -> Iterator[LawfulCut]:
    """Go through the spans over which a cut hits the same."""
    first = first_day(cut, library, horizon)
    last = min(cut.until or date.max, horizon.end - timedelta(days=1))
    measures = [library[name] for name in cut.measures]
    days = sorted({first, *(day for one in measures for day in _changes(one) if first < day <= last)})
    assume = tuple(sorted(asked.assume.items()))
    held: LawfulCut | None = None
    for day, following in zip(days, [*days[1:], last + timedelta(days=1)], strict=True):
        route = Route(supplier=scenario.supplier, buyer=scenario.buyer, on=day, assume=assume)
        hits = hits_of(library, asked.segments, asked.items, route, cut.measures, cache=asked.cache)
        passed = _passed_on(library, asked, route, cut, scenario)
        until = horizon.day_of(following) - 1
        if held is not None and (held.hits, held.passed_on) == (hits, passed):
            held = replace(held, until=until)
            continue
        if held is not None:
            yield held
        held = LawfulCut(cut=cut, since=horizon.day_of(day), until=until, hits=hits, passed_on=passed)
    if held is not None:
        yield held


def _passed_on(
    library: Library, asked: LegalQuery, route: Route, cut: LegalCut, scenario: Scenario
) -> tuple[SegmentVerdict, ...]:
    """Ask what the same clauses make of items of the seller's origin that a third country sends on."""
    if not asked.third:
        return ()
    passed = replace(route, supplier=asked.third, origin=scenario.supplier)
    return hits_of(library, asked.segments, asked.items, passed, cut.measures, cache=asked.cache)


def _changes(measure: Measure) -> Iterator[date]:
    """Yield the days on which a measure or a clause of it begins, ends, is suspended or is taken up again."""
    yield measure.effective
    if measure.repealed is not None:
        yield measure.repealed
    spans: list[tuple[date | None, date | None]] = [(one.start, one.until) for one in measure.status]
    for clause in measure.clauses:
        spans.append((clause.start, clause.until))
        spans += [(one.start, one.until) for one in clause.status]
    for start, until in spans:
        if start is not None:
            yield start
        if until is not None:
            yield until + timedelta(days=1)


def any_of(cuts: Iterable[LawfulCut]) -> tuple[SegmentVerdict, ...]:
    """Return what any of several cuts hits on any day; a licence stands where none of them bars or licenses."""
    return _any(hit for each in cuts for hit in each.hits)


def any_passed_on(cuts: Iterable[LawfulCut]) -> tuple[SegmentVerdict, ...]:
    """Return the same of what third countries pass on."""
    return _any(hit for legal_cut in cuts for hit in legal_cut.passed_on)


def _any(hits: Iterable[SegmentVerdict]) -> tuple[SegmentVerdict, ...]:
    verdicts: dict[tuple[object, ...], SegmentVerdict] = {}
    for hit in hits:
        place = (hit.code, hit.segment.field, hit.segment.sort, hit.reading)
        verdicts[place] = _either(verdicts[place], hit) if place in verdicts else hit
    return tuple(verdicts.values())


def _either(one: SegmentVerdict, two: SegmentVerdict) -> SegmentVerdict:
    barred, licensed = one.barred or two.barred, one.licensed or two.licensed
    return replace(
        one,
        barred=barred,
        may_be_barred=one.may_be_barred or two.may_be_barred,
        licensed=licensed,
        may_be_licensed=one.may_be_licensed or two.may_be_licensed,
        stands=(one.stands or two.stands) and not (barred or licensed),
        clauses=tuple(sorted({*one.clauses, *two.clauses})),
    )
