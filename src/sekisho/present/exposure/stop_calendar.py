"""The calendar of a bill: the weeks in which each product stands still for certain, and in which it may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.exposure.result import Exposure
from sekisho.exposure.shortage_network import Network
from sekisho.exposure.time_to_stop import WEEK, Stops
from sekisho.i18n.locale import quantity
from sekisho.message import Text, joined, message
from sekisho.present.document import Calendar, CalendarRow
from sekisho.present.exposure.stop_table import PRODUCT
from sekisho.present.exposure.stops import MOST, in_order

WEEKS: Final = 52
"""Weeks of the calendar: a year, which is as far as is looked ahead unless somebody asks otherwise."""
SURE: Final = 0.95
"""Share of the draws that a week must stand still in to count as certain; what is left over is possible."""
RARE: Final = 0.05
"""Share of the draws below which a week does not count as one in which a product may stop: as the bands of days have
it."""
Weeks = NDArray[np.bool_]


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
