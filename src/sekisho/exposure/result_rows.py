"""The rows of an answer: products with most at stake first; parts that are certain, those with the fewest sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.determination.core.outcome import STATED, Outcome
from sekisho.exposure.bands import Numbers
from sekisho.exposure.part_items import ORDER, CodeStanding, certainty, leads_of
from sekisho.exposure.part_kinds import Kinds
from sekisho.exposure.part_outcomes import VARIANTS, Crossing, Curbs
from sekisho.exposure.product_outcomes import CLASSES, NO_SIGN, ProductOutcomes, curbed_in, curbed_lines, holders
from sekisho.exposure.result import HeldPart, PartRow, ProductRow, ShareRow, SupplyCase
from sekisho.exposure.share_settlement import settlers
from sekisho.exposure.stop_causes import EARLIEST, LATEST, stopped_by
from sekisho.exposure.value_shares import PartShares
from sekisho.law.model.term import Reading
from sekisho.trade.bom.bill import UNSTATED, Bill

SOURCING_ORDER: Final = ("sole", "single", "", "dual", "multiple")
"""Fewest sources first; what nobody states may be single."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResultInputs:
    """All that rows are made of."""

    bill: Bill
    kinds: Kinds
    curbs: Curbs
    stakes: ProductOutcomes
    shares: PartShares
    case: SupplyCase
    reading: Reading


def product_rows(found: ResultInputs, *, shown: int) -> tuple[ProductRow, ...]:
    """Return a row for each product.

    Parameters
    ----------
    shown
        Products for which the curbed parts, and what would settle the share, are worked out one by one.
    """
    numbers, products = Numbers(found.bill, found.case), found.bill.products
    floor, ceiling = (each[VARIANTS[0]][products].astype(int) for each in (found.stakes.floor, found.stakes.ceiling))
    revenue = np.nan_to_num(found.bill.parts.revenue[products])
    order = np.lexsort((np.arange(len(products)), -revenue, -numbers.at_risk(), -ceiling, -floor))
    case = found.case
    certain, pointed, possible = (
        stopped_by(found.bill, found.curbs, found.stakes, case.availability, of=of, share=share)
        for of, share in (
            ((case.network, case.stops), LATEST),
            ((case.pointed_network, case.pointed), EARLIEST),
            ((case.possible_network, case.possible), EARLIEST),
        )
    )
    causes = certain, pointed, possible
    return tuple(
        _product(found, numbers, place, causes, full=rank < shown) for rank, place in enumerate(order.tolist())
    )


def _product(
    found: ResultInputs, numbers: Numbers, place: int, causes: Sequence[Mapping[int, tuple[int, ...]]], *, full: bool
) -> ProductRow:
    bill, shares = found.bill, found.shares
    part = int(bill.products[place])
    bounds = {reading: shares.bounds(part, reading) for reading in Reading}
    certain, pointed, possible = (parts.get(part, ()) for parts in causes)
    return ProductRow(
        part=part,
        product=bill.parts.ids[part],
        name=bill.parts.named(part),
        verdicts={variant: found.stakes.verdict(part, variant) for variant in VARIANTS},
        counts={name: int(found.stakes.counts[name][place]) for name in CLASSES},
        parts=tuple(_held(bill, found.curbs, part)) if full else (),
        revenue=known(bill.parts.revenue[part]),
        revenue_at_risk=numbers.revenue(part),
        weeks=numbers.weeks(part),
        survive_days=numbers.of_product(part, "survive"),
        recover_days=numbers.of_product(part, "recover"),
        shares={
            reading: ShareRow(low=low, high=high, state=shares.state(part, reading), side=shares.side(part, reading))
            for reading, (low, high) in bounds.items()
        },
        settlers=tuple(settlers(bill, shares, found.kinds, part, found.reading)) if full else (),
        frees=found.stakes.frees(part),
        stopped_by=possible,
        certainly_stopped_by=certain,
        certain_day=numbers.certain_day(part),
        pointed_by=pointed,
        pointed_day=numbers.pointed_day(part),
        no_sign=int(found.stakes.counts[NO_SIGN][place]),
    )


def known(value: float) -> float | None:
    """Return a number, or None if it is unknown or without end."""
    return float(value) if np.isfinite(value) else None


