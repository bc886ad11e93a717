"""Intervals side by side: a row a name, the interval of nine runs in ten and of half, the mean and the middle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import altair as alt

from sekisho.message import Text, message
from sekisho.present.charts.chart import LEVELS, MEAN, ChartColumn, Tell, Written, span_text
from sekisho.present.charts.theme import INK, MAIN, NARROW, QUIET, SLIM, WIDE, WIDTH, drawn_from, money_axis
from sekisho.present.render.terminal import cells

ROW = 26
"""Height of a row, in points."""
SLIM_ROW = 42
"""The same where the name stands above its interval."""
LABELS = 250
"""Room for names, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBand:
    """Quantiles of a number, under a name.

    Parameters
    ----------
    says
        The mean with its range as tables beside the chart write it, to the digits that their errors leave; None where
        every number is written alike.
    """

    name: str
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    mean: float
    says: Text | None = None


def bands_drawn(
    bands: Sequence[NamedBand],
    written: Written,
    tell: Tell,
    *,
    places: int,
    slim: bool = False,
    said_as: Callable[[NamedBand, Written], Text] | None = None,
    of_money: bool = False,
) -> alt.LayerChart | alt.FacetChart:
    """Draw intervals in the order given, their names beside them; or above them, on a slim page.

    The mean is a filled dot and the middle run a ring; `said_as` writes what stands at the end of a row, the mean with
    its range if nothing else. The axis `of_money` is labelled in the sizes of the language.
    """
    said_as = said_as or band_text
    rows = [
        {
            "at": number, "name": tell(one.name), "p5": one.p5, "p25": one.p25, "p50": one.p50, "p75": one.p75,
            "p95": one.p95, "mean": one.mean, "range": tell(said_as(one, written)),
        }
        for number, one in enumerate(bands)
    ]  # fmt: skip
    names = alt.Axis(labelLimit=LABELS, labelColor=INK, labelFontSize=12, labelPadding=10, grid=False, domain=False)
    y = alt.Y("at:O", axis=None) if slim else alt.Y("name:N", sort=None, axis=names)
    longest = max((cells(str(row["name"])) for row in rows), default=0)
    width = SLIM + 60 if slim else WIDTH - min(LABELS, 7 * longest) - 20
    base = drawn_from(rows).properties(width=width, height=(SLIM_ROW if slim else ROW) * len(rows))
    ticks = 3 if slim else 5
    if of_money:
        x = alt.Axis(labelExpr=money_axis(tell), tickCount=ticks, grid=True, orient="top")
    else:
        x = alt.Axis(format=f",.{places}~f", tickCount=ticks, grid=True, orient="top")
    down = 8 if slim else 0
    wide = base.mark_bar(color=WIDE, height=12, cornerRadius=6, yOffset=down)
    half = base.mark_bar(color=NARROW, height=12, yOffset=down)
    dot = base.mark_point(color=MAIN, filled=True, size=85, opacity=1, yOffset=down)
    ring = base.mark_point(color=MAIN, filled=False, size=70, opacity=1, strokeWidth=1.8, yOffset=down)
    zero = drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.X("zero:Q"))
    layers = [
        wide.encode(y, alt.X("p5:Q", axis=x), alt.X2("p95:Q")),
        half.encode(y, alt.X("p25:Q"), alt.X2("p75:Q")),
        zero,
        ring.encode(y, alt.X("p50:Q")),
        dot.encode(y, alt.X("mean:Q")),
    ]
    if slim:
        name = base.mark_text(align="left", dy=-9, color=INK, fontSize=12, limit=width - 125)
        said = base.mark_text(align="right", dy=-9, color=QUIET, fontSize=11)
        layers += [
            name.encode(y=y, x=alt.value(5), text=alt.Text("name:N")),
            said.encode(y=y, x=alt.value(width), text=alt.Text("range:N")),
        ]
    else:
        said = base.mark_text(align="left", dx=8, color=QUIET, fontSize=11)
        layers.append(said.encode(y, alt.X("p95:Q"), alt.Text("range:N")))
    return alt.layer(*layers)


def band_text(row: NamedBand, written: Written) -> Text:
    """Write a mean with its range of nine runs in ten."""
    return _around(row.mean, row, written) if row.says is None else row.says


def middle_text(row: NamedBand, written: Written) -> Text:
    """Write a middle run with its range of nine runs in ten."""
    return _around(row.p50, row, written)


def _around(number: float, row: NamedBand, written: Written) -> Text:
    ends = span_text(written(row.p5), written(row.p95))
    return message("chart.band", "{number} ({ends})", number=written(number), ends=ends)


def bands_columns(first: str, unit: str, written: Written) -> tuple[ChartColumn, ...]:
    """Return the columns of the table behind such a drawing."""
    return (ChartColumn(name=first), *(ChartColumn(name=name, unit=unit, written=written) for name in (MEAN, *LEVELS)))


def bands_rows(bands: Sequence[NamedBand]) -> tuple[tuple[str | float, ...], ...]:
    """Return the rows of that table."""
    return tuple((one.name, one.mean, one.p5, one.p25, one.p50, one.p75, one.p95) for one in bands)
