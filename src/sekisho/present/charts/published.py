"""Losses as bands, a row a scenario, with rings for what others published for the same question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from sekisho.message import joined, message
from sekisho.present.charts.bands import NamedBand, band_text
from sekisho.present.charts.chart import LEVELS, MEAN, Chart, ChartColumn, Tell, Written
from sekisho.present.charts.theme import INK, MAIN, QUIET, SLIM, WIDE, WIDTH, drawn_from

BRASS: Final = "#8c6a2f"
"""For what others published, here and on the pages."""
ROW = 66
"""Height of a row in points: its name above, its band and rings, and below them what is written of the rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRing:
    """What a house published for the question of a row: its place on the axis, that in words, and all that it said."""

    house: str
    percent: float
    written: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingedBand:
    """A loss with its rings."""

    band: NamedBand
    rings: tuple[PublishedRing, ...]


def published_chart(
    rows: Sequence[RingedBand], *, title: str, subtitle: str, source: str, unit: str, written: Written
) -> Chart:
    """Draw each loss, and a brass ring for each published estimate of it.

    Parameters
    ----------
    written
        How numbers are written, in drawing and table.
    """

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        return _drawn(rows, written, tell, slim=slim).to_dict(validate=False)

    parts = [joined([row.band.name, band_text(row.band, written)], "colon") for row in rows]
    rings = [joined([ring.house, ring.says], "colon") for row in rows for ring in row.rings]
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.published_say",
            "Mean, and 9 in 10 runs, {unit}. {losses}. Published: {rings}.",
            unit=unit,
            losses=joined(parts, "semicolon"),
            rings=joined(rings, "semicolon"),
        ),
        columns=(
            ChartColumn(name=message("chart.scenario", "scenario")),
            ChartColumn(name=message("chart.whose", "whose estimate")),
            *(ChartColumn(name=name, unit=unit, written=written) for name in (MEAN, *LEVELS)),
            ChartColumn(name=message("chart.as_published", "as published")),
        ),
        rows=tuple(_table(rows)),
    )


def _table(rows: Sequence[RingedBand]) -> list[tuple[str | float | None, ...]]:
    table: list[tuple[str | float | None, ...]] = []
    ours = message("chart.this_model", "this model")
    for row in rows:
        band = row.band
        table.append((band.name, ours, band.mean, band.p5, band.p25, band.p50, band.p75, band.p95, ""))
        table += [(band.name, ring.house, ring.percent, *(None,) * len(LEVELS), ring.says) for ring in row.rings]
    return table


def _drawn(rows: Sequence[RingedBand], written: Written, tell: Tell, *, slim: bool) -> alt.LayerChart | alt.FacetChart:
    bands = [
        {"at": at, "name": tell(band.name), "p5": band.p5, "p50": band.p50, "p95": band.p95, "mean": band.mean}
        | {"range": tell(band_text(band, written))}
        for at, band in enumerate(row.band for row in rows)
    ]
    rings = [
        {"at": at, "name": tell(row.band.name), "percent": ring.percent}
        | {"says": tell(message("chart.house_percent", "{house} {percent}", house=ring.house, percent=ring.written))}
        for at, row in enumerate(rows)
        for ring in row.rings
    ]
    width = SLIM + 60 if slim else WIDTH
    size = {"width": width, "height": ROW * len(rows)}
    y = alt.Y("at:O", axis=None)
    x = alt.X("p5:Q", axis=alt.Axis(format=",.1~f", tickCount=3 if slim else 5, grid=True, orient="top"))
    down = 4
    base, ringed = drawn_from(bands).properties(**size), drawn_from(rings).properties(**size)
    layers = [
        base.mark_bar(color=WIDE, height=12, cornerRadius=6, yOffset=down).encode(y, x, alt.X2("p95:Q")),
        drawn_from([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(alt.X("zero:Q")),
        base.mark_point(color=MAIN, filled=False, size=60, opacity=1, strokeWidth=1.8, yOffset=down).encode(
            y, alt.X("p50:Q")
        ),
        base.mark_point(color=MAIN, filled=True, size=85, opacity=1, yOffset=down).encode(y, alt.X("mean:Q")),
        ringed.mark_point(color=BRASS, filled=False, size=150, opacity=1, strokeWidth=2.4, yOffset=down).encode(
            y, alt.X("percent:Q")
        ),
        ringed.mark_text(color=INK, fontSize=12, dy=down + 20).encode(y, alt.X("percent:Q"), alt.Text("says:N")),
    ]
    name = base.mark_text(align="left", dy=-16, color=INK, fontSize=12, limit=width - 125)
    ends = base.mark_text(align="right", dy=-16, color=QUIET, fontSize=11)
    layers += [
        name.encode(y=y, x=alt.value(5), text=alt.Text("name:N")),
        ends.encode(y=y, x=alt.value(width), text=alt.Text("range:N")),
    ]
    return alt.layer(*layers)
