"""An importer's dependence over time, with the interval where sources disagree."""

from __future__ import annotations

from typing import Any

import altair as alt

from sekisho.impact.dependence import BasketShare, Dependence, Interval
from sekisho.law.model.confidence import Confidence
from sekisho.message import joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell, interval_text, period_text, share_text
from sekisho.present.charts.theme import INK, KINDS, PERCENT, SHAPES, WIDE, WIDTH, drawn_from

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
                "; ".join(share.source),
                Confidence(share.confidence).words,
            )
            for share in shares
        ),
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
