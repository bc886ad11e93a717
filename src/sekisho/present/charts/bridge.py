"""A way from one number to another in bars, each beginning where the one before ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sekisho.message import joined, message
from sekisho.present.charts.bands import LABELS
from sekisho.present.charts.chart import Chart, ChartColumn, Tell
from sekisho.present.charts.theme import FAINT, INK, KINDS, MAIN, QUIET, SLIM, WIDTH, drawn_from
from sekisho.present.render.terminal import cells

ROW = 22
"""Height of a bar, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeStep:
    """One bar.

    Parameters
    ----------
    first, last
        Where it begins and ends; a whole begins at 0.
    """

    name: str
    first: float
    last: float
    is_whole: bool = False


def bridge_chart(steps: Sequence[BridgeStep], *, title: str, subtitle: str, source: str, unit: str) -> Chart:
    """Draw bars in the order given: wholes in grey, what falls in blue, what rises in vermilion."""

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        return _drawn(steps, tell, slim=slim).to_dict(validate=False)

    parts = (joined([step.name, _written(step)], "colon") for step in steps)
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message("chart.bridge_says", "Bars, {unit}. {steps}.", unit=unit, steps=joined(parts, "semicolon")),
        columns=(
            ChartColumn(name=message("chart.bridge_step", "step")),
            ChartColumn(name=message("chart.bridge_adds", "is or adds"), unit=unit, places=3),
        ),
        rows=tuple((step.name, step.last - step.first) for step in steps),
    )


def _written(step: BridgeStep) -> str:
    return f"{step.last:.3f}" if step.is_whole else f"{step.last - step.first:+.3f}"


def _drawn(steps: Sequence[BridgeStep], tell: Tell, *, slim: bool) -> alt.LayerChart | alt.FacetChart:
    rows = [
        {
            "at": number,
            "name": tell(step.name),
            "first": step.first,
            "last": step.last,
            "end": max(step.first, step.last),
            "says": _written(step),
            "colour": FAINT if step.is_whole else MAIN if step.last < step.first else KINDS[1],
        }
        for number, step in enumerate(steps)
    ]
    longest = max(cells(str(row["name"])) for row in rows)
    width = SLIM - 70 if slim else WIDTH - min(LABELS, 7 * longest) - 60
    base = drawn_from(rows).properties(width=width, height=ROW * len(rows))
    labels = alt.Axis(labelLimit=120 if slim else LABELS, labelColor=INK, grid=False, domain=False)
    y = alt.Y("name:N", sort=None, axis=labels)
    bars = base.mark_bar(height=ROW - 8).encode(
        y,
        alt.X("first:Q", axis=alt.Axis(tickCount=5, orient="top")),
        alt.X2("last:Q"),
        alt.Color("colour:N", scale=None),
    )
    text = base.mark_text(align="left", dx=6, color=QUIET, fontSize=11).encode(y, alt.X("end:Q"), alt.Text("says:N"))
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.X("zero:Q"))
    return alt.layer(bars, zero, text)