def _held(bill: Bill, curbs: Curbs, product: int) -> Iterable[HeldPart]:
    """List the curbed parts of a product, those with the fewest sources first."""
    price = float(bill.parts.price[product])
    found = (
        HeldPart(
            part=part,
            quantity=known(many),
            value_share=known(many * float(bill.parts.price[part]) / price) if price > 0 else None,
        )
        for part, many in curbed_in(bill, curbs, product)
    )

    def order(one: HeldPart) -> tuple[float, ...]:
        return SOURCING_ORDER.index(bill.parts.sourcing[one.part]), -(one.value_share or 0.0), one.part

    return sorted(found, key=order)


def part_rows(found: ResultInputs) -> tuple[PartRow, ...]:
    """Return a row for each curbed part: those of which a code is stated first, then those that lead to one."""
    bill, numbers = found.bill, Numbers(found.bill, found.case)
    stated = np.isfinite(bill.parts.revenue[bill.products])
    revenue = np.where(stated, bill.parts.revenue[bill.products], 0.0)
    weights = (np.ones(len(revenue)), stated.astype(float), revenue)
    parts, sums = holders(bill, found.curbs, weights, capped=numbers.capped())
    gravest = _gravest(bill, found.curbs)
    rows = [
        _part(found, numbers, part, gravest[part], *(float(total[at]) for total in sums))
        for at, part in enumerate(parts.tolist())
    ]

    def order(row: PartRow) -> tuple[float, ...]:
        place, sources = ORDER.index(row.standing), SOURCING_ORDER.index(row.sourcing)
        level = -int(row.verdict.floor), -int(row.verdict.ceiling)
        if row.standing in {CodeStanding.STANDS, CodeStanding.UNASKED}:
            # What nobody asked of stands among what is stated, as it may be anything; what is certain stands first.
            is_open = row.verdict.floor == Outcome.FREE
            return 0, is_open, sources, *level, -(row.revenue_at_risk or 0.0), -(row.revenue or 0.0), row.part
        sure = certainty(gravest[row.part].item)
        reach = (-int(row.reach.floor), -int(row.reach.ceiling)) if row.reach else (0, 0)
        elsewhere = row.origin != found.curbs.departure
        return place, sure, *reach, elsewhere, *level, sources, -(row.revenue or 0.0), row.part

    return tuple(sorted(rows, key=order))


def _gravest(bill: Bill, curbs: Curbs) -> dict[int, Crossing]:
    """Return for each curbed part its gravest crossing."""
    floor, ceiling = curbs.levels(VARIANTS[0])
    lines = np.flatnonzero(curbed_lines(bill, curbs))
    alone = np.flatnonzero(curbs.of_product != UNSTATED)
    part = np.concatenate([bill.lines.part[lines], alone])
    crossing = np.concatenate([curbs.of_line[lines], curbs.of_product[alone]])
    order = np.lexsort((ceiling[crossing], floor[crossing]))
    return {int(part[at]): curbs.crossings[int(crossing[at])] for at in order.tolist()}


def _part(  # noqa: PLR0917 - one row of a table
    found: ResultInputs,
    numbers: Numbers,
    part: int,
    crossing: Crossing,
    products: float,
    stated: float,
    revenue: float,
    at_risk: float,
) -> PartRow:
    parts = found.bill.parts
    return PartRow(
        part=part,
        number=parts.ids[part],
        name=parts.named(part),
        verdict=found.stakes.own(part),
        supplier=parts.supplier[part],
        site=parts.site[part],
        origin=found.kinds.origin[part],
        sourcing=parts.sourcing[part],
        stock_days=known(parts.stock_days[part]),
        products=round(products),
        revenue=revenue if stated else None,
        revenue_at_risk=at_risk if stated else None,
        gap_days=numbers.of_part(part, "gap"),
        survive_days=numbers.of_part(part, "survive"),
        recover_days=numbers.of_part(part, "recover"),
        missing=tuple(map(str, crossing.missing)),
        decisive=tuple(map(str, crossing.decisive)),
        standing=crossing.standing,
        item_state=STATED if crossing.standing is CodeStanding.STANDS else crossing.item.state if crossing.item else "",
        item_codes=leads_of(crossing.item) if crossing.item else (),
        reach=crossing.reach,
        frees=found.stakes.frees(part, own=True),
        by_customs_code=crossing.item is not None and not crossing.item.codes and bool(crossing.item.customs),
        finished=crossing.item.finished if crossing.item else "",
        inside=crossing.item.inside if crossing.item else (),
    )
