"""Which products stop: in which order, on which day, because of which parts, and what would help."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sekisho.exposure.part_items import POINTING
from sekisho.exposure.part_kinds import CODES
from sekisho.exposure.product_outcomes import parts_held
from sekisho.exposure.remedies import Remedy
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow, ProductRow

MOST: Final = 1_000
"""Products that the first table and the calendar hold. A guess: more make a page slow; files hold all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """A product that stops, or may.

    Parameters
    ----------
    days
        Days until it stops, at the earliest and at the latest; the number of days looked ahead where it may not stop.
    causes
        What stops it, what is surest first, and each of the others only if it stops the product sooner; empty if no
        part can be named.
    remedies
        Those of the cheapest set that it needs, the one for that part first; None if none was looked for.
    is_helped
        Whether they keep it going.
    """

    product: ProductRow
    days: BoundedNumber
    causes: tuple[Cause, ...]
    remedies: tuple[Remedy, ...] | None
    is_helped: bool

    @property
    def part(self) -> PartRow | None:
        """The part that is named first: of what is surest."""
        return self.causes[0].part if self.causes else None


class Certainty(StrEnum):
    """How sure it is that a part stops a product."""

    CERTAIN = "certain"
    """However what is open is decided."""
    POINTED = "pointed"
    """If it is what a code points to; or nobody asked what it is."""
    POSSIBLE = "possible"
    """Nothing is known of it, or nothing points to a code; yet the law may reach it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A part that stops a product.

    Parameters
    ----------
    others
        How many others, as sure as this one, do so on the same day.
    """

    part: PartRow
    others: int
    day: float
    certainty: Certainty


def stops_for_certain(row: ProductRow, found: Exposure) -> bool:
    """Tell whether a product stops within the days that are looked ahead, whatever is still open."""
    return row.survive_days is not None and row.survive_days.high < found.case.stops.days


def may_stop(row: ProductRow, found: Exposure) -> bool:
    """Tell whether a product stops within these days, for certain or possibly."""
    return row.survive_days is not None and row.survive_days.low < found.case.stops.days


def in_order(found: Exposure) -> list[ProductRow]:
    """Return the products that stop: for certain, then by what a code points to; the earliest, then most at risk."""

    def order(row: ProductRow) -> tuple[float, ...]:
        days, risk = row.survive_days, row.revenue_at_risk
        assert days is not None  # noqa: S101 - those without are left out below
        sureness, day = sureness_of(row, found)
        return list(Certainty).index(sureness), day, days.low, days.high, -(risk.mid if risk else 0.0)

    return sorted((row for row in found.products if may_stop(row, found)), key=order)


def sureness_of(row: ProductRow, found: Exposure) -> tuple[Certainty, float]:
    """Return how sure it is that a product stops, and the earliest day on which it does by what is as sure."""
    if stops_for_certain(row, found) and row.certain_day is not None:
        return Certainty.CERTAIN, row.certain_day
    if row.pointed_day is not None:
        return Certainty.POINTED, row.pointed_day
    return Certainty.POSSIBLE, row.survive_days.low if row.survive_days is not None else 0.0


def told_day(row: ProductRow, found: Exposure) -> int:
    """Return the day on which a product is said to stop: the earliest by what is surest of it."""
    return round(sureness_of(row, found)[1])


def stop_rows(found: Exposure, most: int = MOST) -> list[StopRow]:
    """Return a row for each product that stops, in that order."""
    chosen = in_order(found)[:most]
    parts = {row.part: row for row in found.parts}
    plan = found.remedies
    every = {one.part: one for one in plan.remedies} if plan is not None else {}
    needing = parts_held(found.bill, found.curbs, {row.part: every for row in chosen}) if every else {}
    saved = frozenset(plan.kept) if plan is not None else frozenset()

    place = {row.part: at for at, row in enumerate(found.parts)}

    def order(part: int) -> tuple[int, int, int]:
        """Put the gravest first; of those that are as open, what leads to a code before what leads to none."""
        floor, ceiling = int(found.stakes.own_floor[part]), int(found.stakes.own_ceiling[part])
        return -floor, -ceiling, place.get(part, len(place))

    def causes(row: ProductRow) -> Iterator[Cause]:
        """Yield what stops a product, the surest first; what is less sure only if it stops the product sooner."""
        assert row.survive_days is not None  # noqa: S101 - it stops
        certain = row.certainly_stopped_by if stops_for_certain(row, found) else ()
        pointed = row.pointed_by if row.pointed_day is not None else ()
        low, high = row.survive_days.low, row.survive_days.high
        every_cause = (
            (Certainty.CERTAIN, certain, high, row.certain_day or 0.0),
            (Certainty.POINTED, pointed, row.pointed_day or 0.0, row.pointed_day or 0.0),
            (Certainty.POSSIBLE, row.stopped_by, low, low),
        )
        before, named = math.inf, -1
        for certainty, several, day, earliest in every_cause:
            curbed = [parts[part] for part in sorted(several, key=order) if part in parts]
            if curbed and earliest < before and curbed[0].part != named:
                alike = [part for part in curbed if part.standing in {curbed[0].standing, *POINTING}]
                yield Cause(part=curbed[0], others=len(alike) - 1, day=day, certainty=certainty)
                before, named = earliest, curbed[0].part

    ranks = {remedy.part: at for at, remedy in enumerate(plan.remedies)} if plan is not None else {}

    def of(row: ProductRow) -> StopRow:
        stopping = tuple(causes(row))
        first = stopping[0].part.part if stopping else -1
        needed = sorted(
            (every[part] for part in needing.get(row.part, ())),
            key=lambda remedy: (remedy.part != first, ranks[remedy.part]),
        )
        assert row.survive_days is not None  # noqa: S101 - it stops
        return StopRow(
            product=row,
            days=row.survive_days,
            causes=stopping,
            remedies=None if plan is None else tuple(needed),
            is_helped=row.part in saved,
        )

    return [of(row) for row in chosen]


def stop_data(one: StopRow, found: Exposure) -> dict[str, object]:
    """Return what stops a product, and what would help, as plain data."""
    ids, part = found.bill.parts.ids, one.part
    by = {cause.certainty: cause.part.number for cause in one.causes}
    soonest = one.causes[-1] if one.causes else None
    return {
        "product": one.product.product,
        "earliest_day": one.days.low,
        "latest_day": one.days.high if one.days.high < found.case.stops.days else None,
        "for_certain": one.days.high < found.case.stops.days,
        "because_of": part.number if part is not None else None,
        "codes": list(codes_of(part, found)) if part is not None else [],
        "supplier": part.supplier if part is not None else "",
        "others": one.causes[0].others if one.causes else 0,
        "from_day": one.causes[0].day if one.causes else None,
        "certainty": str(one.causes[0].certainty) if one.causes else None,
        "for_certain_because_of": by.get(Certainty.CERTAIN),
        "earliest_because_of": soonest.part.number if soonest is not None else None,
        "remedies": None if one.remedies is None else [ids[remedy.part] for remedy in one.remedies],
        "remedies_cost": sum(remedy.cost for remedy in one.remedies) if one.remedies and one.is_helped else None,
    }


def codes_of(part: PartRow, found: Exposure) -> tuple[str, ...]:
    """Return the control codes of a part: those that are stated, else those that it leads to."""
    if part.item_codes:
        return part.item_codes
    stated = found.kinds.facts[int(found.kinds.of_part[part.part])].get(CODES, "")
    return tuple(code for code in stated.split(";") if code not in {"", "none"} and not code.startswith("?"))
