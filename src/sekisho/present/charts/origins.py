"""Origins of one count: who else sells, where only one year is on file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt

from sekisho.impact.dependence import Mix
from sekisho.message import Text, joined, message
from sekisho.present.charts.chart import Chart, ChartColumn, Tell, share_text
from sekisho.present.charts.theme import FAINT, INK, MAIN, NARROW, PERCENT, QUIET, WIDTH, drawn_from

ROW = 40
NOT_NAMED = message("chart.not_named", "not named")


def origins_chart(mix: Mix, *, place: Callable[[str], Text], title: str, subtitle: str, source: str) -> Chart:
    """Draw a bar an origin, with a whisker where the source gives a range, and what it does not name.

    Parameters
    ----------
    place
        Name of a territory by its code.
    """
    found = [(place(share.origin), share.low, share.low if share.high is None else share.high) for share in mix.shares]
    rest = 1 - sum(high for _, _, high in found)
    rows: list[dict[str, Any]] = [
        {"origin": origin, "low": low, "high": high, "zero": 0, "says": share_text(low, high), "colour": MAIN}
        for origin, low, high in found
    ]
    if rest > 0.005:  # noqa: PLR2004 - less than half a per cent is rounding
        says = share_text(rest, rest)
        rows.append({"origin": NOT_NAMED, "low": rest, "high": rest, "zero": 0, "says": says, "colour": FAINT})

    def draw(tell: Tell, _slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        told = [{**row, "origin": tell(row["origin"]), "says": tell(row["says"])} for row in rows]
        return _drawing(told)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        is_slim=False,
        says=message(
            "chart.origins_say",
            "{origins}.",
            origins=joined(
                (
                    message("chart.origin_says", "{origin} {share}", origin=row["origin"], share=row["says"])
                    for row in rows
                ),
                "semicolon",
            ),
        ),
        columns=(
            ChartColumn(name=message("chart.origin", "origin")),
            ChartColumn(name=message("chart.at_least", "at least"), unit="%"),
            ChartColumn(name=message("chart.at_most", "at most"), unit="%"),
        ),
        rows=tuple((origin, 100 * low, 100 * high) for origin, low, high in found),
    )


def _drawing(rows: list[dict[str, Any]]) -> dict[str, Any]:
    base = drawn_from(rows).properties(width=WIDTH - 130, height=ROW * len(rows))
    y = alt.Y("origin:N", sort=None, axis=alt.Axis(labelColor=INK, labelFontSize=13, grid=False))
    axis = alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1], grid=True)
    scale = alt.Scale(domain=[0, 1])
    bar = base.mark_bar(height=20).encode(
        y, alt.X("zero:Q", axis=axis, scale=scale), alt.X2("low:Q"), alt.Color("colour:N", scale=None)
    )
    whisker = base.mark_rule(color=NARROW, strokeWidth=3).encode(y, alt.X("low:Q"), alt.X2("high:Q"))
    beside = base.mark_text(align="left", dx=8, color=QUIET, fontSize=12)
    text = beside.encode(y, alt.X("high:Q"), alt.Text("says:N"))
    return alt.layer(bar, whisker, text).to_dict(validate=False)
