"""Causes of a range: what each moves together with others, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sekisho.message import Text, joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell
from sekisho.present.charts.theme import INK, MAIN, PERCENT, QUIET, SLIM, WIDE, WIDTH, drawn_from

ROW = 30
"""Height of a row, in points."""
LABELS = 190
SLIM_LABELS = 110
"""Room for names of causes, in points."""
SAID = 44
"""Room for what stands beside a bar, in points."""
HUNDRED = 100.0
"""Per cent of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseEffect:
    """A cause of a range, with its shares of it, 0 to 1.

    Parameters
    ----------
    alone
        What it explains by itself.
    total, error
        What it has a hand in together with others, and the standard error of that; None where draws were too few.
        Shares of several causes overlap.
    """

    name: str
    alone: float
    total: float | None = None
    error: float | None = None

    @property
    def length(self) -> float:
        """Share by which the cause is ranked and its bar is drawn."""
        return self.alone if self.total is None else self.total


def causes_chart(causes: Sequence[CauseEffect], *, title: str, subtitle: str, source: str) -> Chart:
    """Draw a bar for each cause, the longest first: dark what it explains alone, pale what it does with others."""
    ranked = sorted(causes, key=lambda cause: -cause.length)
    overlapping = any(cause.total is not None for cause in ranked)

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        rows = [
            {
                "name": tell(cause.name),
                "zero": 0.0,
                "alone": cause.alone,
                "total": cause.length,
                "low": max(0.0, cause.length - (cause.error or 0.0)),
                "high": cause.length + (cause.error or 0.0),
                "says": tell(_percent(cause.length)),
            }
            for cause in ranked
        ]
        return _drawn(
            rows, width=SLIM - SLIM_LABELS if slim else WIDTH - LABELS, names=SLIM_LABELS if slim else LABELS
        ).to_dict(validate=False)

    shares = (
        message("chart.cause_share", "{cause} {share}%", cause=cause.name, share=f"{HUNDRED * cause.length:.0f}")
        for cause in ranked
    )
    share = message("chart.share_of_spread", "share of spread")
    columns = [ChartColumn(name=message("chart.cause_head", "cause"))]
    if overlapping:
        columns.append(ChartColumn(name=message("impact.total_effect", "with others"), unit="%", places=0))
        columns.append(ChartColumn(name=message("impact.effect_error", "give or take"), unit="%", places=0))
    columns.append(
        ChartColumn(name=message("impact.first_order", "alone") if overlapping else share, unit="%", places=0)
    )
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.causes",
            "Shares of the spread by what causes it, the largest first: {causes}.",
            causes=joined(shares, "semicolon"),
        ),
        columns=tuple(columns),
        rows=tuple(_row(cause, overlapping=overlapping) for cause in ranked),
    )


def _percent(share: float) -> Text:
    return message("chart.whole_percent", "{number} %", number=f"{HUNDRED * share:.0f}")


def _row(cause: CauseEffect, *, overlapping: bool) -> tuple[str | float | None, ...]:
    if not overlapping:
        return (cause.name, HUNDRED * cause.alone)
    numbers = (cause.total, cause.error, cause.alone)
    return (cause.name, *(None if number is None else HUNDRED * number for number in numbers))


def _drawn(rows: Sequence[dict[str, Any]], *, width: int, names: int) -> alt.LayerChart | alt.FacetChart:
    base = drawn_from(rows).properties(width=width, height=ROW * len(rows))
    axis = alt.Axis(labelColor=INK, labelFontSize=12, labelLimit=names, grid=False)
    y = alt.Y("name:N", sort=None, axis=axis)
    most = max(row["high"] for row in rows)
    x = alt.X("zero:Q", scale=alt.Scale(domain=[0, most]), axis=alt.Axis(labelExpr=PERCENT, tickCount=4, grid=True))
    total = base.mark_bar(color=WIDE, height=16).encode(y, x, alt.X2("total:Q"))
    alone = base.mark_bar(color=MAIN, height=16).encode(y, alt.X("zero:Q"), alt.X2("alone:Q"))
    error = base.mark_rule(color=QUIET, strokeWidth=1.5).encode(y, alt.X("low:Q"), alt.X2("high:Q"))
    label = base.mark_text(align="left", dx=7, color=QUIET, fontSize=11).encode(y, alt.X("high:Q"), alt.Text("says:N"))
    return alt.layer(total, alone, error, label)
