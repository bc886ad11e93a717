"""Exposure as plain data: the whole answer, and one record a product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from sekisho.determination.core.outcome import BOOK_HEADLINES, HEADLINES, Verdict
from sekisho.exposure.part_items import ORDER
from sekisho.exposure.part_outcomes import VARIANTS
from sekisho.exposure.result import BoundedNumber, Exposure, HeldPart, PartRow, ProductRow, ShareRow
from sekisho.exposure.share_settlement import Settler
from sekisho.exposure.time_to_stop import WEEK, Stops
from sekisho.i18n.list_names import PartyListText
from sekisho.law.model.term import Reading
from sekisho.law.model.value_share import share_data
from sekisho.message import joined, message
from sekisho.present.exposure.stop_title import title
from sekisho.present.exposure.stops import StopRow, stop_data, stop_rows

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MIDDLE: Final = 0.5
"""Share of the draws below which what is certain is told, and from which on what is possible."""


def exposure_data(found: Exposure) -> dict[str, object]:
    """Return the whole answer as plain data."""
    bill, library = found.bill, found.library
    return {
        "as_of": found.as_of.isoformat(),
        "reading": str(found.reading),
        "made_in": found.made_in,
        "departure": found.curbs.departure,
        "currency": found.currency,
        "supposed": found.case.words,
        "days": found.case.stops.days,
        "start": found.case.start.isoformat(),
        "licence_days": found.case.licence_days,
        "untied_parts": found.case.untied,
        "unsettled_parts": [bill.parts.ids[part] for part in found.case.unsettled],
        "draws": found.case.availability.draws,
        "bom": {
            "name": bill.name,
            "layout": bill.layout,
            "parts": bill.different_parts,
            "lines": len(bill.lines),
            "levels": bill.structure.depth,
            "products": len(bill.products),
            "sha256": list(bill.sha256),
            "reading": list(bill.reading),
            "remarks": [str(remark) for remark in bill.remarks],
            "rows_set_aside": bill.lost.rows,
            "cells_unread": sum(bill.lost.cells.values()),
        },
        "unclassified": {"parts": found.unclassified[0], "by_customs_code": found.unclassified[1]},
        "constants": {name: {"value": value, "parts": parts} for name, value, parts in found.constants},
        "suppose": found.suppose.to_dict() if found.suppose is not None else None,
        "title": title(found),
        "summary": summary(found),
        "stops": [stop_data(row, found) for row in stop_rows(found)],
        "products": [product_data(row, found) for row in found.products],
        "parts": [part_data(row) for row in found.parts],
        "suppliers": [{"supplier": row.supplier, **row.told, "parts": row.parts} for row in found.suppliers],
        "weekly_revenue_at_risk": weekly_data(found),
        "remedies": remedies_data(found),
        "share": {
            "measure": found.shares.measure.id,
            "threshold": float(found.shares.threshold),
            **share_data(found.shares.rule),
        },
        "coverage": {"not_covered": [text for package in library.packages for text in package.not_covered]},
        "library": {
            "version": library.version,
            "hash": library.hash,
            "horizon": library.horizon.isoformat(),
        },
    }


def summary(found: Exposure) -> dict[str, object]:
    """Return the row that supply-chain people know: sites, parts, products, weeks of downtime, revenue, sourcing."""
    rows = found.parts
    weeks = [row.weeks for row in found.products if row.weeks is not None]
    places = {(row.supplier, row.site) for row in rows if row.supplier or row.site}
    stated = [row.revenue for row in found.products if row.revenue is not None]
    return {
        "sites": len(places),
        "parts": len(rows),
        "products": sum(int(row.verdicts[VARIANTS[0]].ceiling) > 0 for row in found.products),
        "weeks": _widest(weeks),
        "revenue": sum(stated) if stated else None,
        "revenue_unstated": len(found.products) - len(stated),
        "revenue_at_risk": band(revenue_totals(found)),
        "sourcing": {
            name or "unstated": sum(row.sourcing == name for row in rows)
            for name in ("sole", "single", "dual", "multiple", "")
        },
        "outcomes": {
            word: sum(row.headline == word for row in found.products)
            for word in (HEADLINES if found.suppose is None else BOOK_HEADLINES)
        },
        "standing": {str(standing) or "unasked": len(found.of_standing(standing)) for standing in ORDER},
    }


def _widest(weeks: list[BoundedNumber]) -> dict[str, float]:
    """Return the bounds over products of the weeks that they lose."""
    if not weeks:
        return {"low": 0.0, "high": 0.0}
    return {"low": min(one.low for one in weeks), "high": max(one.high for one in weeks)}


def revenue_totals(found: Exposure) -> BoundedNumber | None:
    """Return the revenue at risk of all products together, as a band; None if no product states its revenue."""
    if all(row.revenue is None for row in found.products):
        return None
    certain, possible = found.case.stops.weekly.sum(axis=1), found.case.possible.weekly.sum(axis=1)
    if found.case.drawn:
        mid, high = (float(one) for one in np.quantile(possible, (0.5, 0.95)))
        return BoundedNumber(low=float(np.quantile(certain, 0.05)), mid=mid, high=high)
    return BoundedNumber(low=float(certain[0]), mid=float(possible[0]), high=float(possible[0]))


def verdict_data(verdict: Verdict) -> dict[str, str]:
    """Return floor and ceiling as plain data."""
    return {
        "outcome": verdict.outcome,
        "headline": verdict.headline,
        "floor": verdict.floor.level,
        "ceiling": verdict.ceiling.level,
    }


def product_data(row: ProductRow, found: Exposure) -> dict[str, object]:
    """Return a product as plain data."""
    chosen = row.shares[found.reading]
    return {
        "product": row.product,
        "name": row.name,
        **verdict_data(row.verdicts[VARIANTS[0]]),
        "headline": row.headline,
        "by_reading": {name: verdict_data(row.verdicts[name]) for name in ("narrow", "broad")},
        "counts": dict(row.counts),
        "parts": [_held(one, found) for one in row.parts],
        "revenue": row.revenue,
        "revenue_at_risk": row.revenue_at_risk.mid if row.revenue_at_risk else 0.0 if row.revenue is not None else None,
        "revenue_at_risk_band": band(row.revenue_at_risk),
        "weeks": row.weeks.mid if row.weeks else 0.0,
        "weeks_band": band(row.weeks),
        "survive_days": band(row.survive_days),
        "recover_days": band(row.recover_days),
        "prc_content_share": {
            **_share(chosen),
            "by_reading": {str(reading): _share(one) for reading, one in row.shares.items()},
        },
        "would_settle": [settler_data(one, found) for one in row.settlers],
    }


def _share(one: ShareRow) -> dict[str, object]:
    return {"low": one.low, "high": one.high, "state": str(one.state), "side": str(one.side)}


def band(found: BoundedNumber | None) -> dict[str, float] | None:
    """Return a band as plain data."""
    return None if found is None else found.to_dict()


def _held(one: HeldPart, found: Exposure) -> dict[str, object]:
    parts = found.bill.parts
    return {
        "part": parts.ids[one.part],
        "outcome": found.stakes.own(one.part).outcome,
        "sourcing": parts.sourcing[one.part],
        "quantity": one.quantity,
        "value_share": one.value_share,
    }


def settler_data(one: Settler, found: Exposure) -> dict[str, object]:
    """Return what would settle a share as plain data, the break-even price in the currency of the bill a unit."""
    return {
        "part": found.bill.parts.ids[one.part],
        "unknown": list(one.unknown),
        "effect": one.effect,
        "alone": one.alone,
        "break_even_price": one.break_even,
        "unit": found.bill.parts.unit[one.part],
    }


def part_data(row: PartRow) -> dict[str, object]:
    """Return a part as plain data."""
    return {
        "part": row.number,
        "name": row.name,
        **verdict_data(row.verdict),
        "headline": row.headline,
        "standing": str(row.standing),
        "item_state": row.item_state,
        "item_codes": list(row.item_codes),
        "reach": row.reach.outcome if row.reach is not None else "",
        "by_customs_code": row.by_customs_code,
        "finished_goods": row.finished,
        "codes_inside": list(row.inside),
        "supplier": row.supplier,
        "site": row.site,
        "origin": row.origin,
        "sourcing": row.sourcing,
        "stock_days": row.stock_days,
        "products": row.products,
        "revenue": row.revenue,
        "revenue_at_risk": row.revenue_at_risk,
        "gap_days": band(row.gap_days),
        "survive_days": band(row.survive_days),
        "recover_days": band(row.recover_days),
        "missing": list(row.missing),
        "decisive": list(row.decisive),
    }


def supplier_rows(found: Exposure) -> Iterator[dict[str, object]]:
    """Yield one flat record a supplier on a held list, in words."""
    for row in found.suppliers:
        lists, name = row.listed
        yield {
            SUPPLIER: row.supplier,
            STANDS: _STANDS[row.zone] if lists else message("exposure.unknown_party", "nobody can tell who it is"),
            LISTS: joined(map(PartyListText, lists), "comma"),
            LISTED_NAME: name,
            PARTS: row.parts,
        }


SUPPLIER: Final = message("exposure.supplier", "supplier")
STANDS: Final = message("exposure.stands", "stands")
LISTS: Final = message("exposure.lists", "lists")
LISTED_NAME: Final = message("exposure.listed_name", "name on the list")
PARTS: Final = message("exposure.parts_column", "parts")
_STANDS: Final = {
    "match": message("exposure.is_listed", "is listed"),
    "review": message("exposure.may_be_listed", "may be listed"),
}


def weekly_data(found: Exposure) -> list[dict[str, float]]:
    """Return the revenue that is not made, week by week, as bands; nothing if no product states its revenue."""
    if revenue_totals(found) is None:
        return []
    return list(_weeks(found.case.possible, found.case.stops, drawn=found.case.drawn))


def _weeks(possible: Stops, certain: Stops, *, drawn: bool) -> Iterator[dict[str, float]]:
    names = [f"p{round(100 * each)}" for each in QUANTILES]
    for week in range(possible.weekly.shape[1]):
        days = min(WEEK, possible.days - WEEK * week)
        if drawn:
            bands = [
                np.quantile((certain if level < MIDDLE else possible).weekly[:, week], level) for level in QUANTILES
            ]
            yield {"week": week + 1, "days": days, **dict(zip(names, map(float, bands), strict=True))}
        else:
            low, high = float(certain.weekly[0, week]), float(possible.weekly[0, week])
            yield {"week": week + 1, "days": days, "certain": low, "possible": high}


def remedies_data(found: Exposure) -> dict[str, object] | None:
    """Return the remedies with their cost and their effect; None if none were looked for."""
    plan = found.remedies
    if plan is None or found.after is None:
        return None
    parts = found.bill.parts
    before, after = found.case.possible, found.after
    stated = revenue_totals(found) is not None
    return {
        "cost": plan.cost,
        "proved": plan.proved,
        "remedies": [
            {
                "part": parts.ids[one.part],
                "way": str(one.way),
                "stock_days": one.stock_days,
                "from_day": one.from_day if np.isfinite(one.from_day) else None,
                "cost": one.cost,
            }
            for one in plan.remedies
        ],
        "kept": [parts.ids[part] for part in plan.kept],
        "left": [parts.ids[part] for part in plan.left],
        "without_way": [parts.ids[part] for part in plan.without_way],
        "revenue_at_risk_before": float(np.median(before.weekly.sum(axis=1))) if stated else None,
        "revenue_at_risk_after": float(np.median(after.weekly.sum(axis=1))) if stated else None,
        "weeks_before": _most_weeks(before),
        "weeks_after": _most_weeks(after),
    }


def _most_weeks(stops: Stops) -> float:
    """Return the weeks that the worst product loses, in the middle of the draws."""
    if not stops.lost_days.size:
        return 0.0
    return float(np.median(stops.lost_days.max(axis=1)) / WEEK)


def exposure_rows(found: Exposure) -> Iterator[Mapping[str, object]]:
    """Yield one flat record a product, as tables hold them; every number with its bounds."""
    stops = {row.product.part: row for row in stop_rows(found, most=len(found.products))}
    for row in found.products:
        share = row.shares[found.reading]
        yield {
            "product": row.product,
            "name": row.name,
            "outcome": row.outcome,
            "floor": row.verdicts["chosen"].floor.level,
            "ceiling": row.verdicts["chosen"].ceiling.level,
            **{
                f"{name}_{end}": getattr(row.verdicts[name], end).level
                for name in ("narrow", "broad")
                for end in ("floor", "ceiling")
            },
            **{f"parts_{name.replace(' ', '_')}": count for name, count in row.counts.items()},
            "revenue": row.revenue,
            "currency": found.currency,
            **_ends("revenue_at_risk", row.revenue_at_risk),
            **_ends("weeks", row.weeks),
            **_ends("survive_days", row.survive_days),
            **_ends("recover_days", row.recover_days),
            **_cause(stops.get(row.part), found),
            "prc_content_share_low": share.low,
            "prc_content_share_high": share.high,
            "prc_content_share_state": str(share.state),
            "prc_content_share_side": str(share.side),
            **{
                f"{reading}_share_{name}": value
                for reading in Reading
                for name, value in _side_of(row.shares[reading]).items()
            },
            "would_settle": [found.bill.parts.ids[one.part] for one in row.settlers],
        }


def _cause(one: StopRow | None, found: Exposure) -> dict[str, object]:
    """Return what stops a product first and what would help as columns; empty ones if it does not stop."""
    told = stop_data(one, found) if one is not None else {}
    names = {"because_of": "because_of", "because_of_codes": "codes", "because_of_supplier": "supplier"}
    names |= {name: name for name in ("for_certain_because_of", "earliest_because_of")}
    columns = {column: told.get(name) for column, name in names.items()}
    return {**columns, "remedies": told.get("remedies"), "remedies_cost": told.get("remedies_cost")}


def _side_of(one: ShareRow) -> dict[str, object]:
    return {"low": one.low, "high": one.high, "side": str(one.side)}


def _ends(name: str, found: BoundedNumber | None) -> dict[str, float | None]:
    low, mid, high = (None, None, None) if found is None else (found.low, found.mid, found.high)
    return {f"{name}_low": low, name: mid, f"{name}_high": high}
