"""Figures that were observed, each on the interval in which runs see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sekisho.message import joined, message
from sekisho.present.charts.bands import NamedBand, bands_columns, bands_drawn, bands_rows, middle_text
from sekisho.present.charts.chart import Chart, ChartColumn, Tell, Written
from sekisho.present.charts.theme import INK, KINDS, drawn_from


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFigure:
    """An interval, and the figure that was observed."""

    band: NamedBand
    figure: float


def observations_chart(
    seen: Sequence[SeenFigure], *, of: str, title: str, subtitle: str, source: str, unit: str, written: Written
) -> Chart:
    """Draw the interval of each figure with the figure on it, in the order given.

    Parameters
    ----------
    of
        What the rows are; the head of the first column.
    """
    bands = [figure.band for figure in seen]
    observed = message("chart.observed", "observed")
    each_said = (
        joined(
            [
                one.band.name,
                message(
                    "chart.observed_beside",
                    "observed {figure}, runs {band}",
                    figure=written(one.figure),
                    band=middle_text(one.band, written),
                ),
            ],
            "colon",
        )
        for one in seen
    )

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        rows = [{"at": number, "name": tell(one.band.name), "figure": one.figure} for number, one in enumerate(seen)]
        y = alt.Y("at:O", axis=None) if slim else alt.Y("name:N", sort=None)
        mark = drawn_from(rows).mark_point(
            shape="diamond", filled=True, size=110, opacity=1, color=KINDS[1], stroke=INK, yOffset=8 if slim else 0
        )
        drawn = bands_drawn(bands, written, tell, places=0, slim=slim, said_as=middle_text)
        return alt.layer(drawn, mark.encode(y, alt.X("figure:Q"))).to_dict(validate=False)

    first, *levels = bands_columns(of, unit, written)
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.observations_say",
            "Observed figures beside the middle run and 9 in 10 runs, {unit}. {figures}.",
            unit=unit,
            figures=joined(each_said, "semicolon"),
        ),
        columns=(first, ChartColumn(name=observed, unit=unit, written=written), *levels),
        rows=tuple((name, one.figure, *numbers) for one, (name, *numbers) in zip(seen, bands_rows(bands), strict=True)),
    )
