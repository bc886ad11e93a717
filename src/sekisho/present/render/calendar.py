"""The weeks of one line of a calendar as a drawing: solid where something happens for certain, hatched where it may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

WEEK: Final = 12
"""Width of a week in the drawing; two strokes of the hatch fit it."""
HEIGHT: Final = 14
QUARTERS: Final = 4
Ranges = Iterable[tuple[int, int]]


def calendar_svg(certain: Ranges, possible: Ranges, weeks: int) -> Markup:
    """Draw the weeks; without colours of its own, which the style of the page gives by class.

    Words stand beside it, so it is hidden from who listens.

    >>> calendar_svg([(1, 1)], [(1, 2)], 2).count('class="certain"'), calendar_svg([], [], 52).count("<rect")
    (1, 1)
    """
    width = WEEK * weeks
    marks = "".join(f"M{width * quarter // QUARTERS},0v{HEIGHT}" for quarter in range(1, QUARTERS))
    solid = [(WEEK * (first - 1), WEEK * (last - first + 1)) for first, last in certain]
    covered = {week for first, last in certain for week in range(first, last + 1)}
    hatch = "".join(
        f"M{WEEK * (week - 1)},{HEIGHT}l{WEEK // 2},-{HEIGHT}m0,{HEIGHT}l{WEEK // 2},-{HEIGHT}"
        for first, last in possible
        for week in range(first, last + 1)
        if week not in covered
    )
    rects = Markup("").join(
        Markup('<rect class="certain" x="{}" width="{}" height="{}"></rect>').format(start, long, HEIGHT)
        for start, long in solid
    )
    return Markup(
        '<svg class="weeks" viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="whole" width="{width}" height="{height}"></rect>'
        '<path class="mark" d="{marks}"></path>{rects}{hatch}</svg>'
    ).format(
        width=width,
        height=HEIGHT,
        marks=marks,
        rects=rects,
        hatch=Markup('<path class="possible" d="{}"></path>').format(hatch) if hatch else "",
    )
