"""How much trade a measure hits under each reading: surely, and at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from sekisho.report.charts.chart import Chart, Column
from sekisho.report.charts.look import INK, MAIN, NARROW, QUIET, WIDTH, drawn_from

ROW = 46


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingHit:
    """Value of trade that is certainly hit, and possibly, under one reading of the law."""

    reading: str
    certain: float
    possible: float


def trade_hit_chart(
    hits: Sequence[ReadingHit], *, title: str, subtitle: str, source: str, unit: str, places: int = 0
) -> Chart:
    """Draw a bar to what is certainly hit and a whisker to what may be, a row a reading."""
    rows = [
        {
            "reading": one.reading, "certain": one.certain, "possible": one.possible, "zero": 0,
            "says": f"{one.certain:,.{places}f} certainly", "most": f"{one.possible:,.{places}f} possibly",
        }
        for one in hits
    ]  # fmt: skip
    base = drawn_from(rows).properties(width=WIDTH - 150, height=ROW * len(rows))
    y = alt.Y("reading:N", sort=None, axis=alt.Axis(labelColor=INK, labelFontSize=13, grid=False))
    x_axis = alt.Axis(format=f",.{places}~f", tickCount=5, grid=True)
    bar = base.mark_bar(color=MAIN, height=20).encode(y, alt.X("zero:Q", axis=x_axis), alt.X2("certain:Q"))
    whisker = base.mark_rule(color=NARROW, strokeWidth=3).encode(y, alt.X("certain:Q"), alt.X2("possible:Q"))
    end = base.mark_tick(color=NARROW, thickness=3, size=20).encode(y, alt.X("possible:Q"))
    certain = base.mark_text(align="left", baseline="bottom", dx=4, dy=-11, color=MAIN, fontSize=11).encode(
        y, alt.X("zero:Q"), alt.Text("says:N")
    )
    most = base.mark_text(align="left", dx=8, color=QUIET, fontSize=11).encode(
        y, alt.X("possible:Q"), alt.Text("most:N")
    )
    says = "; ".join(
        f"{one.reading} reading: {one.certain:,.{places}f} {unit} certainly, {one.possible:,.{places}f} possibly"
        for one in hits
    )
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        spec=alt.layer(bar, whisker, end, certain, most).to_dict(),
        says=f"{says}.",
        columns=(
            Column(name="reading"),
            Column(name="certainly hit", unit=unit, places=places),
            Column(name="possibly hit", unit=unit, places=places),
        ),
        rows=tuple((one.reading, one.certain, one.possible) for one in hits),
    )
