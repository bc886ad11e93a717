"""Who pays: sectors ranked, each with its intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from sekisho.report.charts.chart import Chart, Column
from sekisho.report.charts.look import INK, MAIN, NARROW, QUIET, WIDE, WIDTH, drawn_from

SHOWN = 15
ROW = 26
"""Height of a row, in points."""
LABELS = 250
"""Room for names of sectors, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorLoss:
    """Quantiles of the loss of one sector."""

    name: str
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float


def sectors_chart(
    sectors: Sequence[SectorLoss],
    *,
    title: str,
    subtitle: str,
    source: str,
    unit: str,
    other: SectorLoss | None = None,
    places: int = 1,
) -> Chart:
    """Draw the sectors that lose most, with the interval of half of the draws and of nine in ten.

    Parameters
    ----------
    other
        All sectors that are not among those given, taken together draw by draw; it stands last.
    """
    ranked = sorted(sectors, key=lambda one: -one.p50)
    shown = [*ranked[:SHOWN], *([other] if other is not None else [])]
    rows = [
        {
            "name": one.name, "p5": one.p5, "p25": one.p25, "p50": one.p50, "p75": one.p75, "p95": one.p95,
            "says": f"{one.p50:,.{places}f}", "range": f"{one.p5:,.{places}f} to {one.p95:,.{places}f}",
        }
        for one in shown
    ]  # fmt: skip
    base = drawn_from(rows).properties(width=WIDTH - LABELS + 40, height=ROW * len(rows))
    axis = alt.Axis(labelLimit=LABELS, labelColor=INK, labelFontSize=12, grid=False, domain=False)
    y = alt.Y("name:N", sort=None, axis=axis)
    x_axis = alt.Axis(format=f",.{places}~f", tickCount=5, grid=True, orient="top")
    wide = base.mark_bar(color=WIDE, height=12, cornerRadius=6).encode(y, alt.X("p5:Q", axis=x_axis), alt.X2("p95:Q"))
    half = base.mark_bar(color=NARROW, height=12).encode(y, alt.X("p25:Q"), alt.X2("p75:Q"))
    dot = base.mark_point(color=MAIN, filled=True, size=85, opacity=1).encode(y, alt.X("p50:Q"))
    text = base.mark_text(align="left", dx=8, color=QUIET, fontSize=11).encode(y, alt.X("p95:Q"), alt.Text("range:N"))
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.X("zero:Q"))
    first = ranked[0]
    says = (
        f"{first.name} loses most: {first.p50:,.{places}f} {unit} in the median draw, "
        f"{first.p5:,.{places}f} to {first.p95:,.{places}f} in nine of ten."
    )
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        spec=alt.layer(wide, half, zero, dot, text).to_dict(),
        says=says,
        columns=(
            Column(name="sector"),
            *(Column(name=name, unit=unit, places=places) for name in ("5 %", "25 %", "median", "75 %", "95 %")),
        ),
        rows=tuple(
            (one.name, one.p5, one.p25, one.p50, one.p75, one.p95)
            for one in [*ranked, *([other] if other is not None else [])]
        ),
    )
