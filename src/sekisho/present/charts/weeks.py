"""Revenue at risk week by week: when it is not made, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from sekisho.present.charts.chart import Chart, ChartColumn, Written
from sekisho.present.charts.theme import INK, MAIN, MONEY, NARROW, SLIM, WIDE, WIDTH, drawn_from, keyed

HEIGHT: Final = 260
DRAWN: Final = ("5 %", "25 %", "median", "75 %", "95 %")
SUPPOSED: Final = ("certain", "possible")
WEEK: Final = "'week ' + datum.value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An amount of one week: quantiles of draws as in `DRAWN`, or the two ends of one supposed case.

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
        """The median of draws, or what is possible."""
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
    names = DRAWN if len(weeks[0].levels) == len(DRAWN) else SUPPOSED
    whole = [week for week in weeks if week.days == weeks[0].days]
    worst = max(weeks, key=lambda one: one.middle)
    low, high = (written(end) for end in worst.ends)
    within = "in nine draws of ten" if names is DRAWN else "certainly to possibly"
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        spec=_drawn(whole, names, width=WIDTH, ticks=7).to_dict(),
        slim=_drawn(whole, names, width=SLIM, ticks=3).to_dict(),
        says=f"The most is in week {worst.number}: {unit} {written(worst.middle)}, from {low} to {high} {within}.",
        columns=(
            ChartColumn(name="week", unit="from the first", written=lambda number: f"{number:.0f}"),
            ChartColumn(name="looked at", unit="days", places=0),
            *(ChartColumn(name=name, unit=unit, written=written) for name in names),
        ),
        rows=tuple((one.number, one.days, *one.levels) for one in weeks),
    )


def _drawn(weeks: Sequence[Week], names: tuple[str, ...], *, width: int, ticks: int) -> alt.LayerChart | alt.FacetChart:
    rows = [{"week": one.number, **_levels(one)} for one in weeks]
    rows.append({"week": weeks[-1].number + 1, **_levels(weeks[-1])})  # a step needs its end
    base = drawn_from(rows).properties(width=width, height=HEIGHT)
    span = alt.Scale(domain=[1, weeks[-1].number + 1], nice=False)
    x = alt.X("week:Q", scale=span, axis=alt.Axis(labelExpr=WEEK, tickCount=ticks, format=".0f", tickMinStep=1))
    y_axis = alt.Axis(labelExpr=MONEY, tickCount=5)
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.Y("zero:Q"))
    area = base.mark_area(interpolate="step-after")
    if names is SUPPOSED:
        colours = {"certainly": MAIN, "possibly": NARROW}
        return alt.layer(
            keyed(area, "possibly", colours).encode(x, alt.Y("l1:Q", axis=y_axis)),
            keyed(area, "certainly", colours).encode(x, alt.Y("l0:Q")),
            zero,
        )
    colours = {"median": MAIN, "25 to 75 %": NARROW, "5 to 95 %": WIDE}
    line = base.mark_line(interpolate="step-after", strokeWidth=2.5)
    return alt.layer(
        keyed(area, "5 to 95 %", colours).encode(x, alt.Y("l0:Q", axis=y_axis), alt.Y2("l4:Q")),
        keyed(area, "25 to 75 %", colours).encode(x, alt.Y("l1:Q"), alt.Y2("l3:Q")),
        zero,
        keyed(line, "median", colours).encode(x, alt.Y("l2:Q")),
    )


def _levels(one: Week) -> dict[str, float]:
    return {f"l{at}": level for at, level in enumerate(one.levels)}
