"""Products ranked by what is at stake: a bar a product for its yearly revenue, and within it what is at risk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from sekisho.message import joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell, Written
from sekisho.present.charts.theme import FAINT, INK, MAIN, QUIET, SLIM, WIDTH, drawn_from, keyed, money_axis
from sekisho.present.render.terminal import cells

SHOWN: Final = 15
ROW: Final = 30
SLIM_ROW: Final = 46
LABELS: Final = 220
"""Room for names, in points."""
LETTER: Final = 7.7
"""Width of a letter of a name, in points, in the broadest typeface that may stand in."""
SAID: Final = 150
"""Room for the amount beside a bar."""
YEARLY: Final = message("chart.revenue_a_year", "revenue a year")
AT_RISK: Final = message("chart.at_risk", "at risk")
ENDS: Final = (message("chart.low", "low"), message("chart.middle", "middle"), message("chart.high", "high"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """A product with its yearly revenue, and the revenue at risk with its bounds; None where nothing is scarce."""

    name: str
    outcome: str
    revenue: float
    low: float
    mid: float
    high: float


def stakes_chart(
    stakes: Sequence[Stake], *, title: str, subtitle: str, source: str, unit: str, written: Written
) -> Chart:
    """Draw products in the order given, the first of them; the table has them all.

    Parameters
    ----------
    unit
        Unit of the amounts.
    written
        How amounts are written.
    """
    first = stakes[0]

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        return _drawn(stakes[:SHOWN], written, tell, slim=slim).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.stakes_say",
            "Bars, {currency} a year. {product}: {low} to {high} of {revenue}.",
            product=first.name,
            currency=unit,
            revenue=written(first.revenue),
            low=written(first.low),
            high=written(first.high),
        ),
        columns=(
            ChartColumn(name=message("chart.product", "product")),
            ChartColumn(name=message("chart.outcome", "outcome")),
            ChartColumn(name=YEARLY, unit=unit, written=written),
            *(ChartColumn(name=joined([AT_RISK, end], "comma"), unit=unit, written=written) for end in ENDS),
        ),
        rows=tuple((one.name, one.outcome, one.revenue, one.low, one.mid, one.high) for one in stakes),
    )


def _drawn(stakes: Sequence[Stake], written: Written, tell: Tell, *, slim: bool) -> alt.LayerChart | alt.FacetChart:
    rows = [
        {
            "at": at, "name": tell(one.name), "zero": 0, "revenue": one.revenue, "low": one.low, "mid": one.mid,
            "high": one.high, "says": f"{tell(written(one.mid))} / {tell(written(one.revenue))}",
        }
        for at, one in enumerate(stakes)
    ]  # fmt: skip
    longest = max(cells(str(row["name"])) for row in rows)
    width = SLIM + 60 if slim else WIDTH - min(LABELS, LETTER * longest) - SAID
    base = drawn_from(rows).properties(width=width, height=(SLIM_ROW if slim else ROW) * len(rows))
    room = min(LABELS, LETTER * longest)
    named = f"{json.dumps([row['name'] for row in rows])}[datum.value]"  # two may have one name: told apart by place
    names = alt.Axis(
        labelLimit=LABELS,
        labelColor=INK,
        labelFontSize=12,
        labelPadding=10,
        grid=False,
        labelExpr=named,
        minExtent=room,
    )
    y = alt.Y("at:O", axis=None if slim else names)
    axis = alt.Axis(labelExpr=money_axis(tell), tickCount=3 if slim else 5, grid=True, orient="top")
    down = 9 if slim else 0
    yearly_word, risk_word = tell(YEARLY), tell(AT_RISK)
    colours = {yearly_word: FAINT, risk_word: MAIN}
    yearly = keyed(base.mark_bar(height=16, yOffset=down), yearly_word, colours).encode(
        y, alt.X("revenue:Q", axis=axis)
    )
    risk = keyed(base.mark_bar(height=9, yOffset=down), risk_word, colours).encode(y, alt.X("mid:Q"))
    span = base.mark_rule(color=INK, strokeWidth=1.5, yOffset=down).encode(y, alt.X("low:Q"), alt.X2("high:Q"))
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.X("zero:Q"))
    if slim:
        name = base.mark_text(align="left", dy=-9, color=INK, fontSize=12, limit=width - 115)
        said = base.mark_text(align="right", dy=-9, color=QUIET, fontSize=11)
        return alt.layer(
            yearly, risk, span, zero,
            name.encode(y=y, x=alt.value(3), text=alt.Text("name:N")),
            said.encode(y=y, x=alt.value(width), text=alt.Text("says:N")),
        )  # fmt: skip
    said = base.mark_text(align="left", dx=8, color=QUIET, fontSize=11).encode(
        y, alt.X("revenue:Q"), alt.Text("says:N")
    )
    return alt.layer(yearly, risk, span, zero, said)
