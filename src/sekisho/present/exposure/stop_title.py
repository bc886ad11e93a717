"""The title of a bill: which product stops first, on which day, and how sure that is."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sekisho.exposure.part_items import POINTING, CodeStanding
from sekisho.exposure.result import Exposure, ProductRow
from sekisho.i18n.locale import quantity
from sekisho.message import Text, counted, message
from sekisho.present.exposure.stops import Certainty, in_order, stops_for_certain, sureness_of, told_day
from sekisho.present.exposure.words import products_text

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
    sureness, on = sureness_of(first, found)
    day = round(on)
    others = sum(sureness_of(row, found)[0] is sureness and told_day(row, found) == day for row in chosen) - 1
    when = _on_date(found, day) if day else message("exposure.at_once", "at once")
    if day > _earliest(first):
        when = _by_then(found, day, _earliest(first), BY[sureness])
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


def _by_then(found: Exposure, day: int, first: int, by: Text) -> Text:
    """Write the day of a stop by some parts, and from which earlier day others may bring it about."""
    start = found.case.start
    places: dict[str, str | int] = {
        "by": by,
        "date": quantity("short_day", start + timedelta(days=day)),
        "day": day,
        "start": quantity("short_day", start),
        "first": quantity("short_day", start + timedelta(days=first)),
    }
    if start < found.as_of:
        return message(
            "exposure.by_then_since",
            "{by} on {date} (day {day} from {start}, which is past), possibly from {first}",
            **places,
        )
    return message("exposure.by_then", "{by} on {date} (day {day} from {start}), possibly from {first}", **places)


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
