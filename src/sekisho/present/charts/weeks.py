"""Revenue at risk week by week: when it is not made, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from sekisho.message import Text, message
from sekisho.present.charts.chart import HALF, LEVELS, MIDDLE, MOST, Chart, ChartColumn, Tell, Written
from sekisho.present.charts.theme import INK, MAIN, NARROW, SLIM, WIDE, WIDTH, drawn_from, keyed, money_axis

HEIGHT: Final = 260
SUPPOSED: Final[tuple[str, ...]] = (message("chart.certain", "certain"), message("chart.possible", "possible"))
CERTAINLY: Final = message("chart.certainly", "certainly")
POSSIBLY: Final = message("chart.possibly", "possibly")
PLACE: Final = "\0"
"""Stands in a text where the drawing puts a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An amount of one week: quantiles of draws as in `LEVELS`, or the two ends of one supposed case.

    Parameters
    ----------
    days
        Days of it that were looked at; a last week that is cut off stands in the table alone.
    """

    number: int
    days: int
    levels: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The middle run, or what is possible."""
        return self.levels[len(self.levels) // 2]

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest."""
        return self.levels[0], self.levels[-1]


def weeks_chart(weeks: Sequence[Week], *, title: str, subtitle: str, source: str, unit: str, written: Written) -> Chart:
    """Draw an amount by week: as a fan where there are draws, else what is certain within what is possible.

    Parameters
    ----------
    unit
        Unit of the amounts, as it stands in the table.
    written
        How amounts are written.
    """
    names = LEVELS if len(weeks[0].levels) == len(LEVELS) else SUPPOSED
    whole = [week for week in weeks if week.days == weeks[0].days]
    worst = max(weeks, key=lambda one: one.middle)
    low, high = (written(end) for end in worst.ends)
    within = (
        message("chart.nine_draws", "in 9 of 10 runs")
        if names is LEVELS
        else message("chart.certainly_to_possibly", "certainly to possibly")
    )

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        width, ticks = (SLIM, 3) if slim else (WIDTH, 7)
        return _drawn(whole, names, tell, width=width, ticks=ticks).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.weeks_say",
            "Bars by week, {currency}. Week {week}: {middle}, from {low} to {high} {within}.",
            week=worst.number,
            currency=unit,
            middle=written(worst.middle),
            low=low,
            high=high,
            within=within,
        ),
        columns=(
            ChartColumn(
                name=message("chart.week", "week"),
                unit=message("chart.from_the_first", "from the first"),
                written=lambda number: f"{number:.0f}",
            ),
            ChartColumn(name=message("chart.looked_at", "looked at"), unit=message("chart.days", "days"), places=0),
            *(ChartColumn(name=name, unit=unit, written=written) for name in names),
        ),
        rows=tuple((one.number, one.days, *one.levels) for one in weeks),
    )


def _axis(text: Text, tell: Tell) -> str:
    """Return the expression that labels an axis with a text and a number in its place."""
    before, after = tell(text).split(PLACE)
    return f"'{before}' + datum.value" + (f" + '{after}'" if after else "")


def _drawn(
    weeks: Sequence[Week], names: tuple[str, ...], tell: Tell, *, width: int, ticks: int
) -> alt.LayerChart | alt.FacetChart:
    rows = [{"week": one.number, **_levels(one)} for one in weeks]
    rows.append({"week": weeks[-1].number + 1, **_levels(weeks[-1])})  # a step needs its end
    base = drawn_from(rows).properties(width=width, height=HEIGHT)
    labels = _axis(message("chart.week_axis", "week {number}", number=PLACE), tell)
    span = alt.Scale(domain=[1, weeks[-1].number + 1], nice=False)
    x = alt.X("week:Q", scale=span, axis=alt.Axis(labelExpr=labels, tickCount=ticks, format=".0f", tickMinStep=1))
    y_axis = alt.Axis(labelExpr=money_axis(tell), tickCount=5)
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.Y("zero:Q"))
    area = base.mark_area(interpolate="step-after")
    if names is SUPPOSED:
        sure, maybe = tell(CERTAINLY), tell(POSSIBLY)
        colours = {sure: MAIN, maybe: NARROW}
        return alt.layer(
            keyed(area, maybe, colours).encode(x, alt.Y("l1:Q", axis=y_axis)),
            keyed(area, sure, colours).encode(x, alt.Y("l0:Q")),
            zero,
        )
    middle, half, most = map(tell, (MIDDLE, HALF, MOST))
    colours = {middle: MAIN, half: NARROW, most: WIDE}
    line = base.mark_line(interpolate="step-after", strokeWidth=2.5)
    return alt.layer(
        keyed(area, most, colours).encode(x, alt.Y("l0:Q", axis=y_axis), alt.Y2("l4:Q")),
        keyed(area, half, colours).encode(x, alt.Y("l1:Q"), alt.Y2("l3:Q")),
        zero,
        keyed(line, middle, colours).encode(x, alt.Y("l2:Q")),
    )


def _levels(one: Week) -> dict[str, float]:
    return {f"l{at}": level for at, level in enumerate(one.levels)}
