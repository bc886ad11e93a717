"""An importer's dependence over time, with the interval where sources disagree."""

from __future__ import annotations

import altair as alt

from sekisho.impact.dependence import BasketShare, Dependence, Interval
from sekisho.present.charts.chart import Chart, ChartColumn
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
        message = f"no share of {found.subject} to draw"
        raise ValueError(message)
    shares = [share for one in found.intervals for share in one.shares]
    baskets = list(dict.fromkeys(share.basket.says for share in sorted(shares, key=lambda share: share.year)))
    points = [{"day": _tick_of(share.year), "share": _middle(share), "basket": share.basket.says} for share in shares]
    bars = [
        {"day": _tick_of(one.year), "low": one.low, "high": one.high, "top": _top(one), "bottom": _bottom(one)}
        for one in found.intervals
    ]
    years = [one.year for one in found.intervals]
    domain = [f"{min(years) - 1}-05-01", f"{max(years)}-09-01"]
    x = alt.X("day:T", scale=alt.Scale(domain=domain), axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True))
    y = alt.Scale(domain=[0, 1])
    axis = alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1])
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
    colour = alt.Scale(domain=baskets, range=[KINDS[at % len(KINDS)] for at in range(len(baskets))])
    shape = alt.Scale(domain=baskets, range=[SHAPES[at % len(SHAPES)] for at in range(len(baskets))])
    legend = alt.Legend(columns=1 + (len(baskets) > 2), orient="bottom")  # noqa: PLR2004 - two lines need no columns
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
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=lambda _tell, _slim: alt.layer(spread, marks, above, below).to_dict(),
        is_slim=False,
        says="; ".join(f"{one.year}: {interval_says(one)}" for one in found.intervals) + ".",
        columns=(
            ChartColumn(name="period"),
            ChartColumn(name="basket"),
            ChartColumn(name="at least", unit="%"),
            ChartColumn(name="at most", unit="%"),
            ChartColumn(name="source"),
            ChartColumn(name="confidence"),
        ),
        rows=tuple(
            (
                share.period,
                share.basket.says,
                100 * share.low,
                None if share.high is None else 100 * share.high,
                "; ".join(share.source),
                str(share.confidence),
            )
            for share in shares
        ),
    )


def interval_says(one: Interval) -> str:
    """Write an interval of shares in whole per cent; a share of which only the least is known says so.

    >>> interval_says(Interval(year=2018, low=0.58, high=0.796, shares=()))
    '58 to 80 %'
    """
    low, high = round(100 * one.low), round(100 * one.high)
    if low != high:
        return f"{low} to {high} %"
    least = len(one.shares) == 1 and one.shares[0].high is None
    return f"over {low} %" if least else f"{low} %"


def _tick_of(year: int) -> str:
    return f"{year}-01-01"


def _top(one: Interval) -> str:
    """Write the highest share of a year, to stand above it."""
    says = f"{100 * one.high:.0f} %"
    return f"> {says}" if interval_says(one).startswith("over") else says


def _bottom(one: Interval) -> str:
    """Write the lowest share of a year, to stand below it; nothing if it is the highest too."""
    low, high = round(100 * one.low), round(100 * one.high)
    return f"{low} %" if low != high else ""


def _middle(share: BasketShare) -> float:
    return share.low if share.high is None else (share.low + share.high) / 2
