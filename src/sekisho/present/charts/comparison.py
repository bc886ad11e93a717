"""Ways to read the law, or ways on, side by side: what each costs, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sekisho.message import joined, message
from sekisho.present.charts.bands import NamedBand, band_text, bands_columns, bands_drawn, bands_rows
from sekisho.present.charts.chart import Chart, Tell, Written, fixed


def ways_chart(
    ways: Sequence[NamedBand],
    *,
    of: str,
    title: str,
    subtitle: str,
    source: str,
    unit: str,
    places: int = 1,
    written: Written | None = None,
    of_money: bool = False,
) -> Chart:
    """Draw the interval of each way, in the order given.

    Parameters
    ----------
    of
        What the ways are, such as `reading`; the head of the first column.
    places
        Digits after the point, in axis and table.
    written
        How numbers are written, in place of so many digits.
    of_money
        Whether the axis is of amounts, labelled in the sizes of the language.
    """
    says = written or fixed(places)
    each = (joined([one.name, band_text(one, says)], "colon") for one in ways)

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        return bands_drawn(ways, says, tell, places=places, slim=slim, of_money=of_money).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.ways_say",
            "Mean, and 9 in 10 runs, {unit}. {ways}.",
            unit=unit,
            ways=joined(each, "semicolon"),
        ),
        columns=bands_columns(of, unit, says),
        rows=bands_rows(ways),
    )
