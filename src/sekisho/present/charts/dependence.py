"""An importer's dependence over time and by material, with the interval where sources disagree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from sekisho.impact.dependence import BasketShare, Dependence, Interval, RankedMaterial, titles_of
from sekisho.law.model.confidence import Confidence
from sekisho.message import joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell, interval_text, period_text, share_text
from sekisho.present.charts.theme import INK, KINDS, MAIN, PERCENT, QUIET, SHAPES, SLIM, WIDE, WIDTH, drawn_from
from sekisho.present.outcome_labels import sentence_case

HEIGHT = 300


def dependence_chart(found: Dependence, *, title: str, subtitle: str, source: str) -> Chart:
    """Draw the share of the seller: a bar from the lowest to the highest source of a year, a mark a basket.

    Raises
    ------
    ValueError
        If no basket holds the whole of the material; the command line says so before it asks.
    """
    if not found.intervals:
        none = f"no share of {found.subject} to draw"
        raise ValueError(none)
    shares = [share for one in found.intervals for share in one.shares]
    baskets = list(dict.fromkeys(share.basket.says for share in sorted(shares, key=lambda share: share.year)))
    years = [one.year for one in found.intervals]
    domain = [f"{min(years) - 1}-05-01", f"{max(years)}-09-01"]
    x = alt.X("day:T", scale=alt.Scale(domain=domain), axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True))
    y = alt.Scale(domain=[0, 1])
    axis = alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1])
    colours = [KINDS[at % len(KINDS)] for at in range(len(baskets))]
    shapes = [SHAPES[at % len(SHAPES)] for at in range(len(baskets))]
    legend = alt.Legend(columns=1 + (len(baskets) > 2), orient="bottom")  # noqa: PLR2004 - two lines need no columns

    def draw(tell: Tell, _slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        points = [
            {"day": _tick_of(share.year), "share": _middle(share), "basket": tell(share.basket.says)}
            for share in shares
        ]
        bars = [
            {"day": _tick_of(one.year), "low": one.low, "high": one.high}
            | {"top": tell(_top(one)), "bottom": tell(_bottom(one))}
            for one in found.intervals
        ]
        names = [tell(basket) for basket in baskets]
        base = drawn_from(bars).properties(width=WIDTH, height=HEIGHT)
        spread = base.mark_bar(color=WIDE, width=18, cornerRadius=9).encode(
            x, alt.Y("low:Q", scale=y, axis=axis), alt.Y2("high:Q")
        )
        text = base.encode(x)
        above = text.mark_text(baseline="bottom", dy=-9, color=INK, fontSize=12, fontWeight=700).encode(
            alt.Y("high:Q", scale=y), alt.Text("top:N")
        )
        below = text.mark_text(baseline="top", dy=10, color=INK, fontSize=12, fontWeight=700).encode(
            alt.Y("low:Q", scale=y), alt.Text("bottom:N")
        )
        colour, shape = alt.Scale(domain=names, range=colours), alt.Scale(domain=names, range=shapes)
        marks = (
            drawn_from(points)
            .mark_point(filled=True, size=95, opacity=1, stroke="#ffffff", strokeWidth=1)
            .encode(
                x,
                alt.Y("share:Q", scale=y),
                alt.Color("basket:N", scale=colour, legend=legend),
                alt.Shape("basket:N", scale=shape, legend=legend),
            )
        )
        return alt.layer(spread, marks, above, below).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        is_slim=False,
        says=message(
            "chart.years_say",
            "{years}.",
            years=joined(
                (joined([str(one.year), interval_text(one)], "colon") for one in found.intervals), "semicolon"
            ),
        ),
        columns=(
            ChartColumn(name=message("chart.period", "period")),
            ChartColumn(name=message("chart.basket", "basket")),
            ChartColumn(name=message("chart.at_least", "at least"), unit="%"),
            ChartColumn(name=message("chart.at_most", "at most"), unit="%"),
            ChartColumn(name=message("chart.source", "source")),
            ChartColumn(name=message("chart.confidence", "confidence")),
        ),
        rows=tuple(
            (
                period_text(share.period),
                share.basket.says,
                100 * share.low,
                None if share.high is None else 100 * share.high,
                "; ".join(titles_of(share.source, found.sources)),
                Confidence(share.confidence).words,
            )
            for share in shares
        ),
    )


ROW, SLIM_ROW = 22, 40
"""Heights of a row of materials in points, on a wide page and where the name stands above its bar."""
LABELS, SAID = 210, 110
"""Room for names of materials, and for what stands behind a bar, in points."""


def materials_chart(ranked: Sequence[RankedMaterial], *, title: str, subtitle: str, source: str) -> Chart:
    """Draw the last share of each material: a bar to the lowest count, a pale material from there to the highest."""

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        rows = [
            {
                "at": at,
                "name": tell(sentence_case(material.title)),
                "zero": 0,
                "low": material.last.low,
                "high": material.last.high,
            }
            | {"says": tell(_share_in_year(material))}
            for at, material in enumerate(ranked)
        ]
        height = (SLIM_ROW if slim else ROW) * len(rows)
        width = SLIM if slim else WIDTH - LABELS - SAID
        base = drawn_from(rows).properties(width=width, height=height)
        names = alt.Axis(labelLimit=LABELS, labelColor=INK, labelFontSize=12, labelPadding=8, grid=False, domain=False)
        y = alt.Y("at:O", axis=None) if slim else alt.Y("name:N", sort=None, axis=names)
        x = alt.X("zero:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(labelExpr=PERCENT, tickCount=4, grid=True))
        down = 9 if slim else 0
        least = base.mark_bar(color=MAIN, height=11, yOffset=down).encode(y, x, alt.X2("low:Q"))
        most = base.mark_bar(color=WIDE, height=11, yOffset=down).encode(y, alt.X("low:Q"), alt.X2("high:Q"))
        if slim:
            name = base.mark_text(align="left", dy=-8, color=INK, fontSize=12, limit=width - 90)
            says = base.mark_text(align="right", dy=-8, color=QUIET, fontSize=12)
            layers = [
                name.encode(y=y, x=alt.value(0), text=alt.Text("name:N")),
                says.encode(y=y, x=alt.value(width), text=alt.Text("says:N")),
            ]
        else:
            says = base.mark_text(align="left", dx=8, color=QUIET, fontSize=12)
            layers = [says.encode(y, alt.X("high:Q"), alt.Text("says:N"))]
        return alt.layer(least, most, *layers).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.materials_say",
            "{materials}.",
            materials=joined(
                (joined([material.title, _share_in_year(material)], "colon") for material in ranked), "semicolon"
            ),
        ),
        columns=(
            ChartColumn(name=message("chart.material", "material")),
            ChartColumn(name=message("chart.year", "year")),
            ChartColumn(name=message("chart.at_least", "at least"), unit="%"),
            ChartColumn(name=message("chart.at_most", "at most"), unit="%"),
            ChartColumn(name=message("chart.source", "source")),
        ),
        rows=tuple(
            (
                material.title,
                str(material.last.year),
                100 * material.last.low,
                None if {share.high for share in material.last.shares} == {None} else 100 * material.last.high,
                "; ".join(material.sources),
            )
            for material in ranked
        ),
    )


def _share_in_year(material: RankedMaterial) -> str:
    return message(
        "chart.share_in", "{share} ({year})", share=interval_text(material.last), year=str(material.last.year)
    )


def _tick_of(year: int) -> str:
    return f"{year}-01-01"


def _top(one: Interval) -> str:
    """Write the highest share of a year, to stand above it."""
    if [share.high for share in one.shares] == [None]:
        return message("chart.share_above", "> {share} %", share=f"{100 * one.high:.0f}")
    return share_text(one.high, one.high)


def _bottom(one: Interval) -> str:
    """Write the lowest share of a year, to stand below it; nothing if it is the highest too."""
    return share_text(one.low, one.low) if round(100 * one.low) != round(100 * one.high) else ""


def _middle(share: BasketShare) -> float:
    return share.low if share.high is None else (share.low + share.high) / 2
