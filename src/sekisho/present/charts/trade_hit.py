"""How much trade in each material a measure hits under each reading: surely, and at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sekisho.message import joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell, fixed, span_text
from sekisho.present.charts.theme import INK, MAIN, NARROW, QUIET, SLIM, WIDTH, drawn_from

ROW = 24
"""Height of a row, in points."""
SHOWN = 10
LABELS = 130
"""Room for names of materials, in points."""
ENDS = (message("chart.certainly", "certainly"), message("chart.possibly", "possibly"))
SAID = 62
"""Room for what stands beside a whisker, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialHit:
    """Share of the trade in a material that is certainly hit, and possibly, by the name of the reading; in per cent."""

    material: str
    by_reading: Mapping[str, tuple[float, float]]


def trade_hit_chart(hits: Sequence[MaterialHit], *, title: str, subtitle: str, source: str) -> Chart:
    """Draw a bar to what is certainly hit and a whisker to what may be: a row a material, a panel a reading."""
    shown, readings = hits[:SHOWN], tuple(hits[0].by_reading)
    most = max(one.by_reading[reading][1] for one in shown for reading in readings)
    wide = (WIDTH + SAID - LABELS) // len(readings)

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        width = SLIM - 10 if slim else wide
        panels = [
            _panel(shown, reading, most, tell, width=width - SAID, names=slim or number == 0)
            for number, reading in enumerate(readings)
        ]
        return (alt.vconcat(*panels, spacing=24) if slim else alt.hconcat(*panels, spacing=SAID)).to_dict(
            validate=False
        )

    hardest = hits[0]
    parts = [
        message("chart.trade_on_reading", "{reading} reading {share} %", reading=reading, share=_span(*ends))
        for reading, ends in hardest.by_reading.items()
    ]
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.trade_says",
            "Bars from certain to possible. {material}: {parts}.",
            material=hardest.material,
            parts=joined(parts, "semicolon"),
        ),
        columns=(
            ChartColumn(name=message("chart.material", "material")),
            *(ChartColumn(name=joined([reading, end], "comma"), unit="%") for reading in readings for end in ENDS),
        ),
        rows=tuple((one.material, *(end for reading in readings for end in one.by_reading[reading])) for one in hits),
    )


def _span(certain: float, possible: float) -> str:
    """Write the two ends of a share.

    >>> _span(5.7, 22.4), _span(20.0, 20.04)
    ('5.7 to 22.4', '20.0')
    """
    low, high = fixed(1)(certain), fixed(1)(possible)
    return low if low == high else span_text(low, high)


def _panel(
    hits: Sequence[MaterialHit], reading: str, most: float, tell: Tell, *, width: int, names: bool
) -> alt.LayerChart | alt.FacetChart:
    rows = [
        {
            "material": tell(one.material), "zero": 0, "certain": one.by_reading[reading][0],
            "possible": one.by_reading[reading][1], "says": tell(_span(*one.by_reading[reading])),
        }
        for one in hits
    ]  # fmt: skip
    title = tell(message("chart.reading", "{reading} reading", reading=reading))
    base = drawn_from(rows).properties(
        width=width,
        height=ROW * len(rows),
        title=alt.TitleParams(title, fontSize=13, anchor="start", frame="group", offset=8),
    )
    axis = alt.Axis(labels=names, labelColor=INK, labelFontSize=12, labelLimit=LABELS, grid=False)
    y = alt.Y("material:N", sort=None, axis=axis)
    scale = alt.Scale(domain=[0, most], nice=True)
    x = alt.X("zero:Q", scale=scale, axis=alt.Axis(format=".0f", tickCount=3, grid=True))
    bar = base.mark_bar(color=MAIN, height=12).encode(y, x, alt.X2("certain:Q"))
    whisker = base.mark_rule(color=NARROW, strokeWidth=3).encode(y, alt.X("certain:Q"), alt.X2("possible:Q"))
    end = base.mark_tick(color=NARROW, thickness=3, size=12).encode(y, alt.X("possible:Q"))
    said = base.mark_text(align="left", dx=7, color=QUIET, fontSize=11).encode(
        y, alt.X("possible:Q"), alt.Text("says:N")
    )
    return alt.layer(whisker, bar, end, said)
