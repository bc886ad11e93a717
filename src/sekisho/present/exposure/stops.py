"""When products stop: in which order, because of which part, what of their sales is at risk, and what would help."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.exposure.part_items import POINTING, CodeStanding
from sekisho.exposure.part_kinds import CODES
from sekisho.exposure.product_outcomes import parts_held
from sekisho.exposure.remedies import Remedy
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow, ProductRow
from sekisho.exposure.shortage_network import Network
from sekisho.exposure.time_to_stop import WEEK, Stops
from sekisho.i18n.locale import quantity
from sekisho.message import Text, counted, joined, message
from sekisho.present.document import CARDS, Calendar, CalendarRow, Table
from sekisho.present.exposure.words import WAYS, WORDS, MoneyColumn, goods_of_codes, leads_text, products_text
from sekisho.present.outcome_labels import SHAPES, listed_outcome

MOST: Final = 1_000
"""Products that the first table and the calendar hold. A guess: more make a page slow; files hold all."""
WEEKS: Final = 52
"""Weeks of the calendar: a year, which is as far as is looked ahead unless somebody asks otherwise."""
SURE: Final = 0.95
"""Share of the draws that a week must stand still in to count as certain; what is left over is possible."""
RARE: Final = 0.05
"""Share of the draws below which a week does not count as one in which a product may stop: as the bands of days have
it."""
NOT_STATED: Final = message("exposure.not_stated", "not stated")
PRODUCT: Final = message("exposure.product_head", "Product")
Weeks = NDArray[np.bool_]


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
        sureness, day = _stops_on(row, found)
        return list(Certainty).index(sureness), day, days.low, days.high, -(risk.mid if risk else 0.0)

    return sorted((row for row in found.products if may_stop(row, found)), key=order)


def _stops_on(row: ProductRow, found: Exposure) -> tuple[Certainty, float]:
    """Return how sure it is that a product stops, and the earliest day on which it does by what is as sure."""
    if stops_for_certain(row, found) and row.certain_day is not None:
        return Certainty.CERTAIN, row.certain_day
    if row.pointed_day is not None:
        return Certainty.POINTED, row.pointed_day
    return Certainty.POSSIBLE, row.survive_days.low if row.survive_days is not None else 0.0


def told_day(row: ProductRow, found: Exposure) -> int:
    """Return the day on which a product is said to stop: the earliest by what is surest of it."""
    return round(_stops_on(row, found)[1])


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


BY: Final = {
    Certainty.CERTAIN: message("exposure.by_certain", "for certain"),
    Certainty.POINTED: message("exposure.by_pointed", "by the parts that may be controlled"),
}
"""By which parts a product stops on a day that is not the earliest on which it may."""


def title(found: Exposure) -> Text:
    """Say which product stops first; those that stop for certain come before those that may."""
    chosen = in_order(found)
    if not chosen and found.bill.lost.rows:
        return message(
            "exposure.nothing_stops_as_read",
            "No product stops within {days} days by the rows that could be read; others may stop one",
            days=found.case.stops.days,
        )
    if not chosen:
        return message("exposure.nothing_stops", "No product stops within {days} days", days=found.case.stops.days)
    first = chosen[0]
    is_certain = stops_for_certain(first, found)
    sureness, on = _stops_on(first, found)
    day = round(on)
    others = sum(_stops_on(row, found)[0] is sureness and told_day(row, found) == day for row in chosen) - 1
    when = _on_date(found, day) if day else message("exposure.at_once", "at once")
    if day > _earliest(first):
        when = message("exposure.when_by", "{when}, {by}", when=when, by=BY[sureness])
    name = found.bill.parts.labelled(first.part)
    if not is_certain and not day:
        return _may_stop(found, len(chosen), name)
    if len(found.products) == 1:
        if is_certain:
            return message("exposure.only_stops", "{product} stops, {when}", product=name, when=when)
        return message("exposure.only_may_stop", "{product} may stop, {when}", product=name, when=when)
    match is_certain, others > 0:
        case True, False:
            return message("exposure.stops_first", "{product} stops first, {when}", product=name, when=when)
        case False, False:
            return message("exposure.may_stop_first", "{product} may stop first, {when}", product=name, when=when)
        case True, _:
            return counted(
                "exposure.several_stop_first",
                "{product} and {n} other stop first, {when}",
                "{product} and {n} others stop first, {when}",
                n=others,
                product=name,
                when=when,
            )
        case _:
            return counted(
                "exposure.several_may_stop_first",
                "{product} and {n} other may stop first, {when}",
                "{product} and {n} others may stop first, {when}",
                n=others,
                product=name,
                when=when,
            )


def _on_date(found: Exposure, day: int) -> Text:
    """Write a day as a date with the day it is counted from; and say where that lies before the day of the law."""
    start = found.case.start
    places: dict[str, str | int] = {
        "date": quantity("short_day", start + timedelta(days=day)),
        "day": day,
        "start": quantity("short_day", start),
    }
    if start < found.as_of:
        return message(
            "exposure.on_date_since", "on {date} at the earliest (day {day} from {start}, which is past)", **places
        )
    return message("exposure.on_date", "on {date} at the earliest (day {day} from {start})", **places)


def _may_stop(found: Exposure, products: int, name: str) -> Text:
    """Say why products may stop for which no day is known: by parts that may be controlled, or that nobody describes.

    Without a stated stock every day is the first, which is no finding.
    """
    subject = name if products == 1 else products_text(products)
    pointing = len(found.of_standing(*POINTING))
    unread = len(found.of_standing(CodeStanding.UNREAD))
    if pointing:
        return counted(
            "exposure.may_stop_by",
            "{products} may stop: {n} part may be controlled",
            "{products} may stop: {n} parts may be controlled",
            n=pointing,
            products=subject,
        )
    if unread:
        return counted(
            "exposure.not_described",
            "{products}: not decided, as {n} part has no readable description",
            "{products}: not decided, as {n} parts have no readable description",
            n=unread,
            products=subject,
        )
    return message("exposure.nothing_points_in", "{products}: nothing points to a controlled part", products=subject)


def _earliest(row: ProductRow) -> int:
    return round(row.survive_days.low) if row.survive_days is not None else 0


def days_span(days: BoundedNumber | None, most: int) -> str:
    """Write the days until something stops, at the earliest and at the latest.

    >>> [days_span(BoundedNumber(low=low, mid=low, high=high), 365) for low, high in ((50, 50), (20, 50), (0, 365))]
    ['50', '20 to 50', 'at once, or not at all']
    """
    if days is None or days.low >= most:
        return "–"
    low, high = f"{days.low:,.0f}", f"{days.high:,.0f}"
    if days.high >= most:
        if days.low < 1:
            return message("exposure.at_once_or_not", "at once, or not at all")
        return message("exposure.day_or_not", "{day}, or not at all", day=low)
    return low if low == high else message("exposure.span", "{low} to {high}", low=low, high=high)


def first_table(found: Exposure) -> Table | None:
    """Return the first table: when each product stops, because of what, what is at risk, and what would help."""
    rows = stop_rows(found)
    if not rows:
        return None
    days = found.case.stops.days
    caption = message(
        "exposure.stops_caption",
        "Days from {start}. “Not at all” means not within {days} days. Products that stop for certain stand first. A "
        "remedy counts for each product it helps.",
        start=quantity("date", found.case.start),
        days=days,
    )
    heads = (
        PRODUCT,
        message("exposure.stops_on_day", "Stops on day"),
        message("exposure.because_of", "Because of"),
        message("exposure.sales_at_risk", "Sales at risk"),
        *((message("exposure.cheapest_remedy", "Cheapest remedy"),) if found.remedies is not None else ()),
    )
    return Table(caption=caption, heads=heads, rows=tuple(_rows(rows, found)), texts=len(heads), layout=CARDS)


def _rows(rows: Sequence[StopRow], found: Exposure) -> Iterator[tuple[str, ...]]:
    risk, cost = risks(found), remedy_costs(rows, found)
    for row in rows:
        helps = () if row.remedies is None else (remedy_text(row, found, cost),)
        yield (
            found.bill.parts.labelled(row.product.part),
            days_span(row.days, found.case.stops.days),
            cause_text(row, found),
            risk_text(row.product, risk),
            *helps,
        )


def cause_text(row: StopRow, found: Exposure) -> Text | str:
    """Name the part that stops a product: with its code, its supplier, and what the law makes of it; the surest first.

    Where parts that are less sure stop it sooner, they are named behind it, each with its day: what is not decided
    makes nothing certain, and does not stand before what is.
    """
    if not row.causes:
        return "?"
    surest, *sooner = row.causes
    first = _cause(surest, found)
    if not sooner:
        return first
    day = f"{surest.day:,.0f}"
    head = (
        message("exposure.certain_from", "for certain from day {day}: {part}", day=day, part=first)
        if surest.certainty is Certainty.CERTAIN
        else message("exposure.from_day", "from day {day}: {part}", day=day, part=first)
    )
    return joined([head, *(_sooner(cause, found) for cause in sooner)], "semicolon")


def _sooner(cause: Cause, found: Exposure) -> Text:
    part, day = found.bill.parts.labelled(cause.part.part), f"{cause.day:,.0f}"
    if day == "0":
        return message("exposure.at_once_by", "possibly at once: {part}", part=part)
    return message("exposure.sooner_by", "possibly from day {day}: {part}", day=day, part=part)


def _cause(cause: Cause, found: Exposure) -> Text:
    count = cause.others
    others = counted("exposure.other_parts", "{n} other part", "{n} other parts", n=count) if count else ""
    return joined(filter(None, (*_named(cause.part, found), others)), "semicolon")


def _named(part: PartRow, found: Exposure) -> tuple[Text | str, Text]:
    """Name a part with its goods and its supplier, and say what the law makes of it."""
    label = found.bill.parts.labelled(part.part)
    codes = codes_of(part, found)
    goods = leads_text(part, found.library) if part.item_codes else goods_of_codes(codes, found.library)
    named = message("exposure.part_is", "{part}: {goods}", part=label, goods=goods) if codes else label
    supplier = " ".join(filter(None, (part.supplier, part.site)))
    is_open = part.headline == UNDETERMINED
    outcome = listed_outcome(part.headline, part.verdict) if is_open else WORDS[part.headline]
    sign = message("exposure.shaped", "{shape} {outcome}", shape=SHAPES[part.headline], outcome=outcome)
    return joined(filter(None, (named, supplier)), "comma"), sign


def risks(found: Exposure) -> MoneyColumn:
    """Return the scale on which the sales at risk of every product are written."""
    return MoneyColumn.of(found.currency, (row.revenue_at_risk for row in found.products if row.revenue is not None))


def risk_text(row: ProductRow, column: MoneyColumn) -> Text | str:
    """Write what of the sales of a product is at risk, with the currency; at least and at most."""
    return NOT_STATED if row.revenue is None else column.cell(row.revenue_at_risk)


def remedy_costs(rows: Iterable[StopRow], found: Exposure) -> MoneyColumn:
    """Return the scale on which the cost of what helps each product is written."""
    return MoneyColumn.of(found.currency, (sum(one.cost for one in row.remedies or ()) for row in rows))


def remedy_text(row: StopRow, found: Exposure, column: MoneyColumn) -> Text | str:
    """Write the cheapest remedies of a product with their cost; more than one are counted."""
    if not row.remedies:
        return message("exposure.no_known_remedy", "none with a known cost")
    if not row.is_helped:
        return message("exposure.not_enough", "known remedies do not reach")
    first, *others = row.remedies
    total, risk = sum(one.cost for one in row.remedies), row.product.revenue_at_risk
    cost = column.cell(total)
    names = [remedy_way(first, found)]
    if others:
        names.append(counted("exposure.other_remedies", "{n} other remedy", "{n} other remedies", n=len(others)))
    text = message("exposure.remedy_and_cost", "{remedies}: {cost}", remedies=joined(names, "comma"), cost=cost)
    if risk is None or total <= risk.high:
        return text
    return joined([text, message("exposure.dearer", "more than the sales at risk")], "semicolon")


def remedy_way(one: Remedy, found: Exposure) -> Text:
    """Say what is done about a part: stock for so many days, or another source or a redesign from a day on."""
    part = found.bill.parts.ids[one.part]
    if not np.isfinite(one.from_day):
        return message("exposure.stock_for_days", "{part}: stock for {days} days", part=part, days=one.stock_days)
    way, day = WAYS[str(one.way)], f"{one.from_day:g}"
    if not one.stock_days:
        return message("exposure.way_from_day", "{part}: {way} from day {day}", part=part, way=way, day=day)
    return message(
        "exposure.way_and_stock",
        "{part}: {way} from day {day}, stock for {days} days",
        part=part,
        way=way,
        day=day,
        days=one.stock_days,
    )


def calendar(found: Exposure) -> Calendar | None:
    """Return the weeks in which each product stands still for certain, and in which it may."""
    weeks = min(WEEKS, -(-found.case.stops.days // WEEK))
    rows = tuple(_calendar_rows(found, weeks))
    if not rows:
        return None
    caption = message(
        "exposure.calendar_caption",
        "{weeks} weeks from {start}; solid: stops for certain, hatched: may stop",
        weeks=weeks,
        start=quantity("date", found.case.start),
    )
    heads = PRODUCT, message("exposure.weeks_of_stop", "Weeks without output")
    return Calendar(caption=caption, heads=heads, weeks=weeks, lines=rows)


def _calendar_rows(found: Exposure, weeks: int) -> Iterator[CalendarRow]:
    case = found.case
    sure, may = _places(case.network), _places(case.possible_network)
    for row in in_order(found)[:MOST]:
        share = _weeks(case.possible, may[row.part], weeks)
        is_sure = row.part in sure
        sure_share = _weeks(case.stops, sure[row.part], weeks) if is_sure else np.zeros(weeks)
        certain = sure_share >= SURE if case.drawn else sure_share > 0
        possible = share >= RARE if case.drawn else share > 0
        ranges = _ranges(certain), _ranges(possible | certain)
        yield CalendarRow(
            name=found.bill.parts.labelled(row.part), certain=ranges[0], possible=ranges[1], text=_weeks_text(*ranges)
        )


def _places(network: Network) -> Mapping[int, int]:
    return {part: at for at, part in enumerate(network.products.tolist())}


def _weeks(stops: Stops, place: int, weeks: int) -> NDArray[np.float64]:
    """Return the share of the draws in which a product is short on a day of each week, from its first to its last."""
    first, end = stops.survive[:, place], stops.recover[:, place]
    week = np.arange(weeks) * WEEK
    short = (first[:, None] < week + WEEK) & (end[:, None] > week)
    return np.asarray(short.mean(axis=0))


def _ranges(weeks: Weeks) -> tuple[tuple[int, int], ...]:
    """Return the first and the last of each run of weeks, counted from 1.

    >>> _ranges(np.array([False, True, True, False, True]))
    ((2, 3), (5, 5))
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], weeks, [False]]).astype(np.int8)))
    return tuple((int(first) + 1, int(last)) for first, last in edges.reshape(-1, 2))


def _weeks_text(certain: tuple[tuple[int, int], ...], possible: tuple[tuple[int, int], ...]) -> Text:
    """Say in which weeks a product stops for certain, and in which it may."""
    if certain == possible:
        return message("exposure.weeks_certain", "{weeks} for certain", weeks=_spans(certain))
    if not certain:
        return message("exposure.weeks_possible", "{weeks} possibly", weeks=_spans(possible))
    return message(
        "exposure.weeks_both",
        "{certain} for certain, {possible} possibly",
        certain=_spans(certain),
        possible=_spans(possible),
    )


def _spans(ranges: tuple[tuple[int, int], ...]) -> Text:
    return joined((f"{first}–{last}" if last > first else f"{first}" for first, last in ranges), "comma")
