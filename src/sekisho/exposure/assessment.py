"""Exposure of a firm in one call: what products hold, what the law makes of it, when lines stop, what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from sekisho.determination.book.items import Classifies
from sekisho.determination.book.supposition import Suppositions
from sekisho.determination.core.outcome import Outcome
from sekisho.exposure.default_supply import supposed
from sekisho.exposure.defaults import COVERED, HOLDING_RATE, HORIZON_DAYS, MADE_IN, SHOWN
from sekisho.exposure.material_ties import ties_of
from sekisho.exposure.national_supply import national_availability
from sekisho.exposure.part_items import POINTING, items_of_parts
from sekisho.exposure.part_kinds import CODES, Kinds, Unclassified, kinds_of, with_constants
from sekisho.exposure.part_outcomes import Curbs, curbs_of
from sekisho.exposure.product_outcomes import curbed_lines, stakes_of
from sekisho.exposure.remedies import Plan, Remedy, plan_of
from sekisho.exposure.result import Exposure, PartRow, SupplyCase
from sekisho.exposure.result_rows import ResultInputs, part_rows, product_rows
from sekisho.exposure.scenario import National
from sekisho.exposure.shortage_network import Uses, network_of
from sekisho.exposure.suppliers import suppliers_of
from sekisho.exposure.time_to_stop import Availability, Stops, run
from sekisho.exposure.value_shares import shares_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.message import message
from sekisho.trade.bom.bill import UNSTATED, Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentInput:
    """What is asked of a bill.

    Parameters
    ----------
    as_of
        Date of law.
    facts
        Facts of all crossings alike: end user, end use and others.
    made_in
        Territory in which the firm makes its products.
    readings, assume
        How disputed terms are read, and what is assumed of the law.
    measure
        Measure by which the share by value is worked out; left out if one does.
    unclassified
        What is made of parts without a control code.
    licence_days, days
        Days that a licence takes, None for the statutory clock; and days that are looked ahead.
    national
        A scenario in place of that.
    remedies
        Whether to look for the cheapest set of remedies.
    covered, holding_rate, budget
        For remedies: share of draws to be covered, yearly cost of a stock over its value, what may be spent.
    shown
        Products whose parts and open shares are looked at one by one.
    progress
        Told what is being done, and the share of all that is done by then.
    classifies
        Says what parts without a code may be; None asks of none.
    constants
        What all parts have alike that leave it open, by fact or column of a bill.
    suppose
        What is supposed where nothing is stated.
    """

    as_of: date
    facts: Mapping[str, str] = field(default_factory=dict)
    made_in: str = MADE_IN
    departure: str = "CN"
    readings: Readings = field(default_factory=Readings)
    assume: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    unclassified: Unclassified = Unclassified.HINTED
    licence_days: int | None = None
    days: int = HORIZON_DAYS
    national: National | None = None
    remedies: bool = True
    covered: float = COVERED
    holding_rate: float = HOLDING_RATE
    budget: float | None = None
    shown: int = SHOWN
    progress: Callable[[str, float], None] | None = None
    classifies: Classifies | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    suppose: Suppositions | None = None


def expose(bill: Bill, library: Library, asked: AssessmentInput) -> Exposure:
    """Find out what of a bill is exposed.

    Raises
    ------
    FactError
        If a fact of the crossings is wrong.
    LibraryError
        If no measure says how the share is worked out.
    ScenarioError
        If the national scenario cannot be run.
    """
    tell = asked.progress or (lambda _stage, _share: None)
    tell("asking", 0.0)
    bill, constants = with_constants(bill, asked.constants)
    kinds = kinds_of(bill, library, unclassified=asked.unclassified, made_in=asked.made_in)
    items = items_of_parts(bill, asked.classifies, asked.unclassified)
    shares = shares_of(bill, kinds, library, day=asked.as_of, measure=asked.measure)
    curbs = curbs_of(
        bill,
        kinds,
        library,
        facts=asked.facts,
        made_in=asked.made_in,
        as_of=asked.as_of,
        departure=asked.departure,
        readings=asked.readings,
        assume=asked.assume,
        items=items,
        suppose=asked.suppose,
    )
    stakes = stakes_of(bill, curbs)
    tell("supplying", 0.5)
    case, uses = _case(bill, library, curbs, asked)
    reading = asked.readings.default
    found = ResultInputs(bill=bill, kinds=kinds, curbs=curbs, stakes=stakes, shares=shares, case=case, reading=reading)
    tell("remedying", 0.75)
    plan, after = _helped(bill, uses, case.availability, asked) if asked.remedies else (None, None)
    parts = part_rows(found)
    return Exposure(
        bill=bill,
        library=library,
        kinds=kinds,
        curbs=curbs,
        stakes=stakes,
        shares=shares,
        case=case,
        products=product_rows(found, shown=asked.shown),
        parts=parts,
        remedies=_by_certainty(plan, parts) if plan is not None else None,
        after=after,
        as_of=asked.as_of,
        reading=reading,
        made_in=asked.made_in,
        unclassified=_unclassified(bill, kinds),
        suppliers=suppliers_of(bill, library, asked.as_of),
        constants=constants,
        suppose=asked.suppose,
        stated=asked.facts,
    )


def _case(bill: Bill, library: Library, curbs: Curbs, asked: AssessmentInput) -> tuple[SupplyCase, Uses]:
    """Return what is supposed of supply, run, and where it comes in."""
    national = asked.national
    if national is not None:
        availability = national_availability(
            national.scenario, library, national.model, national.settings, sector=national.sector
        )
        ties = ties_of(bill, curbs, national.model.materials, availability)
        network, possible_network = network_of(bill, ties.certain), network_of(bill, ties.possible)
        stops = run(network, availability)
        pointed_network = network_of(bill, _pointed(ties.certain, ties.possible, curbs))
        words = message(
            "exposure.supposed_drawn",
            "{title}, {draws} draws of the national model",
            title=national.scenario.title,
            draws=availability.draws,
        )
        case = SupplyCase(
            words=words,
            start=national.settings.start or national.scenario.start,
            drawn=True,
            licence_days=None,
            availability=availability,
            network=network,
            stops=stops,
            possible_network=possible_network,
            possible=run(possible_network, availability),
            pointed_network=pointed_network,
            pointed=run(pointed_network, availability),
            untied=_untied(bill, curbs, ties.possible),
            unsettled=ties.unsettled,
        )
        return case, ties.possible
    one = supposed(bill, curbs, library, licence_days=asked.licence_days, days=asked.days)
    certain, possible = network_of(bill, one.certain), network_of(bill, one.possible)
    pointed = network_of(bill, _pointed(one.certain, one.possible, curbs))
    words = message(
        "exposure.supposed_case",
        "what needs a licence arrives {licence} days late, and what is refused in principle or prohibited not within "
        "{days} days",
        licence=str(one.licence_days),
        days=str(one.days),
    )
    case = SupplyCase(
        words=words,
        start=asked.as_of,
        drawn=False,
        licence_days=one.licence_days,
        availability=one.availability,
        network=certain,
        stops=run(certain, one.availability),
        possible_network=possible,
        possible=run(possible, one.availability),
        pointed_network=pointed,
        pointed=run(pointed, one.availability),
    )
    return case, one.possible


def _pointed(certain: Uses, possible: Uses, curbs: Curbs) -> Uses:
    """Return what is scarce for certain or what a code points to: of what may be, without what nothing is known of."""
    pointing = np.array([*(way.standing in POINTING for way in curbs.crossings), False])
    crossing = np.where(possible.line >= 0, curbs.of_line[possible.line], curbs.of_product[possible.part])
    sure = set(zip(certain.line.tolist(), certain.part.tolist(), strict=True))
    is_sure = [pair in sure for pair in zip(possible.line.tolist(), possible.part.tolist(), strict=True)]
    chosen = np.flatnonzero(pointing[crossing] | np.array(is_sure, dtype=bool))
    return Uses(line=possible.line[chosen], part=possible.part[chosen], material=possible.material[chosen])


def _untied(bill: Bill, curbs: Curbs, uses: Uses) -> int:
    """Count the bought parts that are curbed, or may be, and that no material of the national model stands for."""
    alone = np.flatnonzero(curbs.of_product != UNSTATED)
    curbed = np.union1d(bill.lines.part[np.flatnonzero(curbed_lines(bill, curbs))], alone)
    bought = curbed[~bill.has_lines[curbed]]
    return len(np.setdiff1d(bought, uses.part))


def _helped(bill: Bill, uses: Uses, availability: Availability, asked: AssessmentInput) -> tuple[Plan, Stops]:
    plan = plan_of(
        bill, uses, availability, covered=asked.covered, holding_rate=asked.holding_rate, budget=asked.budget
    )
    return plan, run(network_of(bill, uses, plan.changes), availability)


def _by_certainty(plan: Plan, parts: Iterable[PartRow]) -> Plan:
    """Put first what helps a part that is curbed for certain, then one to which a code points; then most at risk."""
    rows = {row.part: row for row in parts}

    def order(remedy: Remedy) -> tuple[float, ...]:
        row = rows.get(remedy.part)
        if row is None:
            return 2, 0, 0.0, -remedy.cost, remedy.part
        is_open = row.verdict.floor == Outcome.FREE
        return is_open, row.standing not in POINTING, -(row.revenue_at_risk or 0.0), -remedy.cost, remedy.part

    return replace(plan, remedies=tuple(sorted(plan.remedies, key=order)))


def _unclassified(bill: Bill, kinds: Kinds) -> tuple[int, int]:
    """Count the bought parts without a control code, and of these those that were taken by their customs code."""
    stated = bill.parts.facts.get(CODES)
    without = np.ones(len(bill.parts), dtype=bool) if stated is None else ~stated.stated
    without &= ~bill.is_made & ~bill.has_lines
    return int(without.sum()), int((without & kinds.hinted[kinds.of_part]).sum())
