"""Who pays: sectors ranked, each with its intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sekisho.message import message
from sekisho.present.charts.bands import NamedBand, band_text, bands_columns, bands_drawn, bands_rows
from sekisho.present.charts.chart import Chart, Tell, Written, fixed

SHOWN = 15


def sectors_chart(
    sectors: Sequence[NamedBand],
    *,
    title: str,
    subtitle: str,
    source: str,
    unit: str,
    other: NamedBand | None = None,
    places: int = 1,
    written: Written | None = None,
    of_money: bool = False,
) -> Chart:
    """Draw the sectors, first that which loses most in the worst one of twenty runs, with half of them and nine in ten.

    Parameters
    ----------
    other
        All sectors that are not among those given, taken together draw by draw; it stands last.
    places
        Digits after the point, in axis and table.
    written
        How numbers are written, in place of so many digits.
    of_money
        Whether the axis is of amounts, labelled in the sizes of the language.
    """
    says = written or fixed(places)
    ranked = sorted(sectors, key=lambda one: -one.p95)
    last = [other] if other is not None else []
    shown = [*ranked[:SHOWN], *last]
    first = ranked[0]

    def draw(tell: Tell, slim: bool) -> dict[str, Any]:  # noqa: FBT001 - as every drawing is called
        return bands_drawn(shown, says, tell, places=places, slim=slim, of_money=of_money).to_dict(validate=False)

    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        draw=draw,
        says=message(
            "chart.sectors_lose",
            "Mean, and 9 in 10 runs, {unit}. {sector}: {loss}.",
            sector=first.name,
            unit=unit,
            loss=band_text(first, says),
        ),
        columns=bands_columns(message("chart.sector", "sector"), unit, says),
        rows=bands_rows([*ranked, *last]),
    )
