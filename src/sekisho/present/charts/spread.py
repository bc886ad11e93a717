"""Sources of spread: what should be learnt next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sekisho.message import joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell
from sekisho.present.charts.theme import FAINT, INK, KINDS, SLIM, WIDTH, drawn_from

HEIGHT = 46
WORDS = frozenset({"name", "percent", "says"})
"""What of a row is told in a language."""
NARROWEST = 30
"""Points below which a part of the bar carries no figure of its own; the names below it do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseShare:
    """A cause of spread and its share of it, 0 to 1.

    Parameters
    ----------
    is_rest
        Whether it is no single cause, but what single causes leave; it stands last, in grey.
    """

    name: str
    share: float
    is_rest: bool = False


def spread_chart(causes: Sequence[CauseShare], *, title: str, subtitle: str, source: str) -> Chart:
    """Draw one bar whose parts are the causes, greatest first; what is left of the whole is not explained.

    There are as many colours as KINDS; more single causes than that are best put together as a rest.
    """
    ranked = sorted(causes, key=lambda one: (one.is_rest, -one.share))
    rows: list[dict[str, Any]] = []
    at = 0.0
    for number, one in enumerate(ranked):
        percent = message("chart.whole_percent", "{number} %", number=f"{100 * one.share:.0f}")
        rows.append(
            {
                "name": one.name,
                "share": one.share,
                "from": at,
                "to": at + one.share,
                "middle": at + one.share / 2,
                "percent": percent,
                "says": message("chart.cause", "{cause}, {share}", cause=one.name, share=percent),
                "colour": FAINT if one.is_rest else KINDS[number % len(KINDS)],
                "ink": INK if one.is_rest else "#ffffff",
            }
        )
        at += one.share
    causes_told = (
        message("chart.cause_share", "{cause} {share}%", cause=one.name, share=f"{100 * one.share:.0f}")
        for one in ranked
    )

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        spoken = [{key: tell(value) if key in WORDS else value for key, value in row.items()} for row in rows]
        width, columns = (SLIM + 60, 1) if slim else (WIDTH, 3)
        return _drawn(spoken, at, width=width, columns=columns).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message("chart.causes", "Shares of the spread: {causes}.", causes=joined(causes_told, "semicolon")),
        columns=(
            ChartColumn(name=message("chart.cause_head", "cause")),
            ChartColumn(name=message("chart.share_of_spread", "share of spread"), unit="%", places=0),
        ),
        rows=tuple((one.name, 100 * one.share) for one in ranked),
    )


def _drawn(rows: Sequence[dict[str, Any]], whole: float, *, width: int, columns: int) -> alt.VConcatChart:
    top = max(1.0, whole)
    shown = [{**row, "percent": row["percent"] if row["share"] / top * width >= NARROWEST else ""} for row in rows]
    base = drawn_from(shown).properties(width=width, height=HEIGHT)
    scale = alt.Scale(domain=[0, top])
    colour = alt.Color("colour:N", scale=None)
    bar = base.mark_bar(height=HEIGHT, stroke="#ffffff", strokeWidth=2).encode(
        alt.X("from:Q", scale=scale, axis=None), alt.X2("to:Q"), colour
    )
    inside = base.mark_text(fontSize=14, fontWeight=700).encode(
        alt.X("middle:Q", scale=scale, axis=None), alt.Text("percent:N"), alt.Color("ink:N", scale=None)
    )
    return alt.vconcat(alt.layer(bar, inside), _key(rows, width=width, columns=columns), spacing=10)


def _key(rows: Sequence[dict[str, Any]], *, width: int, columns: int) -> alt.LayerChart | alt.FacetChart:
    """Name the parts below the bar, in their order, some to a line."""
    placed = [{**row, "column": number % columns, "line": number // columns} for number, row in enumerate(rows)]
    height = 22 * (1 + (len(rows) - 1) // columns)
    base = drawn_from(placed).properties(width=width, height=height)
    x = alt.X("column:Q", scale=alt.Scale(domain=[0, columns]), axis=None)
    y = alt.Y("line:O", axis=None)
    square = base.mark_square(size=110, opacity=1, xOffset=6).encode(x, y, alt.Color("colour:N", scale=None))
    text = base.mark_text(align="left", dx=18, color=INK, fontSize=12).encode(x, y, alt.Text("says:N"))
    return alt.layer(square, text)
