"""The path of a loss over time, as a fan: when, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import altair as alt

from sekisho.i18n.locale import quantity
from sekisho.message import message
from sekisho.present.charts.chart import HALF, LEVELS, MEAN, MIDDLE, MOST, Chart, ChartColumn, Tell, Written, fixed
from sekisho.present.charts.theme import INK, MAIN, NARROW, QUIET, SLIM, WIDE, WIDTH, drawn_from

HEIGHT = 300
NAMES: Final = 24
"""Room that the names beside a path take of a slim page, over that of other drawings."""
STEP: Final = "step-after"
"""Each month has one number, from its first day on: a curve would show days that nobody worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPoint:
    """Quantiles of a result on one day, or over the month that begins on it."""

    day: date
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day to point out, such as that of a measure, in a few words."""

    day: date
    says: str


def path_chart(
    points: Sequence[PathPoint],
    *,
    title: str,
    subtitle: str,
    source: str,
    unit: str,
    end: date | None = None,
    marks: Sequence[Mark] = (),
    places: int = 1,
    written: Written | None = None,
    of_middle: bool = False,
) -> Chart:
    """Draw a fan: nine runs in ten, half of them, and their mean.

    Parameters
    ----------
    of_middle
        Whether the line is the middle run in place of the mean, as of flows, which stand beside what was observed.
    unit
        Unit of the quantiles, as it stands in the table.
    end
        The day after the last, up to which its number holds; that of the last point if left out.
    marks
        Days to point out.
    places
        Digits after the point, in axis and table.
    written
        How numbers are written in the table, in place of so many digits.
    """
    says = written or fixed(places)
    level = "p50" if of_middle else "mean"
    line = MIDDLE if of_middle else MEAN
    worst = max(points, key=lambda one: getattr(one, level))
    shown = message(
        "chart.path_says",
        "A line by month in its range, {unit}. {month}: {line} {most}, 9 in 10 runs {low} to {high}.",
        line=line,
        month=quantity("month", worst.day.year, worst.day.month),
        most=says(getattr(worst, level)),
        unit=unit,
        low=says(worst.p5),
        high=says(worst.p95),
    )

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        width, ticks = (SLIM - NAMES, 3) if slim else (WIDTH, 6)
        drawn = points if end is None else [*points, replace(points[-1], day=end)]
        return _fan(drawn, marks, tell, (level, line), width=width, ticks=ticks, places=places).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=shown,
        columns=(
            ChartColumn(name=message("chart.from", "from"), of_days=True),
            *(ChartColumn(name=name, unit=unit, places=places, written=written) for name in (MEAN, *LEVELS)),
        ),
        rows=tuple((one.day.isoformat(), one.mean, one.p5, one.p25, one.p50, one.p75, one.p95) for one in points),
    )


def _fan(
    points: Sequence[PathPoint],
    marks: Sequence[Mark],
    tell: Tell,
    drawn: tuple[str, str],
    *,
    width: int,
    ticks: int,
    places: int,
) -> alt.LayerChart | alt.FacetChart:
    level, line = drawn
    rows = [
        {
            **{name: getattr(one, name) for name in ("p5", "p25", "p50", "p75", "p95", "mean")},
            "day": one.day.isoformat(),
        }
        for one in points
    ]
    x = alt.X(
        "day:T", axis=alt.Axis(format=tell(message("chart.axis_month", "%b %Y")), tickCount=ticks, labelOverlap=True)
    )
    y_axis = alt.Axis(format=f",.{places}~f", tickCount=5)
    base = drawn_from(rows).properties(width=width, height=HEIGHT)
    wide = base.mark_area(color=WIDE, interpolate=STEP).encode(x, alt.Y("p5:Q", axis=y_axis), alt.Y2("p95:Q"))
    half = base.mark_area(color=NARROW, interpolate=STEP).encode(x, alt.Y("p25:Q"), alt.Y2("p75:Q"))
    middle = base.mark_line(color=MAIN, strokeWidth=2.5, interpolate=STEP).encode(x, alt.Y(f"{level}:Q"))
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.Y("zero:Q"))
    last = points[-1]
    named = (
        (getattr(last, level), line),
        ((last.p75 + last.p50) / 2, HALF),
        ((last.p95 + last.p75) / 2, MOST),
    )
    ends = [{"day": last.day.isoformat(), "at": at, "says": tell(says)} for at, says in _apart(named, points)]
    labels = (
        drawn_from(ends)
        .mark_text(align="left", dx=8, color=QUIET, fontSize=12, clip=False)
        .encode(alt.X("day:T"), alt.Y("at:Q"), alt.Text("says:N"))
    )
    return alt.layer(wide, half, zero, middle, labels, *_marks(marks, tell))


def _apart(ends: Sequence[tuple[float, str]], points: Sequence[PathPoint]) -> list[tuple[float, str]]:
    """Move labels apart where they would lie on each other, from the lowest up."""
    top, bottom = max(one.p95 for one in points), min(0.0, *(one.p5 for one in points))
    step = (top - bottom) * 0.055
    placed: list[tuple[float, str]] = []
    for at, says in sorted(ends, key=lambda end: end[0]):
        placed.append((max(at, placed[-1][0] + step) if placed else at, says))
    return placed


def _marks(marks: Sequence[Mark], tell: Tell) -> list[alt.LayerChart | alt.FacetChart]:
    if not marks:
        return []
    data = [{"day": one.day.isoformat(), "says": tell(one.says)} for one in marks]
    rule = drawn_from(data).mark_rule(color=QUIET, strokeDash=[3, 3]).encode(alt.X("day:T"))
    text = (
        drawn_from(data)
        .mark_text(align="left", baseline="top", dx=5, color=QUIET, fontSize=11)
        .encode(x=alt.X("day:T"), y=alt.value(0), text=alt.Text("says:N"))
    )
    return [alt.layer(rule, text)]
