"""The first table of a bill: when each product stops, because of what, what is at risk, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.exposure.remedies import Remedy
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow, ProductRow
from sekisho.i18n.locale import quantity
from sekisho.message import Text, counted, joined, message
from sekisho.present.document import CARDS, Table
from sekisho.present.exposure.stops import Cause, Certainty, StopRow, codes_of, stop_rows
from sekisho.present.exposure.words import WAYS, WORDS, MoneyColumn, goods_of_codes, leads_text
from sekisho.present.outcome_labels import SHAPES, listed_outcome

NOT_STATED: Final = message("exposure.not_stated", "not stated")
PRODUCT: Final = message("exposure.product_head", "Product")


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
